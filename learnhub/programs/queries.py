"""What is asked of programs, hosts and sign-ups. Each takes who asks, and leaves out what is not theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, contains_eager
from sqlalchemy.orm.interfaces import ORMOption

from learnhub.core import clock, words
from learnhub.core.db import db, hold
from learnhub.core.errors import Forbidden, NotFound
from learnhub.core.statements import kept
from learnhub.people.models import Person
from learnhub.programs import muting, waitlists
from learnhub.programs.asked_models import SPEAKER, VERBS, Part, PartTaken
from learnhub.programs.models import SIGNED_UP, Host, Program, SignUp, SignUpState, Speaker
from learnhub.programs.offer_models import IS_PENDING, Offer
from learnhub.programs.policies import ONLY_HOSTS
from learnhub.programs.sights import Sight, chosen, sight, visible

AnyProgram = TypeVar("AnyProgram", bound=Program)
READER: BindParameter[int] = bindparam("reader", type_=Integer)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is to one program. `place_in_line` is 1 for who is next."""

    is_host: bool
    is_admin: bool
    is_guest: bool
    signup: SignUp | None
    place_in_line: int | None
    waiting: int = 0  # how many wait in all
    is_open: bool = True  # to them: they may sign up, if that is open
    offered_until: datetime | None = None  # a place, which they have still to take
    ran_out: bool = False  # such an offer, and nobody has tidied up after it yet
    is_speaker: bool = False
    parts: tuple[str, ...] = ()  # by name, that they took; speakers are named apart
    # What features above found out for this page, by their name, so that they ask it once.
    known: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def runs_it(self) -> bool:
        return self.is_host or self.is_admin

    @property
    def does(self) -> str:
        """ "host", "speak and judge": what they do in it without a place; "" for the others."""
        parts = [VERBS.get(name.casefold(), "have a part") for name in self.parts]
        said = [*(["host"] if self.is_host else []), *(["speak"] if self.is_speaker else []), *parts]
        return words.joined(list(dict.fromkeys(said)))

    @property
    def other_parts(self) -> str:
        """ "Your part: Bring cake. ", of what `does` has no verb for; "" for none."""
        others = [name for name in self.parts if name.casefold() not in VERBS]
        return f"Your part: {words.joined(others)}. " if others else ""

    @property
    def leads(self) -> bool:
        """Whether they host it or speak, whatever part they took."""
        return self.is_host or self.is_speaker

    @property
    def state(self) -> SignUpState | None:
        if self.ran_out:
            return SignUpState.LAPSED
        return self.signup.state if self.signup else None

    @property
    def has_signed_up(self) -> bool:
        """Whether they have a place, wait for one or await approval."""
        return self.state in SIGNED_UP

    @property
    def is_in(self) -> bool:
        return self.state is SignUpState.IN

    @property
    def is_concerned(self) -> bool:
        """Whether what it holds is theirs to come to: they are in it, or host it."""
        return self.is_in or self.is_host

    @property
    def waits(self) -> bool:
        return self.state is SignUpState.WAITING

    @property
    def awaits(self) -> bool:
        """Whether the hosts have still to decide."""
        return self.state is SignUpState.AWAITING


def reads(person: Person) -> dict[str, int]:
    """Return what is to be given with every statement made of `with_standing`: who reads."""
    return {"reader": person.id}


def with_standing(
    person: Person, kind: type[AnyProgram]
) -> Select[AnyProgram, SignUp | None, bool, bool, bool, int, int, datetime | None, str | None]:
    """Select programs, each with what a Standing of the person is made of. It is executed with
    `reads(person)`.
    """
    return standings(kind, sight(person))


@cache
def standings(kind: type[Program], sight: Sight) -> Select[Any, Any, Any, Any, Any, Any, Any, Any, Any]:
    """The same for statements that are kept."""
    mine, *rest = standing_columns()
    return (
        select(kind, mine, *rest)
        .select_from(kind)
        .outerjoin(mine, and_(mine.program_id == Program.id, mine.person_id == READER))
        .where(visible(READER, sight))
    )


def _standing_of_one(program_id: int) -> Select[Any, Any, Any, Any, Any, Any, Any, Any]:
    mine, *rest = standing_columns()
    return (
        select(mine, *rest)
        .select_from(Program)
        .outerjoin(mine, and_(mine.program_id == Program.id, mine.person_id == READER))
        .where(Program.id == program_id)
        .execution_options(populate_existing=True)
    )


def standing_columns(of: Any = Program) -> tuple[Any, ...]:
    """Return what a Standing is made of, as `standing_of` takes it: an alias of the reader's sign-up, to be
    joined, and columns. `of`: `BARE`, where programs are read as columns.
    """
    mine, other = aliased(SignUp), aliased(SignUp)
    waiting = (
        select(func.count())
        .select_from(other)
        .where(other.program_id == of.id, other.state == SignUpState.WAITING)
        .correlate(Program if of is Program else Program.__table__, mine)
    )
    ahead = waiting.where(other.line <= mine.line, other.seat == mine.seat).scalar_subquery()
    hosts = select(Host.id).where(Host.program_id == of.id, Host.person_id == READER)
    is_open = or_(~of.is_limited, chosen(READER, of))
    offered = select(Offer.expires_at).where(Offer.sign_up_id == mine.id, IS_PENDING)
    speaks = select(Speaker.id).where(Speaker.program_id == of.id, Speaker.person_id == READER)
    takes = select(func.aggregate_strings(func.trim(Part.name), "\n")).join(
        PartTaken, PartTaken.part_id == Part.id
    )
    takes = takes.where(Part.program_id == of.id, PartTaken.person_id == READER)
    counted = ahead, waiting.scalar_subquery(), offered.scalar_subquery(), takes.scalar_subquery()
    return mine, hosts.exists(), speaks.exists(), is_open, *counted


def standing_of(person: Person, *own: Any) -> Standing:
    """Make a Standing of one row of `with_standing`."""
    return stands(sight(person), clock.now(), *own)


def stands(
    sight: Sight,
    now: datetime,
    signup: SignUp | None,
    hosts: bool,
    speaks: bool,
    is_open: bool,
    ahead: int,
    waiting: int,
    offered: datetime | None,
    takes: str | None,
) -> Standing:
    """The same by what decides how much the reader sees."""
    ran_out = offered is not None and offered <= now
    waits = signup is not None and signup.state is SignUpState.WAITING
    return Standing(
        is_host=bool(hosts),
        is_admin=sight.is_admin,
        is_guest=sight.is_guest,
        signup=signup,
        place_in_line=ahead if waits else None,
        waiting=waiting,
        is_open=bool(is_open or hosts),
        offered_until=None if ran_out else offered,
        ran_out=ran_out,
        is_speaker=bool(speaks),
        parts=tuple(sorted(name for name in (takes or "").splitlines() if name.casefold() != SPEAKER)),
    )


def find(
    person: Person, key: str, kind: type[AnyProgram], *options: ORMOption
) -> tuple[AnyProgram, Standing]:
    """Return the program with that key and what the person is to it: one SELECT, and what `options` load.

    Raises NotFound for what they may not know of.
    """
    wanted, asked = kept(_found, key, kind=kind, sight=sight(person), options=options)
    row = db.session.execute(wanted, asked | reads(person)).unique().one_or_none()
    if row is None:
        raise NotFound
    program, *own, online, muted = row
    found = standing_of(person, *own)
    found.known.update({waitlists.ONLINE: online, muting.KNOWN: muted})
    return program, found


def _found(key: str, *, kind: type[Program], sight: Sight, options: tuple[ORMOption, ...]) -> Select[Any]:
    found = standings(kind, sight).add_columns(waitlists.waiting_online(), muting.until(READER))
    return found.options(*options).where(Program.key == key)


def hosted(
    person: Person, key: str, kind: type[AnyProgram], *options: ORMOption
) -> tuple[AnyProgram, Standing]:
    """Return a program that the person runs. Raises as `find` does, Forbidden for those who know of it."""
    program, standing = find(person, key, kind, *options)
    if not standing.runs_it:
        raise Forbidden(ONLY_HOSTS, onward=(f"Open {program.title}", program.url))
    return program, standing


def standing(person: Person, program: Program) -> Standing:
    """Return what a person is to a program that is loaded already."""
    wanted, asked = kept(_standing_of_one, program.id)
    row = db.session.execute(wanted, asked | reads(person)).one()
    return standing_of(person, *row)


def lock(program: Program) -> None:
    """Hold the program's row until the transaction ends, as `hold` does. Lock order: program, sign-ups."""
    hold(program, Program)


def signup_of(person: Person, program: Program) -> SignUp | None:
    """Return the person's sign-up as it is stored now, withdrawn ones included."""
    found: SignUp | None = db.session.scalar(*kept(_signup_of, program.id, person.id))
    return found


def _signup_of(program_id: int, person_id: int) -> Select[SignUp]:
    mine = select(SignUp).where(SignUp.program_id == program_id, SignUp.person_id == person_id)
    return mine.execution_options(populate_existing=True)


def signup_named(program: Program, person_key: str) -> SignUp:
    """Return the sign-up of the person with that key. Raises NotFound."""
    found = db.session.scalar(
        select(SignUp)
        .join(SignUp.person)
        .options(contains_eager(SignUp.person))
        .where(SignUp.program_id == program.id, Person.key == person_key)
    )
    if found is None:
        raise NotFound
    return found


def hosts_of(program: Program) -> Sequence[Person]:
    """Return who runs it, in the order in which they came."""
    return db.session.scalars(
        select(Person)
        .join(Host, Host.person_id == Person.id)
        .where(Host.program_id == program.id)
        .order_by(Host.id)
    ).all()


def host(program: Program, person: Person) -> Host | None:
    """Return the row that makes the person its host."""
    return db.session.scalar(select(Host).where(Host.program_id == program.id, Host.person_id == person.id))


def program_by_id(program_id: int) -> Program:
    """Return a program for what hears a fact of it; nobody asks, so nothing is hidden."""
    return db.session.get_one(Program, program_id)
