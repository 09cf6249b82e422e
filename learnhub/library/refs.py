"""Cards of resources and take-aways, for whoever names one."""

from collections.abc import Mapping, Sequence
from typing import Any

from learnhub.core.refs import Card
from learnhub.library import queries, sentences
from learnhub.people.models import Kind


def resources(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of those resources that the person may see."""
    return {
        row.id: Card(row.title, f"/library/{row.key}", sentences.KINDS[row.kind], row.created_at)
        for row in queries.visible(person, ids)
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
