"""Writing where a goal stands, and going on with it in the next period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.goals import key_results, services
from learnhub.goals.events import GoalUpdated
from learnhub.goals.models import (
    Goal,
    GoalState,
    GoalUpdate,
    KeyResult,
    KeyResultKind,
    Measurement,
    SkillNeed,
    Tie,
)
from learnhub.people.models import Person
from learnhub.search import services as search


@dataclass(frozen=True, slots=True)
class Reading:
    """Where one key result stands: a value for a metric, reached or not for a milestone."""

    value: Decimal | None = None
    reached: bool | None = None
    confidence: int | None = None

    @property
    def says_nothing(self) -> bool:
        return self.value is None and self.reached is None and self.confidence is None


def write(
    actor: Person,
    goal: Goal,
    *,
    changed: str,
    confidence: int | None = None,
    readings: Mapping[int, Reading] | None = None,
    at: datetime | None = None,
) -> GoalUpdate:
    """Write what changed, how sure one is of the goal (0 to 10), and where key results stand, by id."""
    require(services.verdict_on_editing(actor, goal))
    moment = at or clock.now()
    row = GoalUpdate(goal_id=goal.id, author=actor, changed=changed, confidence=confidence, at=moment)
    for result in goal.key_results:
        reading = (readings or {}).get(result.id, Reading())
        if not reading.says_nothing:
            row.measurements.append(_measure(result, reading, moment))
    db.session.add(row)
    db.session.flush()
    events.publish(GoalUpdated(goal.id, row.id, actor.id))
    return row


def _measure(result: KeyResult, reading: Reading, moment: datetime) -> Measurement:
    """Move the key result to where it stands; the first value of one without a baseline becomes it."""
    made = Measurement(key_result_id=result.id, confidence=reading.confidence)
    if result.kind is KeyResultKind.METRIC:
        made.value = reading.value
        if reading.value is not None:
            result.current = reading.value
            result.baseline = reading.value if result.baseline is None else result.baseline
    elif reading.reached is not None:
        made.reached = reading.reached
        result.reached_at = (result.reached_at or moment) if reading.reached else None
    return made


def go_on(
    actor: Person,
    goal: Goal,
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    targets: Mapping[int, Decimal | None],
    with_ties: bool,
) -> Goal:
    """Copy the goal to its next period, and return the copy.

    `targets` names the key results that go on, by their ids, each with its new target (None for a
    milestone): a metric begins where it stands now. Skills that are needed go along, ties if wanted,
    evidence and updates never: they stay with this goal. Raises Forbidden, and Invalid with the field
    "target_" and the key of a key result whose new target is no way from there.
    """
    made = services.create(
        actor,
        title=title,
        unit=goal.unit,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=goal.reason,
        owner=goal.owner,
        previous=goal,
    )
    for result in goal.key_results:
        if result.id in targets:
            made.key_results.append(_next(result, targets[result.id]))
    if goal.parent is not None and goal.parent.state is GoalState.OPEN:
        made.parent_id, made.weight = goal.parent_id, goal.weight
    _copy_needs(goal, made)
    if with_ties:
        _copy_ties(actor, goal, made)
    db.session.flush()
    search.changed(Ref("goal", made.id))
    return made


def _next(result: KeyResult, target: Decimal | None) -> KeyResult:
    copy = KeyResult(kind=result.kind, title=result.title, weight=result.weight, measure=result.measure)
    if result.kind is KeyResultKind.METRIC:
        start = result.current if result.current is not None else result.baseline
        try:
            copy.direction = key_results.direction_of(
                start, target, result.direction if start is None else None
            )
        except Invalid as error:
            raise Invalid(str(error), f"target_{result.key}") from error
        copy.baseline = copy.current = start
        copy.target = target
    return copy


def _copy_needs(goal: Goal, made: Goal) -> None:
    for need in db.session.scalars(select(SkillNeed).where(SkillNeed.goal_id == goal.id)):
        kept = {"level": need.level, "people": need.people, "began_with": need.began_with}
        db.session.add(SkillNeed(goal_id=made.id, skill_id=need.skill_id, **kept))


def _copy_ties(actor: Person, goal: Goal, made: Goal) -> None:
    for tie in db.session.scalars(select(Tie).where(Tie.goal_id == goal.id).order_by(Tie.id)).all():
        ref = Ref(tie.ref_kind, tie.ref_id)
        services.tie(actor, made, ref, why=tie.why, may_edit_the_other=True)
