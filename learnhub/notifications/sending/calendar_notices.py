"""Notices that go for a calendar's sake alone: whoever did it knows it, unlike their calendar."""

from learnhub.calendars import invitations as calendars
from learnhub.calendars import queries as revisions
from learnhub.core.refs import Ref
from learnhub.notifications.planning import notices
from learnhub.notifications.sending import calendar_parts
from learnhub.programs.models import Program


def follow(program: Program, by_id: int) -> None:
    """Let the calendar of who changed it follow."""
    if not program.quiet and calendar_parts.stands_soon(by_id, program.id):
        rev = revisions.sequence(program.id)
        notices.tell("calendar_follows", by_id, Ref("program", program.id), rev=rev, program=program)


def hold(program: Program, person_id: int) -> None:
    """Let the calendar of who began to do something in it have it, where it has not."""
    if not program.quiet and not calendar_parts.stands_soon(person_id, program.id):
        _tell("role_held", program, person_id)


def release(kind: str, program: Program, person_id: int) -> None:
    """Let the calendar of who gave back a place or a role drop it; what they still do in it keeps it there.

    `kind` says which: "withdrawn" or "role_ended".
    """
    if program.quiet or not calendar_parts.stands_soon(person_id, program.id):
        return
    still = calendars.takes_part(person_id, program.id)
    _tell("role_held" if still else kind, program, person_id)


def _tell(kind: str, program: Program, person_id: int) -> None:
    rev = revisions.own_rev(person_id, program.id)
    notices.tell(kind, person_id, Ref("program", program.id), rev=rev, program=program)
