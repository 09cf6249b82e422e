"""What happens to goals, and what serves them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, delete, or_, select
from sqlalchemy import update as change

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant
from learnhub.goals import policies, progress, queries
from learnhub.goals.events import GoalClosed, PeriodMoved, Tied, Untied
from learnhub.goals.models import Evidence, Goal, GoalState, Outcome, Tie
from learnhub.people import conflicts
from learnhub.people import queries as people
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


def verdict_on_going_on(actor: Person, goal: Goal) -> Verdict:
    """Say whether the actor may copy the goal to its next period: who could change it while open."""
    return policies.may_edit(
        is_owner=goal.owner_id == actor.id,
        leads_the_unit=queries.leads(actor, goal.unit_id),
        is_admin=actor.has(Role.ADMIN),
        state=GoalState.OPEN,
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
    previous: Goal | None = None,
) -> Goal:
    """Make a goal; its owner is the actor unless another is named, `previous` is the one it goes on from.

    Who may change `previous` may make the next.

    Raises Forbidden, or Invalid where the period ends before it starts.
    """
    require(verdict_on_going_on(actor, previous) if previous else verdict_on_creating(actor, unit))
    _check_period(starts_on, ends_on)
    goal = Goal(
        title=title,
        reason=reason,
        unit=unit,
        owner=owner or actor,
        starts_on=starts_on,
        ends_on=ends_on,
        previous=previous,
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
            conflicts.overtaken(actor, "this goal", Ref("goal", goal.id), "goal."),
            theirs={"Title": goal.title, "Reason": goal.reason},
            yours={"Title": title, "Reason": reason},
        )
    before = {"title": goal.title, "owner": goal.owner_id, "ends_on": goal.ends_on.isoformat()}
    goal.title, goal.reason, goal.owner_id = title, reason, owner.id
    moved = (goal.starts_on, goal.ends_on) != (starts_on, ends_on)
    goal.starts_on, goal.ends_on = starts_on, ends_on
    db.session.flush()
    if moved:
        _gather_anew(goal)
    after = {"title": title, "owner": owner.id, "ends_on": ends_on.isoformat()}
    audit.record(actor.id, "goal.edited", Ref("goal", goal.id), before=before, after=after)
    search.changed(Ref("goal", goal.id))


def _check_period(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Invalid("The last day comes before the first.", field="ends_on")


def close(actor: Person, goal: Goal, *, learnt: str, outcomes: Mapping[int, Outcome] | None = None) -> None:
    """Close the goal with what was learnt, and what became of each key result (by its id).

    Where nothing is said of one, what was measured says it. The history stays.
    """
    require(verdict_on_editing(actor, goal))
    for result in goal.key_results:
        result.outcome = (outcomes or {}).get(result.id) or progress.outcome_so_far(result)
    goal.state, goal.closed_at, goal.learnt = GoalState.CLOSED, clock.now(), learnt
    db.session.flush()
    audit.record(actor.id, "goal.closed", Ref("goal", goal.id))
    search.changed(Ref("goal", goal.id))
    events.publish(GoalClosed(goal.id))


def tie(actor: Person, goal: Goal, ref: Ref, *, why: str, may_edit_the_other: bool) -> Tie:
    """Say that `ref` serves the goal; saying it again changes the reason.

    The caller knows whether the actor may edit what `ref` names; who may edit the goal may do it too.
    """
    may = may_edit_the_other or bool(verdict_on_editing(actor, goal))
    require(policies.may_tie(may_edit_the_other=may, state=goal.state))
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
    require(policies.may_untie(may_edit_the_other=may_edit_the_other, state=tie.goal.state))
    db.session.delete(tie)
    db.session.flush()
    events.publish(Untied(tie.goal_id, tie.ref_kind, tie.ref_id))


def share(of: Ref, to: Ref) -> None:
    """Let the open goals that `of` serves be served by `to` as well, for the same reason."""
    has = {tie.goal_id for tie in queries.all_ties_of(to)}
    ours = [tie for tie in queries.all_ties_of(of) if tie.goal.state is GoalState.OPEN]
    for tie in ours:
        if tie.goal_id not in has:
            said = {"why": tie.why, "created_by_id": tie.created_by_id}
            db.session.add(Tie(goal_id=tie.goal_id, ref_kind=to.kind, ref_id=to.id, **said))
            db.session.flush()
            events.publish(Tied(tie.goal_id, to.kind, to.id))


def end_share(goal_id: int, of: Collection[Ref]) -> None:
    """Let these serve the goal no more, as what they took it from serves it no more."""
    mine = or_(*(and_(Tie.ref_kind == ref.kind, Tie.ref_id == ref.id) for ref in of))
    db.session.execute(delete(Tie).where(Tie.goal_id == goal_id, mine))


def add_evidence(ref: Ref, *, came_of: Ref, at: datetime) -> None:
    """Show `ref` (a demo) on every goal that `came_of` (its hackathon) serves; twice is harmless.

    `at`: when it happened. It proves something for the goals in whose period that day lies, whenever the
    two were tied; for no other.
    """
    known = select(Evidence.goal_id).where(Evidence.ref_kind == ref.kind, Evidence.ref_id == ref.id)
    day = at.astimezone(people.organisation().tz).date()
    goals = db.session.scalars(
        select(Tie.goal_id)
        .join(Tie.goal)
        .where(
            Tie.ref_kind == came_of.kind,
            Tie.ref_id == came_of.id,
            Tie.goal_id.not_in(known),
            Goal.starts_on <= day,
            Goal.ends_on >= day,
        )
    ).all()
    db.session.add_all(Evidence(goal_id=id_, ref_kind=ref.kind, ref_id=ref.id, at=at) for id_ in goals)
    db.session.flush()


def _gather_anew(goal: Goal) -> None:
    """Let the goal, whose period moved, have what happened in it, and nothing else."""
    zone = people.organisation().tz
    begins = instant(datetime.combine(goal.starts_on, time()), zone)
    ends = instant(datetime.combine(goal.ends_on + timedelta(days=1), time()), zone)
    outside = or_(Evidence.at < begins, Evidence.at >= ends)
    db.session.execute(delete(Evidence).where(Evidence.goal_id == goal.id, outside))
    for tie in db.session.scalars(select(Tie).where(Tie.goal_id == goal.id).order_by(Tie.id)).all():
        events.publish(PeriodMoved(goal.id, tie.ref_kind, tie.ref_id))


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
