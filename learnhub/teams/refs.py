"""Cards of teams, for whoever names one."""

from collections.abc import Mapping, Sequence
from typing import Any

from learnhub.core.refs import Card
from learnhub.teams import queries


def cards(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of those teams that the person may see."""
    return {
        team.id: Card(team.name, f"/teams/{team.key}", team.hackathon.title, team.created_at)
        for team in queries.visible(person, ids)
    }
