"""Rows in every table, made from the columns alone: a new table is filled without a line here."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Enum, MetaData, Table, insert, select
from sqlalchemy.types import JSON, Boolean, Date, DateTime, LargeBinary, Numeric, Time, Uuid

ROWS = 3
MOMENT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # the night of a change of the clocks
# What a CHECK asks for: columns that cannot all be filled.
CHECKED: dict[str, dict[str, Any]] = {
    "delivery": {"digest_id": None},
    "quiet_window": {"unit_id": None},
    "series_opening": {"unit_id": None},
    "reminder_rule": {"seconds": None},
    "feedback": {"worth": 3},
    "change": {"days": 7},
    "material": {"resource_id": None},
}


def fill(connection: Connection, tables: MetaData) -> None:
    """Put rows into each table that has none; those that it refers to come first."""
    for table in tables.sorted_tables:
        if connection.execute(select(table).limit(1)).first() is None:
            for number in range(ROWS):
                connection.execute(insert(table).values(row(connection, table, number)))


def row(connection: Connection, table: Table, number: int) -> dict[str, Any]:
    """Return values for one row; its references go to the `number`th row of their table."""
    given = (column for column in table.columns if _is_given(column))
    values = {column.name: _value(connection, column, number) for column in given}
    return values | CHECKED.get(table.name, {})


def _is_given(column: Column[Any]) -> bool:
    """Ids come by themselves; a table that refers to itself leaves that empty."""
    own = any(key.column.table is column.table for key in column.foreign_keys)
    alone = column.primary_key and not column.foreign_keys and len(column.table.primary_key) == 1
    return not (own and column.nullable) and not (alone and column.type.python_type is int)


def _value(connection: Connection, column: Column[Any], number: int) -> Any:
    for key in column.foreign_keys:
        return (
            connection.execute(
                select(key.column).order_by(key.column).offset(number).limit(1)
            ).scalar_one_or_none()
            or connection.execute(select(key.column).limit(1)).scalar_one()
        )
    kind = getattr(column.type, "impl", column.type)
    kind = kind if not isinstance(column.type, Enum) else column.type
    if isinstance(kind, Enum):
        members = list(kind.enum_class or kind.enums)
        return members[number % len(members)]
    if isinstance(kind, DateTime):
        aware = getattr(kind, "timezone", False)
        return MOMENT if aware else MOMENT.replace(tzinfo=None)
    plain: list[tuple[Any, Any]] = [
        (Date, date(2026, 3, 29)),
        (Time, time(9, 30)),
        (Boolean, bool(number % 2)),
        (Numeric, Decimal(number)),
        (JSON, {}),
        (LargeBinary, bytes([number])),
        (Uuid, UUID(int=number + 1)),
    ]
    for type_, value in plain:
        if isinstance(kind, type_):
            return value
    if kind.python_type is int:
        return number + 1
    return f"{column.name} {number}"[: getattr(kind, "length", None) or 80]
