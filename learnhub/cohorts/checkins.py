"""The weekly check-in: three minutes, read by oneself, the facilitators, and the pod if one agrees."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Select, and_, select

from learnhub.cohorts import pausing, policies, streaks
from learnhub.cohorts.events import CheckedIn, CheckInDue
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_models import HOURS, TEXT, CheckIn, CheckInChoice
from learnhub.cohorts.streaks import Streak
from learnhub.core import clock, events
from learnhub.core.db import db, insert
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.text import many_lines
from learnhub.people import absences
from learnhub.people.models import Person
from learnhub.people.queries import is_away
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
    if said.hours and said.hours not in HOURS:
        raise Invalid("Choose one of the ranges, or none.", "hours")
    values = {
        "done": done[:TEXT],
        "planned": many_lines(said.planned)[:TEXT],
        "hours": said.hours,
        "blocked": many_lines(said.blocked)[:TEXT],
        "at": now,
    }
    week = streaks.week_of(now, actor.tz)
    one = {"cohort_id": cohort.id, "person_id": actor.id, "week": week}
    statement = insert(CheckIn).values(**one, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=[*one], set_=values))
    row = db.session.scalars(select(CheckIn).filter_by(**one).execution_options(populate_existing=True)).one()
    events.publish(CheckedIn(row.id, cohort.id, actor.id))
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


def streak(
    person: Person, cohort: Cohort, chosen: CheckInChoice | None, rows: Sequence[CheckIn], now: datetime
) -> Streak | None:
    """Return the person's streak; nothing where it is switched off."""
    if chosen is None or chosen.streak_since is None:
        return None
    held, since = set[date](), chosen.streak_since
    for first, last in absences.of(person, since) + pausing.rested(cohort, person, since):
        held |= streaks.away_weeks(first, last)
    return streaks.count({row.week for row in rows}, held, since, streaks.week_of(now, person.tz))


def runs(cohort: Cohort, now: datetime) -> bool:
    """Whether the cohort goes on."""
    return cohort.state is ProgramState.PUBLISHED and cohort.starts_at <= now < cohort.ends_at


def is_due(cohort_id: int, person_id: int, now: datetime) -> bool:
    """Whether somebody in it has not checked in this week of theirs."""
    row = db.session.execute(_listed().where(SignUp.person_id == person_id, Cohort.id == cohort_id)).first()
    if row is None:
        return False
    wanted = cohort_id, person_id, streaks.week_of(now, row[1].tz)
    return wanted not in _checked_in([wanted])


def ask(now: datetime) -> None:
    """Say of whom a check-in is due: from Thursday afternoon on by their own clock, unless they are away.

    Each week of theirs once, however often it is called, and wherever they move meanwhile.
    """
    mine = and_(CheckInChoice.cohort_id == Cohort.id, CheckInChoice.person_id == Person.id)
    running = _listed().where(Cohort.starts_at <= now, Cohort.ends_at > now)
    asked = running.outerjoin(CheckInChoice, mine).add_columns(CheckInChoice.asked_for)
    rows = db.session.execute(asked).all()
    due = [
        (cohort_id, person.id, streaks.week_of(now, person.tz))
        for cohort_id, person, asked_for in rows
        if asked_for is None or asked_for < streaks.week_of(now, person.tz)
        if asks(person, now) and not is_away(person, now)
    ]
    done = _checked_in(due)
    for cohort_id, person_id, week in due:
        if (cohort_id, person_id, week) in done:
            continue
        one = {"cohort_id": cohort_id, "person_id": person_id}
        db.session.execute(
            insert(CheckInChoice)
            .values(**one, shares=False, asked_for=week)
            .on_conflict_do_update(index_elements=[*one], set_={"asked_for": week})
        )
        events.publish(CheckInDue(cohort_id, person_id, week.toordinal()))


def asks(person: Person, now: datetime) -> bool:
    """Whether this week's is asked for: from Thursday afternoon on, by their own clock."""
    local = now.astimezone(person.tz)
    return (local.weekday(), local.time()) >= (ASKED_ON, ASKED_AT)


def _listed() -> Select[int, Person]:
    return (
        select(Cohort.id, Person)
        .join(SignUp, SignUp.program_id == Cohort.id)
        .join(SignUp.person)
        .where(
            SignUp.state == SignUpState.IN,
            Person.left_at.is_(None),
            Cohort.state == ProgramState.PUBLISHED,
        )
    )


def _checked_in(wanted: Collection[tuple[int, int, date]]) -> set[tuple[int, int, date]]:
    if not wanted:
        return set()
    weeks, cohorts = {week for _, _, week in wanted}, {cohort_id for cohort_id, _, _ in wanted}
    rows = db.session.execute(
        select(CheckIn.cohort_id, CheckIn.person_id, CheckIn.week).where(
            CheckIn.week.in_(weeks), CheckIn.cohort_id.in_(cohorts)
        )
    )
    return {(cohort_id, person_id, week) for cohort_id, person_id, week in rows}
