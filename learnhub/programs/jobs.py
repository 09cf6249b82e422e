"""Work of programs that waits for its moment."""

from learnhub.core.transaction import transaction
from learnhub.programs import answers, places


def forget_reasons() -> None:
    """Why people were taken off a list, and what they told its hosts alone, goes two weeks after the end."""
    with transaction():
        places.forget_reasons()
        answers.forget_sensitive()
