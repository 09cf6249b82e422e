"""What a mail tells a person's calendar about one program (RFC 5546): always how it stands now.

A place is a REQUEST, and without one it is a CANCEL. The sequence rises with each change of the program and
of the person's own sign-up, so the latest mail holds, in whatever order they are read.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from learnhub.calendars import happenings, queries
from learnhub.calendars.models import CalendarRevision
from learnhub.calendars.queries import Dated
from learnhub.core import ics
from learnhub.core.db import db
from learnhub.core.ics import Guest
from learnhub.core.text import ascii_email
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState, SignUp, SignUpState
from learnhub.web.addresses import whole


@dataclass(frozen=True, slots=True)
class Invitation:
    """The part of a mail that calendars read. `leave_url`: where the place is given back, "" on a CANCEL."""

    method: str
    body: bytes
    leave_url: str = ""


def of(person: Person, program_id: int, *, organizer: str, now: datetime) -> Invitation:
    """Return what the person's calendar is to know of the program; `organizer` is a bare address."""
    dated = _dated(person, program_id)
    program, signup = dated.program, dated.signup
    has_place = signup is not None and signup.state is SignUpState.IN
    holds = has_place and program.state is ProgramState.PUBLISHED
    leave_url = whole(f"/programs/{program.key}/withdraw") if holds else ""
    happening = happenings.program(dated, queries.instance(), leave_url=leave_url)
    guest = Guest(organizer, ascii_email(person.email), person.name)
    method = "REQUEST" if holds else "CANCEL"
    return Invitation(method, ics.message(happening, guest, method=method, at=now), leave_url)


def _dated(person: Person, program_id: int) -> Dated:
    """Return the program whether or not the person may see it still: a CANCEL goes to who was taken off."""
    mine = and_(SignUp.program_id == Program.id, SignUp.person_id == person.id)
    row = db.session.execute(
        select(Program, SignUp, CalendarRevision)
        .outerjoin(SignUp, mine)
        .outerjoin(CalendarRevision, CalendarRevision.program_id == Program.id)
        .where(Program.id == program_id)
        .execution_options(populate_existing=True)
    ).one()
    return Dated(*row)
