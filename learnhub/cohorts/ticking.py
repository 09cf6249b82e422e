"""What people do about deadlines: tick off and take back, extend, waive. Each holds the cohort's lock,
so that a shift and a tick never cross: what was on time is decided against the due then in force.
"""

from datetime import date as Day
from datetime import datetime, timedelta

from learnhub.cohorts import completing, due_history, marking, policies, queries
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.deadlines import NOTHING, DeadlineState, Mine, effective, is_on_time, state
from learnhub.cohorts.events import (
    DeadlineDone,
    DeadlineExtended,
    DeadlineTakenBack,
    DeadlineWaived,
    ExtensionTakenBack,
)
from learnhub.cohorts.models import Change, Cohort, CohortDate, Progress
from learnhub.core import audit, clock, dates, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant, wall
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.programs.models import SignUpState

EXTENDED = "extended to"  # with what the history begins of somebody who has longer
TAKEN = "taken back"  # in what was changed


def tick(
    actor: Person,
    cohort: Cohort,
    key: str,
    *,
    person: Person | None = None,
    on: Day | None = None,
    reason: str = "",
) -> Progress:
    """Note that the actor, or as their facilitator that `person`, did what was due. A second time changes
    nothing. Facilitators may say of others the day and why, as `marking.moments` has them.

    Raises Forbidden for who is not in it, and for what is waived or missed; NotFound for no such deadline;
    Invalid for a day that cannot be noted.
    """
    standing = programs.standing(actor, cohort)
    programs.lock(cohort)
    date, them = queries.date_of(cohort, key), person or actor
    row = queries.row_of(date, them.id)
    if row is not None and row.done_at is not None:
        marking.require_same(cohort, row, actor.id, on)
        return row
    if person is not None and person.id != actor.id:
        granted = policies.may_grant(is_host=standing.is_host, published=cohort.state)
        waived = row is not None and row.waived_at is not None
        require(policies.may_mark(may_grant=granted, own=None, waived=waived))
    else:
        _require_tick(actor, cohort, date, row.mine if row else NOTHING)
        marking.require_today(cohort, on)
    done_at, due = marking.moments(cohort, date, row, on, reason)
    row = row or _row(date, them)
    row.done_at, row.due_at, row.done_by_id = done_at, due, actor.id
    row.on_time = is_on_time(done_at, due)
    day = f" for {dates.day(on, marking.today(cohort))}" if on and reason else ""
    note(actor, cohort, date, them, f"ticked off{day}, {'on time' if row.on_time else 'late'}", reason)
    events.publish(DeadlineDone(date.id, cohort.id, them.id, actor.id, done_at.isoformat()))
    completing.settle(cohort, them)
    return row


def _require_tick(actor: Person, cohort: Cohort, date: CohortDate, mine: Mine) -> None:
    require(
        policies.may_tick(
            is_in=_is_in(cohort, actor),
            published=cohort.state,
            due=_due(date),
            mine=mine,
            rule=cohort.rule,
            now=clock.now(),
        )
    )


def take_back(actor: Person, cohort: Cohort, key: str, *, person: Person | None = None) -> Change | None:
    """Take back that it was done, and return the change that keeps what was; what is not ticked off stays so.

    Raises Forbidden for who is neither in it nor a facilitator, NotFound for no such deadline.
    """
    standing = programs.standing(actor, cohort)
    programs.lock(cohort)
    date, them = queries.date_of(cohort, key), person or actor
    row = queries.row_of(date, them.id)
    if them.id != actor.id:
        require(policies.may_grant(is_host=standing.is_host, published=cohort.state))
    else:
        require(
            policies.may_take_back(
                is_in=_is_in(cohort, them), mine=row.mine if row else Mine(done_at=clock.now())
            )
        )
    if row is None or row.done_at is None:
        return None
    was = row.tick
    row.done_at = row.done_by_id = row.due_at = row.on_time = None
    made = note(actor, cohort, date, them, TAKEN)
    events.publish(DeadlineTakenBack(date.id, cohort.id, them.id, actor.id))
    made.was = was | {"completion": completing.settle(cohort, them, by=actor)}
    return made


def extend(actor: Person, cohort: Cohort, key: str, person: Person, *, until: datetime, reason: str) -> None:
    """Give somebody longer: `until` is a wall time of the cohort. Raises Forbidden unless the actor runs it,
    Invalid without a reason or for what is not later than the due in force.
    """
    standing = programs.standing(actor, cohort)
    programs.lock(cohort)
    require(policies.may_grant(is_host=standing.is_host, published=cohort.state))
    date, to = queries.date_of(cohort, key), instant(until, cohort.tz, deadline=True)
    _extend(actor, cohort, date, person, to, reason)
    db.session.flush()
    events.publish(DeadlineExtended((date.id,), cohort.id, person.id, actor.id))


def extend_overdue(actor: Person, cohort: Cohort, person: Person, *, days: int, reason: str) -> int:
    """Give somebody so many days from today for all that is overdue; return how many that are.

    Raises Forbidden unless the actor runs it, Invalid without a reason or where nothing is overdue.
    """
    standing, now = programs.standing(actor, cohort), clock.now()
    programs.lock(cohort)
    require(policies.may_grant(is_host=standing.is_host, published=cohort.state))
    mine, found = queries.progress_of(cohort, [person.id]).get(person.id, {}), list[int]()
    for date in queries.dates(cohort):
        own = mine[date.id].mine if date.id in mine else NOTHING
        late = date.step is Step.DEADLINE and date.at and state(date.at, own, cohort.rule, now)
        if late in {DeadlineState.OVERDUE, DeadlineState.MISSED}:
            at = wall(effective(_due(date), own.extended_to), cohort.tz).time()
            until = datetime.combine(wall(now, cohort.tz).date() + timedelta(days=days), at)
            _extend(actor, cohort, date, person, instant(until, cohort.tz, deadline=True), reason)
            found.append(date.id)
    if not found:
        raise Invalid("Nothing is overdue any more.", "reason")
    db.session.flush()
    events.publish(DeadlineExtended((*found,), cohort.id, person.id, actor.id))
    return len(found)


def extend_own(actor: Person, cohort: Cohort, key: str, *, reason: str) -> None:
    """Move one's own deadline once, by the days that the cohort allows. Raises Forbidden where it may not."""
    programs.lock(cohort)
    date = queries.date_of(cohort, key)
    row = queries.row_of(date, actor.id)
    until = own_due(cohort, effective(_due(date), row.extended_to if row else None))
    require(
        policies.may_extend_own(
            is_in=_is_in(cohort, actor),
            own_days=cohort.own_days,
            used=row is not None and row.by_oneself,
            due=_due(date),
            until=until,
            mine=row.mine if row else NOTHING,
            rule=cohort.rule,
            now=clock.now(),
        )
    )
    _extend(actor, cohort, date, actor, until, reason, by_oneself=True)
    db.session.flush()
    events.publish(DeadlineExtended((date.id,), cohort.id, actor.id, actor.id))


def own_due(cohort: Cohort, due: datetime) -> datetime:
    """Return the due that one's own extension gives: by the cohort's clocks so many days later."""
    return instant(wall(due, cohort.tz) + timedelta(days=cohort.own_days), cohort.tz, deadline=True)


def shorten_own(actor: Person, cohort: Cohort, key: str) -> None:
    """Take one's own extension back: it is due as before, and can be taken again. Raises Forbidden."""
    programs.lock(cohort)
    date = queries.date_of(cohort, key)
    row = queries.row_of(date, actor.id)
    require(may_shorten_own(_due(date), row, clock.now()))
    assert row is not None  # the policy asks for what it gave
    due_history.take_back(row, clock.now())
    row.by_oneself = False
    note(actor, cohort, date, actor, "extra time undone")
    events.publish(ExtensionTakenBack((date.id,), cohort.id, actor.id, actor.id))


def may_shorten_own(due: datetime, row: Progress | None, now: datetime) -> Verdict:
    """Return whether one may take one's own extension back; `due` is the cohort's."""
    own, by_oneself = due_history.given_last(row) or (None, False)
    before = effective(due, own.to) if own and by_oneself else None
    return policies.may_shorten_own(mine=row.mine if row else NOTHING, before=before, now=now)


def waive(actor: Person, cohort: Cohort, key: str, person: Person, *, reason: str, waived: bool) -> None:
    """Say that somebody need not do it, or must after all. Raises Forbidden unless the actor runs it."""
    standing = programs.standing(actor, cohort)
    programs.lock(cohort)
    require(policies.may_grant(is_host=standing.is_host, published=cohort.state))
    date = queries.date_of(cohort, key)
    row = queries.row_of(date, person.id) or _row(date, person)
    if waived and not reason:
        raise Invalid("Say why, in a sentence.", "reason")
    row.waived_at = clock.now() if waived else None
    note(actor, cohort, date, person, "waived" if waived else "due again", reason)
    events.publish(DeadlineWaived(date.id, cohort.id, person.id, actor.id, waived=waived))
    completing.settle(cohort, person)


def _extend(
    actor: Person,
    cohort: Cohort,
    date: CohortDate,
    person: Person,
    to: datetime,
    reason: str,
    *,
    by_oneself: bool = False,
) -> None:
    if not reason:
        raise Invalid("Say why, in a sentence.", "reason")
    row = queries.row_of(date, person.id) or _row(date, person)
    may = policies.may_extend_to(due=_due(date), mine=row.mine, to=to)
    if not may:
        raise Invalid(may.reason, "until")
    if row.done_at is not None:
        raise Invalid("It is done, so there is nothing to extend.", "until")
    due_history.give(row, to, clock.now(), by_oneself=by_oneself)
    row.by_oneself = row.by_oneself or by_oneself
    until = dates.moment(to, cohort.tz, clock.now())
    note(actor, cohort, date, person, f"{EXTENDED} {until}", reason)


def _is_in(cohort: Cohort, person: Person) -> bool:
    signup = programs.signup_of(person, cohort)
    return signup is not None and signup.state is SignUpState.IN


def _due(date: CohortDate) -> datetime:
    assert date.at is not None  # `date_of` finds none without
    return date.at


def _row(date: CohortDate, person: Person) -> Progress:
    made = Progress(date_id=date.id, person_id=person.id)
    db.session.add(made)
    return made


def note(actor: Person, cohort: Cohort, date: CohortDate, person: Person, what: str, why: str = "") -> Change:
    """Keep it in the history; in the audit where it was done to somebody else."""
    made = Change(cohort_id=cohort.id, date_id=date.id, person_id=person.id, by_id=actor.id, what=what)
    made.reason = why
    db.session.add(made)
    db.session.flush()
    if actor.id != person.id:
        after = {"person_id": person.id, "deadline": date.id, "what": what}
        audit.record(actor.id, "deadline.changed", Ref("cohort", cohort.id), after=after)
    return made
