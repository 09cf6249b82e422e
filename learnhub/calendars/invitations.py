"""What a mail tells a person's calendar about one program (RFC 5546): always how it stands now.

Whoever has a place, hosts, speaks or does a part has a REQUEST, and nobody else: that is a CANCEL. The
sequence rises with each change of the program, of the person's own sign-up and of what else they do in it, so
the latest mail holds, in whatever order they are read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, true

from learnhub.calendars import happenings, queries
from learnhub.calendars.queries import Dated
from learnhub.cohorts import meeting_queries
from learnhub.core import ics
from learnhub.core.db import db
from learnhub.core.ics import Guest
from learnhub.core.text import ascii_email
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState, SignUpState
from learnhub.web.addresses import whole


@dataclass(frozen=True, slots=True)
class Invitation:
    """The part of a mail that calendars read. `leave_url`: where the place is given back, "" without one."""

    method: str
    body: bytes
    leave_url: str = ""


def of(person: Person, program_id: int, *, organizer: str, now: datetime) -> Invitation:
    """Return what the person's calendar is to know of the program; `organizer` is a bare address."""
    dated = _dated(person, program_id)
    program, signup = dated.program, dated.signup
    holds = takes_part(person.id, program_id)
    has_place = holds and signup is not None and signup.state is SignUpState.IN
    leave_url = whole(f"/programs/{program.key}/withdraw") if has_place else ""
    happening = happenings.program(dated, queries.instance(), leave_url=leave_url, joins=holds)
    guest = Guest(organizer, ascii_email(person.email), person.name)
    method = "REQUEST" if holds else "CANCEL"
    return Invitation(method, ics.message(happening, guest, method=method, at=now), leave_url)


def of_meeting(person: Person, meeting_id: int, *, organizer: str, now: datetime) -> Invitation:
    """Return what the person's calendar is to know of a meeting of their pod."""
    meeting = meeting_queries.by_id(meeting_id)
    comes = (person.id, meeting_id) in meeting_queries.coming([person.id], [meeting_id])
    method = "REQUEST" if comes else "CANCEL"
    happening = happenings.meeting(meeting, queries.instance(), joins=comes)
    guest = Guest(organizer, ascii_email(person.email), person.name)
    return Invitation(method, ics.message(happening, guest, method=method, at=now))


def takes_part(person_id: int, program_id: int) -> bool:
    """Whether the person has a place in what takes place, hosts it, speaks at it or does a part.

    Not in a cohort: it takes weeks, and its sessions stand for it in the person's feed.
    """
    return bool(taking_part([person_id], [program_id]))


def taking_part(person_ids: Collection[int], program_ids: Collection[int]) -> Collection[tuple[int, int]]:
    """Return who of these people takes part in which of these programs: one statement."""
    on = Program.state == ProgramState.PUBLISHED, Program.kind != "cohort"
    pairs = select(Person.id, Program.id).select_from(Person).join(Program, true())
    pairs = pairs.where(Person.id.in_(person_ids), Program.id.in_(program_ids), *on)
    found = db.session.execute(pairs.where(queries.concerns(Person.id, SignUpState.IN)))
    return {(person_id, program_id) for person_id, program_id in found}


def _dated(person: Person, program_id: int) -> Dated:
    """Return the program whether or not the person may see it still: a CANCEL goes to who was taken off."""
    mine = queries.with_revisions(person.id).where(Program.id == program_id)
    return Dated(*db.session.execute(mine.execution_options(populate_existing=True)).one())
