"""Work that waits for its moment."""

from learnhub.cohorts import checkins
from learnhub.core import clock
from learnhub.core.transaction import transaction


def ask_check_ins() -> None:
    """Say of whom a check-in is due."""
    with transaction():
        checkins.ask(clock.now())
