"""How a table is sorted, as its address says it: "name" upwards, "-name" downwards."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement


def known(asked: str, columns: Mapping[str, Any], usual: str) -> str:
    """Return what is asked for where there is such a column, else the usual order."""
    return asked if asked.removeprefix("-") in columns else usual


def by(order: str, columns: Mapping[str, Any]) -> ColumnElement[Any]:
    """Return the column to sort by, in its direction; who has nothing there stands last."""
    column: ColumnElement[Any] = columns[order.removeprefix("-")]
    return (column.desc() if order.startswith("-") else column.asc()).nulls_last()
