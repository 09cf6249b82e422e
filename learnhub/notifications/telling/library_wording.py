"""What messages about the library say: subject, lead, button, path."""

from collections.abc import Callable, Sequence

from learnhub.core import words
from learnhub.core.text import one_line
from learnhub.library import queries as library
from learnhub.library.sentences import excerpt
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.tales import Broken, Said, Told

NAMED = 10  # links in one message
TITLE = 70  # characters


def broken(rows: Sequence[Reminder], person_id: int | None) -> list[Broken]:
    """Return what the messages of one person need to know of broken links; nothing where none tells."""
    if person_id is None or not any(row.kind == "links_broken" for row in rows):
        return []
    return [Broken(*library.broken_of(person_id, NAMED))]


def _links_broken(told: Told) -> Said:
    titles, total = told.about.broken[0] if told.about.broken else Broken([], 0)
    if not total:
        lead = "They were found again, or put into the bin."
        return "The links that you keep are in order", lead, "Open the library", "/library"
    verb = "leads" if total == 1 else "lead"
    named = [f"“{excerpt(one_line(title), TITLE)}”" for title in titles]
    more = [f"{words.figure(total - len(named))} more"] if total > len(named) else []
    lead = f"{words.joined([*named, *more])}. Find where it is now, or put it into the bin."
    subject = f"{words.counted(total, 'link').capitalize()} that you keep {verb} nowhere"
    return subject, lead, "Look at broken links", "/library?is=broken"


WORDS: dict[str, Callable[[Told], Said]] = {"links_broken": _links_broken}
