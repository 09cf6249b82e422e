"""Which times fit everybody of a pod. Pure: hours of work, quiet hours and dates in, times out.

Of nobody is shown why a time does not fit, nor whom it does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learnhub.core.walltime import instant
from learnhub.people.hours import Quiet, Span, Window, without
from learnhub.people.models import Person
from learnhub.people.queries import is_away

MOST, AHEAD = 3, timedelta(days=28)
SHORTEST, LONGEST, USUAL = 10, 240, 30  # minutes
LOOK = 14  # days from tomorrow on in which times are looked for
STEP, DAY = timedelta(minutes=30), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mate:
    """Somebody of the pod, with their quiet hours, and the dates that somebody of the pod is in."""

    person: Person
    quiet: Sequence[Quiet]


def proposals(mates: Sequence[Mate], minutes: int, today: date, zone: ZoneInfo) -> list[datetime]:
    """Return the first time that fits all of each day to come, up to three: on the hour or half past."""
    found: list[datetime] = []
    for number in range(1, LOOK + 1):
        day = today + DAY * number
        spans = [_day(day, zone)]
        for mate in mates:
            spans = _both(spans, _works(mate, spans))
        starts = (_first(span, timedelta(minutes=minutes), zone) for span in spans)
        found += [each for each in starts if each is not None][:1]
        if len(found) == MOST:
            break
    return found


def carried(
    fits: Sequence[int] | None, was: Sequence[datetime], moments: Sequence[datetime]
) -> list[int] | None:
    """Return the places that what somebody said of these times has among others; none where of those that
    stay they said nothing.
    """
    if fits is None or set(was).isdisjoint(moments):
        return None
    said = {was[place] for place in fits if place < len(was)}
    return [place for place, each in enumerate(moments) if each in said]


def _day(day: date, zone: ZoneInfo) -> Span:
    begins, over = (instant(datetime.combine(each, time()), zone) for each in (day, day + DAY))
    return begins, over


def _works(mate: Mate, spans: Sequence[Span]) -> list[Span]:
    """Return when they work, are here, and are in nothing, of days that touch these spans."""
    person = mate.person
    work = Window(person.work_days, person.work_starts, person.work_ends)
    whole = [each for span in spans for each in work.during(span, person.tz)]
    here = (each for each in whole if not is_away(person, each[0]))
    return [part for each in here for part in without(each, mate.quiet, person.tz)]


def _both(some: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    pairs = ((max(one[0], two[0]), min(one[1], two[1])) for one in some for two in others)
    return sorted({pair for pair in pairs if pair[0] < pair[1]})


def _first(span: Span, length: timedelta, zone: ZoneInfo) -> datetime | None:
    """Return the first hour or half of one by the clock at which that much of the span is left."""
    local = span[0].astimezone(zone)
    late = timedelta(minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond)
    starts = span[0] + (STEP - late if late else timedelta())
    return starts if starts + length <= span[1] else None
