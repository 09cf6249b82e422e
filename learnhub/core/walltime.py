"""Wall times: what a clock on the wall shows, the zone beside it, and the moment that both mean."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo


def instant(wall: datetime, zone: ZoneInfo, *, deadline: bool = False) -> datetime:
    """Return the moment, in UTC, at which a clock in `zone` shows `wall` (naive).

    In spring an hour is left out: a time in it moves forward by that hour. In autumn one comes twice:
    the first is meant, but for a deadline the later, so that nobody is cut short.
    """
    if wall.tzinfo is not None:
        raise ValueError("a wall time carries no zone")
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    skipped = first.astimezone(zone).replace(tzinfo=None) != wall
    if skipped or not deadline:
        return first
    return wall.replace(tzinfo=zone, fold=1).astimezone(UTC)


def is_skipped(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks in `zone` jump over `wall`."""
    return instant(wall, zone).astimezone(zone).replace(tzinfo=None) != wall


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return what a clock in `zone` shows at `moment`: naive."""
    return moment.astimezone(zone).replace(tzinfo=None)


def weekly(times: Iterable[Sequence[Any]], first: date, last: date) -> list[tuple[datetime, datetime]]:
    """Return when these, each [weekday, "16:00", minutes], begin and end on days from `first` to `last`."""
    every, found = [*times], []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for weekday, at, minutes in every:
            if day.weekday() == weekday:
                starts = datetime.combine(day, time.fromisoformat(at))
                found.append((starts, starts + timedelta(minutes=minutes)))
    return found
