"""Rows of a file as lines of an outline: read, checked, and dates turned into offsets."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from learnhub.core.errors import Invalid
from learnhub.core.sheets import Row
from learnhub.core.text import one_line
from learnhub.courses import editing
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import DAYS, Line
from learnhub.imports.importer import Field, Found, Table
from learnhub.imports.models import RowState

FIELDS = (
    Field("title", "Title", ("title", "name", "topic", "summary", "subject"), required=True),
    Field(
        "kind",
        "What it is",
        ("kind", "type"),
        help="part, session or deliverable; a session where it is empty",
    ),
    Field("week", "Week", ("week", "week number")),
    Field("weekday", "Day of the week", ("weekday", "day")),
    Field(
        "date",
        "Date",
        ("date", "start date", "due date", "due"),
        help="Becomes an offset from the first day.",
    ),
    Field("at", "Time", ("at", "time", "start time")),
    Field("minutes", "Minutes", ("minutes", "duration")),
    Field("hours", "Hours of work", ("hours", "effort")),
    Field("url", "Link", ("url", "link")),
    Field("note", "Note", ("note",)),
    Field("body", "What it is about", ("body", "description", "content")),
    Field("counts", "Counts towards completion", ("counts",)),
)
OWN = (*FIELDS, *(Field(name, name, (name,)) for name in ("wrong", "off", "perhaps")))  # of our own readers
KINDS = {kind.value: kind for kind in ItemKind} | {
    **dict.fromkeys(("module", "unit", "section", "chapter"), ItemKind.PART),
    **dict.fromkeys(("lecture", "class", "meeting", "lesson"), ItemKind.SESSION),
    **dict.fromkeys(("homework", "assignment", "task", "deadline", "quiz", "exam"), ItemKind.DELIVERABLE),
}
SHORT = ("m", "t", "w", "r", "f", "s", "u")  # as registrars write them
NO = {"no", "false", "0", "n"}


def read(table: Table, row: Row) -> Found:
    """Return what one row says, with its date still as one, or why it cannot come in."""
    said = {field.name: table.value(row, field.name).strip() for field in OWN}
    title = one_line(said["title"])
    if said["off"]:
        return Found(row.number, title, RowState.LEFT_OUT, said["off"])
    try:
        if said["wrong"]:
            raise Invalid(said["wrong"])
        line = editing.checked(_line(said))
        day = _day(said["date"])
    except Invalid as error:
        return Found(row.number, title, RowState.ERROR, str(error))
    data = {"line": line.as_data(), "date": day.isoformat() if day else ""}
    return Found(row.number, line.title, RowState.NEW, said["perhaps"], data)


def _line(said: Mapping[str, str]) -> Line:
    kind = KINDS.get(said["kind"].casefold() or "session")
    if kind is None:
        raise Invalid(f"“{said['kind'][:40]}” is neither a part, a session nor a deliverable.")
    at = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(?::\d\d)?", said["at"])
    if said["at"] and not at:
        raise Invalid(f"“{said['at'][:40]}” is no time. Write hours and minutes: 17:00.")
    week = _whole(said["week"].casefold().removeprefix("week").strip(), "week")
    weekday = _weekday(said["weekday"])
    return Line(
        kind=kind,
        title=said["title"],
        week=week,
        weekday=weekday if week else None,
        at=time(int(at[1]), int(at[2])) if at else None,
        minutes=_whole(said["minutes"], "number of minutes"),
        hours=_hours(said["hours"]),
        url=said["url"] or None,
        note=said["note"],
        body=said["body"],
        counts=said["counts"].casefold() not in NO,
    )


def typed(said: Mapping[str, str], before: Line | None) -> Line:
    """Return a line as somebody typed it, with what is not asked as it was. Raises Invalid, in words."""
    made = _line({field.name: one_line(said.get(field.name)) for field in OWN})
    if before is None:
        return editing.checked(made)
    kept = replace(before, kind=made.kind, title=made.title, week=made.week, weekday=made.weekday)
    return editing.checked(replace(kept, at=made.at, minutes=made.minutes, hours=made.hours))


def _whole(text: str, what: str) -> int | None:
    if text and not re.fullmatch(r"[0-9]{1,5}", text):
        raise Invalid(f"“{text[:40]}” is no {what}.")
    return int(text) if text else None


def _hours(text: str) -> float | None:
    if text and not re.fullmatch(r"[0-9]{1,4}([.,][0-9]{1,2})?", text):
        raise Invalid(f"“{text[:40]}” is no number of hours.")
    return float(text.replace(",", ".")) if text else None


def _weekday(text: str) -> int | None:
    """Return the day of "Wednesday", "Wed", "W" or "3"; 0 is Monday."""
    said = text.casefold().strip(". ")
    if not said:
        return None
    if said in SHORT:
        return SHORT.index(said)
    if said.isdigit() and said in "1234567":
        return int(said) - 1
    found = [
        at
        for at, day in enumerate(DAYS)
        if len(said) > 2 and day.casefold().startswith(said.rstrip("s") if len(said) < 6 else said)
    ]
    if len(found) != 1:
        raise Invalid(f"“{text[:40]}” is no day of the week.")
    return found[0]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise Invalid(f"“{text[:40]}” is no date. Write 2026-10-14.") from error


def offsets(found: Sequence[Found]) -> tuple[list[Found], date | None]:
    """Turn dates into weeks and weekdays from the Monday of the first; return that first day as well."""
    dated = [date.fromisoformat(each.data["date"]) for each in found if each.data.get("date")]
    first = min(dated, default=None)
    return [_placed(each, first) for each in found], first


def _placed(found: Found, first: date | None) -> Found:
    if first is None or not found.data.get("date"):
        return found
    day = date.fromisoformat(found.data["date"])
    week = (day - (first - timedelta(days=first.weekday()))).days // 7 + 1
    if week > editing.WEEKS:
        reason = f"It is more than {editing.WEEKS} weeks after the first."
        return replace(found, state=RowState.ERROR, reason=reason, data={})
    line = replace(line_of(found.data), week=week, weekday=day.weekday())
    return replace(found, data={"line": line.as_data(), "date": ""})


def line_of(data: Mapping[str, object]) -> Line:
    """Return the line that a row holds."""
    kept = data["line"]
    if not isinstance(kept, Mapping):
        raise TypeError("a row without a line")
    return Line.from_data(kept)
