"""The periods that a dashboard speaks of: whole ISO weeks in the organisation's zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learnhub.core import clock, dates, words

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """Weeks from the Monday `starts` to the Monday `ends`, which is not part of it."""

    key: str
    label: str
    starts: date
    ends: date
    tz: ZoneInfo

    @property
    def since(self) -> datetime:
        return datetime.combine(self.starts, time(), self.tz)

    @property
    def until(self) -> datetime:
        return datetime.combine(self.ends, time(), self.tz)

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)

    @property
    def weeks(self) -> tuple[date, ...]:
        """The Mondays of its weeks."""
        return tuple(self.starts + WEEK * n for n in range((self.ends - self.starts).days // 7))

    def weeks_over(self, today: date) -> int:
        """How many of its weeks are over; a period that still runs ends with one that is not."""
        return max(0, (min(today, self.ends) - self.starts) // WEEK)

    def runs(self, now: datetime) -> bool:
        """Whether its last week is not over."""
        return now < self.until

    def last_day_by(self, now: datetime) -> date:
        """The last day of it that is counted by then: while it runs, that of `now`."""
        return min(self.last_day, max(self.starts, now.astimezone(self.tz).date()))

    @property
    def days(self) -> str:
        """ "5 Oct – 6 Dec 2026": in words of the calendar, since few know the weeks' numbers."""
        return dates.days(self.starts, self.last_day_by(clock.now()), date.min)

    @property
    def short_days(self) -> str:
        """ "10 Aug – 4 Oct": the year where it is not this one."""
        now = clock.now()
        return dates.days(self.starts, self.last_day_by(now), dates.local_date(now, self.tz))

    @property
    def so_far(self) -> str:
        """ "7 weeks and 1 day": how much of it is over, this day counted."""
        weeks, days = divmod((self.last_day_by(clock.now()) - self.starts).days + 1, 7)
        return words.joined(
            words.count(number, word) for number, word in ((weeks, "week"), (days, "day")) if number
        )

    @property
    def said(self) -> str:
        """ "Last quarter, in whole weeks: 6 Jul – 4 Oct 2026"; "This quarter so far: 5 Oct – 23 Nov 2026"."""
        if self.runs(clock.now()):
            return f"{self.label}{', this one' if self.key == 'year' else ''} so far: {self.days}"
        return f"{self.label}{', in whole weeks' if self.key != 'year' else ''}: {self.days}"

    def before(self) -> "Period":
        """The same number of weeks, right before."""
        return Period(self.key, self.label, self.starts - (self.ends - self.starts), self.starts, self.tz)


NAMES = {"quarter": "This quarter", "last-quarter": "Last quarter", "year": "Last 52 weeks"}


def choices(today: date, tz: ZoneInfo) -> dict[str, Period]:
    """Return the periods that one can choose from, by key. A running one ends with this week."""
    this_week = today - timedelta(days=today.weekday())
    next_week = this_week + WEEK
    quarter = _first_monday(_quarter_start(this_week))
    quarter_before = _first_monday(_quarter_start(quarter - timedelta(days=8)))
    return {
        "quarter": Period("quarter", NAMES["quarter"], quarter, next_week, tz),
        "last-quarter": Period("last-quarter", NAMES["last-quarter"], quarter_before, quarter, tz),
        "year": Period("year", NAMES["year"], next_week - 52 * WEEK, next_week, tz),
    }


def _quarter_start(day: date) -> date:
    """The first day of the calendar quarter that `day` lies in. A week belongs where its Monday lies."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _first_monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
