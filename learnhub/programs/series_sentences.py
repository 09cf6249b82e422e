"""What is said of series. Pure."""

from collections.abc import Sequence
from datetime import date, tzinfo

from learnhub.core import dates, words
from learnhub.programs import admission, series_admission
from learnhub.programs.models import Program, Seat, SignUp, SignUpState
from learnhub.programs.sentences import HOW, Counts
from learnhub.programs.series_models import Series

NAMED = 12  # of several dates; of more the last and how many


def followed(series: Series, entered: Sequence[SignUp]) -> str:
    """Say what comes of following: places, and where one waits."""
    waits, awaits = (
        sum(each.state is state for each in entered) for state in (SignUpState.WAITING, SignUpState.AWAITING)
    )
    if not entered:
        return f"You follow {series.title}. Each new date signs you up."
    line = f"; at {words.spelled(waits)} you wait for a place" if waits else ""
    line += f"; at {words.spelled(awaits)} the hosts decide first" if awaits else ""
    return f"You are signed up for every date of {series.title}: {words.spelled(len(entered))} so far{line}."


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
    return f"{words.counted(dates, 'date').capitalize()} moved. {_heard(told, dates)}"


def elsewhere(dates: int, told: int) -> str:
    """Say at how many dates the place changed, and how many hear of it."""
    return f"The place changed at {words.counted(dates, 'date')}. {_heard(told, dates)}"


def on_date(program: Program, counts: Counts) -> str:
    """ "12 on site, 3 online, 2 wait": who is on one date, for its hosts."""
    several = len(program.seats) > 1
    said = [
        f"{number} {HOW[seat] if several else 'in'}"
        for seat in program.seats
        if (number := counts.get((seat, SignUpState.IN), 0))
    ]
    for state, one, many in (
        (SignUpState.WAITING, "waits", "wait"),
        (SignUpState.AWAITING, "awaits approval", "await approval"),
    ):
        if number := sum(counts.get((seat, state), 0) for seat in Seat):
            said.append(f"{number} {one if number == 1 else many}")
    return ", ".join(said) or "nobody yet"


def _heard(told: int, dates: int) -> str:
    if not told:
        return f"Nobody else is on {'it' if dates == 1 else 'them'}."
    return f"{words.count(told, 'person')} {'hears' if told == 1 else 'hear'} of it, once."


def admitted(series: Series) -> str:
    """Say how people come in to its dates, and when sign-up opens and closes, for the hosts."""
    chosen = series_admission.at(series, series.starts_wall)
    said = [admission.in_words(chosen)]
    for what, moment in (("opens", chosen.opens_wall), ("closes", chosen.closes_wall)):
        if moment is not None:
            apart = moment - series.starts_wall
            side = "before" if moment <= series.starts_wall else "after"
            said.append(f"Sign-up {what} {dates.duration(abs(apart))} {side} the start.")
    return " ".join(said)


def asked_no_more(name: str, stays: int) -> str:
    """Say that hosts ask for a part no more, and at how many dates somebody has taken it."""
    kept = f" At {words.counted(stays, 'date')} somebody has taken it, and it stays." if stays else ""
    return f"Asked for no more: {name}.{kept}"


def these(found: Sequence[Program], where: tzinfo, today: date) -> str:
    """ "3 dates: Thu 22 Oct, Thu 29 Oct and Thu 5 Nov": of many the first, and the last."""
    days = [dates.day(dates.local_date(each.starts_at, where), today) for each in found]
    if len(days) > NAMED:
        days = [*days[: NAMED - 1], f"{words.spelled(len(days) - NAMED + 1)} more up to {days[-1]}"]
    return f"{words.count(len(found), 'date')}: {words.joined(days)}" if days else "No date"


def called_off(dates: int) -> str:
    """Say how many dates were called off."""
    return f"{words.counted(dates, 'date').capitalize()} {'is' if dates == 1 else 'are'} cancelled."


def stale(series: Series) -> str:
    """Say that a preview no longer holds."""
    return f"{series.title} has changed since. What would move was worked out from the dates before."
