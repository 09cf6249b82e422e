"""Changing before what people are reminded: what is planned follows in some statements."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from learnhub.core.db import db
from learnhub.notifications.models import Reminder, ReminderRule
from learnhub.notifications.planning import notices, reminders, rules
from learnhub.notifications.planning.times import Offset

CHANGED = "The rules changed."


def change(kind: str, program_id: int | None, offsets: Sequence[Offset] | None) -> None:
    """Put these offsets in the place of a program's, or (None) of the organisation's; None: back to default.

    What no rule asks for any more ends, what one asks for again comes back; the next tick writes the rest.
    """
    scope = ReminderRule.kind == kind, ReminderRule.program_id == program_id
    db.session.execute(delete(ReminderRule).where(*scope))
    db.session.add_all(rows(kind, program_id, offsets))
    db.session.flush()
    wanted = [str(way.offset) for way in rules.ways(kind, program_id, rules.every_rule())]
    own = select(ReminderRule.program_id).where(
        ReminderRule.kind == kind, ReminderRule.program_id.is_not(None)
    )
    follows = Reminder.program_id == program_id if program_id else Reminder.program_id.not_in(own)
    planned = Reminder.kind == kind, Reminder.rule != "", follows
    notices.cancel(CHANGED, *planned, Reminder.offset.not_in(wanted))
    reminders.revive(*planned, Reminder.offset.in_(wanted), reasons=(CHANGED,))


def rows(kind: str, program_id: int | None, offsets: Sequence[Offset] | None) -> list[ReminderRule]:
    """Return the rules that say so, not added yet; one that is not active says that nothing goes out."""
    if offsets is None:
        return []
    if not offsets:
        return [ReminderRule(kind=kind, program_id=program_id, days=0, active=False)]
    return [
        ReminderRule(
            kind=kind,
            program_id=program_id,
            days=each.days,
            wall=each.wall,
            seconds=each.seconds,
            active=True,
        )
        for each in offsets
    ]
