"""What messages about a place in a program, or in its line, say: subject, lead, button, path."""

from collections.abc import Callable, Iterable

from sqlalchemy import ColumnElement, select

from learnhub.core.db import db
from learnhub.core.text import one_line
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.calendar_wording import CANNOT_COME
from learnhub.notifications.telling.wording_context import Said, Seats, Told
from learnhub.programs.models import Program, Seat, SignUp

CANNOT_DO = "Cannot come? Tell its hosts, or give the part back on its page."
SAYS_WHERE = frozenset({"program_starts", "talk_starts", "signed_up", "approved", "promoted"})


def seat_of(person_id: int | None) -> ColumnElement[Seat | None]:
    """What to read beside a Program: where the person is to be in it."""
    theirs = SignUp.program_id == Program.id, SignUp.person_id == person_id
    return select(SignUp.seat).where(*theirs).scalar_subquery()


def seats(rows: Iterable[Reminder]) -> Seats:
    """Return where each of these people is to be, as far as their messages say it; one statement.

    Also of who gave the place back since: what was told is read again later.
    """
    told = [row for row in rows if row.kind in SAYS_WHERE]
    if not told:
        return {}
    these = {row.program_id for row in told}, {row.person_id for row in told}
    both = SignUp.program_id.in_(these[0]), SignUp.person_id.in_(these[1])
    found = db.session.execute(select(SignUp.program_id, SignUp.person_id, SignUp.seat).where(*both))
    return {(program_id, person_id): seat for program_id, person_id, seat in found}


def _place(told: Told) -> str:
    """Say that they have a place, and where they are to be."""
    seat = told.about.seats.get((told.program.id, told.row.person_id))
    if seat is Seat.ONLINE:
        call = "is" if told.program.call_url else "will be"
        return f"You have a place online. The link to the call {call} on its page."
    place = one_line(told.program.place)
    where = f" Place: {place}." if place else ""
    return f"You have a place.{where}" if seat else f"You speak at it or do a part of it.{where}"


def _starts(told: Told) -> Said:
    has_place = (told.program.id, told.row.person_id) in told.about.seats
    lead = f"{_place(told)} {CANNOT_COME if has_place else CANNOT_DO}"
    what = "talk" if told.row.kind == "talk_starts" else "program"
    return f"{told.title} starts {told.due}", lead, f"Open the {what}", told.path


def _still_waiting(told: Told) -> Said:
    starts = f"{told.title} starts {told.due}"
    lead = f"No place has come free so far, and {starts}. If one does, you hear at once."
    return f"Still on the waitlist: {told.title}, {told.due}", lead, "Open the program", told.path


def _signed_up(told: Told) -> Said:
    how = f"{told.who} put you on the list." if told.row.by_id else _place(told)
    lead = f"{how} {CANNOT_COME}"
    return f"You have a place: {told.title}, {told.starts}", lead, "Open the program", told.path


def _next(told: Told) -> str:
    what = "it is yours" if told.program.offer_hours is None else "you can take it"
    return f"When one comes free and you are next, {what}, and you hear at once."


def _approved(told: Told) -> Said:
    lead = f"{told.who} approved your sign-up. {_place(told)} {CANNOT_COME}"
    return f"You have a place: {told.title}, {told.starts}", lead, "Open the program", told.path


def _approved_to_wait(told: Told) -> Said:
    lead = f"{told.who} approved your sign-up, and all places are taken. {_next(told)}"
    return f"On the waitlist: {told.title}, {told.starts}", lead, "See my place in line", told.path


def _offered(told: Told) -> Said:
    until = told.at(told.row.expires_at)
    lead = f"A place came free and you are next in line. Take it until {until}; then it goes to the next."
    path = f"/programs/{told.program.key}/offer"
    return f"A place to take until {until}: {told.title}", lead, "Take it or leave it", path


def _offer_ran_out(told: Told) -> Said:
    lead = "The place that was offered to you went to the next in line. You can sign up again, at its end."
    return f"An offer ran out: {told.title}, {told.starts}", lead, "Open the program", told.path


def _offer_taken_back(told: Told) -> Said:
    lead = f"There are fewer places now, so none is free for you. You keep yours in line. {_next(told)}"
    return f"You wait on: {told.title}, {told.starts}", lead, "See my place in line", told.path


def _released(told: Told) -> Said:
    lead = (
        "Nobody had seen you there after 15 minutes, so your place went to who waits. "
        "Come all the same: while a place is free, it is yours again."
    )
    return f"Your place went on: {told.title}", lead, "Open the program", told.path


def _declined(told: Told) -> Said:
    lead = f"The hosts of {told.title} declined your sign-up. Its page says why, and who they are."
    return f"Sign-up declined: {told.title}, {told.starts}", lead, "See why", told.path


def _waitlisted(told: Told) -> Said:
    lead = f"All places are taken. {_next(told)}"
    if told.row.by_id:
        lead = f"{told.who} put you on the list. {lead}"
    return f"On the waitlist: {told.title}, {told.starts}", lead, "See my place in line", told.path


def _promoted(told: Told) -> Said:
    lead = f"A place came free and you were next in line. {_place(told)} {CANNOT_COME}"
    return f"A place is yours: {told.title}, {told.starts}", lead, "Open the program", told.path


def _removed(told: Told) -> Said:
    lead = f"A host took you off the list of {told.title}. The hosts can say why."
    return f"No longer signed up: {told.title}, {told.starts}", lead, "Open the program", told.path


WORDS: dict[str, Callable[[Told], Said]] = {
    "program_starts": _starts,
    "talk_starts": _starts,
    "still_waiting": _still_waiting,
    "signed_up": _signed_up,
    "approved": _approved,
    "approved_to_wait": _approved_to_wait,
    "offered": _offered,
    "offer_ran_out": _offer_ran_out,
    "offer_taken_back": _offer_taken_back,
    "released": _released,
    "declined": _declined,
    "waitlisted": _waitlisted,
    "promoted": _promoted,
    "removed": _removed,
}
