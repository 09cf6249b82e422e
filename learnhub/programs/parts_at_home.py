"""Parts to take on Home: one's own, and those that fit one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, exists, false, func, or_, select, true

from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.people.models import Person, PersonSkill, Role
from learnhub.programs import sights
from learnhub.programs.asked_models import Part, PartTaken, part_starts_at
from learnhub.programs.models import ON_IT, Host, Program, ProgramState, SignUp

LEADERS_FIRST = timedelta(days=3)  # from when it is asked for; others see it on Home afterwards
SOON = timedelta(days=7)  # before the program starts everyone sees it
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A part on somebody's Home: theirs, or one that fits them."""

    key: str
    name: str
    minutes: int | None
    program_key: str
    title: str
    url: str
    starts_at: datetime
    mine: bool


def for_home(person: Person, now: datetime) -> list[Offer]:
    """Return the parts that the person has taken, then at most three that fit them: one SELECT.

    Of several of one name it is the soonest that is free. Org leaders see a part at once, what is meant for
    them first, and that of each program that asks for it. Others do three days later, or in the last week
    before the start, where they are on the program's list or say that they help with the skill.
    """
    sight, leads = sights.sight(person), person.has(Role.LEADER)
    moments = now, now - LEADERS_FIRST, now + SOON
    rows = db.session.execute(*kept(_for_home, person.id, *moments, sight=sight, leads=leads))
    return [
        Offer(
            own, name, minutes, key, title, f"/{kind}s/{key}", part_starts_at(starts, after, zone), bool(has)
        )
        for own, name, minutes, after, has, kind, key, title, starts, zone in rows
    ]


def _for_home(
    reader: int, now: datetime, long_ago: datetime, soon: datetime, *, sight: sights.Sight, leads: bool
) -> Select[Any]:
    mine = exists().where(PartTaken.part_id == Part.id, PartTaken.person_id == reader)
    taken = select(func.count()).where(PartTaken.part_id == Part.id).scalar_subquery()
    hosts = exists().where(Host.program_id == Program.id, Host.person_id == reader)
    about = Program.kind, Program.key, Program.title, Program.starts_wall, Program.zone
    on_list = exists().where(
        SignUp.program_id == Program.id, SignUp.person_id == reader, SignUp.state.in_(ON_IT)
    )
    helps = exists().where(
        PersonSkill.person_id == reader, PersonSkill.skill_id == Part.skill_id, PersonSkill.helps
    )
    waited = or_(Part.created_at <= long_ago, Program.starts_at <= soon)
    fits = true() if leads else and_(waited, or_(on_list, helps))
    order = Program.starts_at, Part.after, Part.id
    meant = and_(~mine, Part.is_for_leaders()) if leads else false()
    name = func.lower(func.trim(Part.name))
    same = mine, case((meant, func.coalesce(Part.shared, Part.key)), else_=name)
    found = (
        select(Part.id, mine.label("mine"), meant.label("meant"))
        .add_columns(func.row_number().over(partition_by=same, order_by=order).label("place"))
        .join(Program, Program.id == Part.program_id)
        .where(Program.state == ProgramState.PUBLISHED, Program.ends_at > now)
        .where(sights.visible(reader, sight), or_(mine, and_(taken < Part.wanted, ~hosts, fits)))
        .cte("found")
    )
    part = Part.key, Part.name, Part.minutes, Part.after
    shown = select(*part, found.c.mine, *about).select_from(Part).join(found, found.c.id == Part.id)
    shown = shown.join(Program, Program.id == Part.program_id)
    soonest = select(Part.id).join(found, found.c.id == Part.id).join(Program, Program.id == Part.program_id)
    first = found.c.meant.desc(), *order
    offered = soonest.where(~found.c.mine, found.c.place == 1).order_by(*first).limit(OFFERED)
    return shown.where(or_(found.c.mine, Part.id.in_(offered))).order_by(found.c.mine.desc(), *first)
