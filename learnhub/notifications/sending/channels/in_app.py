"""The inbox: a delivery row is the message."""

from datetime import datetime

from learnhub.core.db import db, insert, new_key
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Reminder


def deliver(reminder: Reminder, now: datetime) -> None:
    """Put it in the person's inbox; a second time changes nothing."""
    values = {
        "key": new_key(),
        "reminder_id": reminder.id,
        "person_id": reminder.person_id,
        "channel": Channel.IN_APP,
        "state": DeliveryState.SENT,
        "at": now,
        "created_at": now,
        "reason": "",
        "calendar": "",
    }
    db.session.execute(
        insert(Delivery).values(**values).on_conflict_do_nothing(index_elements=["reminder_id", "channel"])
    )
