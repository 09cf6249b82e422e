"""What is asked of talks."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.programs.models import ProgramState
from learnhub.programs.queries import Standing
from learnhub.talks.models import Talk


def find(person: Person, key: str) -> tuple[Talk, Standing]:
    """Return the talk and what the person is to it. Raises NotFound for what they may not know of."""
    return programs.find(person, key, Talk)


def hosted(person: Person, key: str) -> tuple[Talk, Standing]:
    """Return a talk that the person runs. Raises as `find` does, Forbidden for those who know of it."""
    return programs.hosted(person, key, Talk)


def talk(person: Person, key: str) -> Talk:
    """Return the talk alone. Raises NotFound for what they may not know of."""
    return find(person, key)[0]


def by_code(person: Person, code: str) -> tuple[Talk, Standing]:
    """Return the talk whose arrival code that is, however it was typed. Raises NotFound.

    The code itself lets guests know of it as well: they stand in the room.
    """
    found = db.session.scalar(
        select(Talk).where(Talk.code == "".join(code.split()).upper(), Talk.published_at.is_not(None))
    )
    if found is None:
        raise NotFound
    return found, programs.standing(person, found)


def just_given(now: datetime) -> Sequence[Talk]:
    """Return the talks that are over and whose acts are not written yet; nobody asks."""
    return db.session.scalars(
        select(Talk)
        .where(Talk.state == ProgramState.PUBLISHED, Talk.ends_at <= now, Talk.given_at.is_(None))
        .order_by(Talk.id)
    ).all()
