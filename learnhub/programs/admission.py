"""How people come in: what hosts choose about sign-up beyond its places and its questions."""

from dataclasses import asdict, dataclass, fields

from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.words import count
from learnhub.people.models import Person
from learnhub.programs import approvals, offers, queries
from learnhub.programs.models import Program
from learnhub.programs.promotions import fill_places
from learnhub.programs.services import record, require_edit


@dataclass(frozen=True, slots=True)
class Admission:
    """What of it is chosen; each stands in the program's row under its name."""

    approves: bool = False
    offer_hours: int | None = None  # how long a free place is offered to who waits; else it is theirs at once
    releases: bool = False  # the places of those who have not come go to who waits


def of(program: Program) -> Admission:
    """Return how it stands."""
    return Admission(**{each.name: getattr(program, each.name) for each in fields(Admission)})


def change(actor: Person, program: Program, wanted: Admission) -> None:
    """Let people come in so from now on.

    Raises Invalid where somebody still awaits an approval that would be needed no more, Forbidden unless
    the actor runs the program.
    """
    require_edit(actor, program)
    queries.lock(program)
    before = of(program)
    if wanted == before:
        return
    if before.approves and not wanted.approves and approvals.count(program):
        raise Invalid("Some people still wait for your approval. Decide about them first.", "approves")
    for name, value in asdict(wanted).items():
        setattr(program, name, value)
    db.session.flush()
    if wanted.offer_hours is None:
        offers.drop_all(program)
    fill_places(program)
    record(actor, program, "program.admission", before=asdict(before), after=asdict(wanted))


def in_words(program: Program) -> str:
    """Say how people come in, for the hosts."""
    said = ["Whoever signs up gets a place at once, while there are some."]
    if program.approves:
        said = ["The hosts approve each sign-up before it takes a place."]
    if program.offer_hours is not None:
        said.append(f"A place that comes free is offered for {count(program.offer_hours, 'hour')} at a time.")
    if program.releases:
        said.append("Places of those who have not come after 15 minutes go to who waits.")
    return " ".join(said)
