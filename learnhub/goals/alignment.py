"""Goals that serve goals: the tree below and above one, its roll-up, and that it has no circles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from learnhub.core import audit
from learnhub.core.among import among
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.goals import policies, progress
from learnhub.goals.models import Goal, GoalState, KeyResult
from learnhub.goals.progress import Result
from learnhub.people.models import Person
from learnhub.people.organisations import lock_organisation


@dataclass(slots=True)
class Branch:
    """A goal with its key results and the goals that serve it."""

    id: int
    parent_id: int | None
    key: str
    title: str
    state: GoalState
    weight: int
    starts_on: date
    has_begun: bool
    results: list[Result] = field(default_factory=list)
    below: list["Branch"] = field(default_factory=list)

    @property
    def own(self) -> float | None:
        """How far it has come by its own key results."""
        return progress.own_share(self.results)

    @property
    def share(self) -> float | None:
        """How far it has come; each goal that serves it, and has begun, is one more part, by its weight."""
        own = [(result.weight, progress.share_done(result)) for result in self.results]
        return progress.roll_up([*own, *((branch.weight, branch.share) for branch in self.counting)])

    @property
    def counting(self) -> list["Branch"]:
        """The goals that serve it and have begun: before its first day none holds another back."""
        return [branch for branch in self.below if branch.has_begun]


def branches(ids: Sequence[int], *, on: date) -> Mapping[int, Branch]:
    """Return these goals, each with all that serves it on that day, by id. One SELECT, however deep."""
    return _grown(db.session.execute(*kept(_branches, ids, on)).all())


def _branches(ids: Sequence[int], on: date) -> Select[Any]:
    top = select(Goal.id).where(among(Goal.id, ids)).cte("below", recursive=True)
    below = top.union(select(Goal.id).join(top, Goal.parent_id == top.c.id))
    return (
        select(Goal.id, Goal.parent_id, Goal.key, Goal.title, Goal.state, Goal.weight, Goal.starts_on)
        .add_columns(Goal.starts_on <= on, *(getattr(KeyResult, name) for name in Result._fields))
        .join(below, below.c.id == Goal.id)
        .outerjoin(KeyResult, KeyResult.goal_id == Goal.id)
        .order_by(Goal.title, Goal.id, KeyResult.id)
    )


def _grown(rows: Sequence[Any]) -> Mapping[int, Branch]:
    found: dict[int, Branch] = {}
    for row in rows:
        branch = found.setdefault(row[0], Branch(*row[:8]))
        if row[8] is not None:
            branch.results.append(Result(*row[8:]))
    for branch in found.values():
        if branch.parent_id in found:
            found[branch.parent_id].below.append(branch)
    return found


def align(actor: Person, goal: Goal, parent: Goal | None, *, weight: int) -> None:
    """Say which goal this one serves, and with what weight; None serves no other.

    Raises Invalid where it would serve itself. One at a time, so that two who align at once make no circle.
    """
    if goal.parent_id == (parent.id if parent else None) and goal.weight == weight:
        return
    lock_organisation()
    if parent is not None and goal.parent_id != parent.id:
        verdict = policies.may_serve(
            serves_itself=goal.id in _above(parent.id), is_open=parent.state is GoalState.OPEN
        )
        if not verdict:
            raise Invalid(verdict.reason, "parent")
    before = {"parent": goal.parent_id, "weight": goal.weight}
    goal.parent_id, goal.weight = (parent.id if parent else None), weight
    db.session.flush()
    after = {"parent": goal.parent_id, "weight": weight}
    audit.record(actor.id, "goal.aligned", Ref("goal", goal.id), before=before, after=after)


def _above(goal_id: int) -> set[int]:
    """The goal itself and all that it serves, however far up."""
    top = select(Goal.id, Goal.parent_id).where(Goal.id == goal_id).cte("above", recursive=True)
    up = aliased(Goal)
    above = top.union(select(up.id, up.parent_id).join(top, up.id == top.c.parent_id))
    return set(db.session.scalars(select(above.c.id)))
