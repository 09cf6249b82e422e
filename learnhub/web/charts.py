"""Geometry of what pages draw: the axis of windows, lines, bars. Numbers in, numbers out.

Horizontal places on the axis are percentages of its width, so that it stretches; line charts have a
wide drawing and one for phones.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from learnhub.core import dates

NARROWEST = 1.6  # percent; a window of a minute can still be seen
MOST_COLUMNS = 8
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time with a name; without an end it is a moment."""

    name: str
    start: datetime
    end: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A window on the axis. `state` is past, now or next; `gone` is the part of its bar behind us."""

    name: str
    note: str
    state: str
    x: float
    width: float
    gone: float
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """A named stretch of the axis; `is_now`: we are in it, and its name says so."""

    label: str
    x: float
    is_now: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """All windows on one axis. `needle` is where we are, None outside of it."""

    rows: list[Row]
    columns: list[Column]
    needle: float | None
    here: str

    @property
    def side(self) -> str:
        """Where the words at the needle go: "l" right of it, "e" left of it, "" centred."""
        return "" if self.needle is None else "l" if self.needle < 10 else "e" if self.needle > 90 else ""


class Strip(NamedTuple):
    """Bars side by side, as one path of upright strokes: each is high enough to be seen, and what is not
    known is a gap.
    """

    wide: float  # each
    bars: str
    known: int
    low: float
    high: float


def axis(windows: Sequence[Window], now: datetime, where: tzinfo) -> Axis:
    """Place windows on one axis, in the reader's zone. Days with much in them get room, long gaps little."""
    moments = [moment for each in windows for moment in (each.start, each.end or each.start)]
    if not moments:
        return Axis([], [], None, "")
    today = now.astimezone(where).date()
    marks = _marks(moments, today, where)
    places = _places(marks)
    place = partial(_between, marks, places)
    along = [(each, place(each.start), place(each.end or each.start)) for each in windows]
    rows = [_row(each, now, where, start, end, place(now)) for each, start, end in along]
    stretches = zip(_labels(marks, where), places, pairwise(marks), strict=False)  # places have an end, too
    columns = [
        Column(name, round(x, 1), first <= now < last and _says(name, first, today))
        for name, x, (first, last) in stretches
    ]
    said = f"You are here: {_day(today)}, {dates.clock_time(now, where)}"
    return Axis(rows, columns, round(place(now), 1) if marks[0] <= now <= marks[-1] else None, said)


def _row(each: Window, now: datetime, where: tzinfo, start: float, end: float, needle: float) -> Row:
    last = each.end or each.start
    state = "past" if last < now else "next" if each.start > now else "now"
    width = max(end - start, NARROWEST)
    gone = min(max(needle - start, 0.0), width) if state == "now" else 0.0
    start = min(start, 100 - width)
    return Row(
        each.name, each.note, state, round(start, 1), round(width, 1), round(gone, 1), _words(each, where)
    )


def _words(each: Window, where: tzinfo) -> str:
    """ "10–27 Nov", "Thu 3 Dec, 09:00 – 17:00", "Wed 2, 10:00 – Thu 3 Dec, 17:00"."""
    end = each.end or each.start
    first, last = dates.local_date(each.start, where), dates.local_date(end, where)
    if (last - first).days > 6:
        return dates.days(first, last, first)
    one_month = first != last and first.month == last.month
    opens = f"{_day(first, month=not one_month)}, {dates.clock_time(each.start, where)}"
    if each.end is None or each.end == each.start:
        return opens
    closes = dates.clock_time(end, where)
    return f"{opens} – {closes}" if first == last else f"{opens} – {_day(last)}, {closes}"


def _day(day: date, *, month: bool = True) -> str:
    """ "Thu 3 Dec", or "Thu 3" beside a day that names the month."""
    return f"{dates.weekday_short(day)} {day.day}" + (f" {dates.month_short(day)}" if month else "")


def _marks(moments: Sequence[datetime], today: date, where: tzinfo) -> list[datetime]:
    """The borders of columns: hours of a short event, else busy days and today, else even steps."""
    first, last = min(moments).astimezone(where), max(moments).astimezone(where)
    if last - first <= timedelta(hours=36):
        return _hours(first, last)
    count = Counter(moment.astimezone(where).date() for moment in moments)
    busy = {day for day, times in count.items() if times > 1}
    here = {today} if first.date() <= today <= last.date() else set()
    outside = {first.date(), last.date() + DAY}
    for days in (busy | here, busy):
        borders = sorted(outside | days | {each + DAY for each in days})
        if len(borders) - 1 <= MOST_COLUMNS:
            return [_midnight(day, where) for day in borders]
    return _steps(*(_midnight(day, where) for day in sorted(outside)))


def _hours(first: datetime, last: datetime) -> list[datetime]:
    start = first.replace(minute=0, second=0, microsecond=0)
    hours = max(math.ceil((last - start) / timedelta(hours=1)), 1)
    step = next(step for step in (1, 2, 3, 6, 9) if hours / step <= 6)
    return [start + timedelta(hours=step * each) for each in range(math.ceil(hours / step) + 1)]


def _steps(first: datetime, last: datetime) -> list[datetime]:
    days = (last - first).days
    step = next((step for step in (1, 7, 14, 28, 56) if days / step <= 6), max(days // 6, 1))
    return [first + DAY * step * each for each in range(math.ceil(days / step) + 1)]


def _midnight(day: date, where: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=where)


def _places(marks: Sequence[datetime]) -> list[float]:
    """Percent for each mark: a column of many days is no wider than one of a busy day, rather less."""
    shortest = min(last - first for first, last in pairwise(marks))
    weights = [1.0 if last - first < 1.5 * shortest else 0.85 for first, last in pairwise(marks)]
    total, places = sum(weights), [0.0]
    for weight in weights:
        places.append(places[-1] + 100 * weight / total)
    return places


def _between(marks: Sequence[datetime], places: Sequence[float], moment: datetime) -> float:
    if moment <= marks[0]:
        return 0.0
    for index, (first, last) in enumerate(pairwise(marks)):
        if moment <= last:
            share = (moment - first) / (last - first)
            return places[index] + share * (places[index + 1] - places[index])
    return 100.0


def _labels(marks: Sequence[datetime], where: tzinfo) -> list[str]:
    """Name the columns: a month is named where it begins on the axis, a day of hours where it begins."""
    before: list[date | None] = [None, *(dates.local_date(mark, where) for mark in marks)]
    return [_label(*each, where, before[index]) for index, each in enumerate(pairwise(marks))]


def _says(label: str, first: datetime, today: date) -> bool:
    """Whether a column that we are in is named after now: "18 Nov", of two weeks, only on that day."""
    return not label[:1].isdigit() or ":" in label or first.date() == today


def _label(first: datetime, last: datetime, where: tzinfo, before: date | None) -> str:
    """`before` is the day of the column to the left."""
    day = dates.local_date(first, where)
    if last - first < timedelta(hours=23):
        hour = dates.clock_time(first, where)
        return hour if day == before else f"{_day(day)}, {hour}"
    if last - first < timedelta(hours=26):
        return _day(day, month=before is None or before.month != day.month)
    end = dates.local_date(last, where) - DAY
    if day.month == end.month and (end - day).days > 20:
        return dates.month(day)
    return f"{day.day} {dates.month_short(day)}"


# Bars


def parts(amounts: Sequence[float], gap: float = 0.6) -> list[tuple[float, float]]:
    """Left edge and width, in percent, of the parts of one bar; parts of nothing have no width and no gap."""
    total = sum(amounts)
    shown = sum(1 for amount in amounts if amount > 0)
    room = 100 - gap * max(shown - 1, 0)
    places, x = [], 0.0
    for amount in amounts:
        width = room * amount / total if total else 0.0
        places.append((round(x, 1), round(width, 1)))
        x += width + (gap if amount > 0 else 0)
    return places


def strip(shares: Sequence[float | None], width: float, height: float) -> Strip | None:
    """Draw shares of a hundred as bars side by side; None where none is known."""
    known = [share for share in shares if share is not None]
    if not known:
        return None
    step = width / len(shares)
    tall = [None if share is None else max(height * share / 100, 1) for share in shares]
    bars = [f"M{step * (n + 0.36):.4g} {height + 0.5:g}v-{each:.3g}" for n, each in enumerate(tall) if each]
    return Strip(round(step * 0.72, 2), "".join(bars), len(known), min(known), max(known))


def squares(filled: int, total: int, *, per_row: int = 19) -> list[tuple[float, float, bool]]:
    """x, y and whether it is filled, of one small square for each of `total` things."""
    return [
        (round(1 + index % per_row * 19.4, 1), 1.0 + index // per_row * 20, index < filled)
        for index in range(total)
    ]
