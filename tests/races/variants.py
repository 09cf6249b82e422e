"""Changes to the product that a race must find out. Each is called with the application, in the server."""

from contextvars import ContextVar
from time import sleep
from types import SimpleNamespace
from typing import Any

from flask import Flask

from learnhub.core.db import db
from learnhub.people.models import Unit
from learnhub.programs import places, texts
from learnhub.web import access, transaction


def plain(app: Flask) -> None:
    """Add a route that reads and then writes, as every form does; nothing else is changed."""

    @app.post("/race/<int:unit_id>")
    @access.access(access.anyone)
    def race(unit_id: int) -> tuple[str, int]:
        unit = db.session.get_one(Unit, unit_id)
        db.session.add(Unit(name=f"After {unit.name}", parent_id=unit.id))
        db.session.flush()
        return "", 201


def plain_begin(app: Flask) -> None:
    """SQLite: a write begins like a read, and asks for the lock only when it writes."""
    plain(app)
    transaction.WRITING = ContextVar("nobody reads this", default=False)


def reads_body_inside(app: Flask) -> None:
    """The transaction begins before the body has arrived, as it does without care."""
    plain(app)
    hooks = app.before_request_funcs[None]
    begin = next(hook for hook in hooks if hook.__module__ == transaction.__name__)

    def hasty() -> None:
        transaction.WRITING.set(True)
        db.session.connection()
        begin()
        transaction.WRITING.set(True)

    hooks[hooks.index(begin)] = hasty


def no_place_lock(_app: Flask) -> None:
    """Places are counted without holding the program's row."""
    places.queries.lock = db.session.refresh


def slow_capacity(_app: Flask) -> None:
    """A host's new number of places takes a moment, in which another host can save."""
    change = places.set_capacity

    def slow(*who: Any) -> None:
        sleep(0.3)
        change(*who)

    places.set_capacity = slow


def no_edit_lock(app: Flask) -> None:
    """The version is compared with what was read, and the row is not held."""
    slow_capacity(app)
    texts.queries = SimpleNamespace(**{**vars(texts.queries), "lock": lambda _program: None})
