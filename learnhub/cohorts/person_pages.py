"""What facilitators see of one person in their cohort, and what they read before they give them longer."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from learnhub.cohorts import (
    check_ins,
    deadlines,
    due_history,
    extensions,
    flags,
    pages,
    policies,
    queries,
    sentences,
    taking_back,
)
from learnhub.cohorts.deadlines import DeadlineState, Mine
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.cohorts.pages import Row
from learnhub.core import clock
from learnhub.core.policy import Verdict, require
from learnhub.core.walltime import instant, wall
from learnhub.people import management
from learnhub.people.models import Person
from learnhub.programs.queries import Standing

MORE = (3, 7)  # days from today that are offered for all that is late


def of_one(person: Person, key: str, person_key: str, now: datetime) -> dict[str, Any]:
    """Return what a facilitator sees of one person.

    Raises NotFound for who is not in it, Forbidden for those who do not facilitate it.
    """
    cohort, standing = queries.hosted(person, key)
    require(policies.may_see_progress(is_host=standing.is_host))
    signup = queries.member_named(cohort, person_key)
    mine = queries.progress_of(cohort, [signup.person_id]).get(signup.person_id, {})
    rows = pages.rows_of(cohort, queries.dates(cohort), mine, now, is_in=True)
    known = [
        (each.date.at, each.mine) for each in rows if each.date.item.counts and each.state and each.date.at
    ]
    found = deadlines.progress(known, cohort.rule, now)
    managed = management.managed_by(person, [signup.person_id])
    is_host, manages = standing.is_host, bool(managed)
    flagged = policies.may_see_flags(is_host=is_host, is_manager=manages)
    raised = flags.open_flags(cohort, [signup.person_id]) if flagged else []
    granted, own = policies.may_grant(is_host=is_host, published=cohort.state), signup.person_id == person.id
    said = policies.may_read_check_in(
        is_mine=own, is_host=is_host, is_mate=False, shares=False, manages=manages
    )
    return (
        pages.around(person, cohort, standing, now)
        | {
            "them": signup.person,
            "raised": pages.raised([row for row in raised if flags.is_shown(row, now)], rows, person),
            "pace": sentences.pace(found),
            "certificate": (row := queries.completion(cohort, signup.person_id)),
            "completed": sentences.completed_with(cohort, row.done, row.of) if row else "",
            "managed": managed,
            "own": own,
            "changes": (changes := queries.changes(cohort, person_id=signup.person_id)),
            "week": check_ins.last_said(cohort, signup.person_id) if said else None,
        }
        | _to_change(cohort, standing, signup.person, rows, granted, now, own=own)
        | taking_back.on_page(person, cohort, signup.person, pages.ticks(rows), row, changes)
    )


def _to_change(
    cohort: Cohort,
    standing: Standing,
    them: Person,
    rows: Sequence[Row],
    granted: Verdict,
    now: datetime,
    *,
    own: bool,
) -> dict[str, Any]:
    """Return each deadline with whether it may be noted as done and the key of more time that can be taken
    back, and the form for all that is late.
    """
    back = {
        each.date.id: each.change.key
        for each in extensions.of(cohort, them)
        if extensions.may_take_back(each, standing, cohort, now)
    }
    late = [each for each in rows if each.state in deadlines.PASSED]
    missed = sum(each.state is DeadlineState.MISSED for each in late)
    dated = [each for each in rows if each.state]
    return {
        "rows": [
            (each, may_mark(granted, each.may_tick if own else None, each.mine), back.get(each.date.id))
            for each in dated
        ],
        "granted": granted,
        "late": sentences.late(len(late) - missed, missed) if late and granted else "",
        "missed": missed,
        "more": [(days, *more_time(cohort, late, days, now)) for days in MORE],
    }


def may_mark(granted: Verdict, own: Verdict | None, mine: Mine) -> Verdict:
    """Return whether a facilitator may note that it is done; `own`: whether they may tick off."""
    return policies.may_mark(may_grant=granted, own=own, waived=mine.waived)


def more_time(cohort: Cohort, late: Sequence[Row], days: int, now: datetime) -> tuple[datetime | date, bool]:
    """Return until when so many days from today are, at the hour of what is late; with several hours the day
    alone, and that it is at the hour of each.
    """
    day = wall(now, cohort.tz).date() + timedelta(days=days)
    hours = {wall(each.at, cohort.tz).time() for each in late if each.at}
    if len(hours) != 1:
        return day, len(hours) > 1
    return instant(datetime.combine(day, hours.pop()), cohort.tz, deadline=True), False


def granting(cohort: Cohort, them: Person, key: str) -> dict[str, Any]:
    """Return a deadline as it stands for somebody, to give them longer. Raises NotFound."""
    date = queries.date_of(cohort, key)
    row = queries.row_of(date, them.id)
    due = deadlines.effective(date.at or cohort.ends_at, row.extended_to if row else None)
    waived = row is not None and row.waived_at is not None
    return {"cohort": cohort, "them": them, "date": date, "due": due, "waived": waived}


def marking(reader: Person, cohort: Cohort, them: Person, key: str) -> dict[str, Any]:
    """Return a deadline as it stands for who is in it, to note that it is done; `own`: who facilitates takes
    part, and ticks off as everybody does. Raises NotFound.
    """
    found, mine = granting(cohort, them, key), queries.progress_of(cohort, [them.id]).get(them.id, {})
    [row] = pages.rows_of(cohort, [found["date"]], mine, clock.now(), is_in=True)
    own, granted = them.id == reader.id, policies.may_grant(is_host=True, published=cohort.state)
    may = may_mark(granted, row.may_tick if own else None, row.mine)
    days = "" if own else judged(cohort, found["date"], queries.row_of(found["date"], them.id), clock.now())
    return found | {"is_done": row.is_done, "own": own, "may": may, "days": days}


def judged(cohort: Cohort, date_: CohortDate, held: Progress | None, now: datetime) -> str:
    """Say which days that can be noted count as on time, each by the due that was in force on it."""
    today = wall(now, cohort.tz).date()
    first = min(cohort.starts_on, today)
    on_time: list[tuple[date, date]] = []
    for day in (first + timedelta(days=number) for number in range((today - first).days + 1)):
        ends = instant(datetime.combine(day, pages.NO_HOUR), cohort.tz, deadline=True)
        due = due_history.in_force(date_, held, min(ends, now))
        if now <= due if day == today else wall(due, cohort.tz).date() >= day:
            goes_on = bool(on_time) and on_time[-1][1] == day - timedelta(days=1)
            on_time[-1:] = [(on_time[-1][0], day)] if goes_on else [*on_time[-1:], (day, day)]
    return sentences.judged(on_time, first, today)


def longer(cohort: Cohort, due: datetime) -> datetime:
    """Return a week more, as a wall time: from the due, or from today where that is over."""
    at, today = wall(due, cohort.tz), wall(clock.now(), cohort.tz)
    return datetime.combine(max(at, today).date() + pages.WEEK, at.time())
