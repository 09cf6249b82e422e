"""Who is asking: logins are rows, so that they can be listed and ended."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, Request, g, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import ColumnElement, Select, null, select, update
from sqlalchemy.orm.attributes import set_committed_value

from learnhub.core import clock, tokens
from learnhub.core.db import db
from learnhub.core.points import One
from learnhub.core.policy import Verdict
from learnhub.core.statements import kept
from learnhub.core.text import one_line
from learnhub.people import organisations, policies, queries
from learnhub.people.models import LinkKind, Login, OneTimeLink, Organisation, Person, RoleGrant, Unit
from learnhub.web import reader
from learnhub.web.page import wanted_block

LASTS = timedelta(days=30)
COOKIE_FIELD = "login"
# Of a person, by their id, and the moment.
Column = Callable[[Any, Any], ColumnElement[int]]
WAITING: One[Column] = One("how many messages wait for a person, as a column beside them")


def init_app(app: Flask) -> None:
    """Load the signed-in person by the login that the cookie names."""
    manager = LoginManager(app)
    manager.session_protection = ""  # logins are rows of our own

    @manager.request_loader
    def load(_request: Request) -> Person | None:
        secret = session.get(COOKIE_FIELD)
        return _person_of(secret) if secret else None

    reader.connect(app, _house)


def _house() -> reader.House:
    found = queries.organisation()
    return reader.House(found.name, found.tz, found.first_weekday, bool(organisations.left(found)))


def _person_of(secret: str) -> Person | None:
    is_page = request.method == "GET" and wanted_block() is None
    rows = db.session.execute(*kept(_signed_in, tokens.digest(secret), clock.now(), counts=is_page)).all()
    if not rows:
        return None
    person, organisation, unit, _, waiting = rows[0]
    set_committed_value(person, "unit", unit)
    set_committed_value(person, "roles", [row[3] for row in rows if row[3] is not None])
    queries.hold(organisation)
    g.waiting = {person.id: waiting}
    return cast(Person, person)


def _signed_in(
    digest: str, now: datetime, *, counts: bool
) -> Select[Person, Organisation, Unit, RoleGrant, int | None]:
    """Select who is signed in, the organisation, their unit, and their roles, one a row: one SELECT.

    Every page pays for it: `joinedload` would find out anew each time where in the rows they lie. `counts`:
    what waits for them as well.
    """
    waiting = WAITING.given(Person.id, now) if counts and WAITING.given else null()
    return (
        select(Person, Organisation, Unit, RoleGrant, waiting)
        .join(Login, Login.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == 1)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(Login.digest == digest, Login.ended_at.is_(None), Login.expires_at > now)
        .where(Person.left_at.is_(None))
    )


def waiting_for(person: Person) -> int | None:
    """Return how many messages wait for who reads a page, counted as it was found out who that is.

    None for others, and where no page is read: parts of pages and forms that are sent need no such count.
    """
    count: int | None = g.get("waiting", {}).get(person.id)
    return count


def actor() -> Person:
    """Return the signed-in person; only for views that declare a rule for members."""
    return cast(Person, current_user._get_current_object())


def viewer() -> Person | None:
    """Return the signed-in person, or None."""
    person = actor()
    return person if person.is_authenticated else None


def begin(person: Person, *, by_hand: bool = False) -> Login:
    """Sign `person` in on this browser, with a new session; `by_hand`: by a link that was handed over."""
    secret = tokens.secret()
    now = clock.now()
    agent = one_line(request.user_agent.string)[:120]
    login = Login(digest=tokens.digest(secret), person_id=person.id, device=agent, by_hand=by_hand)
    login.expires_at = now + LASTS
    db.session.add(login)
    session.clear()
    session[COOKIE_FIELD] = secret
    session.permanent = True
    login_user(person)
    session.pop("_user_id", None)  # the login's secret alone says who it is
    if person.joined_at is None:
        person.joined_at = now
    end_links(person, LinkKind.INVITATION)  # who has joined by another door needs it no more
    db.session.flush()
    return login


def end() -> None:
    """Sign out this browser."""
    if secret := session.get(COOKIE_FIELD):
        end_logins(Login.digest == tokens.digest(secret))
    logout_user()
    session.clear()


def current_digest() -> str:
    """Return the digest of the login of this browser, "" for none: lists mark it."""
    secret = session.get(COOKIE_FIELD)
    return tokens.digest(secret) if secret else ""


def may_choose_anew(logins: Sequence[Login]) -> Verdict:
    """Whether the login of this browser, one of these, may set a password without the one until now."""
    login = next(each for each in logins if each.digest == current_digest())
    return policies.may_choose_anew(by_hand=login.by_hand, since=login.created_at, now=clock.now())


def end_login(person: Person, key: str) -> None:
    """End one of the person's logins; nothing happens for a key that is not theirs."""
    end_logins(Login.person_id == person.id, Login.key == key)


def end_others(person: Person) -> None:
    """End the person's logins on all browsers but this one."""
    end_logins(Login.person_id == person.id, Login.digest != current_digest())


def end_links(person: Person, *kinds: LinkKind) -> None:
    """End the person's open links of these kinds."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.kind.in_(kinds), OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
    )


def end_logins(*which: ColumnElement[bool]) -> None:
    """End the logins that match the conditions; their next request is a stranger's."""
    db.session.execute(update(Login).where(Login.ended_at.is_(None), *which).values(ended_at=clock.now()))
