"""Take the newer outline of its course into a cohort that runs: what stands stays where it is.

A new line comes on its day, as far as those before it have been moved; what is done or past never moves,
and nothing moves into the past.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from learnhub.cohorts import completing, date_rules, due_history, queries, services, shifting, weeks
from learnhub.cohorts.models import Change, Cohort, CohortDate
from learnhub.cohorts.services import Laid
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict
from learnhub.courses import outlines, versions
from learnhub.courses import queries as courses
from learnhub.courses.models import CourseVersion
from learnhub.courses.outlines import Diff
from learnhub.people.models import Person
from learnhub.programs import involved
from learnhub.programs import queries as programs
from learnhub.programs.services import require_edit

WHEN = ("kind", "week", "weekday", "at", "minutes", "note")


@dataclass(frozen=True, slots=True)
class Update:
    """What taking a version would do. `dated`: lines with the dates that they get, by their keys.

    `gone` are dates that end, `late` lines that would be in the past and so do not come.
    """

    version: CourseVersion
    diff: Diff
    dated: Mapping[str, Laid]
    gone: Sequence[CohortDate]
    late: Sequence[Laid]


def offered(cohort: Cohort, now: datetime) -> Update | None:
    """Return what the course's current version would change; None where the cohort runs it."""
    old, course = cohort.course_version, cohort.course_version.course
    if course.current == old.number:
        return None
    version = courses.current(course)
    diff = outlines.diff(versions.lines(old), versions.lines(version))
    rows = {row.item.key: row for row in queries.dates(cohort)}
    laid = {each.item.key: each for each in services.lay(version, cohort.calendar)}
    touched = queries.touched(cohort)
    again = {change.line.key for change in diff.changed if _moves(rows.get(change.line.key), change.line)}
    fixed = {key for key, row in rows.items() if row.id in touched or (row.at is not None and row.at <= now)}
    wanted = {key: each for key, each in laid.items() if key not in rows or key in again - fixed}
    placed = _placed(cohort, rows, laid, wanted)
    past = {key for key, each in placed.items() if each.at is not None and each.at <= now}
    late = [each for key, each in placed.items() if key in past and key not in rows]
    dated = {key: each for key, each in placed.items() if key not in past}
    gone = [row for key, row in rows.items() if key not in laid and key not in fixed and row.at is not None]
    return Update(version, diff, dated, gone, late)


def _moves(row: CohortDate | None, line: outlines.Line) -> bool:
    """Whether a line that changed has another place in its week than it had."""
    return row is not None and any(getattr(row.item, name) != getattr(line, name) for name in WHEN)


def _placed(
    cohort: Cohort, rows: Mapping[str, CohortDate], laid: Mapping[str, Laid], wanted: Mapping[str, Laid]
) -> dict[str, Laid]:
    """Return lines moved as far as those before them have been since the cohort was planned."""
    calendar = replace(cohort.calendar, starts=shifting.LONG_AGO)
    planned = {each.item.key: each.planned for each in services.lay(cohort.course_version, cohort.calendar)}
    moved, found = 0, {}
    for key, each in laid.items():
        row, first = rows.get(key), planned.get(key)
        if row is not None and row.wall and first is not None and first.wall:
            moved = (row.wall.date() - first.wall.date()).days
        if key in wanted:
            moves = date_rules.shift({each.item.id: each.planned}, calendar, days=moved) if moved else []
            after = moves[0].after if moves else each.planned
            found[key] = Laid(each.item, after, after.at(cohort.tz))
    return found


def _new(cohort: Cohort, laid: Laid) -> CohortDate:
    return CohortDate(cohort_id=cohort.id, item_id=laid.item.id, place="", call_url="", due_rev=0)


def take(actor: Person, cohort: Cohort, number: int, *, version: int) -> int:
    """Let the cohort run that version of its course; everyone else on it is told once. Return how many.

    Raises Conflict where the cohort or the course changed since, Forbidden unless the actor runs it.
    """
    require_edit(actor, cohort)
    programs.lock(cohort)
    update = offered(cohort, clock.now())
    if update is None or cohort.version != version or update.version.number != number:
        raise Conflict("The dates or the course changed since you looked. Nothing was taken over.")
    versions.fix(update.version.id)
    rows = {row.item.key: row for row in queries.dates(cohort)}
    for item in courses.outline(update.version.id):
        if item.key in rows:
            rows[item.key].item_id = item.id
    for key, each in update.dated.items():
        row = rows.get(key) or _new(cohort, each)
        row.step = each.planned.step
        services.put(row, cohort, replace(each.planned, place=row.place, call_url=row.call_url)).due_rev += 1
        db.session.add(row)
    for row in update.gone:
        row.wall = row.ends_wall = row.ends_at = None
        due_history.move(row, None, clock.now())
        row.due_rev += 1
    cohort.course_version = update.version
    db.session.flush()
    weeks.lay(cohort)
    words = update.diff.words().rstrip(".")
    said = f"took version {update.version.number} of the course"
    db.session.add(Change(cohort_id=cohort.id, by_id=actor.id, what=said, reason=words[:300]))
    db.session.flush()
    for signup in queries.members(cohort) if update.gone else ():
        completing.settle(cohort, signup.person)  # with less to do, somebody may have done it
    shifting.announce(actor, cohort, queries.dates(cohort), len(update.dated) + len(update.gone))
    return involved.count_told(cohort, actor)
