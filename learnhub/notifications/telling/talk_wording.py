"""What messages about talks say: subject, lead, button, path. Pure."""

from collections.abc import Callable

from learnhub.core.text import one_line
from learnhub.notifications.telling.tales import Said, Told


def _starts(told: Told) -> Said:
    place, call = one_line(told.program.place), told.program.call_url
    where = (f" Place: {place}." if place else "") + (" The call link is on its page." if call else "")
    lead = f"You have a place.{where} Cannot come? Give the place back on its page."
    return f"{told.title} starts {told.due}", lead, "Open the talk", told.path


def _feedback_asked(told: Told) -> Said:
    asked = "Three questions, without your name. Its speakers see sums, once five people have answered."
    lead = f"You were there on {told.starts}. {asked}"
    return f"How was “{told.title}”?", lead, "Give feedback", f"{told.path}/feedback"


def _changed(told: Told) -> Said:
    ago = "a week" if told.row.kind == "changed_7" else "a month"
    asked = "One question: yes, not yet, or no. Its speakers see sums alone."
    lead = f"You were there {ago} ago, on {told.starts}. {asked}"
    return f"Did it change something? “{told.title}”", lead, "Answer", f"{told.path}/changed"


def _topic_scheduled(told: Told) -> Said:
    lead = "You asked for it, or voted for it, so you hear first. Sign up while there are places."
    return f"It is on: {told.title}, {told.starts}", lead, "Open the talk", told.path


def _speaker_added(told: Told) -> Said:
    lead = f"{told.who} named you as a speaker. Its page says where it is and how many come."
    return f"You speak: {told.title}, {told.starts}", lead, "Open the talk", told.path


WORDS: dict[str, Callable[[Told], Said]] = {
    "talk_starts": _starts,
    "feedback_asked": _feedback_asked,
    "changed_7": _changed,
    "changed_30": _changed,
    "topic_scheduled": _topic_scheduled,
    "speaker_added": _speaker_added,
}
