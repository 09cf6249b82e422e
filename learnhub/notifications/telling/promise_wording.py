"""What messages about what people said they would do say: subject, lead, button, path."""

from collections.abc import Callable

from learnhub.core.refs import Card, Ref
from learnhub.core.text import one_line
from learnhub.notifications.telling.tales import Said, Told

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


def _card(told: Told) -> Card:
    return told.about.kept.get(Ref(told.row.subject_kind, told.row.subject_id), GONE)


WORDS: dict[str, Callable[[Told], Said]] = {
    "decision_due": _decision_due,
    "follow_up_yours": _follow_up_yours,
}
