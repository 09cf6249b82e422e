"""What is said of series. Pure."""

from collections.abc import Sequence

from learnhub.core import words
from learnhub.programs.models import SignUp, SignUpState
from learnhub.programs.series_models import Series


def followed(series: Series, entered: Sequence[SignUp]) -> str:
    """Say what comes of following: places, and where one waits."""
    has = sum(each.state is SignUpState.IN for each in entered)
    waits = len(entered) - has
    if not entered:
        return f"You follow {series.title}. Each new date signs you up."
    line = f", and wait for a place at {words.spelled(waits)}" if waits else ""
    if not has:
        return f"You follow {series.title}, and wait for a place at {words.counted(waits, 'date')}."
    return f"You follow {series.title}: you have a place at {words.counted(has, 'date')}{line}."


def unfollowed(series: Series, left: int) -> str:
    """Say that no date signs them up any more."""
    back = (
        f" You gave {words.counted(left, 'place')} back." if left else " The places that you have are yours."
    )
    return f"You no longer follow {series.title}.{back}"
