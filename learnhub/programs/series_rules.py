"""The rule of a series: every so many weeks on some days, or months on the nth weekday. Pure.

Written as an RRULE (RFC 5545) and expanded by the clock on the wall, so that noon stays noon when clocks
change; `core.walltime` makes moments of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from learnhub.core import dates, words
from learnhub.core.walltime import instant

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
OTHER = 2  # every second week, a choice of its own
LAST_MINUTE = time(23, 59)
FURTHEST = timedelta(days=366 * 5)  # how far ahead anybody looks


@dataclass(frozen=True, slots=True)
class Rule:
    """Weekly on `days` (0 is Monday), or with `nth` monthly on that weekday of the month.

    It ends after `until`, after so many `times`, or not at all.
    """

    days: tuple[int, ...]
    every: int = 1
    nth: int | None = None
    until: date | None = None
    times: int | None = None

    def __str__(self) -> str:
        """Return the RRULE."""
        on = ",".join(f"{self.nth or ''}{DAYS[day]}" for day in sorted(self.days))
        parts = [f"FREQ={'MONTHLY' if self.nth else 'WEEKLY'}", f"INTERVAL={self.every}", f"BYDAY={on}"]
        if self.until:
            parts.append(f"UNTIL={datetime.combine(self.until, LAST_MINUTE):%Y%m%dT%H%M%S}")
        if self.times:
            parts.append(f"COUNT={self.times}")
        return ";".join(parts)


def read(text: str) -> Rule:
    """Return the rule of an RRULE that `Rule` wrote."""
    said = dict(part.split("=") for part in text.split(";"))
    on = said["BYDAY"].split(",")
    return Rule(
        days=tuple(DAYS.index(day[-2:]) for day in on),
        every=int(said["INTERVAL"]),
        nth=int(on[0][:-2]) if said["FREQ"] == "MONTHLY" else None,
        until=date.fromisoformat(said["UNTIL"][:8]) if "UNTIL" in said else None,
        times=int(said["COUNT"]) if "COUNT" in said else None,
    )


def walls(
    rule: Rule, starts: datetime, *, after: datetime | None = None, until: datetime | None = None, most: int
) -> list[datetime]:
    """Return what the clock shows at its dates: those behind `after`, up to and with `until`."""
    end = until or (after or starts) + FURTHEST
    found = rrulestr(str(rule), dtstart=starts).xafter(after or starts, inc=after is None)
    return [each for each in islice(found, most) if each <= end]


def moments(
    rule: Rule, starts: datetime, zone: ZoneInfo, *, but: Collection[datetime] = (), most: int
) -> list[datetime]:
    """Return the moments of its dates, without the exceptions `but`."""
    found = walls(rule, starts, most=most + len(but))
    return [at for at in (instant(each, zone) for each in found) if at not in but][:most]


def shifted(rule: Rule, old: datetime, new: datetime) -> Rule:
    """Return the rule whose dates move as the one at `old` moves to `new`."""
    apart = new.date() - old.date()
    ends = rule.until + apart if rule.until else None
    if rule.nth:
        nth = nth_of(new.date(), last=rule.nth < 0)
        return replace(rule, days=(new.weekday(),), nth=nth, until=ends)
    return replace(rule, days=tuple(sorted({(day + apart.days) % 7 for day in rule.days})), until=ends)


def nth_of(day: date, *, last: bool = False) -> int:
    """Return which of its weekday in the month a day is; -1 for the last, where it may be said so."""
    is_last = (day + timedelta(days=7)).month != day.month
    number = (day.day - 1) // 7 + 1
    return -1 if number > 4 or (last and is_last) else number


def in_words(rule: Rule, starts: datetime) -> str:
    """ "every Thursday, 12:00", "every 2 weeks on Monday and Tuesday, 9:00", "… until 3 December"."""
    week = dates.weekdays()
    named = words.joined(week[each] for each in sorted(rule.days))
    at = f"{starts:%H:%M}"
    if rule.nth:
        months = "month" if rule.every == 1 else f"{rule.every} months"
        said = f"every {months} on the {NTH[rule.nth]} {named}"
    else:
        said = f"every {named}" if rule.every == 1 else f"every {rule.every} weeks on {named}"
    if rule.until:
        return f"{said}, {at}, until {rule.until.day} {dates.month(rule.until)} {rule.until.year}"
    return f"{said}, {at}" + (f", {words.count(rule.times, 'time')}" if rule.times else "")


def ended_before(rule: Rule, split: datetime) -> Rule:
    """Return the rule as it ends before one of its dates."""
    return replace(rule, until=(split - timedelta(days=1)).date(), times=None)


def rest_of(rule: Rule, starts: datetime, split: datetime) -> Rule:
    """Return the rule that carries on from one of its dates: what is left of its number of times."""
    if rule.times is None:
        return rule
    gone = len(walls(rule, starts, until=split - timedelta(minutes=1), most=rule.times))
    return replace(rule, times=max(rule.times - gone, 1))


def paired(old: Sequence[datetime], new: Sequence[datetime]) -> list[tuple[datetime, datetime | None]]:
    """Pair dates in order: the third becomes the third. None: there is none for it any more."""
    return [(each, new[place] if place < len(new) else None) for place, each in enumerate(old)]
