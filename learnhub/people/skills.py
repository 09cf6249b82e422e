"""What people can do, by their own word, on four steps. Levels are theirs alone; sums show from five on."""

from collections.abc import Sequence

from sqlalchemy import ScalarSelect, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import joinedload

from learnhub.core import clock, events
from learnhub.core.db import db, insert
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.text import one_line
from learnhub.people.events import PersonChanged
from learnhub.people.models import Kind, Person, PersonSkill, Skill, SkillLevel

LONGEST = 80
MOST = 60
OFFERED = 300
FEWEST = 5  # who say that they have it, before all are offered its name


def folded(name: str) -> str:
    """Return the one spelling under which a skill is known: no capitals, single spaces."""
    return one_line(name).casefold()


def named(name: str) -> Skill:
    """Return the skill of that name, made if it is new. Raises Invalid without a name, or with a long one."""
    plain, spelling = one_line(name), folded(name)
    if not plain:
        raise Invalid("Name a skill.", "skill")
    if len(plain) > LONGEST:
        raise Invalid(f"Use at most {LONGEST} characters.", "skill")
    values = {"name": plain, "folded": spelling}
    db.session.execute(insert(Skill).values(values).on_conflict_do_nothing(index_elements=["folded"]))
    return db.session.scalars(select(Skill).where(Skill.folded == spelling)).one()


def say(person: Person, name: str, *, level: SkillLevel, helps: bool) -> PersonSkill:
    """Say how far one is with a skill, and whether one helps others with it; said again, it changes."""
    skill = named(name)
    found = db.session.scalar(
        select(PersonSkill).where(PersonSkill.person_id == person.id, PersonSkill.skill_id == skill.id)
    )
    if found is None and len(of(person)) >= MOST:
        raise Invalid(f"That makes more than {MOST} skills. Take one off first.", "skill")
    row = found or PersonSkill(person_id=person.id, skill=skill)
    row.level, row.helps, row.changed_at = level, helps, clock.now()
    db.session.add(row)
    db.session.flush()
    events.publish(PersonChanged(person.id))
    return row


def forget(person: Person, key: str) -> Skill:
    """Take the skill of that key off one's list, and return it. Raises NotFound."""
    found = db.session.scalar(
        select(PersonSkill)
        .join(PersonSkill.skill)
        .options(joinedload(PersonSkill.skill))
        .where(PersonSkill.person_id == person.id, Skill.key == key)
    )
    if found is None:
        raise NotFound
    db.session.delete(found)
    db.session.flush()
    events.publish(PersonChanged(person.id))
    return found.skill


def of(person: Person) -> Sequence[PersonSkill]:
    """Return what the person says, by name: for themselves."""
    return db.session.scalars(
        select(PersonSkill)
        .join(PersonSkill.skill)
        .options(joinedload(PersonSkill.skill))
        .where(PersonSkill.person_id == person.id)
        .order_by(Skill.folded)
    ).all()


def helps_with(person: Person) -> Sequence[str]:
    """Return the names of the skills that the person helps others with: for everybody, without levels."""
    return db.session.scalars(
        select(Skill.name)
        .join(PersonSkill, PersonSkill.skill_id == Skill.id)
        .where(PersonSkill.person_id == person.id, PersonSkill.helps)
        .order_by(Skill.folded)
    ).all()


def helped_with(ids: Sequence[int] | None) -> dict[int, list[str]]:
    """Return the names of the skills that these people, or all, help others with, by their ids."""
    wanted = select(PersonSkill.person_id, Skill.name).join(PersonSkill.skill).where(PersonSkill.helps)
    found: dict[int, list[str]] = {}
    for person_id, name in db.session.execute(
        wanted if ids is None else wanted.where(PersonSkill.person_id.in_(ids))
    ):
        found.setdefault(person_id, []).append(name)
    return found


def known(person: Person) -> Sequence[str]:
    """Return the names of skills that the person can choose from, by name; guests none.

    What only a few say of themselves, and nobody helps others with, is theirs alone.
    """
    if person.kind is Kind.GUEST:
        return ()
    said = select(PersonSkill.id).where(PersonSkill.skill_id == Skill.id)
    often = said.offset(FEWEST - 1).limit(1)
    open_to_all = or_(~said.exists(), said.where(PersonSkill.helps).exists(), often.exists())
    return db.session.scalars(
        select(Skill.name).where(open_to_all).order_by(Skill.folded).limit(OFFERED)
    ).all()


def there(skill_id: SQLColumnExpression[int], level: SkillLevel) -> ScalarSelect[int]:
    """Count, inside a SELECT, who is here and at that level of the skill or above. Guests do not count."""
    return (
        select(func.count())
        .select_from(PersonSkill)
        .join(Person, Person.id == PersonSkill.person_id)
        .where(PersonSkill.skill_id == skill_id, PersonSkill.level >= level)
        .where(Person.left_at.is_(None), Person.kind != Kind.GUEST)
        .scalar_subquery()
    )


def helping(skill_id: SQLColumnExpression[int]) -> ScalarSelect[int]:
    """Count, inside a SELECT, who is here and helps others with the skill. Guests do not count."""
    return (
        select(func.count())
        .select_from(PersonSkill)
        .join(Person, Person.id == PersonSkill.person_id)
        .where(PersonSkill.skill_id == skill_id, PersonSkill.helps)
        .where(Person.left_at.is_(None), Person.kind != Kind.GUEST)
        .scalar_subquery()
    )


def shown(counts: Sequence[int], least: int) -> list[int | None]:
    """Return how many there are at each level or above, None where it may not be said. Pure.

    Nothing is said about fewer than `least` people, nor two numbers that differ by fewer than that: one
    could work out from them how few are at the level between.
    """
    found: list[int | None] = []
    last: int | None = None
    for count in counts:
        may = count >= least and (last is None or last == count or last - count >= least)
        found.append(count if may else None)
        last = count if may else last
    return found
