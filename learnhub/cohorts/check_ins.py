"""The weekly check-in: three minutes, read by oneself, the facilitators, and the pod if one agrees."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import or_, select

from learnhub.cohorts import pausing, policies, streaks
from learnhub.cohorts.check_in_models import TEXT, CheckIn, CheckInChoice
from learnhub.cohorts.events import CheckedIn
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.streaks import Streak
from learnhub.core import clock, events
from learnhub.core.db import db, insert
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.text import many_lines
from learnhub.people import absences, weekly_hours
from learnhub.people.models import Person
from learnhub.programs.models import ProgramState, SignUp, SignUpState
from learnhub.programs.queries import Standing

ASKED_ON, ASKED_AT = 3, time(15)  # Thursday, by each one's own clock


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of their week. `hours` is a range, or nothing."""

    done: str
    planned: str = ""
    hours: str = ""
    blocked: str = ""


def check_in(actor: Person, cohort: Cohort, standing: Standing, said: Said) -> CheckIn:
    """Say how the actor's week went; said again in the same week, it takes the place of the first.

    Raises Invalid without a word of what was done, Forbidden for who is not in it, or while it does not run.
    """
    now = clock.now()
    require(policies.may_check_in(is_in=standing.is_in, cohort=cohort.state, runs=runs(cohort, now)))
    done = many_lines(said.done)
    if not done:
        raise Invalid("Say in a few words what you did; “nothing” is fine.", "done")
    values = {
        "done": done[:TEXT],
        "planned": many_lines(said.planned)[:TEXT],
        "hours": weekly_hours.declared(said.hours),
        "blocked": many_lines(said.blocked)[:TEXT],
        "at": now,
    }
    week = streaks.week_of(now, actor.tz)
    one = {"cohort_id": cohort.id, "person_id": actor.id, "week": week}
    statement = insert(CheckIn).values(**one, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=[*one], set_=values))
    row = db.session.scalars(select(CheckIn).filter_by(**one).execution_options(populate_existing=True)).one()
    events.publish(CheckedIn(row.id, cohort.id, actor.id, week.toordinal()))
    return row


def choose(actor: Person, cohort: Cohort, standing: Standing, *, shares: bool, streak: bool) -> None:
    """Say whether the pod reads one's check-ins, and whether weeks in a row are counted from this one on."""
    require(policies.may_choose(is_in=standing.is_in))
    old = choice(cohort, actor)
    since = (old.streak_since if old else None) or streaks.week_of(clock.now(), actor.tz)
    values = {"shares": shares, "streak_since": since if streak else None}
    statement = insert(CheckInChoice).values(cohort_id=cohort.id, person_id=actor.id, **values)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["cohort_id", "person_id"], set_=values)
    )


def choice(cohort: Cohort, person: Person) -> CheckInChoice | None:
    """Return what the person chose for the cohort, as it is stored now."""
    wanted = select(CheckInChoice).where(
        CheckInChoice.cohort_id == cohort.id, CheckInChoice.person_id == person.id
    )
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def sharing(cohort: Cohort, ids: Collection[int]) -> set[int]:
    """Return who of them lets the pod read."""
    return set(
        db.session.scalars(
            select(CheckInChoice.person_id).where(
                CheckInChoice.cohort_id == cohort.id,
                CheckInChoice.person_id.in_([*ids]),
                CheckInChoice.shares,
            )
        )
    )


def of(cohort: Cohort, ids: Collection[int], since: date) -> Mapping[int, Sequence[CheckIn]]:
    """Return the check-ins of these people since a week, the latest first, by their ids."""
    rows = db.session.scalars(
        select(CheckIn)
        .where(CheckIn.cohort_id == cohort.id, CheckIn.person_id.in_([*ids]), CheckIn.week >= since)
        .order_by(CheckIn.week.desc())
    )
    found: dict[int, list[CheckIn]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def last_said(cohort: Cohort, person_id: int) -> CheckIn | None:
    """Return their last check-in that says something still: retention empties them."""
    says = or_(CheckIn.done != "", CheckIn.planned != "", CheckIn.blocked != "")
    return db.session.scalar(
        select(CheckIn)
        .where(CheckIn.cohort_id == cohort.id, CheckIn.person_id == person_id, says)
        .order_by(CheckIn.week.desc())
        .limit(1)
    )


def blocked(cohort: Cohort, ids: Collection[int]) -> dict[int, str]:
    """Return what these people said last to be in their way; nothing is asked for nobody."""
    said = select(CheckIn.person_id, CheckIn.blocked).where(CheckIn.cohort_id == cohort.id)
    said = said.where(CheckIn.person_id.in_(ids), CheckIn.blocked != "").order_by(CheckIn.week)
    return {id_: text for id_, text in db.session.execute(said)} if ids else {}


def weeks_off(person: Person, cohort: Cohort, since: date) -> set[date]:
    """Return the weeks from that day on in which the person was away, or rested there."""
    spans = absences.of(person, since) + pausing.rested(cohort, person, since)
    return {week for first, last in spans for week in streaks.away_weeks(first, last)}


def streak(
    person: Person, chosen: CheckInChoice | None, rows: Sequence[CheckIn], off: set[date], now: datetime
) -> Streak | None:
    """Return the person's streak, held in the weeks `off`; nothing where it is switched off."""
    if chosen is None or chosen.streak_since is None:
        return None
    said = {row.week for row in rows}
    return streaks.count(said, off, chosen.streak_since, streaks.week_of(now, person.tz))


def runs(cohort: Cohort, now: datetime) -> bool:
    """Whether the cohort goes on."""
    return cohort.state is ProgramState.PUBLISHED and cohort.starts_at <= now < cohort.ends_at


def is_due(cohort_id: int, person_id: int, week: date, now: datetime) -> bool:
    """Whether somebody in it, while it goes on, has not checked in for that week."""
    said = CheckIn.cohort_id == cohort_id, CheckIn.person_id == person_id, CheckIn.week == week
    waits = (
        select(SignUp.id)
        .join(Cohort, Cohort.id == SignUp.program_id)
        .where(Cohort.id == cohort_id, SignUp.person_id == person_id, SignUp.state == SignUpState.IN)
        .where(Cohort.state == ProgramState.PUBLISHED, Cohort.starts_at <= now, Cohort.ends_at > now)
        .where(~select(CheckIn.id).where(*said).exists())
    )
    return db.session.scalar(select(waits.exists())) or False


def asks(person: Person, now: datetime) -> bool:
    """Whether this week's is asked for: from Thursday afternoon on, by their own clock."""
    local = now.astimezone(person.tz)
    return (local.weekday(), local.time()) >= (ASKED_ON, ASKED_AT)
