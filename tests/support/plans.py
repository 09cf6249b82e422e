"""How SQLite would find rows: it keeps no statistics, so the same of few and of many."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

STEP = re.compile(r"(?P<how>SCAN|SEARCH) (?P<table>\w+)(?: USING (?P<by>.+))?")


class Looks(set[tuple[str, str]]):
    """How rows are found: (table, "(person_id=?)"), or (table, "SCAN ix_name"); some `by_index_alone`."""

    def __init__(self) -> None:
        self.by_index_alone: set[str] = set()  # the names of indices


@contextmanager
def looks() -> Iterator[Looks]:
    """Collect how rows are found inside."""
    found = Looks()

    def note(connection: Any, _cursor: Any, sql: str, parameters: Any, *_rest: Any) -> None:
        if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
            return
        cursor = connection.connection.cursor()
        for *_, step in cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall():
            if match := STEP.match(step):
                found.add(_named(**match.groupdict()))
                found.by_index_alone.update(re.findall(r"COVERING INDEX (\w+)", step))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _named(how: str, table: str, by: str | None) -> tuple[str, str]:
    table = re.sub(r"_\d+$", "", table)  # an alias of it
    if how == "SCAN":
        return table, f"SCAN {(by or '').removeprefix('COVERING ').removeprefix('INDEX ')}".strip()
    return table, re.sub(r"^.*?(\([^()]*\)).*$", r"\1", by or "")
