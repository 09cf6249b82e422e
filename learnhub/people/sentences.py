"""How a browser and a working week are named, and what is said of a sign-in that failed."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from learnhub.core import dates
from learnhub.people.hours import Block, Window
from learnhub.people.models import Person

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("Linux", "Linux"),
)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def device(agent: str) -> str:
    """Name the browser of a User-Agent: "Firefox on Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def hours(person: Person) -> str:
    """Name the working week."""
    return window(Window(person.work_days, person.work_starts, person.work_ends))


def window(of: Window) -> str:
    """ "Mon–Fri, 09:00–17:00", "Mon, Wed, 08:00–12:00"."""
    return f"{weekdays(of.days)}, {of.starts:%H:%M}–{of.ends:%H:%M}"


def weekdays(digits: str) -> str:
    """ "Mon–Fri", "Mon, Wed"; "0" is Monday."""
    days = [int(digit) for digit in digits]
    unbroken = len(days) > 2 and days == list(range(days[0], days[-1] + 1))
    return f"{DAYS[days[0]]}–{DAYS[days[-1]]}" if unbroken else ", ".join(DAYS[day] for day in days)


def away(person: Person, now: datetime) -> str:
    """Say from when until when the person is away, and what that means; nothing once it is over."""
    today, first, last = now.astimezone(person.tz).date(), person.away_from, person.away_until
    if last is None or last < today:
        return ""
    if first is None or first <= today:
        return f"You are away until {dates.day(last, today)}. Reminders rest until then."
    if first == last:
        return f"Away on {dates.day(first, today)}. Until then reminders come as usual."
    alike = (first.year, first.month) == (last.year, last.month)
    begins = f"{dates.weekday_short(first)} {first.day}" if alike else dates.day(first, today)
    until = dates.day(first, today)
    return f"Away from {begins} to {dates.day(last, today)}. Until {until} reminders come as usual."


def back(*, began: bool, rests: bool) -> str:
    """Say that somebody is away no more, or is not to be; and that pauses stand, where some do."""
    said = "Good to have you back." if began else "You are not away then."
    return f"{said} What you paused stays paused: end it here." if rests else said


def refused(*, mails: bool) -> str:
    """Say that a password was wrong, or that nobody has that address, and what else there is."""
    other = "Try again, or use a link." if mails else "Try again."
    asked = "If that does not work, ask the person who runs LearnHub here"
    return (
        f"This address and password do not belong together. {other} {asked}{'.' if mails else ' for a link.'}"
    )


def focus_days(blocks: Iterable[Block], tz: ZoneInfo, now: datetime) -> dict[date, str]:
    """Name focus blocks by the day on which they begin: "09:00–11:00, 14:00–15:30"."""
    found: dict[date, list[str]] = {}
    for each in blocks:
        found.setdefault(each.starts.astimezone(tz).date(), []).append(_span(each, tz, now))
    return {day: ", ".join(said) for day, said in found.items()}


def _span(block: Block, tz: ZoneInfo, now: datetime) -> str:
    begin, over = block.starts.astimezone(tz), block.ends.astimezone(tz)
    days = (over.date() - begin.date()).days
    if begin.time() == over.time() == time() and days == 1:
        return "all day"
    if days == 0 or (days == 1 and over.time() == time()):
        return f"{begin:%H:%M}–{over:%H:%M}"
    return f"{begin:%H:%M} to {dates.day(over.date(), now.astimezone(tz).date())}, {over:%H:%M}"
