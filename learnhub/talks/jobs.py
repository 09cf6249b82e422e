"""Work of talks that waits for its moment."""

from learnhub.core.transaction import transaction
from learnhub.talks import services


def wrap_up() -> None:
    """What a talk that has just ended means for people and goals is written."""
    with transaction():
        services.wrap_up()
