"""Work of programs that waits for its moment."""

from learnhub.core.transaction import transaction
from learnhub.programs import places


def forget_reasons() -> None:
    """Why people were taken off a list is not kept beyond two weeks after the end."""
    with transaction():
        places.forget_reasons()
