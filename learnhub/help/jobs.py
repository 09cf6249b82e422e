"""Work that waits for its moment."""

from learnhub.core.transaction import transaction
from learnhub.help import services


def route_waiting() -> None:
    """Ask more people about what waits with too few."""
    with transaction():
        services.route_waiting()
