"""What the pages show on which facilitators see and move the dates of a cohort, and take a newer outline."""

from datetime import date, datetime
from typing import Any

from learnhub.cohorts import completing, date_rules, queries, sentences, shifting
from learnhub.cohorts.date_rules import Move
from learnhub.cohorts.models import Cohort, CohortDate
from learnhub.cohorts.pages import around, groups, rows_of
from learnhub.cohorts.shifting import Wanted
from learnhub.cohorts.updating import Update
from learnhub.core import dates
from learnhub.courses import sentences as courses
from learnhub.people.models import Person
from learnhub.programs import hearing, verdicts
from learnhub.programs.queries import Standing


def dating(person: Person, cohort: Cohort, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return the page on which hosts see and move all dates, with the shifts that were made."""
    rows = queries.dates(cohort)
    shifts = [each for each in queries.changes(cohort, everyone=False) if each.moves]
    may_edit, told = verdicts.may_edit(cohort, standing), verdicts.told_by_name(person, cohort)
    return (
        around(person, cohort, standing, now)
        | told
        | {
            "undo_tells": hearing.undo_tells(told["told"]),
            "groups": groups(rows_of(cohort, rows, {}, now, is_in=False)),
            "shifts": shifts,
            "may_edit": may_edit,
            "may_undo": shifting.may_undo(cohort, shifts[0], may_edit, now) if shifts else may_edit,
            "strict": sentences.strict(cohort),
        }
    )


def update(
    person: Person, cohort: Cohort, standing: Standing, found: Update, now: datetime
) -> dict[str, Any]:
    """Return what taking the newer outline of its course would change."""
    return (
        around(person, cohort, standing, now)
        | verdicts.told_by_name(person, cohort)
        | {"found": found, "may_edit": verdicts.may_edit(cohort, standing), "places": courses.place}
        | {"kept": completing.count(cohort)}
    )


def changing(
    person: Person, cohort: Cohort, row: CohortDate, move: Move | None, now: datetime
) -> dict[str, Any]:
    """Return a session with what a change would make of it: what, as it is, and as it would be."""
    changed = []
    if move is not None:
        was, then = (sentences.session(cohort, each, now) for each in (move.before, move.after))
        changed = [(name, was[name], then[name]) for name in was if was[name] != then[name]]
    return {"cohort": cohort, "date": row, "changed": changed} | verdicts.told_by_name(person, cohort)


def first_day(cohort: Cohort, week: int | None) -> date | None:
    """Return the first day of a week of the outline on which something is; for who comes from its page."""
    of_week = (each.wall for each in queries.dates(cohort) if each.wall and (each.item.week or 1) == week)
    return min((wall.date() for wall in of_week), default=None) if week else None


def from_today(cohort: Cohort, now: datetime) -> date | None:
    """Return the day from which dates are to move if nothing else is said: what has passed stays."""
    return dates.local_date(now, cohort.tz) if now > cohort.starts_at else None


def shift(cohort: Cohort, wanted: Wanted) -> dict[str, Any]:
    """Return the preview of a shift: each line with its date now and then. Raises Invalid."""
    rows = queries.dates(cohort)
    items = {row.item_id: row.item for row in rows}
    moves = shifting.plan(cohort, rows, wanted)
    after = date_rules.apply({row.item_id: row.planned for row in rows}, moves)
    return {
        "moves": [(items[each.id], each.before.wall, each.after.wall) for each in moves],
        "said": wanted.said(),
        "ends": max(each.ends_wall for each in after.values() if each.ends_wall),
        "own": shifting.with_own_date([row.id for row in rows if row.item_id in {each.id for each in moves}]),
        "jumped": 0 if wanted.week else sum(_days(each) != wanted.days for each in moves),
    }


def _days(move: Move) -> int:
    """By how many days it moves: by more than was asked for where that day is closed."""
    return (
        (move.after.wall.date() - move.before.wall.date()).days if move.after.wall and move.before.wall else 0
    )
