"""What differs between the kinds of program. The package of each gives a `Kind`."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Generic, NamedTuple

from sqlalchemy.orm.interfaces import ORMOption

from learnhub.core import kinds
from learnhub.core.points import OneEach
from learnhub.core.refs import Stage
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.queries import AnyProgram
from learnhub.programs.sentences import State


class Slot(NamedTuple):
    """When a part is: minutes from the program's start on, and how many it takes where that is known."""

    after: int
    minutes: int | None


AT_START = Slot(0, None)


def at_start(_program: Program, _name: str) -> Slot:
    return AT_START


def nobody(_program: Program) -> str:
    return "Nobody was told."


def nothing(_program: Program) -> Sequence[str]:
    return ()


def no_more(_listed: Sequence[int], _concerned: Sequence[int]) -> Mapping[int, Hashable]:
    return {}


def keep_nothing(_program: Program, _given: Any) -> None:
    return None


def no_hours(_program: Program) -> float:
    return 0


@dataclass(frozen=True, slots=True)
class Kind(Generic[AnyProgram]):
    """One kind of program, as the pages that all programs share ask for it.

    Its folder of templates has `_text.html`, the fields of `edit_form`, and `_set_up.html`, what its hosts
    set beyond what every program has; `set_up` gives that its rows and its forms.
    """

    name: str  # as in the table: "talk"
    over: str  # what is said of one that is over: "Given"
    state: Callable[[AnyProgram, datetime, tzinfo], State]
    set_up: Callable[[AnyProgram, Person], Mapping[str, Any]]
    edit_form: Callable[..., Any]
    edit: Callable[[Person, AnyProgram, Any], Sequence[Program]]  # who, it, the form → what is elsewhere now
    occurrence: Callable[[Mapping[str, Any]], AnyProgram] | None = None  # of a series, by its own columns
    heard: Callable[[AnyProgram], str] = nobody  # who heard that it is published, in a sentence
    loads: tuple[ORMOption, ...] = ()  # what its pages need of it at once
    lists: tuple[ORMOption, ...] = ()  # how it is loaded for a list of programs
    # what those of a list need more, by id; the second are those in which the reader is, or that they host
    more: Callable[[Sequence[int], Sequence[int]], Mapping[int, Hashable]] = no_more
    take_more: Callable[[AnyProgram, Any], None] = keep_nothing
    has_speakers: bool = False  # a date without one needs one
    worked_in: bool = True  # one works on something in it, and so may be stuck
    takes_weeks: bool = False  # who came to its start says nothing a day later
    weekly_hours: Callable[[AnyProgram], float] = no_hours  # that it takes of who is in it, for weeks on end
    found_anyway: Callable[[AnyProgram], Sequence[str]] = nothing  # by all, even of one for chosen people
    has_window: bool = False  # its hosts say from when and until when one signs up
    notes_arrivals: bool = False  # one sees who came, and so who did not
    done_when_over: bool = False  # it was given once it ended; others count from when they began
    # actor, program, title, start on the wall → a draft like it, and what of its kind was taken over
    clone: Callable[[Person, AnyProgram, str, datetime], tuple[Program, list[str]]] | None = None
    parts: tuple[str, ...] = ("Mentor", "Opening words", "Take notes")  # that its hosts may ask for
    part_means: str = "Any name will do."  # which of these names does more than stand there
    part_slot: Callable[[AnyProgram, str], Slot] = at_start  # when one of that name is, where nobody says
    part_times: str = "Empty means when it starts. It moves with the program."
    hosted: str = "Hosted by"  # who runs it
    list_page: str = "programs.sign_ups"  # where its hosts find who is on it, and how that is called
    list_name: str = "Sign-ups"
    desk_page: str = ""  # where its hosts write to people from, where that is not the list
    desk_name: str = ""

    @property
    def word(self) -> str:
        return kinds.kind(self.name).word

    @property
    def folder(self) -> str:
        return f"{self.name}s"


KINDS: OneEach[Kind[Any]] = OneEach("the kinds of program, by name")


def of(program: Program) -> Kind[Any]:
    """Return the kind of a program."""
    return KINDS.given[program.kind]


def loads() -> list[ORMOption]:
    """Return what to load with a program whose kind is not known yet."""
    return [option for kind in KINDS.given.values() for option in kind.loads]


def lists() -> list[ORMOption]:
    """Return how programs of all kinds are loaded for a list."""
    return [option for kind in KINDS.given.values() for option in kind.lists]


def more(listed: Mapping[int, str], concerned: Collection[int]) -> dict[int, Hashable]:
    """Return what programs of a list need more, by id; `listed` says the kind of each.

    `concerned` are those of them in which the reader is, or that the reader hosts.
    """
    found: dict[int, Hashable] = {}
    for kind in KINDS.given.values():
        if ids := [id_ for id_, name in listed.items() if name == kind.name]:
            found |= kind.more(ids, [id_ for id_ in ids if id_ in concerned])
    return found


def take_more(program: Program, given: Hashable | None) -> None:
    """Give a program what `more` has for it."""
    if given is not None:
        of(program).take_more(program, given)


def named(name: str) -> Kind[Any]:
    """Return the kind of that name."""
    return KINDS.given[name]


def stage(name: str, state: ProgramState, starts_at: datetime, ends_at: datetime, now: datetime) -> Stage:
    """Return whether a program of that kind counts as done: the one notion of it."""
    if now < (ends_at if KINDS.given[name].done_when_over else starts_at):
        return Stage.OFF if state is ProgramState.CANCELLED else Stage.PLANNED
    return Stage.DONE if state is ProgramState.PUBLISHED else Stage.OFF


def over(name: str) -> str:
    """Return what is said of a program of that kind once it is over."""
    return KINDS.given[name].over
