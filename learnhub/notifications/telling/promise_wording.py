"""What messages about what people said they would do say: subject, lead, button, path."""

from collections.abc import Callable

from learnhub.core import dates
from learnhub.core.refs import Card, Ref
from learnhub.core.text import one_line
from learnhub.notifications.telling.tales import Said, Told

SLIDES = "It can be moved, and the whole can rest."
GONE = Card("what is no longer there", "/inbox", "")


def _decision_due(told: Told) -> Said:
    card = _card(told)
    lead = "Does it go on, and how? A pilot, adopted, or shelved with a reason: a sentence is enough."
    return (
        f"What becomes of “{one_line(card.title)}”?",
        lead,
        "Say what becomes of it",
        f"{card.url}/follow-up",
    )


def _follow_up_yours(told: Told) -> Said:
    card = _card(told)
    lead = f"{told.who} named you. You are asked on the day by which it is to be decided."
    return f"You decide how “{one_line(card.title)}” goes on", lead, "Open the demo", card.url


def _partner_asked(told: Told) -> Said:
    card = _card(told)
    lead = "You would read their week, and confirm the end. You can decline, and no reason is asked."
    return f"{told.who} asks you to hold them to “{one_line(card.title)}”", lead, "Answer", card.url


def _partner_agreed(told: Told) -> Said:
    card = _card(told)
    lead = "They read your week from now on, and confirm when you have finished."
    return f"{told.who} holds you to “{one_line(card.title)}”", lead, "Open the commitment", card.url


def _partner_declined(told: Told) -> Said:
    card = _card(told)
    lead = "It is no judgement. Somebody else may have the time."
    return f"{told.who} cannot hold you to “{one_line(card.title)}”", lead, "Ask somebody else", card.url


def _milestone_soon(told: Told) -> Said:
    card = _card(told)
    return (
        f"Soon due: {one_line(card.title)}",
        f"By {_day(told, card)}. {SLIDES}",
        "Open the commitment",
        card.url,
    )


def _milestone_today(told: Told) -> Said:
    card = _card(told)
    return f"Due today: {one_line(card.title)}", "Done? Tick it off.", "Open the commitment", card.url


def _milestone_late(told: Told) -> Said:
    card = _card(told)
    lead = f"It was due by {_day(told, card)}. {SLIDES}"
    return f"Late: {one_line(card.title)}", lead, "Open the commitment", card.url


def _milestone_waits(told: Told) -> Said:
    card = _card(told)
    lead = f"{one_line(card.state)} asked that you hear of it after three days. A question often helps."
    return f"{one_line(card.state)} is late: {one_line(card.title)}", lead, "Open the commitment", card.url


def _week_asked(told: Told) -> Said:
    card = _card(told)
    lead = "Three minutes: what you did, what comes next, what is in the way. Your partner reads it."
    return f"How was your week with “{one_line(card.title)}”?", lead, "Note my week", f"{card.url}#weeks"


def _week_noted(told: Told) -> Said:
    card = _card(told)
    lead = f"With “{one_line(card.title)}”."
    return f"{told.who} wrote about their week", lead, "Read it", f"{card.url}#weeks"


def _commitment_done(told: Told) -> Said:
    card = _card(told)
    lead = "Look at the proof, and confirm it."
    return f"{told.who} finished “{one_line(card.title)}”", lead, "Confirm that it is finished", card.url


def _commitment_confirmed(told: Told) -> Said:
    card = _card(told)
    lead = "It stands in your learning."
    return f"{told.who} confirmed that you finished “{one_line(card.title)}”", lead, "Open it", card.url


def _day(told: Told, card: Card) -> str:
    """The day by which it is to be done now: it may have moved since this was written."""
    if card.when is None:
        return "its day"
    return dates.short_day(dates.local_date(card.when, told.zone), dates.local_date(told.now, told.zone))


def _card(told: Told) -> Card:
    return told.about.kept.get(Ref(told.row.subject_kind, told.row.subject_id), GONE)


WORDS: dict[str, Callable[[Told], Said]] = {
    "decision_due": _decision_due,
    "follow_up_yours": _follow_up_yours,
    "partner_asked": _partner_asked,
    "partner_agreed": _partner_agreed,
    "partner_declined": _partner_declined,
    "milestone_soon": _milestone_soon,
    "milestone_today": _milestone_today,
    "milestone_late": _milestone_late,
    "milestone_waits": _milestone_waits,
    "week_asked": _week_asked,
    "week_noted": _week_noted,
    "commitment_done": _commitment_done,
    "commitment_confirmed": _commitment_confirmed,
}
