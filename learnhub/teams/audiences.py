"""Who may find what is a team's own."""

from collections.abc import Sequence

from sqlalchemy import Select, SQLColumnExpression, select

from learnhub.search.audiences import token
from learnhub.teams.models import Membership


def tokens(person_id: SQLColumnExpression[int]) -> Sequence[Select[str]]:
    """Return the tokens of the teams that the person is in."""
    mine = select(token("team", Membership.team_id))
    return (mine.where(Membership.person_id == person_id, Membership.left_at.is_(None)),)
