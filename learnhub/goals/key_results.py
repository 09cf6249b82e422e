"""How one will know: metrics and milestones of a goal, with their direction and weight."""

from decimal import Decimal
from typing import Any

from learnhub.core import audit
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.goals import policies, queries, services
from learnhub.goals.models import Direction, Goal, KeyResult, KeyResultKind
from learnhub.people.models import Person
from learnhub.search import services as search

MOST = 12
HEAVIEST = 10


def add(
    actor: Person,
    goal: Goal,
    *,
    kind: KeyResultKind,
    title: str,
    measure: str = "",
    baseline: Decimal | None = None,
    target: Decimal | None = None,
    direction: Direction | None = None,
    weight: int = 1,
) -> KeyResult:
    """Add a metric that goes from a baseline to a target, or a milestone.

    Raises Invalid where a metric has no target, does not move, or moves against its direction.
    """
    require(services.verdict_on_editing(actor, goal))
    if len(goal.key_results) >= MOST:
        raise Invalid(f"A goal has at most {MOST} key results. Remove one first.", "result_title")
    result = KeyResult(kind=kind, title=title, weight=_checked(weight))
    if kind is KeyResultKind.METRIC:
        result.direction = direction_of(baseline, target, direction)
        result.measure, result.baseline, result.current, result.target = measure, baseline, baseline, target
    goal.key_results.append(result)
    db.session.flush()
    search.changed(Ref("goal", goal.id))
    audit.record(actor.id, "goal.measured_by", Ref("goal", goal.id), after=_said(result))
    return result


def change(
    actor: Person,
    goal: Goal,
    result: KeyResult,
    *,
    title: str,
    measure: str,
    baseline: Decimal | None,
    target: Decimal | None,
    direction: Direction | None,
    weight: int,
) -> None:
    """Change what is wanted; what was measured stays. Raises Invalid as `add` does."""
    require(services.verdict_on_editing(actor, goal))
    before = _said(result)
    result.title, result.weight = title, _checked(weight)
    if result.kind is KeyResultKind.METRIC:
        result.direction = direction_of(baseline, target, direction)
        if result.current == result.baseline and not queries.is_measured(result):
            result.current = baseline
        result.measure, result.baseline, result.target = measure, baseline, target
    db.session.flush()
    search.changed(Ref("goal", goal.id))
    audit.record(actor.id, "goal.measure_changed", Ref("goal", goal.id), before=before, after=_said(result))


def remove(actor: Person, goal: Goal, result: KeyResult) -> None:
    """Take a key result away. Raises Forbidden once it has been measured: its history stays."""
    require(services.verdict_on_editing(actor, goal))
    require(policies.may_remove_result(is_measured=queries.is_measured(result)))
    audit.record(actor.id, "goal.measure_removed", Ref("goal", goal.id), before=_said(result))
    goal.key_results.remove(result)
    db.session.delete(result)
    db.session.flush()
    search.changed(Ref("goal", goal.id))


def direction_of(
    baseline: Decimal | None, target: Decimal | None, wanted: Direction | None = None
) -> Direction:
    """Return which way the numbers go. Raises Invalid where they go nowhere, or the wrong way."""
    if target is None:
        raise Invalid("Say where it should be, as a number.", "target")
    if baseline is None:
        if wanted is None:
            raise Invalid("Say where it stands today, or whether it should rise or fall.", "baseline")
        return wanted
    if baseline == target:
        raise Invalid("The target is where it stands today already.", "target")
    found = Direction.UP if target > baseline else Direction.DOWN
    if wanted not in (None, found):
        verb = "rises" if found is Direction.UP else "falls"
        raise Invalid(f"From where it stands today to this target it {verb}.", "direction")
    return found


def _checked(weight: int) -> int:
    if not 0 <= weight <= HEAVIEST:
        raise Invalid(f"Use a weight from 0 to {HEAVIEST}.", "weight")
    return weight


def _said(result: KeyResult) -> dict[str, Any]:
    numbers = {"baseline": result.baseline, "target": result.target}
    said = {name: None if value is None else str(value) for name, value in numbers.items()}
    return {"title": result.title, "weight": result.weight, **said}
