"""What a goal's page says of people, never of few: who can do what it takes, and who took part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from learnhub.activity.models import ActKind
from learnhub.core import words
from learnhub.goals import teaching
from learnhub.goals.story_queries import Crowd, Need
from learnhub.goals.teaching import Plan
from learnhub.people.models import Person

PARTS = {
    ActKind.ATTENDED: "came",
    ActKind.SUBMITTED: "handed in a demo",
    ActKind.DEMOED: "showed one",
    ActKind.HOSTED: "hosted",
    ActKind.SPOKE: "spoke",
    ActKind.TOOK_PART: "took a part",
    ActKind.TOOK_AWAY: "used what they read",
    ActKind.COMPLETED: "completed a course",
}


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill that is needed, with what is planned for it."""

    need: Need
    plans: Sequence[Plan]


def gap(person: Person, needs: Sequence[Need]) -> dict[str, Any]:
    """The skills that are needed, how many people each lacks, and what is planned for it."""
    plans = teaching.planned(person, [need.skill_id for need in needs])
    return {"skills": [Skill(need, plans[need.skill_id]) for need in needs], "lacks": lacks(needs)}


def lacks(needs: Sequence[Need]) -> str:
    """Say where people are missing: "9 people are missing for “Testing a model with few cases”."."""
    short = [(need.missing, need.skill) for need in needs if need.missing]
    if short:
        number, skill = short[0]
        rest = [f"{words.figure(more)} for “{other}”" for more, other in short[1:]]
        people = words.count(number, "person", "people")
        return f"{people} {'is' if number == 1 else 'are'} missing for {words.joined([f'“{skill}”', *rest])}."
    if any(need.missing is None for need in needs):
        return "How many people are missing cannot be said without telling of few."
    return "Enough people are there for each skill."


def crowd(of: Crowd, least: int) -> dict[str, Any] | None:
    """How many took part, of how many units, and as what; None below the smallest group.

    A part is left out where it, or the rest of the people, are fewer than that.
    """
    if of.people < least:
        return None
    parts = [
        f"{words.figure(number)} {PARTS.get(kind) or kind.value.replace('_', ' ')}"
        for kind, number in of.by_kind.items()
        if _is_said(number, of.people, least)
    ]
    return {"people": of.people, "units": of.units, "parts": words.joined(parts) if parts else ""}


def _is_said(part: int, whole: int, least: int) -> bool:
    return part >= least and (part == whole or whole - part >= least)
