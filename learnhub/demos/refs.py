"""Cards of demos, for whoever names one."""

from collections.abc import Mapping, Sequence
from typing import Any

from learnhub.core.refs import Card
from learnhub.demos import queries


def cards(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of those demos that the person may see."""
    found = queries.visible(person, ids)
    return {
        id_: Card(demo.title or "Untitled demo", f"/demos/{demo.key}", demo.team.name, demo.submitted_at)
        for id_, demo in found.items()
    }
