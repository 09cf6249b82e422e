"""VTIMEZONE: the clock changes of a zone, worked out of the same tz data by which LearnHub tells times."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

STEP = timedelta(days=1)  # no zone changes its clocks twice in a day


class Rules(NamedTuple):
    """What holds in a zone from one change to the next: offset from UTC, its letters, summer time or not."""

    offset: timedelta
    name: str
    summer: bool


@lru_cache(maxsize=256)
def component(tzid: str, first: int, last: int) -> Timezone:
    """Return the zone for all moments of the years `first` to `last`, and a year more at both ends.

    Each onset is written as clocks showed it before the change, as RFC 5545 has it.
    """
    zone = ZoneInfo(tzid)
    start = datetime(first - 1, 1, 1, tzinfo=UTC)
    before = _rules(start, zone)
    onsets = {(before.offset, before): [start.replace(tzinfo=None)]}
    for at, old, new in _changes(zone, start, datetime(last + 2, 1, 1, tzinfo=UTC)):
        onsets.setdefault((old.offset, new), []).append((at + old.offset).replace(tzinfo=None))
    made = Timezone()
    made.add("tzid", tzid)
    for (offset, rules), moments in onsets.items():
        made.add_component(_observance(offset, rules, moments))
    return made


def _observance(
    offset: timedelta, rules: Rules, moments: list[datetime]
) -> TimezoneDaylight | TimezoneStandard:
    found = TimezoneDaylight() if rules.summer else TimezoneStandard()
    found.add("tzname", rules.name)
    found.add("dtstart", moments[0])
    found.add("tzoffsetfrom", offset)
    found.add("tzoffsetto", rules.offset)
    if moments[1:]:
        found.add("rdate", moments[1:])
    return found


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, Rules, Rules]]:
    """Yield each moment from which other rules hold, with those before and after it."""
    at, old = start, _rules(start, zone)
    while at < end:
        new = _rules(at + STEP, zone)
        if new != old:
            yield _between(zone, at, at + STEP), old, new
        at, old = at + STEP, new


def _between(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """Return the first second between both at which the later rules hold."""
    old = _rules(early, zone)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        early, late = (middle, late) if _rules(middle, zone) == old else (early, middle)
    return late


def _rules(at: datetime, zone: ZoneInfo) -> Rules:
    local = at.astimezone(zone)
    return Rules(local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst()))
