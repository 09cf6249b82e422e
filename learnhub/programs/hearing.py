"""Who hears of what hosts change: said at the form, and once it is done."""

from collections.abc import Sequence

from sqlalchemy import select

from learnhub.core import clock, words
from learnhub.core.db import db
from learnhub.people.models import Person
from learnhub.programs import involved, series_edits, series_sentences, waitlists
from learnhub.programs.kinds import nobody
from learnhub.programs.models import Host, Program, ProgramState, Seat, Speaker
from learnhub.programs.sentences import HOW
from learnhub.programs.texts import Limits

RESTS = "mail follows in about ten minutes, unless it {again} again"
NAMED = 5  # in a notice
NO_MAIL = "no mail goes until an admin sets up mail"


def count_of_place(actor: Person, program: Program) -> int:
    """Return how many hear that it is elsewhere: nobody once it is over."""
    return 0 if clock.now() >= program.ends_at else involved.count_told(program, actor)


def before_place(actor: Person, program: Program) -> str:
    """Return who would hear of another place, for the form of its text."""
    if told := count_of_place(actor, program):
        people = words.count(told, "person")
        return f"Another room or call link is told to {people}, once each. Nobody is told of the rest."
    return f"Nobody is told of what you change: {_why_nobody(program)}."


def after_text(
    actor: Person, program: Program, elsewhere: Sequence[Program], *, spreads: bool, mail: bool
) -> str:
    """Return what is said once its text is saved, and of these programs that they are elsewhere now.

    What `spreads` in a series is told at once, be it of one date alone.
    """
    if not elsewhere:
        return "The text is saved. Nobody was told."
    if spreads and program.series_id is not None:
        return series_sentences.elsewhere(len(elsewhere), series_edits.count_told(actor, elsewhere))
    if told := count_of_place(actor, elsewhere[0]):
        return moved(told, "The place", "changed", again="changes", mail=mail)
    return f"The place changed. Nobody was told: {_why_nobody(program)}."


def places_now(program: Program, before: Limits) -> str:
    """ " 25 places on site now, 12 taken. Nobody waits." "" where they stay as `before`."""
    said = []
    for seat, most in ((Seat.ON_SITE, before.on_site), (Seat.ONLINE, before.online)):
        now, how = program.capacity_of(seat), f" {HOW[seat]}" if len(program.seats) > 1 else ""
        if now != most and seat in program.seats:
            places = f"{words.count(now, 'place')}{how}" if now else f"No limit of places{how}"
            said.append(f" {places} now, {program.taken_of(seat)} taken.")
    if not said:
        return ""
    waiting = sum(waitlists.count_waiting(program, seat) for seat in program.seats)
    waits = f"{words.counted(waiting, 'person').capitalize()} {'waits' if waiting == 1 else 'wait'} in line."
    return "".join(said) + f" {waits if waiting else 'Nobody waits.'}"


def after_role(
    actor: Person, program: Program, person: Person, does: str, *, already: bool, mail: bool
) -> str:
    """Return what is said once somebody hosts or speaks. `does`: "hosts" or "speaks at"."""
    if already:
        return f"{person.name} {does} it already."
    if person == actor:
        return f"You {'host' if does == 'hosts' else 'speak at'} it."
    if program.quiet:
        return f"{person.name} {does} it. They were not told: it came in quietly."
    if program.state is ProgramState.DRAFT:
        return f"{person.name} {does} it. They hear of it once it is published."
    return f"{person.name} {does} it. {_in_inbox(mail=mail)}"


def of_publishing(program: Program, by_id: int) -> dict[int, str]:
    """Return who hears that it is published, as they run it or speak at it: "host_added", "speaker_added".

    Of a draft they heard nothing. Those of a series are told of the series; whoever made it, or named
    themselves, knows it.
    """
    if program.quiet or program.series_id is not None:
        return {}
    roles = ((Host, "host_added"), (Speaker, "speaker_added"))
    found = {
        person_id: kind
        for role, kind in roles
        for person_id in db.session.scalars(
            select(role.person_id).where(role.program_id == program.id, role.by_self.is_(False))
        )
        if person_id is not None
    }
    return {id_: kind for id_, kind in found.items() if id_ not in (by_id, program.created_by_id)}


def after_publishing(actor: Person, program: Program, heard: str) -> str:
    """Return what is said once it is published. `heard`: who else hears of it, as its kind has it."""
    told = of_publishing(program, actor.id)
    if not told:
        return f"{program.title} is published. {heard}"
    names = select(Person.name).where(Person.id.in_(told)).order_by(Person.name, Person.id).limit(NAMED)
    most = [*db.session.scalars(names)]
    more = [words.counted(len(told) - len(most), "other")] if len(told) > len(most) else []
    hears = f"{words.joined([*most, *more])} {'hears' if len(told) == 1 else 'hear'} of it"
    others = "" if heard == nobody(program) else f" {heard}"
    return f"{program.title} is published. {hears}, as host or speaker.{others}"


def after_series_role(actor: Person, person: Person, *, already: bool, mail: bool) -> str:
    """Return what is said once somebody hosts a series."""
    if already:
        return f"{person.name} hosts it already."
    if person == actor:
        return "You host it, and each date to come."
    return f"{person.name} hosts it, and each date to come. {_in_inbox(mail=mail)}"


def _in_inbox(*, mail: bool) -> str:
    return f"They find it in their inbox; {'a mail follows' if mail else NO_MAIL}."


def moved(
    told: int | None,
    what: str,
    how: str = "moved",
    *,
    mail: bool,
    again: str = "moves",
    undo: bool = False,
) -> str:
    """Return what is said after a move: who hears of it and when, and again of an `undo` that is offered.

    `what`: "The dates".
    """
    if told is None:
        return "Nothing moved."
    if not told:
        return f"{what} {how}."
    follows = RESTS.format(again=again) if mail else NO_MAIL
    said = f"{what} {how}. In the inbox of {words.count(told, 'person')} at once; {follows}."
    return f"{said} {undo_tells(told)}" if undo else said


def undo_tells(told: int) -> str:
    """ "Undo tells 19 people again.": whoever heard of a move hears that it was taken back."""
    return f"Undo tells {words.count(told, 'person')} again." if told else ""


def _why_nobody(program: Program) -> str:
    if program.state is ProgramState.DRAFT:
        return "it is a draft"
    if program.quiet:
        return "it came in quietly"
    return "it is over" if clock.now() >= program.ends_at else "nobody else is on it"
