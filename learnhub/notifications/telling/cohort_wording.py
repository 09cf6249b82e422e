"""What messages about the dates of a cohort say: subject, lead, button, path."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from learnhub.cohorts.models import CohortCompletion, place_of
from learnhub.core.db import db
from learnhub.core.text import one_line
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.wording_context import Said, Told

SEE = "Open the cohort"


def _due(told: Told) -> Said:
    what = _what(told)
    lead = f"Tick it off when it is done. It belongs to {told.title}."
    if told.date and told.date.done:
        lead = f"Nothing is left to do about it, in {told.title}."
    return f"{what} is due {told.due}", lead, "Open the deadline", _path(told)


def _overdue(told: Told) -> Said:
    what, was = _what(told), f" It was due {told.at(told.date.at)}." if told.date and told.date.at else ""
    lead = f"It can still be ticked off.{was} Need longer, or are you stuck? Say so on its page."
    if told.date and told.date.done:
        lead = "Nothing is left to do about it."
    return f"{what} is overdue: {told.title}", lead, "Open the deadline", _path(told)


def _session(told: Told) -> Said:
    own = place_of(told.date, told.program) if told.date else told.program
    place, call = one_line(own.place), own.call_url
    where = f"Place: {place}. " if place else ""
    lead = f"{where}{'The call link is on its page. ' if call else ''}A session of {told.title}."
    return f"{_what(told)} starts {told.due}", lead, SEE, _path(told)


def _extended(told: Told) -> Said:
    """Of one deadline, or of several that one act moved: the cohort's page has their dates."""
    did = f"{told.who} gave you more time."
    if told.date is None:
        return _about(told, "You have longer", f"{did} Its page has your dates, and its history says why.")
    return _about(told, f"You have longer for {_what(told)}", f"{did}{_until(told)} The history says why.")


def _shortened(told: Told) -> Said:
    """Of one deadline, or of several that one act had moved."""
    did = f"{told.who} undid the extra time"
    if told.date is None:
        lead = f"{did}, so your dates are as they were. Its page has them."
        return _about(told, "Your dates are as before", lead)
    return _about(told, f"{_what(told)} is due as before", f"{did}.{_until(told)}")


def _waived(told: Told) -> Said:
    lead = f"{told.who} waived it: it counts nowhere. The history says why."
    return _about(told, f"{_what(told)} need not be done", lead)


def _again(told: Told) -> Said:
    lead = f"{told.who} took back that it is waived.{_until(told)}"
    return _about(told, f"{_what(told)} is due again", lead)


def standing(rows: Iterable[Reminder]) -> set[int]:
    """Return which completions that these messages tell of were not taken back since."""
    ids = {row.due_rev for row in rows if row.kind == "cohort_completed"}
    return (
        set(db.session.scalars(select(CohortCompletion.id).where(CohortCompletion.id.in_(ids))))
        if ids
        else ids
    )


def _completed(told: Told) -> Said:
    if told.row.due_rev not in told.about.completed:
        lead = "Something that it asks for was taken back, and the certificate went with it."
        return f"{told.title} is not completed after all", lead, SEE, told.path
    lead = "What its rule asks for is done. Its page has your certificate, as a PDF with a code to verify it."
    return f"You completed {told.title}", lead, SEE, told.path


def _about(told: Told, subject: str, lead: str) -> Said:
    return f"{subject}: {told.title}", lead, SEE, _path(told)


def _until(told: Told) -> str:
    return f" It is due {told.at(told.date.at)}." if told.date and told.date.at else ""


def _what(told: Told) -> str:
    return f"“{one_line(told.date.title)}”" if told.date else "A deadline"


def _path(told: Told) -> str:
    return f"{told.path}#d-{told.date.key}" if told.date else told.path


WORDS: dict[str, Callable[[Told], Said]] = {
    "deadline_due": _due,
    "deadline_overdue": _overdue,
    "session_starts": _session,
    "deadline_extended": _extended,
    "deadline_shortened": _shortened,
    "deadline_waived": _waived,
    "deadline_again": _again,
    "cohort_completed": _completed,
}
