"""Prizes of a hackathon: add, change and remove."""

from collections.abc import Callable, Iterable

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.points import One
from learnhub.core.policy import Verdict, require
from learnhub.hackathons import policies, queries
from learnhub.hackathons.events import PrizeRemoved
from learnhub.hackathons.models import Hackathon, Prize
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.programs.events import ProgramChanged
from learnhub.programs.services import record, require_edit

Counter = Callable[[Prize], int]  # how many demos are in for it, in one SELECT; demos, a package above, know
ENTERED: One[Counter] = One("how many demos are in for a prize")


def entered(prize: Prize) -> int:
    """Return how many demos are in for it."""
    return ENTERED.given(prize) if ENTERED.given else 0


def add(actor: Person, hackathon: Hackathon, *, name: str, description: str = "") -> Prize:
    """Add a prize after the others.

    Raises Invalid for a name that is there already, Forbidden unless the actor runs the hackathon.
    """
    require_edit(actor, hackathon)
    known = [each.name for each in queries.prizes(hackathon)]
    _check(known, name)
    prize = Prize(hackathon_id=hackathon.id, name=name, description=description, position=len(known))
    db.session.add(prize)
    db.session.flush()
    record(actor, hackathon, "prize.added", after={"name": name})
    events.publish(ProgramChanged(hackathon.id, actor.id))
    return prize


def change(actor: Person, hackathon: Hackathon, prize: Prize, *, name: str, description: str) -> None:
    """Change a prize's name and what it is for. Raises as `add` does."""
    require_edit(actor, hackathon)
    _check([each.name for each in queries.prizes(hackathon) if each.id != prize.id], name)
    before = {"name": prize.name}
    after = {"name": name} | ({"changed": "description"} if description != prize.description else {})
    prize.name, prize.description = name, description
    db.session.flush()
    record(actor, hackathon, "prize.changed", before=before, after=after)
    events.publish(ProgramChanged(hackathon.id, actor.id))


def may_remove(hackathon: Hackathon, prize: Prize) -> Verdict:
    """Return whether it can go; who asks runs the hackathon."""
    return policies.may_remove_prize(
        entered=entered(prize), snapshot_at=hackathon.snapshot_at, now=clock.now()
    )


def remove(actor: Person, hackathon: Hackathon, prize: Prize) -> None:
    """Delete a prize; demos that are in for it stay, without it.

    Raises Forbidden once demos were handed in for it, or unless the actor runs the hackathon.
    """
    require_edit(actor, hackathon)
    programs.lock(hackathon)
    require(may_remove(hackathon, prize))
    events.publish(PrizeRemoved(hackathon.id, prize.id))
    record(actor, hackathon, "prize.removed", before={"name": prize.name})
    db.session.delete(prize)
    db.session.flush()
    events.publish(ProgramChanged(hackathon.id, actor.id))


def _check(others: Iterable[str], name: str) -> None:
    if not name:
        raise Invalid("Name the prize.", "name")
    if any(each.casefold() == name.casefold() for each in others):
        raise Invalid("There is a prize of that name already.", "name")
