"""Rules by which events of calendars repeat: which are read, so that working out dates takes a moment."""

from collections.abc import Iterable
from typing import Any

from icalendar import Event

RULES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}


def repeats(event: Event | None) -> bool:
    """Whether it repeats."""
    return event is not None and ("RRULE" in event or "RDATE" in event)


def are_read(events: Iterable[Event]) -> bool:
    """Whether all their rules are of the usual ones, and such that a search for the next date ends."""
    try:
        return all(_is_read(rule) for each in events for rule in _rules(each))
    except (ValueError, TypeError, AttributeError):  # no number, no day, no rule at all
        return False


def _is_read(rule: Any) -> bool:
    said = {str(name).upper(): list(value) for name, value in rule.items()}
    every, days = said.get("INTERVAL", [1]), [str(day) for day in said.get("BYDAY", [])]
    places = [int(place) for place in said.get("BYSETPOS", [])]
    ends_each_month = all(abs(int(day)) <= 28 for day in said.get("BYMONTHDAY", []))
    return (
        said.keys() <= PARTS
        and [str(each).upper() in RULES for each in said.get("FREQ", [])] == [True]
        and all(1 <= int(each) <= 100 for each in every)
        and ("BYMONTH" not in said or ends_each_month)
        and (not places or (all(1 <= abs(place) <= 4 for place in places) and days != []))
        and (not places or all(day.isalpha() for day in days))
    )


def _rules(event: Event) -> list[Any]:
    found = event.get("RRULE", [])
    return found if isinstance(found, list) else [found]
