"""Prizes of a hackathon: add and change."""

from collections.abc import Iterable

from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.hackathons import queries
from learnhub.hackathons.models import Hackathon, Prize
from learnhub.people.models import Person
from learnhub.programs.events import ProgramChanged
from learnhub.programs.services import record, require_edit


def add(actor: Person, hackathon: Hackathon, *, name: str, description: str = "") -> Prize:
    """Add a prize after the others.

    Raises Invalid for a name that is there already, Forbidden unless the actor runs the hackathon.
    """
    require_edit(actor, hackathon)
    known = queries.prizes(hackathon)
    _check(known, name)
    prize = Prize(hackathon_id=hackathon.id, name=name, description=description, position=len(known))
    db.session.add(prize)
    db.session.flush()
    record(actor, hackathon, "prize.added", after={"name": name})
    events.publish(ProgramChanged(hackathon.id))
    return prize


def change(actor: Person, hackathon: Hackathon, prize: Prize, *, name: str, description: str) -> None:
    """Change a prize's name and what it is for. Raises as `add` does."""
    require_edit(actor, hackathon)
    _check([each for each in queries.prizes(hackathon) if each is not prize], name)
    before = {"name": prize.name}
    after = {"name": name} | ({"changed": "description"} if description != prize.description else {})
    prize.name, prize.description = name, description
    db.session.flush()
    record(actor, hackathon, "prize.changed", before=before, after=after)
    events.publish(ProgramChanged(hackathon.id))


def _check(others: Iterable[Prize], name: str) -> None:
    if not name:
        raise Invalid("Name the prize.", "name")
    if any(each.name.casefold() == name.casefold() for each in others):
        raise Invalid("There is a prize of that name already.", "name")
