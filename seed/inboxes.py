"""What came to people stands in their inboxes since it came; most of them have read it."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.notifications import inboxes, policies
from learnhub.notifications.models import Reminder, State
from learnhub.notifications.planning import reminders
from learnhub.notifications.sending import rechecks, recipients
from learnhub.notifications.sending.channels import in_app
from learnhub.people.models import Person
from seed.company import Company

LOOKED = timedelta(hours=30)  # ago, when everybody read what they had


def make(today: datetime, _company: Company) -> None:
    """Let the inbox have what fell due until today and passed the gate at its moment: the first tick finds it
    there.
    """
    reminders.expand_waiting(today)
    for program in reminders.coming(today):
        reminders.plan(program.id, today)
    due = Reminder.state == State.PENDING, Reminder.fire_at <= today, Reminder.person_id.is_not(None)
    rows = db.session.scalars(select(Reminder).where(*due).order_by(Reminder.fire_at)).all()
    people, messages = db.session.scalars(select(Person)).all(), rechecks.situations(rows, today)
    to = recipients.of(people, today)
    for row in rows:
        message = messages[row.id]
        refused = policies.refusal(message, to[row.person_id], row.fire_at)
        if not refused and policies.may_stand_in_inbox(message):
            in_app.deliver([row], row.fire_at)
    over = Reminder.state == State.PENDING, Reminder.expires_at <= today
    ended = {"state": State.EXPIRED, "skip_reason": "Its time had passed.", "done_at": Reminder.expires_at}
    db.session.execute(update(Reminder).where(*over).values(**ended))  # in its time, not by the first tick
    with clock.at(today - LOOKED):
        for person in people:
            inboxes.mark_all_read(person)
