"""How times are worded: "Thu 3 Dec, 17:00 CET", "in 2 h 40 min", "Wed to Fri 2–4 December 2026".

Pure functions: `now` and the reader's zone are given, nothing here reads a clock. Instants are aware.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.dates import get_day_names, get_month_names

LOCALE = "en"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Block(NamedTuple):
    """The date block at the left of a page: a line, the large figure, a line."""

    top: str
    big: str
    bottom: str


# Zones


def zone(name: str, fallback: tzinfo = UTC) -> tzinfo:
    """The zone of that name ("Europe/Stockholm"), or the fallback for a name that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return fallback


@cache
def zone_names() -> tuple[str, ...]:
    """What a person can choose from: places, by name, and UTC first."""
    regions = {
        "Africa",
        "America",
        "Antarctica",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
    return ("UTC", *sorted(name for name in available_timezones() if name.partition("/")[0] in regions))


def zone_city(name: str) -> str:
    """ "America/Argentina/Buenos_Aires" is "Buenos Aires"."""
    return name.rpartition("/")[2].replace("_", " ")


def zone_mark(moment: datetime, where: tzinfo) -> str:
    """What stands behind a time: "CET", or "UTC+3" where a zone has no letters."""
    return _mark(moment.astimezone(where))


def _mark(local: datetime) -> str:
    mark = local.tzname() or "UTC"
    if mark[0] not in "+-":
        return mark
    hours, minutes = mark[1:3].lstrip("0") or "0", mark[3:5]
    return f"UTC{mark[0].replace('-', '−')}{hours}" + (f":{minutes}" if minutes not in {"", "00"} else "")


# Days


@cache
def _days(width: Literal["wide", "abbreviated"]) -> tuple[str, ...]:
    names = get_day_names(width, locale=LOCALE)
    return tuple(str(names[number]) for number in range(7))


@cache
def _months(width: Literal["wide", "abbreviated"]) -> tuple[str, ...]:
    names = get_month_names(width, locale=LOCALE)
    return tuple(str(names[number]) for number in range(1, 13))


def weekday(value: date) -> str:
    """ "Thursday"."""
    return _days("wide")[value.weekday()]


def weekdays() -> list[str]:
    """Return the names of the days of the week, Monday first."""
    return [*_days("wide")]


def weekday_short(value: date) -> str:
    """ "Thu"."""
    return _days("abbreviated")[value.weekday()]


def month(value: date) -> str:
    """ "December"."""
    return _months("wide")[value.month - 1]


def month_short(value: date) -> str:
    """ "Dec"."""
    return _months("abbreviated")[value.month - 1]


def local_date(value: datetime | date, where: tzinfo) -> date:
    """The calendar day of an instant in that zone; a date stays itself."""
    return value.astimezone(where).date() if isinstance(value, datetime) else value


def day(value: date, today: date) -> str:
    """ "Thu 3 Dec", with the year when it is not this year's."""
    text = f"{weekday_short(value)} {value.day} {month_short(value)}"
    return text if value.year == today.year else f"{text} {value.year}"


def short_day(value: date, today: date) -> str:
    """ "3 Dec", with the year when it is not this year's."""
    return day(value, today).partition(" ")[2]


def day_name(value: date, today: date) -> str:
    """ "Today", "Tomorrow", "Yesterday", "Friday" within six days, else "Thu 3 Dec"."""
    away = (value - today).days
    if away in {-1, 0, 1}:
        return {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}[away]
    return weekday(value) if 1 < away < 7 else day(value, today)


def chapter(value: date, today: date, first_weekday: int = 0) -> str:
    """The heading of an agenda that a day belongs to: "Tomorrow", "This week", "Next week", "December"."""
    away = (value - today).days
    if away in {-1, 0, 1}:
        return day_name(value, today)
    weeks = (week_start(value, first_weekday) - week_start(today, first_weekday)).days // 7
    if weeks in {-1, 0, 1}:
        return {-1: "Last week", 0: "Later this week" if away > 0 else "This week", 1: "Next week"}[weeks]
    return month(value) if value.year == today.year else f"{month(value)} {value.year}"


def week_start(value: date, first_weekday: int = 0) -> date:
    """The first day of the week that a day is in; 0 is Monday."""
    return value - timedelta(days=(value.weekday() - first_weekday) % 7)


def days(first: date, last: date, today: date) -> str:
    """ "7–11 Dec", "30 Nov – 4 Dec", with years when they are not this year's."""
    if first == last:
        return short_day(first, today)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last, today)}"
    start = short_day(first, today) if first.year != last.year else f"{first.day} {month_short(first)}"
    return f"{start} – {short_day(last, today)}"


def block(start: datetime | date, end: datetime | date | None, where: tzinfo, today: date) -> Block:
    """The date block: "Thursday", "3", "December", or for a span "Wed to Fri", "2–4", "December 2026".

    Of weeks in several months: "6 weeks", "27 Oct", "to 4 December 2026".
    """
    first = local_date(start, where)
    last = first if end is None else local_date(end, where)
    if first == last:
        return Block(weekday(first), str(first.day), _month_year(first, today))
    is_long = (last - first).days > 13  # their weekdays say nothing
    weeks = f"{round(((last - first).days + 1) / 7)} weeks"
    top = weeks if is_long else f"{weekday_short(first)} to {weekday_short(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return Block(top, f"{first.day}–{last.day}", f"{month(last)} {last.year}")
    if is_long:
        return Block(top, f"{first.day} {month_short(first)}", f"to {last.day} {month(last)} {last.year}")
    early = f"{month_short(first)} {first.year}" if first.year != last.year else month_short(first)
    return Block(top, f"{first.day}–{last.day}", f"{early} to {month_short(last)} {last.year}")


def _month_year(value: date, today: date) -> str:
    return month(value) if value.year == today.year else f"{month(value)} {value.year}"


# Moments


def clock_time(value: datetime, where: tzinfo) -> str:
    """ "17:00"."""
    return _clock(value.astimezone(where))


def _clock(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"  # a page has hundreds, and strftime takes four times as long


def moment(value: datetime, where: tzinfo, now: datetime) -> str:
    """ "Thu 3 Dec, 17:00 CET"."""
    local = value.astimezone(where)
    written = day(local.date(), now.astimezone(where).date())
    return f"{written}, {_clock(local)} {_mark(local)}"


def moment_and_relative(value: datetime, where: tzinfo, now: datetime) -> str:
    """ "Thu 3 Dec, 17:00 CET, in 11 days"."""
    return f"{moment(value, where, now)}, {relative(value, now, where)}"


def between(start: datetime, end: datetime, where: tzinfo, now: datetime) -> str:
    """ "Thu 10 Dec, 12:15–13:00 CET" or "Wed 2 Dec, 10:00 to Fri 4 Dec, 16:30 CET"."""
    if local_date(start, where) == local_date(end, where):
        written = day(local_date(start, where), local_date(now, where))
        return f"{written}, {clock_time(start, where)}–{clock_time(end, where)} {zone_mark(end, where)}"
    today = local_date(now, where)
    early = f"{day(local_date(start, where), today)}, {clock_time(start, where)}"
    return f"{early} to {moment(end, where, now)}"


def relative(value: datetime, now: datetime, where: tzinfo) -> str:
    """ "in 2 h 40 min", "just now", "15 min ago", "tomorrow", "in 11 days"; days are the reader's."""
    apart = abs(value - now)
    if apart < MINUTE:
        return "just now" if value < now else "now"
    if apart < DAY:
        return _toward(duration(_rounded(apart)), ahead=value > now)
    return relative_day(local_date(value, where), local_date(now, where))


def is_near(day: date) -> bool:
    """Whether LearnHub deals with that day: beyond these years arithmetic with zones fails."""
    return 2000 <= day.year < 2200


def read_day(text: str) -> date | None:
    """Return the day that an address names as 2026-12-02; None for what is none, or too far off."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_near(day) else None


def relative_day(value: date, today: date) -> str:
    """ "today", "tomorrow", "in 11 days", "3 days ago"."""
    away = (value - today).days
    if away in {-1, 0, 1}:
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[away]
    return _toward(_long(abs(away)), ahead=away > 0)


def lateness(due: datetime, now: datetime, where: tzinfo) -> str:
    """ "due in 2 h 40 min", "due tomorrow", "due now", or "overdue by 3 days"."""
    if due >= now:
        return f"due {relative(due, now, where)}"
    apart = now - due
    return f"overdue by {duration(_rounded(apart)) if apart < DAY else _long(max(apart.days, 1))}"


def duration(length: timedelta) -> str:
    """ "45 min", "2 h 40 min", "3 days", "2 days 4 h"; two units at most, rounded down, and never none."""
    minutes = int(length / MINUTE)
    whole, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if whole:
        return _some(whole, "day") + (f" {hours} h" if hours else "")
    if hours:
        return f"{hours} h" + (f" {minutes} min" if minutes else "")
    return f"{minutes} min" if minutes else "less than a minute"


def whole_days(length: timedelta) -> str:
    """ "3 days", "1 day", "less than a day": an age that is told in days."""
    return _some(length.days, "day") if length >= DAY else "less than a day"


def iso(value: datetime | date | time, where: tzinfo) -> str:
    """What stands in `<time datetime>`: "2026-12-03T17:00+01:00"."""
    if isinstance(value, datetime):
        return value.astimezone(where).isoformat(timespec="minutes")
    return value.isoformat(timespec="minutes") if isinstance(value, time) else value.isoformat()


def _rounded(apart: timedelta) -> timedelta:
    """Under a minute's tail is dropped; from ten hours on the minutes as well."""
    return HOUR * round(apart / HOUR) if apart >= 10 * HOUR else apart


def _long(count: int) -> str:
    if count < 365:
        return _some(count, "day")
    return _some(round(count / 365.25), "year") if count >= 730 else _some(round(count / 30.44), "month")


def _some(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _toward(text: str, *, ahead: bool) -> str:
    return f"in {text}" if ahead else f"{text} ago"
