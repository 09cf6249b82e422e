"""Work on the catalogue that waits for its moment."""

from learnhub.core.transaction import transaction
from learnhub.courses import upkeep


def empty_bin() -> None:
    """Remove for good what rested in the bin for 30 days."""
    with transaction():
        upkeep.empty_bin()
