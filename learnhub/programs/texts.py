"""What hosts write about a program, and how many places there are: written, compared, changed."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from learnhub.core import clock, dates, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.refs import Ref
from learnhub.core.walltime import wall
from learnhub.people import conflicts
from learnhub.people.models import Person
from learnhub.programs import places, queries
from learnhub.programs.events import ProgramChanged
from learnhub.programs.models import Program, Seat
from learnhub.programs.services import record, require_edit

WHERE = frozenset({"place", "call_url"})  # who is on it hears of another


@dataclass(frozen=True, slots=True)
class Text:
    """What a host writes about any program; a kind adds its own. `place` is a room or an address."""

    title: str
    summary: str = ""
    story: str = ""
    place: str = ""
    call_url: str = ""

    def check(self) -> None:
        """Raise Invalid, naming the field, for what cannot be."""
        if not self.title:
            raise Invalid("Give it a title.", "title")

    def check_change(self, program: Program) -> None:
        """Raise Invalid, naming the field, for what would take from people what they have."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many places there are; None is without limit."""

    on_site: int | None = None
    online: int | None = None


def write(program: Program, text: Text) -> None:
    """Put what was written into the row."""
    for name, value in asdict(text).items():
        setattr(program, name, value)


def edit(
    actor: Person, program: Program, text: Text, *, limits: Limits, version: int, alone: bool = True
) -> list[Program]:
    """Change its text and its places; not `alone` where others of its series change with it.

    Return it if it is elsewhere now: everyone else on it is told once.

    Raises Conflict with both texts where someone changed it since `version`, Invalid for what cannot be,
    Forbidden unless the actor runs it.
    """
    require_edit(actor, program)
    queries.lock(program)  # first, so that what is compared is what the write replaces
    theirs = type(text)(**{each.name: getattr(program, each.name) for each in fields(text)})
    stand = Limits(program.capacity, program.online_capacity)
    if program.version != version:
        raise stale(actor, program, theirs=_said(theirs, stand), yours=_said(text, limits))
    text.check()
    text.check_change(program)
    changed = [each.name for each in fields(text) if getattr(text, each.name) != getattr(theirs, each.name)]
    if changed:
        write(program, text)
        program.is_modified = program.series_id is not None
        db.session.flush()
        record(actor, program, "program.edited", after={"fields": changed})
        events.publish(ProgramChanged(program.id, actor.id, alone))
    for seat, most in ((Seat.ON_SITE, limits.on_site), (Seat.ONLINE, limits.online)):
        if most != program.capacity_of(seat):
            places.set_capacity(actor, program, most, seat)
    return [program] if WHERE.intersection(changed) else []


def stale(actor: Person, program: Program, *, theirs: dict[str, str], yours: dict[str, str]) -> Conflict:
    """Say who changed it meanwhile, and when: the actor in another window, or someone else."""
    ref = Ref(program.kind, program.id)
    said = conflicts.overtaken(actor, f"this {program.kind}", ref, "program.")
    return Conflict(f"{said} Nothing was saved here.", theirs=theirs, yours=yours)


def _said(text: Text, limits: Limits) -> dict[str, str]:
    known: dict[str, Any] = asdict(text) | {"capacity": limits.on_site, "online_capacity": limits.online}
    return {name: word(value) for name, value in known.items()}


def on_date(program: Program) -> str:
    """ " on Thu 3 Dec" for a date of a series: what is refused of one may be wanted for several. Else ""."""
    today = wall(clock.now(), program.tz).date()
    return f" on {dates.day(program.starts_wall.date(), today)}" if program.series_id else ""


def word(value: object) -> str:
    """Return what stands in a form, to compare two of them."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
