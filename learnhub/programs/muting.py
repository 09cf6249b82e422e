"""Whether somebody hears of a program: notifications know it, and it is read with the program."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, null

from learnhub.core.points import One

Column = Callable[[ColumnElement[int]], ColumnElement[Any]]
MUTED: One[Column] = One("until when a reader muted a program, as a column beside it")
KNOWN = "muted_until"  # of a Standing that was read with its program


def until(reader: ColumnElement[int]) -> ColumnElement[Any]:
    """Return the column that says until when the reader muted the program beside it; null is not at all."""
    return MUTED.given(reader) if MUTED.given else null()
