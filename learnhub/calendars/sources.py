"""Of what one can have a feed besides one's own: a program, and a series of them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.people.models import Person
from learnhub.programs import refs, series_queries
from learnhub.programs.models import Program
from learnhub.programs.sights import visible_to

Named = tuple[str, str]  # what it is called, and the path of its page


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of feed. Who may not know of a subject gets no id for its key, and no name for its id."""

    label: str  # "Program", "Series"
    find: Callable[[Person, str], int]  # the id of who has that key; raises NotFound
    named: Callable[[Person, Collection[int]], Mapping[int, Named]]
    programs: Callable[[int], Select[int]]  # the ids of its programs; seen or not is decided by the feed


def source(kind: str) -> Source:
    """Return the source of that kind. Raises NotFound."""
    if kind not in SOURCES:
        raise NotFound
    return SOURCES[kind]


def inside(kind: str, subject_id: int) -> ColumnElement[bool]:
    """Whether a program is one of those that the subject has."""
    return Program.id.in_(source(kind).programs(subject_id))


def _find(person: Person, key: str) -> int:
    wanted = select(Program.id).where(
        Program.key == key, Program.published_at.is_not(None), visible_to(person)
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def _named(person: Person, ids: Collection[int]) -> Mapping[int, Named]:
    return {id_: (card.title, card.url) for id_, card in refs.cards([*ids], person).items()}


def _programs(program_id: int) -> Select[int]:
    return select(Program.id).where(Program.id == program_id)


SOURCES = {
    "program": Source("Program", _find, _named, _programs),
    "series": Source("Series", series_queries.id_of, series_queries.named, series_queries.programs),
}
