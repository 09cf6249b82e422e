"""When somebody's digest comes, in words."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from learnhub.core.dates import zone_city
from learnhub.core.walltime import instant
from learnhub.notifications.models import Category, ChannelPreference, Frequency
from learnhub.notifications.planning.times import Hours
from learnhub.people.hours import Window

MONDAY = date(2026, 1, 5)  # of any week: quiet hours are of weekdays


def said(hours: Hours, chosen: Iterable[ChannelPreference]) -> str:
    """ "one digest a day, from 09:00 on by the clock of Berlin"; "no digest"."""
    mine = next((row for row in chosen if row.category is Category.DIGEST), None)
    if mine and mine.frequency is Frequency.NEVER:
        return "no digest"
    weekly = mine is not None and mine.frequency is Frequency.WEEKLY
    often = "one digest a week" if weekly else "one digest a day"
    at = mine.at if mine and mine.at in hours.full_hours else hours.starts if hours.days else None
    if at is None:
        return often
    later = " or once your quiet hours are over" if _is_quiet(hours, at) else ""
    return f"{often}, soon after {at:%H:%M} by the clock of {zone_city(hours.zone)}{later}"


def _is_quiet(hours: Hours, at: time) -> bool:
    """Whether quiet hours of some working day hold that time."""
    days = [MONDAY + timedelta(days=int(each)) for each in hours.days]
    weekly = [each for each in hours.quiet if isinstance(each, Window)]
    moments = [instant(datetime.combine(day, at), hours.tz) for day in days]
    return any(window.contains(moment, hours.tz) for window in weekly for moment in moments)
