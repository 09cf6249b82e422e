"""What an import writes into the catalogue, and how it is taken back."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete

from learnhub.core.db import db
from learnhub.core.policy import YES, Verdict, no, require
from learnhub.core.refs import Ref
from learnhub.courses import editing, incoming_lines, outlines, queries, services, versions
from learnhub.courses.models import Course, CourseVersion, ItemKind, OutlineItem
from learnhub.courses.outlines import Line
from learnhub.goals import queries as goals
from learnhub.imports.models import ImportRow
from learnhub.people.models import Person
from learnhub.search import services as search

WORKED_ON = "The course has been worked on since, so this cannot be undone."
RUN = "A cohort runs this outline, so it stays."


def bring(actor: Person, rows: Sequence[ImportRow], *, title: str, minutes: int | None) -> Ref:
    """Write the lines as a new course, or as the next version of the one with that title.

    Raises Forbidden where that one is not the actor's to change.
    """
    read = [incoming_lines.line_of(row.data) for row in rows]
    digest, order = outlines.digest(read), _order(read)
    wanted = [held(read[place], minutes) for place in order]
    rows = [rows[place] for place in order]
    course = queries.titled(title)
    if course is None:
        course = services.add(actor, services.About(title))
        version = versions.write(actor, course, wanted, version=course.version)
    else:
        require(services.verdict_on_editing(actor, course))
        there = versions.lines(queries.current(course))
        version = versions.write(actor, course, _known(wanted, there), version=course.version, anew=True)
    version.digest = digest
    for row, item in zip(rows, queries.outline(version.id), strict=True):
        row.ref_kind, row.ref_id = "course", course.id
        row.data = {"line": Line.of(item).as_data(), "version": version.number, "position": item.position}
    db.session.flush()
    return Ref("course", course.id)


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return lines by week and day; where there are parts, as the file has them."""
    return [lines[place] for place in _order(lines)]


def _order(lines: Sequence[Line]) -> list[int]:
    places = range(len(lines))
    if any(line.kind is ItemKind.PART for line in lines):
        return list(places)

    def when(place: int) -> tuple[int, int]:
        week, day = lines[place].week, lines[place].weekday
        return (editing.WEEKS + 1 if week is None else week, 7 if day is None else day)

    return sorted(places, key=when)


def _known(wanted: Sequence[Line], there: Sequence[Line]) -> list[Line]:
    """Give lines the keys of those that are there under the same title, so that one can say what changed."""
    keys: dict[tuple[str, str], list[str]] = {}
    for line in there:
        keys.setdefault((line.kind, line.title.casefold()), []).append(line.key)
    made = []
    for line in wanted:
        same = keys.get((line.kind, line.title.casefold()))
        made.append(replace(line, key=same.pop(0)) if same else line)
    return made


def held(line: Line, minutes: int | None) -> Line:
    """Return a line with the minutes of a session where it does not say; none where it is not held."""
    is_open = line.kind is ItemKind.SESSION and line.minutes is None and not line.note
    return replace(line, minutes=minutes) if is_open else line


def may_take_back(result: Ref | None, rows: Sequence[ImportRow]) -> Verdict:
    """Say whether the outline is as it came in, and nobody uses it."""
    course, version = _brought(result, rows)
    if course is None or version is None:
        return no("The course is not here any more.")
    if version.fixed_at is not None:
        return no(RUN)
    came = [incoming_lines.line_of(row.data) for row in sorted(rows, key=lambda row: row.data["position"])]
    if course.current != version.number or versions.lines(version) != came:
        return no(WORKED_ON)
    if version.number == 1 and _is_used(course):
        return no(WORKED_ON)
    return YES


def _is_used(course: Course) -> bool:
    ref = Ref("course", course.id)
    edited = any((course.url, course.provider, course.summary, course.cost, course.level, course.hours))
    return edited or queries.has_completions(course) or bool(goals.all_ties_of(ref))


def _brought(result: Ref | None, rows: Sequence[ImportRow]) -> tuple[Course | None, CourseVersion | None]:
    course = db.session.get(Course, result.id) if result is not None else None
    number = rows[0].data.get("version") if rows else None
    if course is None or not isinstance(number, int):
        return None, None
    return course, next((each for each in queries.versions(course) if each.number == number), None)


def take_back(result: Ref | None, rows: Sequence[ImportRow]) -> None:
    """Take back the version, and the course where the file made it."""
    course, version = _brought(result, rows)
    if course is None or version is None:
        return
    db.session.execute(delete(OutlineItem).where(OutlineItem.version_id == version.id))
    db.session.delete(version)
    if version.number > 1:
        course.current = version.number - 1
    else:
        db.session.flush()
        db.session.delete(course)
    db.session.flush()
    search.changed(Ref("course", course.id))
