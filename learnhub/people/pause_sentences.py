"""What is said of a pause, whatever it is of: which dates moved by it, and until when nothing reminds one."""

from collections.abc import Mapping
from datetime import date

from learnhub.core import dates
from learnhub.core.words import spelled

Dues = Mapping[int, tuple[str, date]]  # by id: a title, and the day on which it is due
NAMED = 3  # of what moved; the page has the rest


def moves(before: Dues, after: Dues, today: date) -> str:
    """ "“A demo”: Fri 4 Dec → Wed 9 Dec.": what is on another day than before, three by name; "" for none."""
    changed = [
        f"“{title}”: {dates.day(before[id_][1], today)} → {dates.day(day, today)}"
        for id_, (title, day) in after.items()
        if id_ in before and before[id_][1] != day
    ]
    more = [f"and {spelled(len(changed) - NAMED)} more"] if len(changed) > NAMED else []
    return f"{'; '.join([*changed[:NAMED], *more])}." if changed else ""


def paused(moved: str, *, begins: bool) -> str:
    """Say what a pause moved, and from when on nothing reminds one."""
    said = moved or "Nothing of yours is due from its first day on, so nothing moved."
    peace = "Nothing reminds you meanwhile." if begins else "Nothing reminds you from its first day on."
    return f"Paused. {said} {peace}"


def resumed(moved: str, *, began: bool) -> str:
    """Say what came back with a pause that was ended, or taken back before it began."""
    ended = "The pause has ended." if began else "The pause is taken back."
    return f"{ended} {moved or 'No date of yours moved.'}"
