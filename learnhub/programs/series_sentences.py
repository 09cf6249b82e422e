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
    line = f"; at {words.spelled(waits)} you wait for a place" if waits else ""
    return f"You are signed up for every date of {series.title}: {words.spelled(has + waits)} so far{line}."


def unfollowed(series: Series, left: int) -> str:
    """Say that no date signs them up any more."""
    back = (
        f" You gave {words.counted(left, 'place')} back." if left else " The places that you have are yours."
    )
    return f"You no longer follow {series.title}.{back}"


def moved(dates: int, told: int) -> str:
    """Say what a change of several dates came to."""
    if not dates:
        return "No date moved."
    heard = (
        f"{words.count(told, 'person')} {'hears' if told == 1 else 'hear'} of it, once."
        if told
        else "Nobody else is on them."
    )
    return f"{words.counted(dates, 'date').capitalize()} moved. {heard}"


def called_off(dates: int) -> str:
    """Say how many dates were called off."""
    return f"{words.counted(dates, 'date').capitalize()} {'is' if dates == 1 else 'are'} cancelled."


def stale(series: Series) -> str:
    """Say that a preview no longer holds."""
    return f"{series.title} has changed since. What would move was worked out from the dates before."
