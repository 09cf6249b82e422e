"""What messages about threads and questions say: subject, lead, button, path."""

from collections.abc import Callable

from learnhub.core.refs import Card, Ref
from learnhub.core.text import one_line
from learnhub.notifications.telling.wording_context import Said, Told

GONE = Card("what is no longer there", "/inbox", "something")


def _thread(told: Told) -> tuple[str, str, str]:
    """What the thread is about, how it begins, and where it is."""
    card = told.about.threads.get(Ref(told.row.subject_kind, told.row.subject_id), GONE)
    return one_line(card.state), card.title, card.url


def _mentioned(told: Told) -> Said:
    about, begins, url = _thread(told)
    return f"{told.who} named you: {about}", f"In the thread “{begins}”.", "Open the thread", url


def _replied(told: Told) -> Said:
    about, begins, url = _thread(told)
    lead = f"In the thread “{begins}”. There may be more since: this comes once until you have read it."
    return f"{told.who} wrote about {about}", lead, "Open the thread", url


def _accepted(told: Told) -> Said:
    about, begins, url = _thread(told)
    lead = f"{told.who} asked “{begins}”, and says that your reply answers it."
    return f"Your reply is the answer: {about}", lead, "Open the thread", url


def _answered(told: Told) -> Said:
    about, asked, url = _thread(told)
    lead = f"You asked “{asked}”. {told.who} wrote the answer."
    return f"Your question is answered: {about}", lead, "Read the answer", url


WORDS: dict[str, Callable[[Told], Said]] = {
    "mentioned": _mentioned,
    "replied": _replied,
    "accepted": _accepted,
    "question_answered": _answered,
}
