"""Whether messages go: what is overdue, since when, and what the mail server says to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, func, select, text

from learnhub.core.db import db
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Digest, Reminder, State

TICKED = "tick"
FRESH = timedelta(days=1)  # dead messages that health speaks of
LATE = timedelta(minutes=15)  # what is due leaves within a minute or two
WAITING = (State.PENDING, State.CLAIMED)
TRIED = (*WAITING, State.SENDING)


@dataclass(frozen=True, slots=True)
class Health:
    """`oldest_pending` is how long the oldest message is overdue; None where none waits.

    `untaken` is how long the mail server has taken none of those that were tried, and `answer` what it said.
    """

    oldest_pending: timedelta | None
    untaken: timedelta | None
    answer: str
    dead: int

    @property
    def is_bad(self) -> bool:
        return self.oldest_pending is not None and self.oldest_pending > LATE

    @property
    def server_is_bad(self) -> bool:
        """Whether it is the mail server that holds messages up."""
        return self.untaken is not None and self.untaken > LATE

    @property
    def why(self) -> str:
        """What the server said, without whatever name or address it put into it."""
        return f"it answers {self.answer[:3]}" if self.answer[:3].isdigit() else "it cannot be reached"


def health(now: datetime) -> Health:
    """Return how the engine is: for /healthz, the doctor and the admin pages."""
    dead = select(func.count(Reminder.id)).where(Reminder.state == State.DEAD, Reminder.done_at > now - FRESH)
    untried = [_untried(Reminder, now), _untried(Digest, now)]
    tries = [_tried(Reminder), _tried(Digest)]
    *moments, taken, deaths, answer = db.session.execute(
        select(*untried, *tries, _taken(), dead.scalar_subquery(), _answer())
    ).one()
    tried = _first(moments[2:])
    if tried and taken:  # while others go, what is not taken has troubles of its own
        tried = max(tried, taken)
    untaken = now - tried if tried else None
    oldest = _first([*moments[:2], tried])
    return Health(
        now - oldest if oldest else None,
        untaken,
        answer or "",
        deaths,
    )


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)


def _untried(model: type[Reminder] | type[Digest], now: datetime) -> ScalarSelect[datetime]:
    due = model.state.in_(WAITING), model.next_at <= now, model.late_since.is_(None)
    return select(func.min(model.next_at)).where(*due).scalar_subquery()


def _tried(model: type[Reminder] | type[Digest]) -> ScalarSelect[datetime | None]:
    """Whose next try lies ahead has been due since the first one."""
    late = model.late_since.is_not(None), model.state.in_(TRIED)
    return select(func.min(model.late_since)).where(*late).scalar_subquery()


def _taken() -> ScalarSelect[datetime]:
    """When the server took the latest message: found by the key, from the end."""
    mails = Delivery.channel == Channel.EMAIL, Delivery.state == DeliveryState.SENT
    return select(Delivery.at).where(*mails).order_by(Delivery.id.desc()).limit(1).scalar_subquery()


def _answer() -> ScalarSelect[str]:
    """What was said to the one that was tried last. Its state stands as text, so that the index serves."""
    mails = Delivery.channel == Channel.EMAIL, text("delivery.state = 'waiting'")
    latest = Delivery.at.desc(), Delivery.id.desc()
    return select(Delivery.reason).where(*mails).order_by(*latest).limit(1).scalar_subquery()
