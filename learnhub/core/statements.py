"""Statements that are built once: to build a SELECT can take longer than to ask the database."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any, TypeVar, cast
from weakref import WeakSet

from sqlalchemy import ColumnElement, Integer, Select, bindparam, literal_column
from sqlalchemy.orm import ColumnProperty

Statement = TypeVar("Statement")
MOST = 2000  # statements
_plain: WeakSet[Any] = WeakSet()


def kept(
    build: Callable[..., Statement], *values: Any, **shape: Hashable
) -> tuple[Statement, dict[str, Any]]:
    """Return a statement that `build` made once, and the values it is asked with.

        db.session.scalar(*kept(lambda team: select(Demo).where(Demo.team_id == team), team.id))

    `build` gets a parameter in place of each value, and can only compare it with columns (`==`, `in_`); None
    is no value. `shape` decides how the statement is built. From around it, `build` may take no variable.
    """
    made = cast(FunctionType, build)
    if made.__closure__:
        raise ValueError(f"{made.__qualname__} takes {made.__code__.co_freevars} from around it")
    names = made.__code__.co_varnames[: made.__code__.co_argcount]
    statement = _built(_Builder(made.__code__, build), **shape)
    return statement, dict(zip(names, values, strict=True))


def plain(statement: Statement) -> Statement:
    """Say of a SELECT, made once and kept, that its rows hold values alone, and no object of ours.

    `kept` sees that itself; a UNION does not tell.
    """
    _plain.add(statement)
    return statement


def is_plain(statement: Any) -> bool:
    """Whether it is a kept SELECT whose rows hold values alone, and no object of ours."""
    return statement in _plain


def written(number: int) -> ColumnElement[int]:
    """Return a number that stands in the SQL, for a LIMIT: where it is a parameter, PostgreSQL plans as if a
    tenth of all rows came through.
    """
    return literal_column(str(number), Integer)


class _Builder:
    """A function by its code: a lambda is a new function each time that its line is reached."""

    __slots__ = ("build", "code")

    def __init__(self, code: CodeType, build: Callable[..., Any]) -> None:
        self.code, self.build = code, build

    def __hash__(self) -> int:
        return id(self.code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Builder) and self.code is other.code


@lru_cache(maxsize=MOST)
def _built(builder: _Builder, **shape: Hashable) -> Any:
    names = builder.code.co_varnames[: builder.code.co_argcount]
    statement = builder.build(*map(bindparam, names), **shape)
    if isinstance(statement, Select):
        asked = [each["expr"] for each in statement.column_descriptions]
        if all(map(_is_column, asked)):
            return plain(statement)
    return statement


def _is_column(asked: Any) -> bool:
    return isinstance(asked, ColumnElement) or isinstance(getattr(asked, "property", None), ColumnProperty)
