"""What is told of dates that moved: all of a program, or some windows of a hackathon."""

from collections.abc import Callable
from datetime import timedelta

from learnhub.cohorts.models import Cohort
from learnhub.core import dates, words
from learnhub.hackathons.models import Hackathon, Window
from learnhub.hackathons.windows import NAMES
from learnhub.notifications.telling.tales import Said, Told

RESTED = timedelta(hours=1)  # moves so long before the message are told in it: each waits till dates rest


def _moved(told: Told) -> Said:
    program = told.program
    if isinstance(program, Cohort):
        ends = told.at(program.ends_at)
        lead = f"Dates have moved; it now ends {ends}. What you have longer for stays so."
        return (f"New dates: {told.title}", lead, "See the dates", told.path)
    if isinstance(program, Hackathon) and (some := _windows(told, program)):
        return some
    day = dates.local_date(program.starts_at, told.zone)
    demos = f" Demos can be submitted until {told.at(told.closes)}." if told.closes else ""
    if day == dates.local_date(program.ends_at, told.zone):
        span = f"It is now on {told.between(program.starts_at, program.ends_at)}."
    else:
        span = f"It now runs from {told.starts} to {told.at(program.ends_at)}."
    lead = f"{span}{demos} You are still on the list."
    written = dates.day(day, dates.local_date(told.now, told.zone))
    return (f"New dates: {told.title}, {written}", lead, "See the dates", told.path)


def _windows(told: Told, hackathon: Hackathon) -> Said | None:
    """Say which windows moved, where others stay as they were."""
    since = told.row.created_at - RESTED
    found = [each for each in hackathon.windows if each.moved_at and each.moved_at > since]
    if not found or len(found) == len(hackathon.windows):
        return None
    names = words.joined(_name(each, first=each is found[0]) for each in found)
    said = " ".join(f"{NAMES[each.kind]}: {_span(told, each)}." for each in found)
    lead = f"{said} The other dates stay, and you are still on the list."
    return (f"{names} moved: {told.title}", lead, "See the dates", told.path)


def _name(window: Window, *, first: bool) -> str:
    name = NAMES[window.kind]
    return name if first else f"{name[:1].lower()}{name[1:]}"


def _span(told: Told, window: Window) -> str:
    if window.opens_at == window.closes_at:
        return f"now {told.at(window.opens_at)}"
    return f"now from {told.at(window.opens_at)} to {told.at(window.closes_at)}"


WORDS: dict[str, Callable[[Told], Said]] = {"moved": _moved}
