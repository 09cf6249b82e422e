"""Two that are one: what the one that goes has comes to the one that stays, and its address leads there."""

import re

from sqlalchemy import select, update

from learnhub.activity import services as activity
from learnhub.core import audit, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.text import one_line, web_address
from learnhub.goals import services as goals
from learnhub.library import addresses, collection_services, queries, services
from learnhub.library.events import ResourcesMerged
from learnhub.library.models import Alias, Reading, Resource, Standing, TakeAway
from learnhub.people.models import Person
from learnhub.search import services as search

OWN_ADDRESS = re.compile(r"/library/([a-z2-9]{10})(?:[/?#]|$)")
FURTHEST = (None, Reading.SAVED, Reading.READING, Reading.DONE)
OTHER_WAY = "Merge this one into that, on its page, or ask them."
FILLED = ("summary", "author", "published", "level", "minutes", "language", "facts", "expires_on")


def other(actor: Person, text: str) -> Resource:
    """Return the resource that `text` names, which may go: its address in the library or on the web.

    Raises Invalid where nothing has it, or where another has to let it go.
    """
    named = one_line(text)
    inside = OWN_ADDRESS.search(named) or re.fullmatch(r"([a-z2-9]{10})", named)
    found: Resource | None = None
    try:
        if inside:
            found = queries.resource(actor, inside[1])
        elif addresses.is_address(web_address(named)):
            found = queries.known(web_address(named))
    except NotFound:
        found = None
    if found is None or found.binned_at is not None:
        raise Invalid("Nothing in the library has this address.", field="other")
    if not services.verdict_on_binning(actor, found):
        raise Invalid(
            f"“{found.title}” would go, and {found.owner.name} keeps it. {OTHER_WAY}", field="other"
        )
    return found


def merge(actor: Person, kept: Resource, gone: Resource) -> None:
    """Bring tags, take-aways, ties and what people saved from `gone` to `kept`; `gone` leads there then.

    Raises Forbidden unless the actor may put `gone` into the bin, and Invalid for one with itself.
    """
    require(services.verdict_on_editing(actor, kept))
    require(services.verdict_on_binning(actor, gone))
    if kept.id == gone.id:
        raise Invalid("That is this one.", field="other")
    key, url_key, gone_id = gone.key, gone.url_key, gone.id
    before = {"id": gone_id, "title": gone.title, "url": gone.url}
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    services.add_tags(kept, gone.tag_names)
    db.session.execute(update(TakeAway).where(TakeAway.resource_id == gone_id).values(resource_id=kept.id))
    db.session.execute(update(Alias).where(Alias.resource_id == gone_id).values(resource_id=kept.id))
    _bring_standings(kept, gone_id)
    _bring_proof(kept, gone_id)
    collection_services.pass_on(gone, kept)
    db.session.flush()
    db.session.delete(gone)
    db.session.flush()
    db.session.add(Alias(resource_id=kept.id, key=key, url_key=url_key))
    db.session.flush()
    search.changed(Ref("resource", kept.id), Ref("resource", gone_id))
    audit.record(actor.id, "resource.merged", Ref("resource", kept.id), before=before)
    events.publish(ResourcesMerged(kept.id, gone_id))


def _bring_standings(kept: Resource, gone_id: int) -> None:
    """Whoever had both keeps the further state and both notes."""
    mine = {
        row.person_id: row
        for row in db.session.scalars(select(Standing).where(Standing.resource_id == kept.id))
    }
    for row in db.session.scalars(select(Standing).where(Standing.resource_id == gone_id)).all():
        own = mine.get(row.person_id)
        if own is None:
            row.resource_id = kept.id
            continue
        own.state = max(own.state, row.state, key=FURTHEST.index)
        own.note = "\n".join(part for part in (own.note, row.note) if part)[:2000]
        db.session.delete(row)
    db.session.flush()


def _bring_proof(kept: Resource, gone_id: int) -> None:
    old, new = Ref("resource", gone_id), Ref("resource", kept.id)
    goals.pass_on(old, new)
    activity.pass_on(old, new)
    for row in db.session.scalars(
        select(TakeAway).where(TakeAway.resource_id == kept.id, TakeAway.removed_at.is_(None))
    ):
        goals.add_evidence(Ref("take-away", row.id), came_of=new, at=row.at)
