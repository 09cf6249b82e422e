"""What messages about changes in a calendar say: subject, lead, button, path. Pure."""

from collections.abc import Callable

from learnhub.core.text import one_line
from learnhub.notifications.telling.wording_context import Said, Told
from learnhub.programs.models import ProgramState

CANNOT_COME = "Cannot come? Give the place back on its page."


def _place_changed(told: Told) -> Said:
    place, call = one_line(told.program.place), told.program.call_url
    where = f"in {place}" if place else "online"
    link = " The call link is on its page." if call else ""
    lead = f"It is {where} now, at the same time.{link} You are still on the list."
    return f"Another place: {told.title}, {told.starts}", lead, "See where it is", told.path


def _withdrawn(told: Told) -> Said:
    lead = "You gave your place back, and your calendar drops it. Sign up again on its page if you can come."
    return f"Off your calendar: {told.title}, {told.starts}", lead, "Open its page", told.path


def _role_held(told: Told) -> Said:
    lead = "You host it, speak at it or do a part of it. Your calendar has it with this mail."
    return f"In your calendar: {told.title}, {told.starts}", lead, "Open its page", told.path


def _role_ended(told: Told) -> Said:
    lead = "You do nothing in it any more, and your calendar drops it. Its page says who does what."
    return f"Off your calendar: {told.title}, {told.starts}", lead, "Open its page", told.path


def _calendar_follows(told: Told) -> Said:
    if told.program.state is ProgramState.CANCELLED:
        lead = f"{_who(told)} cancelled it, and your own calendar drops it with this mail."
        return f"Off your calendar: {told.title}, {told.starts}", lead, "Open its page", told.path
    lead = f"{_who(told)} changed when or where it is, and your own calendar follows with this mail."
    return f"In your calendar: {told.title}, {told.starts}", lead, "Open its page", told.path


def _who(told: Told) -> str:
    return told.who if told.row.by_id else "You"


WORDS: dict[str, Callable[[Told], Said]] = {
    "place_changed": _place_changed,
    "withdrawn": _withdrawn,
    "calendar_follows": _calendar_follows,
    "role_held": _role_held,
    "role_ended": _role_ended,
}
