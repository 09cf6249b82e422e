"""What pages about courses say."""

from collections.abc import Mapping, Sequence
from datetime import time

from learnhub.core.words import count, counted, joined, sentence, spelled
from learnhub.courses.models import Course, CourseVersion, ItemKind
from learnhub.courses.outlines import DAYS, Load
from learnhub.library.sentences import LEVELS

HOURS = {
    "short": "Up to 5 hours",
    "some": "5 to 20 hours",
    "long": "20 to 60 hours",
    "whole": "Over 60 hours",
}
KINDS = {ItemKind.PART: "Part", ItemKind.SESSION: "Session", ItemKind.DELIVERABLE: "Deliverable"}
ICONS = {ItemKind.PART: "list", ItemKind.SESSION: "presentation", ItemKind.DELIVERABLE: "file-text"}


def title(total: int, *, filtered: bool) -> str:
    """How many courses there are, as a sentence."""
    if not total:
        return "No course matches." if filtered else "No courses yet."
    said = sentence(counted(total, "course"))
    return f"{said} {'matches' if total == 1 else 'match'}." if filtered else f"{said} to learn from."


def about(course: Course) -> str:
    """ "Hugging Face, working with it, 30 hours, free, with a certificate"."""
    parts = [
        course.provider,
        LEVELS[course.level].lower() if course.level else "",
        count(course.hours, "hour") if course.hours else "",
        course.cost[:1].lower() + course.cost[1:],
        "with a certificate" if course.certificate else "",
    ]
    return sentence(", ".join(part for part in parts if part))


def extent(holds: Mapping[ItemKind, int], weeks: int) -> str:
    """ "3 parts, 4 sessions and 2 deliverables in 3 weeks": what its outline holds."""
    said = joined(count(holds[kind], KINDS[kind].lower()) for kind in ItemKind if holds.get(kind))
    if not said:
        return "No outline yet"
    return f"{said} in {count(weeks, 'week')}" if weeks else said


def hours(load: Load) -> str:
    """ "5 h", "1 h 15 min": what is summed; empty where nothing is known."""
    whole, minutes = divmod(round(load.total * 60), 60)
    return " ".join(
        part for part in (f"{whole} h" if whole else "", f"{minutes} min" if minutes else "") if part
    )


def place(week: int | None, weekday: int | None, at: time | None) -> str:
    """ "Week 3, Wednesday, 17:00"; what is not said is left out."""
    parts = [
        f"Week {week}" if week else "",
        DAYS[weekday] if weekday is not None else "",
        f"{at:%H:%M}" if at else "",
    ]
    return ", ".join(part for part in parts if part)


def length(kind: ItemKind, minutes: int | None, work: float | None) -> str:
    """ "75 minutes", "3 hours of work", or both."""
    parts = [
        count(minutes, "minute") if minutes and kind is ItemKind.SESSION else "",
        f"{work:g} {'hour' if work == 1 else 'hours'} of work" if work else "",
    ]
    return ", ".join(part for part in parts if part)


def completed(number: int, smallest: int) -> str:
    """How many completed it here; nothing from which fewer than `smallest` could be known."""
    return f"{sentence(counted(number, 'person'))} completed it here." if number >= smallest else ""


def heading(reviews: int) -> str:
    """ "Six reviews"."""
    return sentence(counted(reviews, "review")) if reviews else "No reviews yet"


def version(of: CourseVersion, all_of: Sequence[CourseVersion]) -> str:
    """ "Version 2 of three"."""
    return f"Version {of.number} of {spelled(len(all_of))}"
