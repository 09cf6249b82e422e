"""For whom a page is worded: who reads it, in which zone, and what the organisation is called."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, has_request_context, request
from flask_login import current_user

from learnhub.core import clock

Found = TypeVar("Found")
Whose = tuple[str, tzinfo, date]


@dataclass(frozen=True, slots=True)
class House:
    """What pages need to know of the organisation. 0 is Monday."""

    name: str = ""
    tz: tzinfo = UTC
    first_weekday: int = 0
    setting_up: bool = False  # the steps of the first day are not all done or skipped


def connect(app: Flask, house: Callable[[], House]) -> None:
    """Say where the organisation's name and zone come from; it is asked once a request."""
    app.extensions["house"] = house


def house() -> House:
    """The organisation; without a name, and in UTC, before it is set up."""
    return _once("house", _ask)


def reader() -> Any | None:
    """The signed-in person, or None. Whatever its type: people lie above this package."""
    if not has_request_context() or not hasattr(current_app, "login_manager"):
        return None
    person: Any = current_user._get_current_object()
    return person if person.is_authenticated else None


def reader_zone() -> tzinfo:
    """The zone in which this reader is told times: their own, else the organisation's."""
    return _once("zone", _zone)


def today() -> date:
    """The reader's calendar day."""
    return _once("today", lambda: now().astimezone(reader_zone()).date())


def whose() -> Whose:
    """For whom a part of a page may be kept: below which path, in which zone, on which day."""
    return _once("whose", _whose)


def now() -> datetime:
    """One moment for a whole page, so that two lines never disagree by a second."""
    return _once("now", clock.now)


def _once(name: str, find: Callable[[], Found]) -> Found:
    """Find it out, in a request only the first time: a page words hundreds of moments."""
    if not has_request_context():
        return find()
    known: dict[str, Any] = vars(g._get_current_object())
    if name not in known:
        known[name] = find()
    return cast(Found, known[name])


def _zone() -> tzinfo:
    person = reader()
    zone: tzinfo = person.tz if person is not None else house().tz
    return zone


def _whose() -> Whose:
    return request.root_path if has_request_context() else "", reader_zone(), today()


def _ask() -> House:
    ask = current_app.extensions.get("house")
    return cast(House, ask()) if ask else House()
