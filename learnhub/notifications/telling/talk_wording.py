"""What messages about talks say: subject, lead, button, path. Pure."""

from collections.abc import Callable

from learnhub.notifications.telling.wording_context import Said, Told
from learnhub.talks.sentences import CHANGES_SEEN, FEEDBACK_SEEN


def _feedback_asked(told: Told) -> Said:
    asked = f"Three questions, without your name. {FEEDBACK_SEEN}"
    lead = f"You were there on {told.starts}. {asked}"
    return f"How was “{told.title}”?", lead, "Give feedback", f"{told.path}/feedback"


def _changed(told: Told) -> Said:
    ago = "a week" if told.row.kind == "changed_7" else "a month"
    asked = f"One question: yes, not yet, or no. {CHANGES_SEEN}"
    lead = f"You were there {ago} ago, on {told.starts}. {asked}"
    return f"Did it change something? “{told.title}”", lead, "Answer", f"{told.path}/changed"


def _topic_scheduled(told: Told) -> Said:
    lead = "You asked for it, or voted for it, so you hear first. Sign up while there are places."
    return f"It is on: {told.title}, {told.starts}", lead, "Open the talk", told.path


def _speaker_added(told: Told) -> Said:
    named = f"{told.who} named you" if told.row.by_id else "You are named"
    lead = f"{named} as a speaker. Its page says where it is and how many come."
    return f"You speak: {told.title}, {told.starts}", lead, "Open the talk", told.path


WORDS: dict[str, Callable[[Told], Said]] = {
    "feedback_asked": _feedback_asked,
    "changed_7": _changed,
    "changed_30": _changed,
    "topic_scheduled": _topic_scheduled,
    "speaker_added": _speaker_added,
}
