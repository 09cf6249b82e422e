"""Flags by fixed, published rules: raised and ended as they hold, and shown to the person first."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import distinct, func, or_, select

from learnhub.cohorts import completing, deadlines, flag_rules, pausing, policies, queries, streaks
from learnhub.cohorts.check_in_models import CheckIn
from learnhub.cohorts.deadlines import NOTHING
from learnhub.cohorts.events import FlagRaised
from learnhub.cohorts.flag_models import RIGHT, SAID, RaisedFlag, Truth
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.models import Cohort, Progress
from learnhub.core import clock, events
from learnhub.core.db import db, insert, new_key
from learnhub.core.errors import NotFound
from learnhub.people import management
from learnhub.people.models import Person
from learnhub.people.queries import is_away
from learnhub.programs.models import ProgramState, SignUp, SignUpState
from learnhub.programs.queries import Standing

FIRST = timedelta(days=1)  # so long the person alone sees it
WEEK = timedelta(weeks=1)
Weeks = Mapping[date, str]  # in which somebody checked in, with what blocked them then


def look(cohort: Cohort, ids: Collection[int] | None = None) -> None:
    """Raise what holds now and end what no longer does, for everyone in the cohort or for these people.

    What ended and holds again on new grounds is a flag anew: it is the person's alone for its first day, as
    the first was, however lately facilitators saw the one before. On the grounds of then, where a tick or a
    pause was taken back, the one before stands again: nobody hides one for a day by ticking and taking back.
    """
    now, found = clock.now(), open_flags(cohort, ids)
    held = _held(cohort, ids, now)
    live = {person_id: holds(now) for person_id, holds in held.items()}
    for row in found:
        if row.rule not in live.get(row.person_id, ()):
            row.ended_at = now
    db.session.flush()
    known = {(row.person_id, row.rule) for row in found}
    new = [(one, flag) for one, flags in live.items() for flag in flags if (one, flag) not in known]
    before, told = _last_ended(cohort, {one for one, _ in new}) if new else {}, dict[int, None]()
    for person_id, flag in new:
        earlier = before.get((person_id, flag))
        if earlier is not None and flag is not Flag.BLOCKED and flag in held[person_id](earlier.raised_at):
            _reopen(earlier, now)
        else:
            _raise(cohort, person_id, flag, now)
            told |= {person_id: None} if flag is not Flag.BLOCKED else {}  # that one they said themselves
    for person_id in told:
        events.publish(FlagRaised(cohort.id, person_id, now.date().toordinal()))


def settle(cohort: Cohort) -> None:
    """Note what came after, where nobody said it: who completed it, who left, or did not when it was over."""
    if cohort.state is ProgramState.CANCELLED:
        return  # what would have come after is not known
    now, finished = clock.now(), completing.finished(cohort)
    inside = select(SignUp.person_id).where(SignUp.program_id == cohort.id, SignUp.state == SignUpState.IN)
    still = set(db.session.scalars(inside)) if now < cohort.ends_at else set()
    waiting = select(RaisedFlag).where(RaisedFlag.cohort_id == cohort.id, RaisedFlag.truth.is_(None))
    for row in db.session.scalars(waiting):
        if row.person_id in finished or row.person_id not in still:
            row.truth = Truth.FINISHED if row.person_id in finished else Truth.DROPPED
            row.truth_at, row.ended_at = now, row.ended_at or now
    db.session.flush()


def say(actor: Person, cohort: Cohort, standing: Standing, key: str, *, helped: bool) -> None:
    """Say of a flag that somebody helped, or that it is wrong: the person, or a facilitator who sees it.

    Raises NotFound for what the actor may not know of.
    """
    row = db.session.scalar(
        select(RaisedFlag).where(RaisedFlag.cohort_id == cohort.id, RaisedFlag.key == key)
    )
    if row is None:
        raise NotFound
    if row.person_id != actor.id:
        managed = management.managed_by(actor, [row.person_id])
        may = policies.may_see_flags(is_host=standing.is_host, is_manager=bool(managed))
        if not may or not is_shown(row, clock.now()):
            raise NotFound
    row.truth, row.truth_at = Truth.HELPED if helped else Truth.WRONG, clock.now()
    row.said_by_id = actor.id
    db.session.flush()


def open_flags(cohort: Cohort, ids: Collection[int] | None = None) -> Sequence[RaisedFlag]:
    """Return what holds, in the order of the rules, for everyone or for these people."""
    wanted = select(RaisedFlag).where(RaisedFlag.cohort_id == cohort.id, RaisedFlag.ended_at.is_(None))
    if ids is not None:
        wanted = wanted.where(RaisedFlag.person_id.in_(ids))
    order = {flag: place for place, flag in enumerate(Flag)}
    return sorted(db.session.scalars(wanted), key=lambda row: (row.person_id, order[row.rule]))


def shown_at(row: RaisedFlag) -> datetime:
    """Return from when on the facilitators see it: what the person said themselves at once."""
    return row.raised_at if row.rule is Flag.BLOCKED else row.raised_at + FIRST


def is_shown(row: RaisedFlag, now: datetime) -> bool:
    """Whether the facilitators see it."""
    return shown_at(row) <= now


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a rule was right, of those flags of which it is known what came after."""

    rule: Flag
    known: int
    right: int

    @property
    def share(self) -> float:
        return self.right / self.known


def precision(smallest: int) -> list[Precision]:
    """Return it for each rule that was raised for so many people, over all cohorts: no name, no cohort."""
    right = func.count().filter(RaisedFlag.truth.in_(RIGHT))
    rows = db.session.execute(
        select(RaisedFlag.rule, func.count(), right)
        .where(RaisedFlag.truth.is_not(None))
        .group_by(RaisedFlag.rule)
        .having(func.count(distinct(RaisedFlag.person_id)) >= smallest)
    )
    found = {rule: Precision(rule, known, right) for rule, known, right in rows}
    return [found[flag] for flag in Flag if flag in found]


def running(now: datetime) -> Sequence[int]:
    """Return the ids of the cohorts that go on, of those that are over and not settled, and of those that
    were called off with flags that are open.
    """
    unsettled = select(RaisedFlag.cohort_id).where(RaisedFlag.truth.is_(None))
    held = select(RaisedFlag.cohort_id).where(RaisedFlag.ended_at.is_(None))
    goes_on = (Cohort.starts_at <= now) & (Cohort.ends_at > now)
    called_off = Cohort.state == ProgramState.CANCELLED
    waits = ~called_off & or_(goes_on, Cohort.id.in_(unsettled))
    wanted = select(Cohort.id).where(or_(waits, called_off & Cohort.id.in_(held)))
    return db.session.scalars(wanted.order_by(Cohort.id)).all()


def look_at(cohort_id: int) -> None:
    """Look at one of them."""
    cohort = db.session.get_one(Cohort, cohort_id)
    look(cohort)
    settle(cohort)


def _raise(cohort: Cohort, person_id: int, flag: Flag, now: datetime) -> None:
    values = {"cohort_id": cohort.id, "person_id": person_id, "rule": flag, "raised_at": now}
    one = insert(RaisedFlag).values(key=new_key(), **values)
    unique, open_ = ["cohort_id", "person_id", "rule"], RaisedFlag.ended_at.is_(None)
    db.session.execute(one.on_conflict_do_nothing(index_elements=unique, index_where=open_))


def _last_ended(cohort: Cohort, ids: Collection[int]) -> dict[tuple[int, Flag], RaisedFlag]:
    """Return by person and rule the flag that ended last."""
    over = RaisedFlag.cohort_id == cohort.id, RaisedFlag.ended_at.is_not(None)
    rows = select(RaisedFlag).where(*over, RaisedFlag.person_id.in_(ids)).order_by(RaisedFlag.id)
    return {(row.person_id, row.rule): row for row in db.session.scalars(rows)}


def _reopen(row: RaisedFlag, now: datetime) -> None:
    """Let it stand again as it stood: with what was said of it, and with what is left of the person's day."""
    stood = max((row.ended_at or now) - row.raised_at, timedelta())  # not less, whatever the clock did
    if stood < FIRST:
        row.raised_at = now - stood
    row.ended_at = None
    if row.truth not in SAID:
        row.truth = row.truth_at = None
    db.session.flush()


def _held(
    cohort: Cohort, ids: Collection[int] | None, now: datetime
) -> dict[int, Callable[[datetime], list[Flag]]]:
    """Return by person which rules hold at a moment, by what is known now; none while it does not run, and of
    nobody who is away.
    """
    if cohort.state is not ProgramState.PUBLISHED or not cohort.starts_at <= now < cohort.ends_at:
        return {}
    known = queries.members(cohort, ids)
    acts, weeks = queries.progress_of(cohort, ids), _weeks(cohort, ids)
    resting = pausing.until(cohort)
    counted = [each for each in queries.dates(cohort) if each.item.counts and each.step == "deadline"]
    dues = [(each.id, each.at) for each in counted if each.at is not None]
    return {
        each.person_id: partial(_of_one, each, cohort, dues, acts.get(each.person_id, {}), weeks)
        for each in known
        if not is_away(each.person, now) and each.person_id not in resting
    }


def _of_one(
    signup: SignUp,
    cohort: Cohort,
    dues: Sequence[tuple[int, datetime]],
    acts: Mapping[int, Progress],
    weeks: Mapping[int, Weeks],
    now: datetime,
) -> list[Flag]:
    mine = [(at, acts[id_].mine if id_ in acts else NOTHING) for id_, at in dues]
    done = [row.done_at for row in acts.values() if row.done_at]
    said, this = weeks.get(signup.person_id, {}), streaks.week_of(now, signup.person.tz)
    return flag_rules.flags(
        deadlines.progress(mine, cohort.rule, now),
        last_act=max(done, default=None),
        since=max(signup.changed_at, cohort.starts_at),
        now=now,
        lapsed=bool(said) and max(said) < this - 2 * WEEK,
        blocked=bool(said) and max(said) >= this - WEEK and bool(said[max(said)]),
    )


def _weeks(cohort: Cohort, ids: Collection[int] | None) -> dict[int, dict[date, str]]:
    wanted = select(CheckIn.person_id, CheckIn.week, CheckIn.blocked).where(CheckIn.cohort_id == cohort.id)
    if ids is not None:
        wanted = wanted.where(CheckIn.person_id.in_(ids))
    found: dict[int, dict[date, str]] = {}
    for person_id, week, blocked in db.session.execute(wanted):
        found.setdefault(person_id, {})[week] = blocked
    return found
