"""What messages about the library say: subject, lead, button, path."""

from collections.abc import Callable, Sequence

from learnhub.core import words
from learnhub.core.refs import Card, Ref
from learnhub.core.text import one_line
from learnhub.library import queries as library
from learnhub.library.sentences import excerpt
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.wording_context import Broken, Said, Told

NAMED = 10  # links in one message
TITLE = 70  # characters
GONE = Card("what is no longer there", "/inbox", "")


def broken(rows: Sequence[Reminder], person_id: int | None) -> list[Broken]:
    """Return what the messages of one person need to know of what they keep; nothing where none tells."""
    if person_id is None or not any(row.kind == "links_broken" for row in rows):
        return []
    return [Broken(*library.to_look_at(person_id, NAMED))]


def _kept_by_other(told: Told) -> Said:
    card = told.about.kept.get(Ref(told.row.subject_kind, told.row.subject_id), GONE)
    lead = f"{told.who} changed who keeps it right in the library. You are not asked about it any more."
    return f"Another keeps “{excerpt(one_line(card.title), TITLE)}”", lead, "Open it", card.url


def _kept_by_you(told: Told) -> Said:
    card = told.about.kept.get(Ref(told.row.subject_kind, told.row.subject_id), GONE)
    lead = f"{told.who} gave it to you to keep right. You hear when its link breaks."
    return f"You keep “{excerpt(one_line(card.title), TITLE)}” now", lead, "Open it", card.url


def _links_broken(told: Told) -> Said:
    titles, total = told.about.broken[0] if told.about.broken else Broken([], 0)
    if not total:
        lead = "Links were found again, the rest was confirmed or put into the bin."
        return "What you keep in the library is in order", lead, "Open the library", "/library"
    verb = "needs" if total == 1 else "need"
    named = [f"“{excerpt(one_line(title), TITLE)}”" for title in titles]
    more = [f"{words.figure(total - len(named))} more"] if total > len(named) else []
    lead = f"{words.joined([*named, *more])}. A link broke, somebody reported it, or it is to be confirmed."
    subject = f"{words.counted(total, 'thing').capitalize()} that you keep {verb} a look"
    return subject, lead, "See what needs a look", "/library?is=look"


WORDS: dict[str, Callable[[Told], Said]] = {
    "links_broken": _links_broken,
    "kept_by_other": _kept_by_other,
    "kept_by_you": _kept_by_you,
}
