"""Who may find a program, or something of it: tokens for the one search."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, SQLColumnExpression, select

from learnhub.programs.models import Host, SignUp, SignUpState, Speaker
from learnhub.search.audiences import ADMIN, EVERYONE, token


def tokens(person_id: SQLColumnExpression[int]) -> Sequence[Select[str]]:
    """Return the tokens of what the person hosts, and of what they are on."""
    hosts = select(token("host", Host.program_id)).where(Host.person_id == person_id)
    on_it = select(token("program", SignUp.program_id))
    on_it = on_it.where(SignUp.person_id == person_id, SignUp.state != SignUpState.REMOVED)
    speaks = select(token("program", Speaker.program_id)).where(Speaker.person_id == person_id)
    return hosts, on_it, speaks


def audience(program_id: int, published_at: datetime | None) -> frozenset[str]:
    """Return who finds the program itself: as `policies.may_see` says."""
    always = frozenset({ADMIN, f"host:{program_id}"})
    return always | seen_by(program_id) if published_at else always


def seen_by(program_id: int) -> frozenset[str]:
    """Return everyone who may see it once it is published: all, and the guests who are on it."""
    return frozenset({EVERYONE, f"program:{program_id}"})
