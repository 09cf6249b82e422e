"""What the readers of outlines give: one row a line, everything as text."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from learnhub.core.sheets import Sheet, of_entries

MOST = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a file, as it is written there; `number` is the line that it begins in.

    `date` is a day in ISO form: it becomes an offset from the first of the file. `wrong` says why it cannot
    come in, `off` why it is left out, `perhaps` what to look at.
    """

    number: int
    title: str = ""
    kind: str = "session"
    week: str = ""
    weekday: str = ""
    date: str = ""
    at: str = ""
    minutes: str = ""
    hours: str = ""
    url: str = ""
    note: str = ""
    body: str = ""
    counts: str = ""
    wrong: str = ""
    off: str = ""
    perhaps: str = ""


HEADERS = [each.name for each in fields(Entry)][1:]


def sheet(entries: Iterable[Entry], nothing: str) -> Sheet:
    """Return the entries as rows. Raises Invalid, with the words `nothing`, where there is none."""
    return of_entries(Entry, entries, nothing, most=MOST, many=f"An outline holds {MOST} lines at most.")
