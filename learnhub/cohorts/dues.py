"""What somebody has still to do in their cohorts, for Home: deadlines, and this week’s check-in."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, String, and_, or_, select, type_coerce

from learnhub.cohorts import check_ins, pausing, queries, streaks
from learnhub.cohorts.check_in_models import CheckIn
from learnhub.cohorts.deadlines import Rule, Strictness, effective
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.courses.models import OutlineItem
from learnhub.people.models import Person
from learnhub.people.queries import is_away
from learnhub.programs.dated import Source, columns
from learnhub.programs.dues import Due, Press
from learnhub.programs.models import NOT_ON, SignUp, SignUpState

AHEAD = timedelta(days=21)  # as sessions; Home says so
OVER = timedelta(days=14)  # so long after its end what a cohort left undone is asked for
LONGEST_GRACE = timedelta(days=60)


def _asked(person: Person, now: datetime) -> dict[str, Any]:
    moments = {"until": now + AHEAD, "long_over": now - OVER, "in_grace": now - LONGEST_GRACE}
    return {"reader": person.id, "now": now, **moments}


def _wanted(
    *, reader: int, now: datetime, until: datetime, long_over: datetime, in_grace: datetime
) -> Select[Any]:
    """What is overdue and what comes in the next three weeks.

    What was missed, or is of a cohort that is long over, takes nobody's place in a short list.
    """
    wanted = queries.to_do(
        reader,
        until,
        *columns(
            of_key=Cohort.key,
            of_title=Cohort.title,
            key=CohortDate.key,
            title=OutlineItem.title,
            at=CohortDate.at,
            later=Progress.extended_to,
            state=type_coerce(Cohort.strictness, String),
            number=Cohort.grace_days,
        ),
    )
    return wanted.where(
        or_(Cohort.ends_at > long_over, Progress.extended_to > long_over),
        or_(
            Cohort.strictness == Strictness.SOFT,
            and_(Cohort.strictness == Strictness.GRACE, _not_before(in_grace)),
            _not_before(now),
        ),
    )


def _not_before(moment: datetime) -> ColumnElement[bool]:
    """Whether the due in force is that moment or later."""
    return or_(CohortDate.at >= moment, Progress.extended_to >= moment)


def _read(row: Any, _person: Person, now: datetime) -> Due | None:
    """What was missed is due no more."""
    due_at = effective(row.at, row.later)
    shut = Rule(Strictness(row.state), timedelta(days=row.number)).closes_at(due_at)
    if shut is not None and now > shut:
        return None
    url = f"/cohorts/{row.of_key}"
    tick = Press("Tick off", f"{url}/dates/{row.key}/done", {"back": "home"}, "Ticking off")
    return Due(due_at, row.title, f"{url}#d-{row.key}", f"{row.of_title}.", tick, name=f"“{row.title}”")


def _asked_to_check_in(person: Person, now: datetime) -> dict[str, Any]:
    is_asked = check_ins.asks(person, now) and not is_away(person, now)
    return {"reader": person.id, "now": now, "week": streaks.week_of(now, person.tz), "is_asked": is_asked}


def _to_check_in(*, reader: int, now: datetime, week: date, is_asked: bool) -> Select[Any]:
    """Their cohorts that go on and have no check-in of this week of theirs; none before it is asked for."""
    said = select(CheckIn.id).where(
        CheckIn.cohort_id == Cohort.id, CheckIn.person_id == reader, CheckIn.week == week
    )
    return (
        select(*columns(of_key=Cohort.key, of_title=Cohort.title, day=week))
        .join(SignUp, SignUp.program_id == Cohort.id)
        .where(
            SignUp.person_id == reader,
            SignUp.state == SignUpState.IN,
            Cohort.state.not_in(NOT_ON),
            Cohort.starts_at <= now,
            Cohort.ends_at > now,
            type_coerce(is_asked, Boolean),
            SignUp.person_id.not_in(pausing.resting(Cohort.id, now)),
            ~said.exists(),
        )
        .order_by(Cohort.starts_on, Cohort.id)
    )


def _check_in(row: Any, person: Person, _now: datetime) -> Due:
    url = f"/cohorts/{row.of_key}/check-in"
    at = streaks.ends_at(row.day, person.tz) - timedelta(minutes=1)
    note = f"Three minutes: done, next, what is in the way. {row.of_title}."
    return Due(at, "Your check-in of this week", url, note, Press("Check in", url), name="Your check-in")


DEADLINES = Source(_asked, _wanted, _read)
CHECK_INS = Source(_asked_to_check_in, _to_check_in, _check_in)
