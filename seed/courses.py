"""The catalogue: three real outlines, twelve invented courses, and what people made of some of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from learnhub.core import clock, sheets
from learnhub.core.refs import Ref
from learnhub.courses import bringing, completions, incoming_lines, services, versions
from learnhub.courses.completions import Said
from learnhub.courses.formats import curricula, schedules
from learnhub.courses.incoming import SCHEDULE
from learnhub.courses.models import Course, ItemKind
from learnhub.courses.outlines import Line
from learnhub.courses.services import About
from learnhub.goals import services as goal_services
from learnhub.goals.models import Goal
from learnhub.imports.importer import Table
from learnhub.imports.models import RowState
from learnhub.library.models import Level
from learnhub.people.models import Person
from seed.company import Company

FOLDER = Path(__file__).parent
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is read from the files: courses as their owners added them, and the real outlines by name."""

    courses: Sequence[Mapping[str, Any]]
    outlines: Mapping[str, Sequence[Line]]


def read() -> Catalogue:
    """Read the words of the catalogue and the three real outlines."""
    with (FOLDER / "ossu_curriculum.md").open("rb") as file:
        curriculum = list(_curriculum(curricula.read(file)))
    outlines = {
        "programming": _schedule("cs1114_2025_schedule.yml"),
        "agents": [replace(line, hours=3) for line in _schedule("hf_agents_outline.yml")],
        "curriculum": curriculum,
    }
    return Catalogue(json.loads((FOLDER / "courses_words.json").read_text()), outlines)


def _schedule(name: str) -> list[Line]:
    with (FOLDER / name).open("rb") as file:
        sheet = schedules.read(file)
    table = Table(name, sheet.headers, {each.name: each.name for each in SCHEDULE.fields}, sheet.rows)
    rows = [incoming_lines.read(table, row) for row in table.rows]
    lines = [incoming_lines.line_of(row.data) for row in rows if row.state is RowState.NEW]
    return [bringing.held(line, 100) for line in bringing.in_order(lines)]


def _curriculum(sheet: sheets.Sheet) -> Iterator[Line]:
    """Each section is a part, and each of its courses what one completes."""
    section = ""
    for row in sheet.rows:
        said = dict(zip(sheet.headers, row.cells, strict=True))
        if said["section"] != section:
            section = said["section"]
            yield Line(ItemKind.PART, section, counts=False)
        url = said["url"] if said["url"].startswith("https://") else None
        note = ", ".join(part for part in (said["weeks"], said["effort"]) if part)
        yield Line(ItemKind.DELIVERABLE, said["title"], url=url, note=note)


def make(today: datetime, people: Company, goals: Mapping[str, Goal], read: Catalogue) -> None:
    """Fill the catalogue as it came together over a year, with who completed what."""
    for said in sorted(read.courses, key=lambda said: -int(said["days"])):
        by = people[said["by"]]
        with clock.at(today - said["days"] * DAY):
            course = services.add(by, _about(said["about"]))
            lines = read.outlines.get(said.get("file", "")) or [_line(text) for text in said.get("lines", ())]
            versions.write(by, course, lines, version=course.version)
            if "goal" in said:
                ref, why = Ref("course", course.id), said.get("why", "")
                goal_services.tie(by, goals[said["goal"]], ref, why=why, may_edit_the_other=True)
        for done in said.get("done", ()):
            _complete(today, people[done["by"]], course, done)


def _about(said: Mapping[str, Any]) -> About:
    return About(**{**said, "level": Level(said["level"])})


def _line(text: str) -> Line:
    """ "deliverable 2 A judge 3" → a line of week 2 of three hours; a session takes ninety minutes."""
    kind, week, *words = text.split()
    if kind == ItemKind.PART:
        return Line(ItemKind.PART, " ".join(words), week=int(week))
    line = Line(ItemKind(kind), " ".join(words[:-1]), week=int(week))
    if kind == ItemKind.SESSION:
        return replace(line, weekday=1, minutes=90)
    return replace(line, weekday=4, hours=float(words[-1]))


def _complete(today: datetime, by: Person, course: Course, done: Mapping[str, Any]) -> None:
    with clock.at(today - done["days"] * DAY):
        day = clock.now().astimezone(by.tz).date()
        review = {name: done.get(name, "") for name in ("worth", "skip")}
        completions.complete(by, course, Said(day, hours=done.get("hours"), **review))
