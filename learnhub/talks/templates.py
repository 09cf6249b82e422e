"""The talks that ship. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Template:
    """What a new talk starts from; all of it can be changed afterwards."""

    minutes: int
    at: time
    story: str


LUNCH = Template(
    minutes=45,
    at=time(12),
    story="""## What you get

One thing that you can use on Monday, shown by somebody who uses it.

## How it goes

Half an hour of talk, a quarter of an hour of questions. Bring your lunch.
""",
)


def story_of(starts: datetime | None, minutes: int) -> str:
    """Return the text that a talk begins with: the lunch-and-learn's where it is one, else none."""
    is_lunch = starts is not None and time(11, 30) <= starts.time() <= time(13)
    return LUNCH.story if is_lunch and minutes == LUNCH.minutes else ""


def suggested(now: datetime) -> datetime:
    """Return a wall time to begin with: a Tuesday at noon, a week from `now` (wall) at least."""
    day = now.date() + timedelta(days=7)
    return datetime.combine(day + timedelta(days=(1 - day.weekday()) % 7), LUNCH.at)
