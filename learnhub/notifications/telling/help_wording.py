"""What messages to those who are stuck, and to those who help, say: subject, lead, button, path."""

from collections.abc import Callable

from learnhub.core.refs import Card, Ref
from learnhub.core.text import one_line
from learnhub.notifications.telling.wording_context import Said, Told

GONE = Card("a question", "/help")


def _card(told: Told) -> tuple[str, str]:
    card = told.about.kept.get(Ref(told.row.subject_kind, told.row.subject_id), GONE)
    return one_line(card.title), card.url


def _asked(told: Told) -> Said:
    title, url = _card(told)
    lead = f"“{title}”. Answer, take it, pass it on, or say “not this week”."
    return f"{told.who} is stuck, and you can help", lead, "Look at it", url


def _taken(told: Told) -> Said:
    title, url = _card(told)
    return f"{told.who} looks at it", f"You are stuck on “{title}”.", "Open it", url


def _answered(told: Told) -> Said:
    title, url = _card(told)
    return f"{told.who} wrote about “{title}”", "Say whether it helped: then it is settled.", "Read it", url


def _added(told: Told) -> Said:
    title, url = _card(told)
    return f"{told.who} wrote more about “{title}”", "You look at it, or you answered.", "Read it", url


def _helped(told: Told) -> Said:
    title, url = _card(told)
    return "Your answer helped", f"{told.who} is not stuck any more: “{title}”.", "Open it", url


def _still(told: Told) -> Said:
    title, url = _card(told)
    lead = f"You wanted to look at it again: “{title}”. Ask now, or say that it is solved."
    return "Still stuck?", lead, "Open it", url


WORDS: dict[str, Callable[[Told], Said]] = {
    "help_asked": _asked,
    "help_taken": _taken,
    "help_answered": _answered,
    "help_added": _added,
    "help_helped": _helped,
    "still_stuck": _still,
}
