"""Work of commitments that waits for its moment."""

from learnhub.commitments import partners
from learnhub.core.transaction import transaction


def remind() -> None:
    """Remind of what is near or late. Each stage goes once, however often this runs."""
    with transaction():
        partners.remind()
