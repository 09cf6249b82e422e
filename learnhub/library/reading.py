"""What a person does with a resource: saves, reads, finishes it, and says what came of it."""

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.text import many_lines
from learnhub.library import policies, queries, services
from learnhub.library.events import TakeAwayRemoved, TakeAwayWritten
from learnhub.library.models import Reading, Resource, Standing, TakeAway
from learnhub.people.models import Person, Role
from learnhub.search import services as search

TEXT, NOTE = 2000, 2000  # characters at most
MOST_HOURS = 10_000


def mark(actor: Person, resource: Resource, state: Reading | None) -> None:
    """Keep what the actor made of it; None takes it back. Nobody else sees it."""
    require(services.verdict_on_reading(actor))
    resource = queries.held(resource)
    row = queries.standing(actor, resource)
    if row is None:
        if state is None:
            return
        row = Standing(person_id=actor.id, resource_id=resource.id, since=clock.now())
        db.session.add(row)
    if row.state is not state:
        row.state, row.since = state, clock.now()
    if row.state is None and not row.note:
        db.session.delete(row)
    db.session.flush()


def note(actor: Person, resource: Resource, text: str) -> None:
    """Keep the actor's note to themselves; an empty one takes it away."""
    require(services.verdict_on_reading(actor))
    resource = queries.held(resource)
    row = queries.standing(actor, resource)
    written = many_lines(text)[:NOTE]
    if row is None and written:
        row = Standing(person_id=actor.id, resource_id=resource.id, since=clock.now(), state=Reading.SAVED)
        db.session.add(row)
    if row is not None:
        row.note = written
    db.session.flush()


def take_away(
    actor: Person, resource: Resource, *, text: str, failed: bool = False, hours: int | None = None
) -> TakeAway:
    """Say what came of it: what it was used for and changed, or why it failed. Everyone sees it.

    `hours` are what it saved, about; what failed saved none. Raises Invalid for an empty text.
    """
    resource = queries.held(resource)
    require(services.verdict_on_editing(actor, resource))
    written = many_lines(text)[:TEXT]
    if not written:
        raise Invalid("Say in a sentence what came of it.", field="text")
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise Invalid(f"Use a number of hours up to {MOST_HOURS:,}.", field="hours")
    row = TakeAway(
        resource_id=resource.id,
        person_id=actor.id,
        text=written,
        failed=failed,
        hours=None if failed else hours or None,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    queries.count_used(resource.id)
    events.publish(TakeAwayWritten(row.id, resource.id, actor.id))
    search.changed(Ref("resource", resource.id))
    return row


def take_back(actor: Person, take_away: TakeAway) -> None:
    """Take a take-away back; it can be undone for 30 days."""
    is_author = take_away.person_id == actor.id
    require(policies.may_take_back(is_author=is_author, is_admin=actor.has(Role.ADMIN)))
    _hold(take_away)
    take_away.removed_at = clock.now()
    db.session.flush()
    queries.count_used(take_away.resource_id)
    events.publish(TakeAwayRemoved(take_away.id, take_away.resource_id))
    search.changed(Ref("resource", take_away.resource_id))


def put_back(actor: Person, take_away: TakeAway) -> None:
    """Undo taking it back."""
    is_author = take_away.person_id == actor.id
    require(policies.may_take_back(is_author=is_author, is_admin=actor.has(Role.ADMIN)))
    _hold(take_away)
    take_away.removed_at = None
    db.session.flush()
    queries.count_used(take_away.resource_id)
    events.publish(TakeAwayWritten(take_away.id, take_away.resource_id, take_away.person_id))
    search.changed(Ref("resource", take_away.resource_id))


def _hold(take_away: TakeAway) -> None:
    """Hold the resource that it is of, also where that went into another meanwhile."""
    while not queries.lock(take_away.resource_id):
        db.session.refresh(take_away)
