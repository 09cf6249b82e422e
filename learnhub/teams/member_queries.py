"""Who is in teams now, as pages name them: of many teams at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from learnhub.core import words
from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.people.models import Person, Unit
from learnhub.people.named import NAMED, Named
from learnhub.teams.models import Membership


def people_of(team_ids: Iterable[int]) -> dict[int, list[Named]]:
    """Return who is in each of the teams now, longest first: one SELECT, of no team none."""
    found: defaultdict[int, list[Named]] = defaultdict(list)
    if asked := [*team_ids]:
        for team_id, *person in db.session.execute(*kept(_people_of, asked)):
            found[team_id].append(Named(*person))
    return found


def _people_of(team_ids: Sequence[int]) -> Select[Any]:
    return (
        select(Membership.team_id, *NAMED)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Membership.team_id.in_(team_ids), Membership.left_at.is_(None))
        .order_by(Membership.joined_at, Membership.id)
    )


def names_of(team_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the names of those who are in each of the teams now, longest first: one SELECT."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for team_id, name, left_at in db.session.execute(*kept(_names_of, [*team_ids])):
        found[team_id].append(words.called(name, has_left=left_at is not None))
    return found


def _names_of(team_ids: Sequence[int]) -> Select[int, str, datetime | None]:
    return (
        select(Membership.team_id, Person.name, Person.left_at)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.team_id.in_(team_ids), Membership.left_at.is_(None))
        .order_by(Membership.joined_at, Membership.id)
    )
