"""Who may find a program, or something of it: tokens for the one search."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, SQLColumnExpression, select

from learnhub.core.db import db
from learnhub.programs.asked_models import Part, PartTaken
from learnhub.programs.models import Host, SignUp, SignUpState, Speaker
from learnhub.programs.openness_models import Opening
from learnhub.search.audiences import ADMIN, EVERYONE, token


def tokens(person_id: SQLColumnExpression[int]) -> Sequence[Select[str]]:
    """Return the tokens of what the person hosts, and of what they are on."""
    hosts = select(token("host", Host.program_id)).where(Host.person_id == person_id)
    on_it = select(token("program", SignUp.program_id))
    on_it = on_it.where(SignUp.person_id == person_id, SignUp.state != SignUpState.REMOVED)
    speaks = select(token("program", Speaker.program_id)).where(Speaker.person_id == person_id)
    takes = select(token("program", Part.program_id)).join(PartTaken, PartTaken.part_id == Part.id)
    takes = takes.where(PartTaken.person_id == person_id)
    return hosts, on_it, speaks, takes


def audience(program_id: int, published_at: datetime | None, *, is_limited: bool) -> frozenset[str]:
    """Return who finds the program itself: as `sights.may_see` says."""
    always = frozenset({ADMIN, f"host:{program_id}"})
    return always | seen_by(program_id, is_limited=is_limited) if published_at else always


def seen_by(program_id: int, *, is_limited: bool) -> frozenset[str]:
    """Return who may see it once it is published: all or those chosen, and who is on it, guests too."""
    chosen = _chosen(program_id) if is_limited else [EVERYONE]
    return frozenset({ADMIN, f"program:{program_id}", *chosen})


def _chosen(program_id: int) -> list[str]:
    rows = db.session.execute(
        select(Opening.unit_id, Opening.person_id).where(Opening.program_id == program_id)
    )
    return [f"unit:{unit}" if unit else f"person:{person}" for unit, person in rows]
