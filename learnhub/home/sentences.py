"""What Home says first: the answer to "what needs me?", in every state. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from learnhub.core import dates, words

SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Next:
    """What the sentence is about: something that is due, or the next thing that happens.

    `says` is the sentence itself, where the name of what is due makes none. `since`: no day is set for it,
    and somebody waits since then.
    """

    name: str
    at: datetime
    says: str = ""
    since: datetime | None = None


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


def speaking(starts_at: datetime, now: datetime, zone: tzinfo) -> str:
    """Say that one speaks, which comes before all that is due."""
    return "You speak now." if starts_at <= now else f"You speak at {dates.clock_time(starts_at, zone)}."


def _due(due: Next, now: datetime, zone: tzinfo) -> str:
    if due.says:
        return f"{due.says}."
    if due.at <= now:
        return f"{due.name} is overdue by {_length(now - due.at)}."
    if due.at - now < timedelta(hours=24):
        return f"{due.name} is due {dates.relative(due.at, now, zone)}."
    day = dates.day_name(dates.local_date(due.at, zone), dates.local_date(now, zone))
    if day == "Tomorrow":
        return f"{due.name} is due tomorrow at {dates.clock_time(due.at, zone)}."
    return f"{due.name} is due on {day}."


def lead(due: Next | None, missing: Sequence[str], now: datetime, zone: tzinfo, *, is_on: bool) -> str:
    """Say when what is due next is, how long is left and what it lacks; else that nothing is on today.

    What is on, the page links.
    """
    if due is None:
        return "" if is_on else "Nothing is on today."
    if due.since:
        return f"Waiting since {dates.moment(due.since, zone, now)}."
    said = f"By {dates.moment(due.at, zone, now)}: {_length(due.at - now)} left."
    if due.at <= now:
        said = f"It was due {dates.moment(due.at, zone, now)}."
    return f"{said} {_missing(missing)}".strip()


def _missing(names: Sequence[str]) -> str:
    if not names:
        return ""
    some = words.counted(len(names), "thing").capitalize() + (" is" if len(names) == 1 else " are")
    more = " and more" if len(names) > 3 else ""
    return f"{some} missing: {', '.join(name.lower() for name in names[:3])}{more}."


def _length(apart: timedelta) -> str:
    return dates.duration(max(apart, timedelta(minutes=1)))
