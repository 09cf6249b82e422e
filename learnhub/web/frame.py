"""What stands around every page: destinations, menus, the inbox's count, the reader's face.

A destination appears once its route exists and its own rule lets this reader in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from flask import Flask, current_app, request
from markupsafe import Markup

from learnhub.core import kinds
from learnhub.core.errors import DomainError
from learnhub.core.points import One
from learnhub.web.access import Rule, anyone
from learnhub.web.errors import SignInNeeded
from learnhub.web.reader import House, house, reader


class Link(NamedTuple):
    """A place that this reader may go to. `current` is "page" on it and "true" below it."""

    label: str
    url: str
    icon: str
    key: str
    current: str


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go. `key` is the letter after `g`; `below` are paths that belong to it as well."""

    label: str
    path: str
    icon: str
    key: str = ""
    below: tuple[str, ...] = ()
    heads: tuple[str, ...] = field(init=False)  # what addresses of it or below begin with
    link: Link = field(init=False)  # to it from elsewhere

    def __post_init__(self) -> None:
        heads = tuple(f"{path}/" for path in (self.path, *self.below) if path != "/")
        object.__setattr__(self, "heads", heads)
        object.__setattr__(self, "link", Link(self.label, self.path, self.icon, self.key, ""))


NAV = (
    Place("Home", "/", "house", "h"),
    Place(
        "What’s on",
        "/whats-on",
        "calendar-days",
        "t",
        ("/programs", "/series", "/hackathons", "/teams", "/demos", "/talks", "/cohorts", "/courses"),
    ),
    Place("Library", "/library", "library", "l", ("/resources", "/collections")),
    Place("Goals", "/goals", "target", "g"),
    Place("Dashboard", "/dashboard", "chart-line", "d", ("/dashboards",)),
)
TOPIC = Place("Topic", "/talks/requests/new", kinds.kind("request").icon)


def _new(*names: str) -> tuple[Place, ...]:
    return tuple(Place(kind.one, kind.new, kind.icon) for kind in map(kinds.kind, names))


ADD = (
    *_new("hackathon", "talk"),
    TOPIC,
    *_new("course", "cohort", "commitment", "resource", "challenge", "goal"),
)
MINE = (
    Place("My calendar", "/calendar", "calendar", "c"),
    Place("My learning", "/learning", "footprints"),
    Place("I’m stuck", "/help/new", "circle-alert"),
    Place("Help", "/help", "handshake"),
    Place("People", "/people", "users-round"),
    Place("Settings", "/settings", "settings"),
    Place("Admin", "/admin", "wrench"),
)
FOOT = (
    Place("Who sees what", "/visibility", "eye"),
    Place("Privacy", "/privacy", "shield-check"),
)
SEARCH = Place("Search", "/search", "search")
INBOX = Place("Inbox", "/inbox", "inbox")
SIGN_IN = Place("Sign in", "/login", "log-out")
SIGN_OUT = "/logout"
SET_UP = Place("Back to setting up", "/admin/setup", "wrench")
LED_TO = ("/admin/", "/imports/")  # where the steps of the first day lead


class Frame:
    """One for each request, and lazy: a block for htmx asks for nothing of it."""

    def __init__(self) -> None:
        self._lets_in = cache(_lets_in)  # most places have the rule of another

    @cached_property
    def house(self) -> House:
        return house()

    @cached_property
    def person(self) -> Any | None:
        return reader()

    @cached_property
    def nav(self) -> tuple[Link, ...]:
        return tuple(self._open(NAV))

    @cached_property
    def add(self) -> tuple[Link, ...]:
        return tuple(self._open(ADD)) if self.person else ()

    @cached_property
    def mine(self) -> tuple[Link, ...]:
        return tuple(self._open(MINE)) if self.person else ()

    @cached_property
    def foot(self) -> tuple[Link, ...]:
        return tuple(self._open(FOOT))

    @cached_property
    def search(self) -> Link | None:
        return next(self._open((SEARCH,)), None)

    @cached_property
    def inbox(self) -> Link | None:
        return next(self._open((INBOX,)), None) if self.person else None

    @cached_property
    def unread(self) -> int:
        """How many messages wait in the inbox."""
        return UNREAD.given(self.person) if UNREAD.given and self.person else 0

    @cached_property
    def notice(self) -> "Notice | None":
        """What concerns every page of this reader."""
        return NOTICE.given(self.person) if NOTICE.given and self.person else None

    @cached_property
    def setting_up(self) -> Link | None:
        """The way back to the first day from where its steps lead, until all of them are done."""
        away = request.path.startswith(LED_TO) and not request.path.startswith(SET_UP.path)
        return next(self._open((SET_UP,)), None) if away and self.person and self.house.setting_up else None

    @cached_property
    def sign_in(self) -> Link | None:
        return None if self.person else next(self._open((SIGN_IN,)), None)

    @cached_property
    def sign_out(self) -> str | None:
        return SIGN_OUT if self.person and SIGN_OUT in _routes("POST") else None

    @property
    def shortcuts(self) -> bool:
        """Single-key shortcuts; a person can switch them off."""
        return bool(getattr(self.person, "shortcuts", True))

    def _open(self, places: tuple[Place, ...]) -> Iterator[Link]:
        rules, here = _rules(), request.path.rstrip("/") or "/"
        below = f"{here}/"
        for place in places:
            rule = rules.get(place.path)
            if rule and self._lets_in(rule):
                if here == place.path:
                    yield place.link._replace(current="page")
                else:
                    yield place.link._replace(current="true") if below.startswith(place.heads) else place.link


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that concerns every page of whoever can mend it."""

    text: str
    path: str


UNREAD: One[Callable[[Any], int]] = One("how many messages wait for a person")
NOTICE: One[Callable[[Any], Notice | None]] = One("what a person is to be told on every page")


def init_app(app: Flask) -> None:
    """Every template finds it as `frame`, and draws links by `links_as`."""
    app.context_processor(lambda: {"frame": Frame()})

    @lru_cache(maxsize=500)
    def links_as(shape: str, links: tuple[Link, ...]) -> Markup:
        """Those links as a macro of ui/links.html draws them. Nothing but them decides how: it is kept."""
        drawn: Markup = getattr(app.jinja_env.get_template("ui/links.html").module, shape)(links)
        return drawn

    app.jinja_env.globals["links_as"] = links_as


def _lets_in(rule: Rule) -> bool:
    try:
        return bool(rule())
    except (SignInNeeded, DomainError):
        return False


def _rules() -> dict[str, Rule]:
    """Path → rule of what can be read there; worked out once an application."""
    known: dict[str, Rule] | None = current_app.extensions.get("rules")
    if known is None:
        views = current_app.view_functions
        known = {path: getattr(views[name], "access", anyone) for path, name in _routes("GET").items()}
        current_app.extensions["rules"] = known
    return known


def _routes(method: str) -> dict[str, str]:
    """Path → endpoint of the routes without parameters; worked out once an application."""
    known: dict[str, dict[str, str]] = current_app.extensions.setdefault("routes", {})
    if method not in known:
        known[method] = {
            rule.rule.rstrip("/") or "/": rule.endpoint
            for rule in current_app.url_map.iter_rules()
            if not rule.arguments and method in (rule.methods or ())
        }
    return known[method]
