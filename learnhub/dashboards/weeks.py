"""Weeks as the organisation counts them: from Monday to Sunday, in its zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learnhub.dashboards.periods import WEEK

DAY = timedelta(days=1)


def week_of(moment: datetime, tz: ZoneInfo) -> date:
    """Return the Monday of the week that a moment lies in."""
    return monday(moment.astimezone(tz).date())


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def begin(day: date, tz: ZoneInfo) -> datetime:
    """Return the moment at which a day begins."""
    return datetime.combine(day, time(), tz)


def each(first: date, after: date) -> list[date]:
    """Return the Mondays from `first` to the one before `after`."""
    return [first + WEEK * n for n in range((after - first).days // 7)]
