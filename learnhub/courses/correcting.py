"""Rows of an outline that was read, put right by hand before they come in."""

from collections.abc import Mapping, Sequence
from typing import Any

from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import require
from learnhub.courses import incoming, incoming_lines
from learnhub.courses.outlines import DAYS
from learnhub.imports import policies, queries
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.people.models import Person

ASKED = ("kind", "title", "week", "weekday", "at", "minutes", "hours")
BY_HAND = "Left out by hand."
STATES = (RowState.NEW, RowState.ERROR, RowState.LEFT_OUT)


def batch(actor: Person, key: str) -> ImportBatch:
    """Return the actor's file of an outline that is not brought in yet. Raises NotFound, Forbidden."""
    found = queries.batch(actor, key)
    if found.kind not in incoming.FILES:
        raise NotFound
    require(policies.may_match(found.state))
    return found


def shown(row: ImportRow) -> dict[str, str]:
    """Return what a row says of each thing that is asked, as text."""
    if "line" not in row.data:
        return {name: "" for name in ASKED} | {"title": row.title, "kind": "session"}
    line = incoming_lines.line_of(row.data)
    said = {name: "" if (value := getattr(line, name)) is None else str(value) for name in ASKED}
    day = "" if line.weekday is None else DAYS[line.weekday]
    hours = "" if line.hours is None else f"{line.hours:g}"
    return said | {
        "kind": line.kind.value,
        "weekday": day,
        "hours": hours,
        "at": line.at.isoformat("minutes") if line.at else "",
    }


def save(rows: Sequence[ImportRow], typed: Mapping[int, Mapping[str, str]]) -> int:
    """Put the rows right as they were typed, by id; return how many still cannot come in.

    What is left out keeps what it said, and can be taken in again.
    """
    wrong = 0
    for row in rows:
        if row.id in typed and row.state in STATES:
            _put(row, typed[row.id])
            wrong += row.state is RowState.ERROR
    db.session.flush()
    return wrong


def _put(row: ImportRow, typed: Mapping[str, str]) -> None:
    kept: dict[str, Any] = dict(row.data)
    before = incoming_lines.line_of(kept) if "line" in kept else None
    row.title = typed.get("title", "")[:200]
    if typed.get("out"):
        row.state, row.reason = RowState.LEFT_OUT, BY_HAND
        return
    try:
        line = incoming_lines.typed(typed, before)
    except Invalid as error:
        row.state, row.reason = RowState.ERROR, str(error)
        return
    row.state, row.reason, row.title = RowState.NEW, "", line.title
    row.data = {"line": line.as_data(), "date": ""}
