"""What search asks of the library: `is:unread`, `is:saved`, `is:done`, `is:broken`, `is:stale`."""

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists

from learnhub.core import clock
from learnhub.library import lists
from learnhub.library.models import Resource
from learnhub.people.models import Person

NAMES = {"stale": "look"} | {name: name for name in lists.MINE}


def state(
    value: str, person: Person, kind: SQLColumnExpression[str], id_: SQLColumnExpression[int]
) -> ColumnElement[bool] | None:
    """The condition that a thing is a resource in that state; None for an unknown word."""
    name = NAMES.get(value.casefold())
    if name is None:
        return None
    today = clock.now().astimezone(person.tz).date()
    return and_(
        kind == "resource", exists().where(Resource.id == id_, lists.condition(person.id, name, today))
    )
