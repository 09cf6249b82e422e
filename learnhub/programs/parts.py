"""Parts to take: hosts ask for a judge, a mentor, opening words; people take one and give it back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Self

from sqlalchemy import Integer, Select, String, cast, func, literal, null, select, union_all

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.people import conflicts, skills
from learnhub.people.models import Person, Unit
from learnhub.people.named import NAMED, Named
from learnhub.programs import policies, queries, texts
from learnhub.programs.answers import count_open
from learnhub.programs.asked_models import Part, PartTaken, part_starts_at
from learnhub.programs.events import GavePartBack, TookPart
from learnhub.programs.models import Host, Program, ProgramState, SignUp, Speaker
from learnhub.programs.services import record, require_edit

MOST, WANTED_MOST = 12, 50
REMOVED = "This part was removed meanwhile. Nothing was saved."
TOO_MANY = f"{MOST} parts are asked for already"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part as a host asks for it: so many minutes after the program starts."""

    name: str
    about: str = ""
    wanted: int = 1
    minutes: int | None = None
    after: int = 0
    skill: str = ""

    @classmethod
    def of(cls, part: Part) -> Self:
        """Return how a part is asked for now."""
        skill = part.skill.name if part.skill else ""
        return cls(part.name, part.about, part.wanted, part.minutes, part.after, skill)

    def said(self, begins: datetime) -> dict[str, str]:
        """Return what stands in its form, to compare two of them, for a program that begins then."""
        starts = {"starts": begins + timedelta(minutes=self.after)}
        return {name: texts.word(value) for name, value in (asdict(self) | starts).items()}


class Told(NamedTuple):
    """A part as pages show it; `models.Part` says what each is."""

    id: int
    key: str
    name: str
    about: str
    wanted: int
    minutes: int | None
    after: int
    skill_id: int | None


COLUMNS = tuple(getattr(Part, name) for name in Told._fields)


@dataclass(frozen=True, slots=True)
class Shown:
    """A part, who takes it, and what one reader may do about it."""

    part: Told
    program: Program
    takers: Sequence[Named]
    mine: bool
    may_take: Verdict
    may_give_back: Verdict

    @property
    def starts_at(self) -> datetime:
        return part_starts_at(self.program.starts_wall, self.part.after, self.program.zone)

    @property
    def free(self) -> int:
        return max(self.part.wanted - len(self.takers), 0)


class Speaks(NamedTuple):
    """Who speaks: a person, or somebody without an account who is named."""

    person: Named | None
    said_name: str

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.said_name


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does what in a program: its hosts and speakers as they came, its parts in order of time."""

    hosts: list[Named]
    speakers: list[Speaks]
    parts: list[Shown]
    unanswered: int  # questions that wait for the reader


def doing(program: Program, person: Person, signup: SignUp | None = None) -> Doing:
    """Return who does what, and with the reader's `signup` what waits for their answer: one SELECT."""
    asked = kept(_doing, program.id, signup.id if signup else 0, answers=signup is not None)
    rows = db.session.execute(*asked).all()  # without a person where nobody has taken a part
    hosts: list[Named] = []
    speakers: list[Speaks] = []
    taken: dict[Told, list[Named]] = {}
    for _, said_name, *columns in rows:
        part, someone = columns[: len(COLUMNS)], columns[len(COLUMNS) :]
        named = None if someone[0] is None else Named(*someone)
        if said_name is not None:
            speakers.append(Speaks(named, said_name))
        else:
            group = hosts if part[0] is None else taken.setdefault(Told(*part), [])
            group.extend([named] if named else [])
    shown = [_shown(part, program, takers, person) for part, takers in taken.items()]
    return Doing(hosts, speakers, shown, rows[0][0] if rows else 0)


def _doing(program_id: int, signup_id: int, *, answers: bool) -> Select[Any]:
    no_part, no_name = cast(null(), Integer), cast(null(), String)
    runs = select(no_part.label("part_id"), Host.person_id, Host.id.label("turn"), no_name.label("said_name"))
    speaks = select(no_part, Speaker.person_id, Speaker.id, Speaker.said_name)
    takes = select(Part.id, PartTaken.person_id, cast(null(), Integer), no_name)
    all_of = union_all(
        runs.where(Host.program_id == program_id),
        speaks.where(Speaker.program_id == program_id),
        takes.outerjoin(PartTaken, PartTaken.part_id == Part.id).where(Part.program_id == program_id),
    ).subquery()
    return (
        select(count_open(signup_id, program_id) if answers else literal(0), all_of.c.said_name)
        .add_columns(*COLUMNS, *NAMED)
        .select_from(all_of)
        .outerjoin(Part, Part.id == all_of.c.part_id)
        .outerjoin(Person, Person.id == all_of.c.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .order_by(all_of.c.turn, Part.after, Part.id, Person.name)
    )


def _shown(part: Told, program: Program, takers: list[Named], person: Person) -> Shown:
    mine, now = any(each.id == person.id for each in takers), clock.now()
    may_take = policies.may_take_part(
        state=program.state, mine=mine, free=part.wanted - len(takers), ends_at=program.ends_at, now=now
    )
    back = policies.may_give_part_back(state=program.state, mine=mine, ends_at=program.ends_at, now=now)
    return Shown(part, program, takers, mine, may_take, back)


def part(program: Program, key: str) -> Part:
    """Return one of its parts. Raises NotFound."""
    found = db.session.scalar(select(Part).where(Part.program_id == program.id, Part.key == key))
    if found is None:
        raise NotFound
    return found


def still(program: Program, key: str) -> Part:
    """Return one that somebody is about to change or take. Raises Conflict where it was removed meanwhile."""
    try:
        return part(program, key)
    except NotFound as error:
        raise Conflict(REMOVED) from error


def ask(actor: Person, program: Program, wanted: Wanted) -> Part:
    """Ask for help with something. Raises Invalid for what cannot be, Forbidden unless the actor runs it."""
    require_edit(actor, program)
    queries.lock(program)
    made = put(program, wanted)
    record(actor, program, "part.asked", after={"part": made.name})
    return made


def put(program: Program, wanted: Wanted, shared: str | None = None) -> Part:
    """Add a part; nobody asks. `shared`: the part of its series that it is. Raises Invalid as `ask` does."""
    known = db.session.scalar(select(func.count()).where(Part.program_id == program.id)) or 0
    if known >= MOST:
        raise Invalid(f"{TOO_MANY}{texts.on_date(program)}.", "name")
    made = Part(program_id=program.id, shared=shared)
    write(made, wanted)
    db.session.add(made)
    db.session.flush()
    return made


def change(
    actor: Person, program: Program, part: Part, wanted: Wanted, *, version: int | None = None
) -> None:
    """Change a part. Raises as `ask` does, and Invalid for fewer people than have taken it.

    Raises Conflict with both where someone changed it since `version`.
    """
    require_edit(actor, program)
    queries.lock(program)
    db.session.refresh(part)
    if version is not None and part.version != version:
        said = conflicts.overtaken(actor, "the part", Ref(program.kind, program.id), "part.")
        theirs, yours = Wanted.of(part).said(program.starts_wall), wanted.said(program.starts_wall)
        raise Conflict(f"{said} Nothing was saved here.", theirs=theirs, yours=yours)
    taken = count_taken(part)
    if wanted.wanted < taken:
        raise Invalid(f"{taken} have taken it. Ask for that many, or ask them to give it back.", "wanted")
    write(part, wanted)
    db.session.flush()
    record(actor, program, "part.changed", after={"part": part.name})


def remove(actor: Person, program: Program, part: Part) -> None:
    """Ask for it no more. Raises Forbidden where somebody has taken it, or unless the actor runs it."""
    require_edit(actor, program)
    queries.lock(program)
    require(may_remove(part))
    record(actor, program, "part.removed", before={"part": part.name})
    db.session.delete(part)
    db.session.flush()


def may_remove(part: Part) -> Verdict:
    """Return whether it can go; who asks runs the program."""
    return policies.may_remove_part(taken=count_taken(part))


def take(actor: Person, program: Program, part: Part) -> None:
    """Take it; a second time changes nothing. Of two at once for the last one, one does.

    Raises Forbidden where nobody is wanted any more, or it is over.
    """
    queries.lock(program)
    if db.session.get(PartTaken, (part.id, actor.id)):
        return
    free = part.wanted - count_taken(part)
    ends_at, now = program.ends_at, clock.now()
    require(policies.may_take_part(state=program.state, mine=False, free=free, ends_at=ends_at, now=now))
    db.session.add(PartTaken(part_id=part.id, person_id=actor.id, at=now))
    db.session.flush()
    events.publish(TookPart(part.id, program.id, actor.id))


def give_back(actor: Person, program: Program, part: Part) -> None:
    """Do it after all not. Raises Forbidden where the actor has not taken it, or it is over."""
    queries.lock(program)
    mine = db.session.get(PartTaken, (part.id, actor.id))
    ends_at, now = program.ends_at, clock.now()
    require(policies.may_give_part_back(state=program.state, mine=mine is not None, ends_at=ends_at, now=now))
    db.session.delete(mine)
    db.session.flush()
    events.publish(GavePartBack(part.id, program.id, actor.id))


def free_all_of(person_id: int, now: datetime) -> None:
    """Give back what someone who left had taken and that is not over; hosts of what is on are told."""
    wanted = select(PartTaken, Program).join(Part, Part.id == PartTaken.part_id)
    coming = wanted.join(Program, Program.id == Part.program_id).where(Program.ends_at > now)
    for taken, program in db.session.execute(coming.where(PartTaken.person_id == person_id)).all():
        db.session.delete(taken)
        if program.state is ProgramState.PUBLISHED:
            events.publish(GavePartBack(taken.part_id, program.id, person_id))
    db.session.flush()


def count_taken(part: Part) -> int:
    """Return how many have taken it."""
    return db.session.scalar(select(func.count()).where(PartTaken.part_id == part.id)) or 0


def taker_ids(program: Program) -> Sequence[int]:
    """Return the ids of who does what its hosts asked for, each once."""
    taken = select(PartTaken.person_id).join(Part, Part.id == PartTaken.part_id)
    return db.session.scalars(taken.where(Part.program_id == program.id).distinct()).all()


def check(wanted: Wanted) -> None:
    """Raise Invalid for what cannot be asked."""
    if not wanted.name:
        raise Invalid("Say what you ask for.", "name")
    if not 1 <= wanted.wanted <= WANTED_MOST:
        raise Invalid(f"Ask for 1 to {WANTED_MOST} people.", "wanted")


def write(part: Part, wanted: Wanted) -> None:
    """Let it be as it is asked for. Raises Invalid as `check` does."""
    check(wanted)
    part.name, part.about, part.wanted = wanted.name, wanted.about, wanted.wanted
    part.minutes, part.after = wanted.minutes, wanted.after
    part.skill = skills.named(wanted.skill) if wanted.skill else None
