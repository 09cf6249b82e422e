"""What happens to goals."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy import update as change

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.goals import policies, queries
from learnhub.goals.events import GoalClosed, GoalUpdated, Tied
from learnhub.goals.models import Evidence, Goal, GoalState, GoalUpdate, KeyResult, KeyResultKind, Tie
from learnhub.people.models import Kind, Person, Role, Unit
from learnhub.search import services as search


def verdict_on_creating(actor: Person, unit: Unit) -> Verdict:
    """Say whether the actor may make a goal for this unit."""
    return policies.may_create(
        is_guest=actor.kind is Kind.GUEST,
        leads_the_unit=queries.leads(actor, unit.id),
        is_admin=actor.has(Role.ADMIN),
        is_lead=actor.has(Role.LEAD),
    )


def verdict_on_editing(actor: Person, goal: Goal) -> Verdict:
    """Say whether the actor may change, update or close the goal."""
    return policies.may_edit(
        is_owner=goal.owner_id == actor.id,
        leads_the_unit=queries.leads(actor, goal.unit_id),
        is_admin=actor.has(Role.ADMIN),
        state=goal.state,
    )


def create(
    actor: Person,
    *,
    title: str,
    unit: Unit,
    starts_on: date,
    ends_on: date,
    reason: str = "",
    owner: Person | None = None,
) -> Goal:
    """Make a goal; its owner is the actor unless another is named.

    Raises Forbidden, or Invalid where the period ends before it starts.
    """
    require(verdict_on_creating(actor, unit))
    _check_period(starts_on, ends_on)
    goal = Goal(
        title=title,
        reason=reason,
        unit=unit,
        owner=owner or actor,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(goal)
    db.session.flush()
    audit.record(actor.id, "goal.created", Ref("goal", goal.id), after={"title": title})
    search.changed(Ref("goal", goal.id))
    return goal


def edit(
    actor: Person,
    goal: Goal,
    *,
    version: int,
    title: str,
    reason: str,
    owner: Person,
    starts_on: date,
    ends_on: date,
) -> None:
    """Change a goal. Raises Conflict with both texts where someone changed it in between."""
    require(verdict_on_editing(actor, goal))
    _check_period(starts_on, ends_on)
    if goal.version != version:
        raise Conflict(
            "Someone else changed this goal while you wrote. Nothing of yours was saved.",
            theirs={"Title": goal.title, "Reason": goal.reason},
            yours={"Title": title, "Reason": reason},
        )
    before = {"title": goal.title, "owner": goal.owner_id, "ends_on": goal.ends_on.isoformat()}
    goal.title, goal.reason, goal.owner_id = title, reason, owner.id
    goal.starts_on, goal.ends_on = starts_on, ends_on
    db.session.flush()
    after = {"title": title, "owner": owner.id, "ends_on": ends_on.isoformat()}
    audit.record(actor.id, "goal.edited", Ref("goal", goal.id), before=before, after=after)
    search.changed(Ref("goal", goal.id))


def _check_period(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Invalid("The last day comes before the first.", field="ends_on")


def measure(
    actor: Person,
    goal: Goal,
    *,
    kind: KeyResultKind,
    title: str,
    measure: str = "",
    baseline: Decimal | None = None,
    target: Decimal | None = None,
) -> KeyResult:
    """Say how one will know: a metric from a baseline to a target, or a milestone. One a goal.

    Raises Invalid where a metric lacks a number or does not move.
    """
    require(verdict_on_editing(actor, goal))
    if goal.key_results:
        raise Invalid("This goal has its measure already. Write an update to it.", field="result_title")
    if kind is KeyResultKind.METRIC:
        if baseline is None:
            raise Invalid("Say where it stands today, as a number.", field="baseline")
        if target is None:
            raise Invalid("Say where it should be, as a number.", field="target")
        if baseline == target:
            raise Invalid("The target is where it stands today already.", field="target")
    else:
        measure, baseline, target = "", None, None
    result = KeyResult(
        kind=kind, title=title, measure=measure, baseline=baseline, target=target, current=baseline
    )
    goal.key_results.append(result)
    db.session.flush()
    search.changed(Ref("goal", goal.id))
    return result


def update(
    actor: Person,
    goal: Goal,
    *,
    changed: str,
    value: Decimal | None = None,
    reached: bool = False,
    confidence: int | None = None,
    at: datetime | None = None,
) -> GoalUpdate:
    """Write what changed, the value now, and how sure one is (0 to 10)."""
    require(verdict_on_editing(actor, goal))
    moment = at or clock.now()
    result = goal.key_results[0] if goal.key_results else None
    if result is not None and result.kind is KeyResultKind.METRIC and value is not None:
        result.current = value
    elif result is not None and result.kind is KeyResultKind.MILESTONE:
        value = None
        result.reached_at = (result.reached_at or moment) if reached else None
    row = GoalUpdate(
        goal_id=goal.id,
        key_result_id=result.id if result else None,
        author=actor,
        value=value,
        changed=changed,
        confidence=confidence,
        at=moment,
    )
    db.session.add(row)
    db.session.flush()
    events.publish(GoalUpdated(goal.id, row.id, actor.id))
    return row


def close(actor: Person, goal: Goal, *, learnt: str) -> None:
    """Close the goal with what was learnt; its history stays."""
    require(verdict_on_editing(actor, goal))
    goal.state, goal.closed_at, goal.learnt = GoalState.CLOSED, clock.now(), learnt
    db.session.flush()
    audit.record(actor.id, "goal.closed", Ref("goal", goal.id))
    search.changed(Ref("goal", goal.id))
    events.publish(GoalClosed(goal.id))


def tie(actor: Person, goal: Goal, ref: Ref, *, why: str, may_edit_the_other: bool) -> Tie:
    """Say that `ref` serves the goal; saying it again changes the reason.

    The caller knows whether the actor may edit what `ref` names.
    """
    require(policies.may_tie(may_edit_the_other=may_edit_the_other, state=goal.state))
    found = db.session.scalar(
        select(Tie).where(Tie.goal_id == goal.id, Tie.ref_kind == ref.kind, Tie.ref_id == ref.id)
    )
    row = found or Tie(goal=goal, ref_kind=ref.kind, ref_id=ref.id, created_by_id=actor.id)
    row.why = why
    db.session.add(row)
    db.session.flush()
    events.publish(Tied(goal.id, ref.kind, ref.id))
    return row


def untie(tie: Tie, *, may_edit_the_other: bool) -> None:
    """Take the tie away; evidence that came of it stays on the goal."""
    require(policies.may_tie(may_edit_the_other=may_edit_the_other, state=GoalState.OPEN))
    db.session.delete(tie)
    db.session.flush()


def add_evidence(ref: Ref, *, came_of: Ref, at: datetime) -> None:
    """Show `ref` (a demo) on every goal that `came_of` (its hackathon) serves; twice is harmless."""
    known = select(Evidence.goal_id).where(Evidence.ref_kind == ref.kind, Evidence.ref_id == ref.id)
    goals = db.session.scalars(
        select(Tie.goal_id).where(
            Tie.ref_kind == came_of.kind, Tie.ref_id == came_of.id, Tie.goal_id.not_in(known)
        )
    ).all()
    db.session.add_all(Evidence(goal_id=id_, ref_kind=ref.kind, ref_id=ref.id, at=at) for id_ in goals)
    db.session.flush()


def drop_evidence(ref: Ref) -> None:
    """Take back what `ref` proved, for instance a demo that is a draft again."""
    db.session.execute(delete(Evidence).where(Evidence.ref_kind == ref.kind, Evidence.ref_id == ref.id))


def pass_on(old: Ref, new: Ref) -> None:
    """Let the goals that `old` serves be served by `new`: the two have become one."""
    has = select(Tie.goal_id).where(Tie.ref_kind == new.kind, Tie.ref_id == new.id)
    known = list(db.session.scalars(has))
    of_old = (Tie.ref_kind == old.kind, Tie.ref_id == old.id)
    db.session.execute(delete(Tie).where(*of_old, Tie.goal_id.in_(known)))
    db.session.execute(change(Tie).where(*of_old).values(ref_kind=new.kind, ref_id=new.id))


def forget(ref: Ref) -> None:
    """Untie what is no more from every goal; the evidence that came of it goes with its own thing."""
    db.session.execute(delete(Tie).where(Tie.ref_kind == ref.kind, Tie.ref_id == ref.id))
