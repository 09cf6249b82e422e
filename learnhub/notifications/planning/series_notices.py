"""One message a person for a change of several dates of a series: some statements a date, none a person."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, select

from learnhub.calendars.models import CalendarRevision
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.notifications.models import Delivery, Reminder
from learnhub.notifications.planning import notices
from learnhub.programs import involved
from learnhub.programs.events import SeriesChanged
from learnhub.programs.models import Program

REQUEST = "REQUEST"


def tell(fact: SeriesChanged) -> None:
    """Tell who has to do with one of these dates of that one, who with several of the series, and calendars.

    What stands in a calendar follows by mails of its own, which calendars alone read.
    """
    found = db.session.scalars(select(Program).where(Program.id.in_(fact.program_ids))).all()
    told = [each for each in found if not each.quiet]
    if not told:
        return
    pairs = involved.of_each([each.id for each in told]).subquery()
    people, number = pairs.c.person_id, func.count(pairs.c.program_id)
    others = select(people, number, func.min(pairs.c.program_id).label("only")).where(people != fact.by_id)
    each = others.group_by(people).subquery()
    for program in told:
        alone = select(each.c.person_id).where(each.c[1] == 1, each.c.only == program.id)
        _write(fact.what, Ref("program", program.id), alone, fact, rev=_rev(program), program=program)
    several = select(each.c.person_id).where(each.c[1] > 1)
    last = Reminder.kind == f"series_{fact.what}", Reminder.subject_kind == "series"
    notices.settle(*last, Reminder.subject_id == fact.series_id)  # it says what this one says
    _write(f"series_{fact.what}", Ref("series", fact.series_id), several, fact, rev=fact.rev)
    for program in told:
        invited = several.where(_invited(each.c.person_id, program))
        subject = Ref("program", program.id)
        _write("calendar_follows", subject, invited, fact, rev=_sequence(program), program=program)


def _write(
    kind: str,
    subject: Ref,
    people: Select[int],
    fact: SeriesChanged,
    *,
    rev: int,
    program: Program | None = None,
) -> None:
    notices.tell_each(kind, subject, people, rev=rev, program=program, by_id=fact.by_id)


def _invited(person_id: ColumnElement[int], program: Program) -> ColumnElement[bool]:
    """Whether a mail brought it into the person's calendar; the gate looks whether it still stands there."""
    mine = Reminder.person_id == person_id, Reminder.program_id == program.id, Delivery.calendar == REQUEST
    return select(Delivery.id).join(Reminder, Reminder.id == Delivery.reminder_id).where(*mine).exists()


def _rev(program: Program) -> int:
    """Return what tells this change of a date from the last."""
    return program.due_rev + _sequence(program)


def _sequence(program: Program) -> int:
    known: Sequence[int] = db.session.scalars(
        select(CalendarRevision.sequence).where(CalendarRevision.program_id == program.id)
    ).all()
    return sum(known)
