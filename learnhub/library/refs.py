"""Cards of resources and take-aways, for whoever names one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from learnhub.core.refs import Card, Ref
from learnhub.library import collection_services, lists, queries, sentences
from learnhub.people.models import Kind
from learnhub.search.audiences import ADMIN, EVERYONE
from learnhub.search.documents import Document


def resources(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of those resources that the person may see."""
    return {
        id_: Card(title, f"/library/{key}", sentences.KINDS[kind], at)
        for id_, title, key, kind, at in lists.told(person, ids)
    }


def take_aways(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of those take-aways that the person may see."""
    if person.kind is Kind.GUEST:
        return {}
    return {
        row.id: Card(
            sentences.excerpt(row.text),
            f"/library/{row.resource.key}#take-aways",
            f"Take-away by {row.person.name}",
            row.at,
        )
        for row in queries.take_aways_by_id(ids)
    }


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give resources to be found, with what people wrote about them; nothing of what is in the bin."""
    for row, said in queries.searched(ids):
        facts = [str(value) for value in row.facts.values()]
        yield Document(
            Ref("resource", row.id),
            title=row.title,
            body="\n\n".join(part for part in (row.summary, row.author, *facts, *said) if part),
            tags=row.tag_names,
            audience=frozenset({EVERYONE, ADMIN}),
            language=row.language,
            updated_at=row.created_at,
            type=row.kind.value,
        )


def collections(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of those collections that the person may see."""
    return {
        row.id: Card(
            row.title, f"/collections/{row.key}", "Path" if row.is_path else "Collection", row.created_at
        )
        for row in collection_services.visible(person, ids)
    }


def collection_documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give collections to be found."""
    for row in collection_services.searched(ids):
        yield Document(
            Ref("collection", row.id),
            title=row.title,
            body=row.summary,
            audience=frozenset({EVERYONE, ADMIN}),
            updated_at=row.created_at,
        )
