"""What messages about commitments, and about what becomes of a demo, say: subject, lead, button, path."""

from collections.abc import Callable
from functools import partial

from learnhub.core import dates
from learnhub.core.refs import Card, Ref
from learnhub.core.text import one_line
from learnhub.notifications.telling.wording_context import Said, Told

SLIDES = "It can be moved, and the whole can rest."
GONE = Card("what is no longer yours to see", "/inbox", "Somebody")
# {title}, {url} and {state} of the thing, {day} by which it is to be done; {who} did it.
SAID: dict[str, Said] = {
    "decision_due": (
        "What becomes of “{title}”?",
        "To be decided by {due}: a pilot, adopted, or shelved with a reason. A sentence is enough.",
        "Say what becomes of it",
        "{url}/follow-up",
    ),
    "decision_again": (
        "Still open: what becomes of “{title}”?",
        "The day for it has passed. A pilot, adopted, or shelved with a reason: a sentence is enough.",
        "Say what becomes of it",
        "{url}/follow-up",
    ),
    "follow_up_yours": (
        "You decide how “{title}” goes on",
        "{who} named you. You are asked on the day by which it is to be decided.",
        "Open the demo",
        "{url}",
    ),
    "partner_asked": (
        "{who} asks you to hold them to “{title}”",
        "You would read their week, and confirm the end. You can decline, and no reason is asked.",
        "Answer",
        "{url}",
    ),
    "partner_agreed": (
        "{who} holds you to “{title}”",
        "They read your week from now on, and confirm when you have finished.",
        "Open the commitment",
        "{url}",
    ),
    "partner_declined": (
        "{who} cannot hold you to “{title}”",
        "It is no judgement. Somebody else may have the time.",
        "Ask somebody else",
        "{url}",
    ),
    "milestone_soon": ("Soon due: {title}", f"By {{day}}. {SLIDES}", "Open the commitment", "{url}"),
    "milestone_today": ("Due today: {title}", "Done? Tick it off.", "Open the commitment", "{url}"),
    "milestone_late": ("Late: {title}", f"It was due by {{day}}. {SLIDES}", "Open the commitment", "{url}"),
    "milestone_waits": (
        "{state} is late: {title}",
        "{state} asked that you hear of it after three days. A question often helps.",
        "Open the commitment",
        "{url}",
    ),
    "week_asked": (
        "How was your week with “{title}”?",
        "Three minutes: what you did, what comes next, what is in the way. Your partner reads it.",
        "Note my week",
        "{url}#weeks",
    ),
    "week_noted": ("{who} wrote about their week", "With “{title}”.", "Read it", "{url}#weeks"),
    "commitment_done": (
        "{who} finished “{title}”",
        "Look at the proof, and confirm it.",
        "Confirm that it is finished",
        "{url}",
    ),
    "commitment_confirmed": (
        "{who} confirmed that you finished “{title}”",
        "It stands in your learning.",
        "Open it",
        "{url}",
    ),
}


def _say(said: Said, told: Told) -> Said:
    card = told.about.kept.get(Ref(told.row.subject_kind, told.row.subject_id), GONE)
    words = {"title": one_line(card.title), "state": one_line(card.state), "url": card.url}
    words |= {"who": told.who, "day": _day(told, card), "due": told.due}
    subject, lead, button, path = (each.format_map(words) for each in said)
    return subject, lead, button, path


def _day(told: Told, card: Card) -> str:
    """The day by which it is to be done now: it may have moved since this was written."""
    if card.when is None:
        return "its day"
    return dates.short_day(dates.local_date(card.when, told.zone), dates.local_date(told.now, told.zone))


WORDS: dict[str, Callable[[Told], Said]] = {kind: partial(_say, said) for kind, said in SAID.items()}
