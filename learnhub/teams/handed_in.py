"""When a team handed in its work. Demos, the package above, know."""

from collections.abc import Callable
from datetime import datetime

from learnhub.core.points import One
from learnhub.teams.models import Team

Provider = Callable[[Team], datetime | None]  # in one SELECT
SUBMITTED_AT: One[Provider] = One("when a team handed in its work")


def submitted_at(team: Team) -> datetime | None:
    """Return when the work that stands was submitted; None while there is none."""
    return SUBMITTED_AT.given(team) if SUBMITTED_AT.given else None
