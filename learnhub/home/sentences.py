"""What Home says first: the answer to "what needs me?", in every state. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from learnhub.core import dates, words

SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Next:
    """What the sentence is about: something that is due, or the next thing that happens.

    `says` is the sentence itself, where what is due needs a host.
    """

    name: str
    at: datetime
    says: str = ""


def headline(due: Next | None, coming: Next | None, now: datetime, zone: tzinfo, *, steps: int = 0) -> str:
    """Say what is due, or that nothing is: under ten words, with a time in it.

    `due` is what is due next, overdue ones first. `coming` is the next thing that the person is in.
    `steps` are those of the first day that an admin has still to take.
    """
    if due is not None:
        return _due(due, now, zone)
    if steps:
        return f"{words.counted(steps, 'step').capitalize()} to set LearnHub up."
    if coming is None:
        return "Nothing is due."
    if coming.at <= now:
        return f"Nothing is due. {coming.name} is on."
    day = dates.day_name(dates.local_date(coming.at, zone), dates.local_date(now, zone))
    if day in {"Today", "Tomorrow"}:
        return f"Nothing is due. {coming.name} starts {day.lower()}."
    return f"Nothing is due until {day}."


def _due(due: Next, now: datetime, zone: tzinfo) -> str:
    if due.says:
        return f"{due.says}."
    if due.at <= now:
        return f"{due.name} is {dates.duration(max(now - due.at, timedelta(minutes=1)))} late."
    if due.at - now < timedelta(hours=24):
        return f"{due.name} is due {dates.relative(due.at, now, zone)}."
    day = dates.day_name(dates.local_date(due.at, zone), dates.local_date(now, zone))
    if day == "Tomorrow":
        return f"{due.name} is due tomorrow at {dates.clock_time(due.at, zone)}."
    return f"{due.name} is due on {day}."


def lead(missing: Sequence[str], *, is_on: bool) -> str:
    """Say in a second sentence what is missing, or that nothing is on today; what is on, the page links."""
    if missing:
        some = words.counted(len(missing), "thing").capitalize() + (" is" if len(missing) == 1 else " are")
        return f"{some} missing: {', '.join(name.lower() for name in missing[:3])}" + (
            " and more." if len(missing) > 3 else "."
        )
    return "" if is_on else "Nothing is on today."
