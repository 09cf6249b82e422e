"""Hackathons, for whoever names or finds one."""

from collections.abc import Iterator, Sequence

from learnhub.core.refs import Ref
from learnhub.hackathons import queries
from learnhub.people.models import Person
from learnhub.programs import documents as programs
from learnhub.search.documents import Document


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give hackathons to be found."""
    return programs.of("hackathon", ids)


def named(person: Person, key: str) -> Ref:
    """Return how others name the hackathon with that key. Raises NotFound for what they may not know of."""
    return Ref("hackathon", queries.hackathon(person, key).id)
