"""Anybody says that a page needs a look, and why; it stands until it is confirmed, changed or taken back."""

from sqlalchemy import delete, func, select, update

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.text import one_line
from learnhub.library import queries, services
from learnhub.library.models import Report, Resource
from learnhub.people.models import Person

REASON = 200  # characters at most


def say(actor: Person, resource: Resource, reason: str) -> None:
    """Say why it needs a look; everyone sees it with the actor's name. Said again, the reason is another.

    Raises Invalid for an empty reason.
    """
    resource = queries.held(resource)
    require(services.verdict_on_editing(actor, resource))
    written = one_line(reason)[:REASON]
    if not written:
        raise Invalid("Say in a line why it needs a look.", field="reason")
    mine = Report.resource_id == resource.id, Report.person_id == actor.id
    row = db.session.scalar(select(Report).where(*mine))
    if row is None:
        row = Report(resource_id=resource.id, person_id=actor.id, at=clock.now())
        db.session.add(row)
    row.reason = written
    db.session.flush()
    keep_since(resource.id)


def take_back(actor: Person, resource: Resource) -> None:
    """Take back what the actor said; what others said stands."""
    resource = queries.held(resource)
    mine = Report.resource_id == resource.id, Report.person_id == actor.id
    db.session.execute(delete(Report).where(*mine))
    keep_since(resource.id)


def settle(resource: Resource) -> None:
    """Somebody who may looked at it: whatever was said needs no answer any more. It is to be held."""
    db.session.execute(delete(Report).where(Report.resource_id == resource.id))
    keep_since(resource.id)


def pass_on(kept: Resource, gone: Resource) -> None:
    """What was said of the one that goes is said of the other; who said so of both is heard once. Another
    keeper hears of it.
    """
    both = select(Report.person_id).where(Report.resource_id == kept.id)
    of_gone = Report.resource_id == gone.id
    db.session.execute(delete(Report).where(of_gone, Report.person_id.in_(both)))
    if kept.owner_id != gone.owner_id:
        tell_anew(gone)
    db.session.execute(update(Report).where(of_gone).values(resource_id=kept.id))
    keep_since(kept.id)


def tell_anew(resource: Resource) -> None:
    """Another keeps it: they hear of what stands."""
    db.session.execute(update(Report).where(Report.resource_id == resource.id).values(told_at=None))


def keep_since(resource_id: int) -> None:
    """Write since when it is said, anew. Without the version: who is writing just now loses nothing by it."""
    first = select(func.min(Report.at)).where(Report.resource_id == resource_id).scalar_subquery()
    db.session.execute(update(Resource).where(Resource.id == resource_id).values(reported_at=first))
