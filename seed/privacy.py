"""One admin asks to keep messages for longer; the other has not said yes."""

from datetime import datetime, timedelta

from learnhub.core import clock
from learnhub.mine import privacy_profiles
from seed.company import SECOND_ADMIN, Company

KEPT = 24  # months


def make(today: datetime, people: Company) -> None:
    """Ask yesterday."""
    with clock.at(today - timedelta(days=1)):
        privacy_profiles.change(people[SECOND_ADMIN], {"messages": KEPT})
