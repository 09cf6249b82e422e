"""What a goal's title says, as a sentence, in every state."""

from decimal import Decimal

from learnhub.goals.models import Goal, GoalState, KeyResult, KeyResultKind


def number(value: Decimal | None) -> str:
    """Write a value plainly: 45, 4.5, 12 300; no trailing zeros."""
    if value is None:
        return "–"
    text = f"{value.normalize():f}"
    whole, point, rest = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u202f") if len(whole.lstrip("-")) > 4 else whole
    return f"{grouped}{point}{rest}"


def headline(goal: Goal) -> str:
    """Say where the goal stands, by its first key result."""
    if goal.state is GoalState.CLOSED:
        return f"{goal.title}: closed."
    if not goal.key_results:
        return f"{goal.title}: no measure yet."
    result = goal.key_results[0]
    if result.kind is KeyResultKind.MILESTONE:
        return f"{result.title}: {'reached' if result.reached_at else 'not reached yet'}."
    return _metric(result)


def _metric(result: KeyResult) -> str:
    unit = f" {result.measure}" if result.measure else ""
    target = f"The goal is {number(result.target)}{unit if result.current is None else ''}."
    if result.current is None or result.current == result.baseline:
        return f"{result.title} is at {number(result.baseline)}{unit}. {target}"
    if result.baseline is None or result.target is None:
        return f"{result.title} is at {number(result.current)}{unit}."
    rising = result.target >= result.baseline
    reached = result.current >= result.target if rising else result.current <= result.target
    if reached:
        return f"{result.title} reached {number(result.current)}{unit}. The goal was {number(result.target)}."
    verb = "rose" if result.current > result.baseline else "fell"
    return f"{result.title} {verb} from {number(result.baseline)} to {number(result.current)}{unit}. {target}"
