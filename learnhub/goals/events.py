"""What happens to goals."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoalUpdated:
    goal_id: int
    update_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class GoalClosed:
    goal_id: int


@dataclass(frozen=True, slots=True)
class PeriodMoved:
    """The goal begins or ends on another day: what `ref` brought about may prove something for it now."""

    goal_id: int
    ref_kind: str
    ref_id: int


@dataclass(frozen=True, slots=True)
class Tied:
    goal_id: int
    ref_kind: str
    ref_id: int


@dataclass(frozen=True, slots=True)
class Untied:
    goal_id: int
    ref_kind: str
    ref_id: int
