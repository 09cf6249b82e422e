"""Two that are one: what the one that goes has comes to the one that stays, and its address leads there."""

import re
from typing import Any

from sqlalchemy import select, update

from learnhub.activity import services as activity
from learnhub.core import audit, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.text import one_line, web_address
from learnhub.goals import services as goals
from learnhub.library import collection_services, queries, reports, services, url_keys
from learnhub.library.events import ResourcesMerged
from learnhub.library.models import FACTS, Alias, Reading, Resource, Standing, TakeAway
from learnhub.people.models import Person
from learnhub.search import services as search

OWN_ADDRESS = re.compile(r"/library/([a-z2-9]{10})(?:[/?#]|$)")
FURTHEST = (None, Reading.SAVED, Reading.READING, Reading.DONE)
OTHER_WAY = "Merge this one into that, on its page, or ask them."
CHANGED = "One of the two was changed or merged a moment ago. Nothing was done; look at both again."
# What comes from the other where there is nothing, and what screens call it.
FILLED = {
    "summary": "what is in it",
    "author": "by whom it is",
    "published": "its date",
    "level": "its level",
    "minutes": "how long it takes",
    "language": "its language",
    "work_key": "which work it is",
}
# An address comes whole, with what is known of it.
ADDRESS = (
    *("url", "final_url", "canonical_url", "url_key", "url_key_version", "work_key", "lookup"),
    *("link", "link_since", "link_checked_at", "link_suspected", "link_failed_at", "link_failures"),
    *("link_told_at", "next_check_at"),
)


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
        elif url_keys.is_address(web_address(named)):
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


def brings(kept: Resource, gone: Resource) -> list[str]:
    """Name what `kept` has not and gets from `gone`, besides tags, take-aways and the like."""
    values = _filled(kept, gone)
    address = ["its address"] if values.get("url") else []
    own = {name: label for name, label in FILLED.items() if not (address and name in ADDRESS)}
    named = [*address, *(label for name, label in own.items() if values.get(name))]
    card = "the card" if kept.kind == "tool" else "the story"
    return [*named, *([card] if "facts" in values else [])]


def _filled(kept: Resource, gone: Resource) -> dict[str, Any]:
    """Return what is to be written into `kept`: only what it has not, and facts only of its own type."""
    names = [name for name in FILLED if not getattr(kept, name)]
    names += ADDRESS if not kept.url and gone.url else []
    values = {name: getattr(gone, name) for name in names}
    missing = [name for name in FACTS.get(kept.kind, ()) if name not in kept.facts and name in gone.facts]
    if missing:
        values["facts"] = {**kept.facts, **{name: gone.facts[name] for name in missing}}
        values["expires_on"] = kept.expires_on or gone.expires_on
    return values


def merge(actor: Person, kept: Resource, gone: Resource) -> None:
    """Bring tags, take-aways, ties and what people saved from `gone` to `kept`; `gone` leads there then.

    Raises Forbidden unless the actor may put `gone` into the bin, Invalid for one with itself, and Conflict
    where one of them went in another merge meanwhile.
    """
    if kept.id == gone.id:
        raise Invalid("That is this one.", field="other")
    if queries.lock(kept.id, gone.id) != {kept.id, gone.id}:
        raise Conflict(CHANGED)
    require(services.verdict_on_editing(actor, kept))
    require(services.verdict_on_binning(actor, gone))
    key, url_key, gone_id = gone.key, gone.url_key, gone.id
    before = {"id": gone_id, "title": gone.title, "url": gone.url}
    values, tags = _filled(kept, gone), gone.tag_names
    db.session.execute(update(TakeAway).where(TakeAway.resource_id == gone_id).values(resource_id=kept.id))
    db.session.execute(update(Alias).where(Alias.resource_id == gone_id).values(resource_id=kept.id))
    _bring_standings(kept, gone_id)
    _bring_proof(kept, gone_id)
    reports.pass_on(kept, gone)
    queries.count_used(kept.id)
    collection_services.pass_on(gone, kept)
    db.session.flush()
    db.session.delete(gone)
    db.session.flush()  # its address is free now
    for name, value in values.items():
        setattr(kept, name, value)
    services.add_tags(kept, tags)
    db.session.add(Alias(resource_id=kept.id, key=key, url_key=None if "url" in values else url_key))
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
