"""What is said of ticking off, of taking that back and of putting it back. Pure: rows in, words out."""

from datetime import datetime

from learnhub.cohorts.deadlines import DeadlineState
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.models import Progress as Own
from learnhub.core import dates


def ticked(*, on_time: bool, completes: bool) -> str:
    """Say what a tick meant; where it completed the cohort, that it did and can be taken back."""
    said = "Ticked off, on time." if on_time else "Ticked off."
    if not completes:
        return said
    made = "That completes the cohort, and your certificate is made."
    return f"{said} {made} “Take back” undoes both, here or later on the cohort’s page."


def marked(row: Own, cohort: Cohort, now: datetime) -> str:
    """ "done on Fri 6 Nov, late, as it was due Thu 5 Nov"; days are those of the cohort's clocks."""
    assert row.done_at  # what is done has both
    assert row.due_at
    today = dates.local_date(now, cohort.tz)
    done, due = (dates.day(dates.local_date(at, cohort.tz), today) for at in (row.done_at, row.due_at))
    judged = "on time" if row.on_time else "late"
    return f"done on {done}, {judged}, as it {'is' if now <= row.due_at else 'was'} due {due}"


def taken_back(*, certificate: bool) -> str:
    """Say what went with a tick that was taken back."""
    if not certificate:
        return "Taken back."
    return "Taken back. The cohort is not completed any more, and your certificate and its code are gone."


def put_back(*, on_time: bool, certificate: bool) -> str:
    """Say what came back with a tick."""
    also = ", and so does the certificate with its code" if certificate else ""
    return f"It stands as it was, done {'on time' if on_time else 'late'}{also}."


def costs(row: Own, becomes: DeadlineState, day: str, *, certificate: bool, name: str) -> str:
    """ "You did it on time on Fri 30 Oct. Taken back, it is overdue; ticked again, it counts as late. …".

    `name`: of whom it is, where a facilitator reads it.
    """
    judged, whose = "on time" if row.on_time else "late", f"{name}’s" if name else "Your"
    said = [f"{name or 'You'} did it {judged} on {day}."]
    if becomes is DeadlineState.OVERDUE:
        again = "noted again, the day that you note decides" if name else "ticked again, it counts as late"
        said.append(f"Taken back, it is overdue; {again}.")
    elif becomes is DeadlineState.MISSED:
        after = "" if name else ", and only a facilitator can note it again"
        said.append(f"Taken back, it is missed{after}.")
    if certificate:
        said.append(f"The cohort is not completed any more then. {whose} certificate goes, and its code.")
    return " ".join(said)


def noted(name: str, said: str, *, own: bool) -> str:
    """Say what who facilitates noted, and where it stands."""
    return f"Noted for {name}: {said}. It stands in the history{'' if own else ' and in the audit'}."
