"""How many weeks in a row somebody checked in, by their own clock. Pure: days and a moment in, numbers out.

Weeks begin on Mondays in the person's own zone. A week without a check-in is bridged by a freeze: one is
there from the start, another comes with every fourth week kept, two are kept at most. A week in which the
person was away or paused in the cohort holds the streak and costs nothing. The week that goes on breaks
nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learnhub.core import dates
from learnhub.core.walltime import instant

WEEK = timedelta(days=7)
FREEZES, EARNED_BY = 2, 4  # kept at most; a freeze comes with so many weeks


@dataclass(frozen=True, slots=True)
class Streak:
    """`weeks` in a row, this one included once it is `done`; `freezes` are left."""

    weeks: int
    freezes: int
    done: bool
    frozen: int = 0  # weeks of it that a freeze bridged


def week_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the Monday of the person's week at that moment."""
    return dates.week_start(dates.local_date(moment, zone))


def starts_at(week: date, zone: ZoneInfo) -> datetime:
    """Return when that week of the person begins: midnight before Monday."""
    return instant(datetime.combine(week, time()), zone)


def ends_at(week: date, zone: ZoneInfo) -> datetime:
    """Return when that week of the person ends: midnight after Sunday, whatever the clocks do."""
    return starts_at(week + WEEK, zone)


def away_weeks(first: date | None, last: date | None, *, most: int = 60) -> set[date]:
    """Return the weeks in which somebody who is away from `first` to `last` has a day away."""
    if first is None or last is None:
        return set()
    start = dates.week_start(first)
    return {start + WEEK * number for number in range(most) if start + WEEK * number <= last}


def count(done: Collection[date], held: Collection[date], since: date, this: date) -> Streak:
    """Return the streak of who checked in in the weeks `done`, as it stands in the week `this`.

    `held` are weeks away, `since` is the first week that counts. All are Mondays.
    """
    weeks, freezes, frozen = 0, 1, 0
    week = since
    while week <= this:
        if week in done:
            weeks += 1
            if weeks % EARNED_BY == 0:
                freezes = min(freezes + 1, FREEZES)
        elif week not in held and week < this and weeks:
            if freezes:
                freezes, frozen = freezes - 1, frozen + 1
            else:
                weeks, freezes, frozen = 0, 1, 0
        week += WEEK
    return Streak(weeks, freezes, this in done, frozen)
