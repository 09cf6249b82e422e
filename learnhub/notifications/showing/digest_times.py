"""When somebody's digest comes, in words."""

from collections.abc import Iterable

from learnhub.core.dates import zone_city
from learnhub.notifications.models import Category, ChannelPreference, Frequency
from learnhub.notifications.planning.times import Hours


def said(hours: Hours, chosen: Iterable[ChannelPreference]) -> str:
    """ "one digest a day, from 09:00 on by the clock of Berlin"; "no digest"."""
    mine = next((row for row in chosen if row.category is Category.DIGEST), None)
    if mine and mine.frequency is Frequency.NEVER:
        return "no digest"
    weekly = mine is not None and mine.frequency is Frequency.WEEKLY
    often = "one digest a week" if weekly else "one digest a day"
    at = mine.at if mine and mine.at in hours.full_hours else hours.starts if hours.days else None
    return f"{often}, soon after {at:%H:%M} by the clock of {zone_city(hours.zone)}" if at else often
