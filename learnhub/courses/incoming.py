"""Outlines from files: a schedule, a calendar, a spreadsheet, a pasted syllabus, previewed line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from learnhub.core.dates import month
from learnhub.core.errors import Invalid
from learnhub.core.policy import Verdict
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.courses import bringing, incoming_lines, outlines, queries
from learnhub.courses.formats import calendars, schedules, syllabi
from learnhub.courses.incoming_courses import CURRICULUM, FILE
from learnhub.courses.services import TITLE
from learnhub.imports.importer import Checked, Field, Found, Importer, Onward, Option, Source, Table
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.people.models import Person

COURSE = Option(
    "course",
    "Course",
    help="A new name adds a course. One that you may change gets this outline as its next version.",
)
MINUTES = Option(
    "minutes", "Minutes of a session", help="Where the file does not say. Empty leaves them open."
)


@dataclass(slots=True)
class Outlines:
    """An `imports.importer.Importer`, one for each format. A file is known by its lines."""

    kind: str
    name: str
    help: str
    matched: bool = False
    noun: str = "line"
    sees: str = "Everyone of the organisation sees the course. Nobody is told of what comes in."
    fields: tuple[Field, ...] = incoming_lines.OWN
    options: tuple[Option, ...] = (COURSE, MINUTES)

    def least(self, headers: Sequence[str]) -> int:
        return 1

    def check(self, table: Table, actor: Person) -> Checked:
        found, first = incoming_lines.offsets([incoming_lines.read(table, row) for row in table.rows])
        coming = sorted((each for each in found if each.state is RowState.NEW), key=lambda each: each.number)
        lines = [incoming_lines.line_of(each.data) for each in coming]
        there = queries.of_digest(outlines.digest(lines)) if lines else None
        options = {"course": _title(table.file_name), "minutes": ""}
        notes = []
        if first is not None:
            notes.append(
                f"Its dates are now weeks from {first.day} {month(first)} {first.year}, its first day."
            )
        if there is None:
            return Checked(found, options, notes)
        reason, ref = f"In the outline of “{there.title}”.", Ref("course", there.id)
        same = [_same(each, reason, ref) if each.state is RowState.NEW else each for each in found]
        return Checked(same, {**options, "course": there.title}, notes)

    def parse(self, options: Mapping[str, str], actor: Person) -> Mapping[str, Any]:
        title, minutes = one_line(options.get("course")), one_line(options.get("minutes"))
        if not title or len(title) > TITLE:
            raise Invalid(f"Give the course a name of at most {TITLE} characters.", "course")
        if minutes and not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes[:5]) <= 1440):
            raise Invalid("Use whole minutes, at most a day.", "minutes")
        return {"title": title, "minutes": int(minutes) if minutes else None}

    def apply(self, options: Mapping[str, Any], rows: Sequence[ImportRow], actor: Person) -> Ref | None:
        return bringing.bring(actor, rows, **options)

    def onward(self, batch: ImportBatch) -> Onward | None:
        return None

    def may_undo(self, result: Ref | None, rows: Sequence[ImportRow]) -> Verdict:
        return bringing.may_take_back(result, rows)

    def undo(self, result: Ref | None, rows: Sequence[ImportRow], actor: Person) -> None:
        bringing.take_back(result, rows)


def _same(found: Found, reason: str, ref: Ref) -> Found:
    return replace(found, state=RowState.SAME, reason=reason, ref=ref)


def _title(file_name: str) -> str:
    """ "cs1114_2025_schedule.yml" → "Cs1114 2025 schedule"."""
    name = PurePath(file_name).stem.replace("_", " ").replace("-", " ")
    return one_line(name)[:1].upper() + one_line(name)[1:TITLE]


CORRECT = "bringing.correcting_page"
TRAIL = (("Courses", "/courses"), ("Bring in", "/courses/bring-in"))
SCHEDULE = Outlines(
    "outline",
    "an outline in YAML",
    "Weeks with sessions and homework, as courses keep them for their pages, or a table of contents with "
    "parts and sections. What is cancelled becomes a line without a session, and keeps its note.",
)
CALENDAR = Outlines(
    "outline-calendar",
    "an outline from a calendar",
    "The sessions of a course as an .ics file. Each becomes so many weeks after the first.",
)
TABLE = Outlines(
    "outline-table",
    "an outline from a spreadsheet",
    "A line a row, with a title. You choose which column holds what; dates become weeks from the first.",
    matched=True,
    fields=incoming_lines.FIELDS,
)
SYLLABUS = Outlines(
    "syllabus",
    "a pasted syllabus",
    "Headings become parts, lines sessions, and what is due or handed in deliverables. Weeks, days, times "
    "and hours are read where they stand in the text. You correct each line before it comes in.",
)
FILES = {
    "outline": Source(
        schedules.read,
        "A YAML file, up to 10 MB and 500 lines.",
        ".yml,.yaml,application/yaml",
        "Choose a YAML file.",
        has_columns=False,
        trail=TRAIL,
        correct=CORRECT,
    ),
    "outline-calendar": Source(
        calendars.read,
        "An .ics file, up to 10 MB and 500 events.",
        ".ics,text/calendar",
        "Choose an .ics file.",
        has_columns=False,
        trail=TRAIL,
        correct=CORRECT,
    ),
    "outline-table": Source(trail=TRAIL, correct=CORRECT),
    "syllabus": Source(
        syllabi.read,
        "As it stands on a page or in a mail, or in Markdown.",
        wanted="Paste the syllabus.",
        pasted="Syllabus",
        has_columns=False,
        trail=TRAIL,
        correct=CORRECT,
    ),
}

# What the page that leads to them calls them, the most usual first: kind, name, note, icon.
WAYS = (
    (SYLLABUS.kind, "A syllabus", "Pasted from a page or a mail; you correct it line by line.", "file-text"),
    (TABLE.kind, "A spreadsheet", "CSV or XLSX with a header; dates become weeks.", "table"),
    (
        SCHEDULE.kind,
        "A schedule file",
        "YAML with weeks, sessions and homework, or a table of contents.",
        "code",
    ),
    (CALENDAR.kind, "A calendar", "The sessions as an .ics file.", "calendar-days"),
    (CURRICULUM.kind, "A curriculum", "Many courses at once, from tables in Markdown.", "list"),
)


CONNECTED: tuple[tuple[Importer, Source], ...] = (
    *((each, FILES[each.kind]) for each in (SCHEDULE, CALENDAR, TABLE, SYLLABUS)),
    (CURRICULUM, FILE),
)
