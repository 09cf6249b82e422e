"""What is said to someone whose form was overtaken: who was quicker, and when."""

from datetime import datetime

from learnhub.core import audit, clock, dates
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.people.models import Person


def overtaken(actor: Person, what: str, ref: Ref, acts: str) -> str:
    """Say it of something whose changes are audited: `what` is "the goal", the acts begin with "goal."."""
    last = audit.last_change(ref, acts)
    by = db.session.get(Person, last.actor_id) if last and last.actor_id else None
    return said(actor, what, by, last.at if last else None)


def said(actor: Person, what: str, by: Person | None, at: datetime | None) -> str:
    """Return "Eve changed the team 3 min ago, while you wrote", or that it was the actor elsewhere."""
    ago = f" {dates.relative(at, clock.now(), actor.tz)}" if at else ""
    if by is not None and by.id == actor.id:
        return f"You changed {what}{ago}, in another window."
    return f"{by.name if by else 'Someone else'} changed {what}{ago}, while you wrote."
