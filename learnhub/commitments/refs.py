"""Cards of commitments and of their milestones, for whoever may know of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from learnhub.commitments import queries
from learnhub.core.refs import Card


def cards(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of those commitments that the person may know of; `state` is whose they are."""
    return {row.id: Card(row.title, row.path, row.person.name) for row in queries.visible(person.id, ids)}


def milestones(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of milestones; `state` is whose they are."""
    found = queries.visible_milestones(person, ids)
    return {
        row.id: Card(row.title, of.path, of.person.name, datetime.combine(row.due_on, time(), of.person.tz))
        for row, of in found
    }
