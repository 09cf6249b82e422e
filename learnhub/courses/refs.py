"""Cards of courses, for whoever names one, and what search finds of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from learnhub.core.refs import Card, Ref
from learnhub.courses import queries
from learnhub.search.audiences import ADMIN, EVERYONE
from learnhub.search.documents import Document


def cards(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of those courses that the person may see."""
    return {
        row.id: Card(row.title, f"/courses/{row.key}", "Course", row.created_at)
        for row in queries.visible(person, ids)
    }


def at(person: Any, url_key: str) -> Card | None:
    """Return the card of the course at an address that the person may see."""
    found = queries.of_resource(person, url_key)
    return Card(found.title, f"/courses/{found.key}") if found else None


def named(person: Any, key: str) -> Ref:
    """Return what an address under /courses names. Raises NotFound."""
    return Ref("course", queries.course(person, key).id)


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give courses to be found, by their outline and their reviews too; nothing of what is in the bin."""
    for row, said in queries.searched(ids):
        yield Document(
            Ref("course", row.id),
            title=row.title,
            body="\n\n".join(part for part in (row.summary, row.provider, *said) if part),
            audience=frozenset({EVERYONE, ADMIN}),
            updated_at=row.created_at,
            type="course",
        )
