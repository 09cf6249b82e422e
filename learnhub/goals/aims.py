"""The goal that something new is made for: asked on the form that makes it, and tied at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from learnhub.core.errors import Invalid
from learnhub.core.refs import Ref
from learnhub.goals import pages, periods, queries, services
from learnhub.goals.models import Goal
from learnhub.people import unit_trees
from learnhub.people.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Aim:
    """What was answered: the key of an open goal, or the title of a new one; and why, in a line."""

    goal: str = ""
    title: str = ""
    why: str = ""


def offered(person: Person) -> dict[str, Any]:
    """Return the open goals to choose from, and the unit of a new one: None where they may add none."""
    unit = _unit(person)
    may = unit is not None and bool(services.verdict_on_creating(person, unit))
    goals = [(goal.key, goal.title) for goal in queries.open_goals(person)]
    return {"goals": goals, "unit": unit if may else None}


def serve(actor: Person, ref: Ref, aim: Aim, *, on: date) -> Goal | None:
    """Tie what the actor has just made to its goal, adding that where it is new.

    A new one is for the quarter of `on`, so that what serves it lies in it; for this one if that is over.

    Raises Forbidden for those who may add no goals, Invalid where a goal is both chosen and written.
    """
    if aim.goal and aim.title:
        raise Invalid("Choose a goal or write a new one, not both.", "new_goal")
    if aim.why and not (aim.goal or aim.title):
        raise Invalid("Say which goal it serves.", "new_goal")
    goal = _added(actor, aim.title, on) if aim.title else None
    goal = queries.goal(actor, aim.goal) if aim.goal else goal
    if goal is not None:
        services.tie(actor, goal, ref, why=aim.why, may_edit_the_other=True)
    return goal


def _added(actor: Person, title: str, on: date) -> Goal:
    unit = _unit(actor)
    if unit is None:
        raise Invalid("A goal belongs to a unit, and there is none yet.", "new_goal")
    quarter = periods.quarter_of(max(on, pages.today(actor)))
    return services.create(actor, title=title, unit=unit, starts_on=quarter.first, ends_on=quarter.last)


def _unit(person: Person) -> Unit | None:
    """Return their own unit, else the first at the top."""
    return person.unit or next((branch.unit for branch in unit_trees.tree()), None)
