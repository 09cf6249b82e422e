"""What is done with threads and questions when its time is over."""

from learnhub.core.transaction import transaction
from learnhub.discussions import services


def empty_bin() -> None:
    """Delete what rested in the bin for 30 days, and the counts of who asked."""
    with transaction():
        services.empty_bin()
