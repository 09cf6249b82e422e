"""The inbox: a delivery row is the message."""

from collections.abc import Iterable
from datetime import datetime

from learnhub.core.db import db, insert, new_key
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Reminder


def deliver(rows: Iterable[Reminder], now: datetime) -> None:
    """Put these into the inboxes of their people; a second time changes nothing."""
    same = {"channel": Channel.IN_APP, "state": DeliveryState.SENT, "at": now, "created_at": now}
    same |= {"reason": "", "calendar": "", "attempts": 0}
    made = [same | {"key": new_key(), "reminder_id": row.id, "person_id": row.person_id} for row in rows]
    if made:
        once = insert(Delivery).on_conflict_do_nothing(index_elements=["reminder_id", "channel"])
        db.session.execute(once, made)
