"""What a person does with a resource: saves, reads, finishes it, and says what came of it."""

from typing import Any

from sqlalchemy import select

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid, NotFound
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
GONE = "This take-away is gone for good: what is taken back rests in the bin for 30 days."
CHANGED = "You changed this in another window while you wrote. Nothing was saved here."


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
    said = _said(text, failed, hours)
    row = TakeAway(resource_id=resource.id, person_id=actor.id, at=clock.now(), **said)
    db.session.add(row)
    db.session.flush()
    queries.count_used(resource.id)
    events.publish(TakeAwayWritten(row.id, resource.id, actor.id))
    search.changed(Ref("resource", resource.id))
    return row


def change(
    actor: Person, take_away: TakeAway, *, text: str, failed: bool, hours: int | None, version: int
) -> None:
    """Say it otherwise, under the same rules as when it was written; when it was used stays as it is.

    Raises Conflict with both texts where it was changed since `version`, and Forbidden with what was typed
    where it was taken back.
    """
    _hold(take_away)  # another window may have changed it since it was read
    said = _said(text, failed, hours)
    gone = take_away.removed_at is not None
    may = policies.may_change_take_away(is_author=take_away.person_id == actor.id, is_taken_back=gone)
    if not may:
        raise Forbidden(may.reason, yours={"Your take-away": said["text"]})
    stands = {name: getattr(take_away, name) for name in said}
    if said == stands:
        return
    if take_away.version != version:
        raise Conflict(CHANGED, theirs=_words(stands), yours=_words(said))
    for name, value in said.items():
        setattr(take_away, name, value)
    take_away.edited_at, take_away.version = clock.now(), version + 1
    db.session.flush()
    search.changed(Ref("resource", take_away.resource_id))


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


def _said(text: str, failed: bool, hours: int | None) -> dict[str, Any]:
    written = many_lines(text)[:TEXT]
    if not written:
        raise Invalid("Say in a sentence what came of it.", field="text")
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise Invalid(f"Use a number of hours up to {MOST_HOURS:,}.", field="hours")
    return {"text": written, "failed": failed, "hours": None if failed else hours or None}


def _words(said: dict[str, Any]) -> dict[str, str]:
    """Return what it says by the names of the form's fields, as people read it."""
    return {
        "text": said["text"],
        "hours": str(said["hours"] or ""),
        "failed": "Yes" if said["failed"] else "No",
    }


def _hold(take_away: TakeAway) -> None:
    """Hold the resource that it is of, also where that went into another meanwhile; then itself, read anew.

    Raises NotFound where the bin lost it since it was read.
    """
    mine = select(TakeAway).where(TakeAway.id == take_away.id).execution_options(populate_existing=True)
    while not queries.lock(take_away.resource_id):
        if db.session.scalar(mine) is None:
            raise NotFound(GONE)
    if db.session.scalar(mine.with_for_update()) is None:
        raise NotFound(GONE)
