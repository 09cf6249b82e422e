"""What somebody has to do by a moment: one noun, whoever provides it. Home has them in one list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from learnhub.core import words
from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.programs import kinds
from learnhub.programs.asked_models import Part, PartTaken
from learnhub.programs.lists import Listed
from learnhub.programs.models import Program, ProgramState, SignUp, SignUpState, Speaker

NEAR = timedelta(days=14)  # before the start: what a program lacks
DAYS_LEFT = timedelta(days=7)  # before the start: what is urgent


@dataclass(frozen=True, slots=True)
class Press:
    """The one thing to press: it leads to `url`, or where `sends` is given posts it there."""

    label: str
    url: str
    sends: Mapping[str, str] | None = None
    busy: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """One row. `lacks` are names: "Pitch", "Data class".

    `name` begins the sentence that says when it is due: "Your demo". Without one the title is the sentence.
    Where somebody waits `since` then and no day is set, `at` only says where it stands among the others.
    """

    at: datetime
    title: str
    url: str
    note: str
    press: Press
    name: str = ""
    lacks: Sequence[str] = field(default_factory=tuple)
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What of a program is not in its own row: who speaks, what nobody has taken on, who awaits approval."""

    speakers: int = 0
    parts_open: int = 0
    awaiting: int = 0


def figures(ids: Sequence[int]) -> dict[int, Figures]:
    """Return these of each program: one SELECT."""
    rows = db.session.execute(*kept(_figures, ids)) if ids else ()
    return {
        id_: Figures(speakers, max(wanted - taken, 0), awaiting)
        for id_, speakers, wanted, taken, awaiting in rows
    }


def _figures(ids: Sequence[int]) -> Select[int, int, int, int, int]:
    speakers = select(func.count(Speaker.id)).where(Speaker.program_id == Program.id)
    wanted = select(func.coalesce(func.sum(Part.wanted), 0)).where(Part.program_id == Program.id)
    taken = select(func.count(PartTaken.person_id)).join(Part, Part.id == PartTaken.part_id)
    of_it = taken.where(Part.program_id == Program.id)
    awaiting = select(func.count()).where(
        SignUp.program_id == Program.id, SignUp.state == SignUpState.AWAITING
    )
    columns = [each.scalar_subquery() for each in (speakers, wanted, of_it, awaiting)]
    return select(Program.id, *columns).where(Program.id.in_(ids))


def of_hosts(rows: Iterable[Listed], now: datetime, more: Mapping[int, Sequence[Due]]) -> list[Due]:
    """Return what the reader must see to as host of these, one row a program: its first need. One SELECT.

    `more`: what others found of them, by the program's id.
    """
    hosted = [row for row in rows if row.standing.is_host and _is_on(row.program)]
    asked = figures([row.program.id for row in hosted])
    found = []
    for row in hosted:
        known = asked[row.program.id]
        lacking = [*more.get(row.program.id, ()), *awaiting(row.program, known.awaiting, now)]
        lacking += needs(row, known, now)
        found += [first(row.program, lacking)] if lacking else []
    return found


def _is_on(program: Program) -> bool:
    return program.state is not ProgramState.CANCELLED and not program.quiet


def first(program: Program, lacking: Sequence[Due]) -> Due:
    """Return the most urgent of these, which says of what it is and how much more there is."""
    need, others = min(lacking, key=lambda each: each.at), len(lacking) - 1
    more = f" {words.counted(others, 'more thing').capitalize()} {'needs' if others == 1 else 'need'} you."
    note = f"{program.title}. {need.note}{more if others else ''}"
    return Due(need.at, need.title, f"{program.url}/host", note, need.press)


def awaiting(program: Program, number: int, now: datetime) -> list[Due]:
    """Return that people wait for the hosts, until it is over. Pure."""
    if not number or program.state is not ProgramState.PUBLISHED or now >= program.ends_at:
        return []
    title = f"{_people(number)} for your approval"
    told = "They have signed up, take no place yet, and hear once you have decided."
    press = Press("Decide", f"{program.desk}/approvals")
    at = program.starts_at if now < program.starts_at else program.ends_at
    return [Due(at, title, program.url, told, press)]


def needs(row: Listed, known: Figures, now: datetime) -> list[Due]:
    """Return what a program lacks before it starts, the most urgent first. Pure."""
    program, desk = row.program, row.program.desk
    if not now < program.starts_at <= now + NEAR:
        return []
    if program.state is ProgramState.DRAFT:
        voted = ", and those who voted for its topic" if kinds.of(program).has_speakers else ""
        told = f"Only hosts and admins see it. Publishing tells those named in it{voted}, nobody else."
        return [_need(program, f"“{program.title}” is still a draft", told, Press("Publish it", program.url))]
    soon = program.starts_at <= now + DAYS_LEFT
    found = []
    if kinds.of(program).has_speakers and not known.speakers:
        told = "Nobody is named who speaks."
        name = Press("Name a speaker", f"{desk}/set-up#speakers")
        found.append(_need(program, f"“{program.title}” has no speaker", told, name))
    if soon and not program.where:
        told = "There is neither a room nor a call link."
        add = Press("Add the place", f"{desk}/edit")
        found.append(_need(program, f"“{program.title}” has no place", told, add))
    if waiting := row.standing.waiting:
        told = "They move up by themselves when somebody gives a place back, or when you add places."
        add = Press("Add places", f"{desk}/edit")
        found.append(_need(program, f"{_people(waiting)} for a place", told, add))
    if soon and known.parts_open:
        title = f"{words.counted(known.parts_open, 'part').capitalize()} to take {_is(known.parts_open)} open"
        see = Press("See the parts", f"{desk}/set-up#parts")
        found.append(_need(program, title, "Nobody has taken what you asked for.", see))
    return found


def _need(program: Program, title: str, note: str, press: Press) -> Due:
    return Due(program.starts_at, title, program.url, note, press)


def _people(number: int) -> str:
    return f"{words.counted(number, 'person').capitalize()} {'waits' if number == 1 else 'wait'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
