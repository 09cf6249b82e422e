"""The gap: skills that a goal needs, at a level, for so many people."""

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import require
from learnhub.goals import services, story_queries
from learnhub.goals.models import Goal, SkillNeed
from learnhub.people import skills
from learnhub.people.models import Person, Skill, SkillLevel

MOST = 12


def name(actor: Person, goal: Goal, skill: str, *, level: SkillLevel, people: int) -> SkillNeed:
    """Say that the goal needs `people` at `level` of a skill; said again, it changes.

    How many are there now is kept. Raises Invalid for no skill, or more than a goal can name.
    """
    require(services.verdict_on_editing(actor, goal))
    found = skills.named(skill)
    named = db.session.scalars(select(SkillNeed).where(SkillNeed.goal_id == goal.id)).all()
    need = next((each for each in named if each.skill_id == found.id), None)
    if need is None and len(named) >= MOST:
        raise Invalid(f"A goal names at most {MOST} skills. Take one off first.", "skill")
    if need is None or need.level != level:
        need = need or SkillNeed(goal_id=goal.id, skill=found)
        need.began_with = story_queries.count_there(found, level)
    need.level, need.people = level, people
    db.session.add(need)
    db.session.flush()
    return need


def take_off(actor: Person, goal: Goal, key: str) -> None:
    """The goal needs the skill of that key no more. Raises NotFound."""
    require(services.verdict_on_editing(actor, goal))
    need = db.session.scalar(
        select(SkillNeed).join(SkillNeed.skill).where(SkillNeed.goal_id == goal.id, Skill.key == key)
    )
    if need is None:
        raise NotFound
    db.session.delete(need)
    db.session.flush()
