"""When people work, and when they are left in peace. Pure: a person, their quiet hours and a moment in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from learnhub.core.walltime import instant
from learnhub.people.models import Person
from learnhub.people.queries import is_away

DAY = timedelta(days=1)
HOUR, A_DAY = 60, 1440  # minutes
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Hours on the weekdays of `days` ("01234" is Monday to Friday), by the clock of whoever they are of.

    Those that end before they begin run past midnight; those that end when they begin last a day.
    """

    days: str
    starts: time
    ends: time

    def span(self, day: date, tz: ZoneInfo) -> Span | None:
        """Return from when to when they last that begin on this day."""
        if str(day.weekday()) not in self.days:
            return None
        last = day if self.ends > self.starts else day + DAY
        start, end = datetime.combine(day, self.starts), datetime.combine(last, self.ends)
        return instant(start, tz), instant(end, tz)

    def during(self, span: Span, tz: ZoneInfo) -> Iterable[Span]:
        """Return each from when to when of them that a span may touch."""
        first, last = (moment.astimezone(tz).date() for moment in span)
        days = (first + number * DAY for number in range(-1, (last - first).days + 1))
        return filter(None, (self.span(day, tz) for day in days))

    def contains(self, moment: datetime, tz: ZoneInfo) -> bool:
        """Whether the moment lies in them."""
        today = moment.astimezone(tz).date()
        spans = [self.span(day, tz) for day in (today - DAY, today)]
        return any(span is not None and span[0] <= moment < span[1] for span in spans)


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Hours of certain days: a focus block that stands in somebody's calendar."""

    starts: datetime
    ends: datetime

    def during(self, _span: Span, _tz: ZoneInfo) -> Iterable[Span]:
        """Return from when to when they last."""
        return [(self.starts, self.ends)]

    def contains(self, moment: datetime, _tz: ZoneInfo) -> bool:
        """Whether the moment lies in them."""
        return self.starts <= moment < self.ends


Quiet = Window | Block


def without(span: Span, quiet: Iterable[Quiet], tz: ZoneInfo) -> list[Span]:
    """Return what quiet hours leave of a span."""
    parts = [span]
    for each in quiet:
        for taken in each.during(span, tz):
            parts = [left for part in parts for left in _cut(part, taken)]
    return parts


def _cut(span: Span, taken: Span) -> list[Span]:
    (start, end), (begins, over) = span, taken
    if over <= start or begins >= end:
        return [span]
    return [part for part in ((start, begins), (over, end)) if part[0] < part[1]]


def work(days: str, starts: time, ends: time) -> Window:
    """Return when they work who have these hours; without any day that is always."""
    return Window(days, starts, ends) if days else EVERY_HOUR


EVERY_HOUR = Window("0123456", time(), time())


@lru_cache(maxsize=1024)
def leave_open(work: Window, quiet: tuple[Window, ...]) -> bool:
    """Whether quiet hours leave an hour of a week's work."""
    left = _minutes(work).difference(*(_minutes(window) for window in quiet))
    return len(left) >= HOUR


def leave_some(work: Window, quiet: Sequence[Quiet], tz: ZoneInfo, days: Iterable[date]) -> bool:
    """Whether quiet hours leave an hour of the work of these days."""
    spans = filter(None, (work.span(day, tz) for day in days))
    left = (over - begin for span in spans for begin, over in without(span, quiet, tz))
    return sum(left, timedelta()) >= timedelta(minutes=HOUR)


def overlap(one: Window, other: Window) -> bool:
    """Whether two have a minute of a week in common."""
    return not _minutes(one).isdisjoint(_minutes(other))


def _minutes(window: Window) -> set[int]:
    """Return those of a week that the window takes, from Monday on."""
    first, last = (60 * at.hour + at.minute for at in (window.starts, window.ends))
    length = (last - first) % A_DAY or A_DAY
    begins = (A_DAY * int(day) + first for day in window.days)
    return {minute % (7 * A_DAY) for begin in begins for minute in range(begin, begin + length)}


def is_working(person: Person, at: datetime, quiet: Iterable[Quiet] = ()) -> bool:
    """Whether the person works then, by their own clock: here, not away, and not in quiet hours."""
    if person.left_at is not None or is_away(person, at):
        return False
    if any(each.contains(at, person.tz) for each in quiet):
        return False
    return Window(person.work_days, person.work_starts, person.work_ends).contains(at, person.tz)


def next_work(person: Person, after: datetime, *, days: int = 14) -> datetime | None:
    """Return when the person next begins to work, by the hours and the days away that everybody may read."""
    work, today = Window(person.work_days, person.work_starts, person.work_ends), after.astimezone(person.tz)
    for number in range(days):
        span = work.span(today.date() + DAY * number, person.tz)
        if span is not None and span[0] > after and not is_away(person, span[0]):
            return span[0]
    return None


def worked(person: Person, since: datetime, until: datetime, *, most: timedelta) -> timedelta:
    """Return how much of their working time lies between two moments, `most` at most."""
    found = timedelta()
    day, end = since.astimezone(person.tz).date(), until.astimezone(person.tz)
    while found < most and day <= end.date():
        if str(day.weekday()) in person.work_days:
            opens = datetime.combine(day, person.work_starts, person.tz)
            closes = datetime.combine(day, person.work_ends, person.tz)
            found += max(min(closes, until) - max(opens, since), timedelta())
        day += timedelta(days=1)
    return min(found, most)
