"""How people come in: what hosts choose about sign-up beyond its places and its questions."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta

from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.words import count
from learnhub.people.models import Person
from learnhub.programs import approvals, offers, queries, texts
from learnhub.programs.models import Program
from learnhub.programs.promotions import fill_places
from learnhub.programs.services import record, require_edit


@dataclass(frozen=True, slots=True)
class Admission:
    """What of it is chosen; each stands in the program's row under its name."""

    approves: bool = False
    offer_hours: int | None = None  # how long a free place is offered to who waits; else it is theirs at once
    releases: bool = False  # the places of those who have not come go to who waits
    opens_wall: datetime | None = None  # sign-up, as the clock on the wall shows it
    closes_wall: datetime | None = None


def of(program: Program) -> Admission:
    """Return how it stands."""
    return Admission(**{each.name: getattr(program, each.name) for each in fields(Admission)})


def later(admission: Admission, by: timedelta) -> Admission:
    """Return the same for a program that starts so much later."""
    opens, closes = (at + by if at else None for at in (admission.opens_wall, admission.closes_wall))
    return replace(admission, opens_wall=opens, closes_wall=closes)


def change(actor: Person, program: Program, wanted: Admission, *, version: int | None = None) -> None:
    """Let people come in so from now on.

    Raises Conflict with both where someone changed the program since `version`, Invalid where somebody still
    awaits an approval that would be needed no more, Forbidden unless the actor runs the program.
    """
    require_edit(actor, program)
    queries.lock(program)
    before = of(program)
    if wanted == before:
        return
    date = texts.on_date(program)
    if before.approves and not wanted.approves and approvals.count(program):
        raise Invalid(f"Some people still wait for your approval{date}. Decide about them first.", "approves")
    if version is not None and program.version != version:
        raise texts.stale(actor, program, theirs=said(before), yours=said(wanted))
    check(wanted, program.ends_wall, date)
    for name, value in asdict(wanted).items():
        setattr(program, name, value)
    db.session.flush()
    if wanted.offer_hours is None:
        offers.drop_all(program)
    fill_places(program)
    record(actor, program, "program.admission", before=_noted(before), after=_noted(wanted))


def check(wanted: Admission, ends: datetime, date: str = "") -> None:
    """Raise Invalid for a window that cannot be where a program ends then; `date` says which it is."""
    opens, closes = wanted.opens_wall, wanted.closes_wall
    if opens is not None and opens >= (closes or ends):
        raise Invalid(f"Sign-up opens before it closes, and before it is over{date}.", "opens_wall")
    if closes is not None and closes > ends:
        raise Invalid(f"It is over by then{date}. Close sign-up before.", "closes_wall")


def said(admission: Admission) -> dict[str, str]:
    """Return what stands in its form, to compare two of them."""
    return {name: texts.word(value) for name, value in asdict(admission).items()}


def _noted(admission: Admission) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(admission).items()
    }


def in_words(chosen: Admission) -> str:
    """Say how people come in, for the hosts."""
    said = ["Whoever signs up gets a place at once, while there are some."]
    if chosen.approves:
        said = ["The hosts approve each sign-up before it takes a place."]
    if chosen.offer_hours is not None:
        said.append(f"A place that comes free is offered for {count(chosen.offer_hours, 'hour')} at a time.")
    if chosen.releases:
        said.append("Places of those who have not come after 15 minutes go to who waits.")
    return " ".join(said)
