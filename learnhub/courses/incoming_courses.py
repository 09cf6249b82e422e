"""Courses from a curriculum in Markdown: one a row of its tables, into the catalogue."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import YES, Verdict, no
from learnhub.core.refs import Ref
from learnhub.core.sheets import Row
from learnhub.core.text import one_line
from learnhub.courses import queries, services
from learnhub.courses.formats import curricula
from learnhub.courses.models import Course, CourseVersion
from learnhub.courses.services import About
from learnhub.goals import queries as goals
from learnhub.imports.importer import Checked, Field, Found, Onward, Option, Source, Table
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.library import url_keys
from learnhub.people.models import Person
from learnhub.search import services as search

INSIDE = "Its link leads into the file’s own folder, and is left out."
STAYS = "Something of it has been worked on since; that will stay."
WEEKS_OF = {"week": 1.0, "month": 4.345}


@dataclass(slots=True)
class Curriculum:
    """An `imports.importer.Importer`. A course is known by the key of its address, or by its title."""

    kind: str = "curriculum"
    name: str = "courses from a curriculum"
    noun: str = "course"
    help: str = "A Markdown file with tables: a link to each course, how many weeks, and hours a week."
    sees: str = "Everyone of the organisation sees the catalogue. Nobody is told of what comes in."
    fields: tuple[Field, ...] = tuple(Field(name, name, (name,)) for name in curricula.HEADERS)
    options: tuple[Option, ...] = (
        Option("provider", "Given by", help="For all of them. Empty: the site that their link leads to."),
        Option("cost", "What they cost", help="In words, such as free."),
    )
    matched: bool = False

    def least(self, headers: Sequence[str]) -> int:
        return 1

    def check(self, table: Table, actor: Person) -> Checked:
        known, seen = queries.known(), dict[str, int]()
        return Checked([_found(table, row, known, seen) for row in table.rows], {"provider": "", "cost": ""})

    def parse(self, options: Mapping[str, str], actor: Person) -> Mapping[str, Any]:
        said = {name: one_line(options.get(name)) for name in ("provider", "cost")}
        for name, text in said.items():
            if len(text) > services.COST:
                raise Invalid(f"Use at most {services.COST} characters.", name)
        return said

    def apply(self, options: Mapping[str, Any], rows: Sequence[ImportRow], actor: Person) -> Ref | None:
        for row in rows:
            said = dict(row.data)
            provider = options["provider"] or said["host"]
            about = About(
                said["title"],
                provider,
                said["url"],
                hours=said["hours"],
                cost=options["cost"],
                summary=said["summary"],
            )
            made = services.add(actor, about)
            row.ref_kind, row.ref_id = "course", made.id
        return None

    def onward(self, batch: ImportBatch) -> Onward | None:
        return Onward("Open the catalogue", "/courses?sort=new")

    def may_undo(self, result: Ref | None, rows: Sequence[ImportRow]) -> Verdict:
        going = _untouched(rows)
        if len(going) == len(rows):
            return YES
        return Verdict(True, STAYS) if going else no("All of it has been worked on since.")

    def undo(self, result: Ref | None, rows: Sequence[ImportRow], actor: Person) -> None:
        going = [course.id for course in _untouched(rows)]
        db.session.execute(delete(CourseVersion).where(CourseVersion.course_id.in_(going)))
        db.session.execute(delete(Course).where(Course.id.in_(going)))
        search.changed(*(Ref("course", id_) for id_ in going))


def _untouched(rows: Sequence[ImportRow]) -> list[Course]:
    """Return those courses of the rows that are as they came in."""
    return [
        course
        for course in queries.by_id([row.ref_id for row in rows if row.ref_id is not None])
        if course.version == 1
        and not queries.has_completions(course)
        and not goals.all_ties_of(Ref("course", course.id))
        and queries.current(course).fixed_at is None
    ]


def _found(table: Table, row: Row, known: Mapping[str, tuple[int, str]], seen: dict[str, int]) -> Found:
    said = {name: table.value(row, name) for name in curricula.HEADERS}
    url = said["url"] if url_keys.is_address(said["url"]) else ""
    title = one_line(said["title"])[: services.TITLE]
    key = url_keys.url_key(url) if url else f"title {title.casefold()}"
    if there := known.get(key) or known.get(f"title {title.casefold()}"):
        reason = f"In the catalogue as “{there[1]}”."
        return Found(row.number, title, RowState.SAME, reason, ref=Ref("course", there[0]))
    if key in seen:
        return Found(row.number, title, RowState.LEFT_OUT, f"The same course as in row {seen[key]}.")
    seen[key] = row.number
    summary = [f"{said['section']}." if said["section"] else ""]
    summary += [f"{said['weeks']}, {said['effort']}." if said["weeks"] and said["effort"] else ""]
    summary += [f"Builds on: {said['needs']}." if said["needs"] and said["needs"] != "none" else ""]
    data = {
        "title": title,
        "url": url,
        "host": url_keys.host_of(url) if url else "",
        "hours": _hours(said["weeks"], said["effort"]),
        "summary": " ".join(part for part in summary if part)[: services.SUMMARY],
    }
    return Found(row.number, title, RowState.NEW, "" if url else INSIDE, data)


def _hours(weeks: str, effort: str) -> int | None:
    """Return weeks times hours a week, each by the middle of what it says; None where either is unknown."""
    unit = next((times for word, times in WEEKS_OF.items() if word in weeks), None)
    lengths, loads = (_middle(text) for text in (weeks, effort))
    if unit is None or lengths is None or loads is None or "hour" not in effort:
        return None
    return min(max(round(lengths * unit * loads), 1), services.MOST_HOURS)


def _middle(text: str) -> float | None:
    found = [int(number) for number in re.findall(r"\d{1,4}", text)[:2]]
    return sum(found) / len(found) if found else None


CURRICULUM = Curriculum()
FILE = Source(
    curricula.read,
    "A Markdown file, up to 10 MB and 2,000 courses.",
    ".md,.markdown,.txt,text/markdown",
    "Choose a Markdown file.",
    has_columns=False,
    trail=(("Courses", "/courses"), ("Bring in", "/courses/bring-in")),
)
