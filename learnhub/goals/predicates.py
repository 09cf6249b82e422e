"""What search asks of goals: `goal:"line stops"`, `goal:none`."""

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, false

from learnhub.goals.models import Goal, Tie
from learnhub.people.models import Kind, Person

NO_GOAL = "none"


def tied(
    value: str, person: Person, kind: SQLColumnExpression[str], id_: SQLColumnExpression[int]
) -> ColumnElement[bool] | None:
    """The condition that a thing is tied to a goal of that name, or of that key; to none for "none"."""
    if person.kind is Kind.GUEST:
        return false()
    tie = exists().where(Tie.ref_kind == kind, Tie.ref_id == id_)
    if value.casefold() == NO_GOAL:
        return ~tie
    named = Goal.title.icontains(value, autoescape=True) | (Goal.key == value)
    return tie.where(Goal.id == Tie.goal_id, named)
