"""Changing what is said of a resource, while others do the same."""

from dataclasses import replace

from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import require
from learnhub.core.text import one_line, web_address
from learnhub.library import keepers, queries, reports, sentences, services, upkeep
from learnhub.library.models import FACTS, Resource
from learnhub.library.services import Text
from learnhub.people.models import Person

CHANGED = "This was changed while you wrote, by someone else or in another window. Nothing was saved here."
MERGED = "This was merged with another while you wrote. Nothing was saved here."


def edit(
    actor: Person, resource: Resource, text: Text, *, url: str, version: int, owner: Person | None = None
) -> None:
    """Change what is said of a resource, and who keeps it right where `owner` is another. Who may say that it
    holds has looked at it by that.

    Raises Conflict with both texts, by the names of the fields, where someone changed it since `version` or
    merged it with another; Forbidden where the keeper is not the actor's to change.
    """
    there = queries.held(resource)  # first, so that what is compared is what the write replaces
    require(services.verdict_on_editing(actor, there))
    keeper = owner or there.owner
    if there.expires_on and not keepers.verdict_on_keeping(actor, there):
        text = replace(text, expires_on=there.expires_on)  # until when it holds is its keeper's to say
    if there.id != resource.id or there.version != version:
        yours = _words(text, url, keeper)
        theirs = _words(_stands(there), there.url or "", there.owner)
        raise Conflict(CHANGED if there.id == resource.id and version else MERGED, theirs=theirs, yours=yours)
    address = web_address(one_line(url)) if url.strip() else ""
    if address != (resource.url or ""):
        services.move(resource, address)
    if not address and not text.title:
        raise Invalid("Give it a title.", field="title")
    services.write(resource, text, address)
    says_more = db.session.is_modified(resource) or {*text.tags} != {*resource.tag_names}
    if says_more and upkeep.verdict_on_confirming(actor, there):
        reports.settle(resource)
    if keeper.id != resource.owner_id:
        keepers.hand_over(actor, resource, keeper)
    services.set_tags(resource, text.tags)
    db.session.flush()


def _stands(resource: Resource) -> Text:
    names = ("title", "kind", "summary", "author", "published", "level", "minutes", "facts", "expires_on")
    return Text(**{name: getattr(resource, name) for name in names}, tags=tuple(resource.tag_names))


def _words(text: Text, url: str, owner: Person) -> dict[str, str]:
    """Return what it says by the names of the form's fields, as people read it."""
    facts = {name: text.facts.get(name, "") for names in FACTS.values() for name in names}
    return facts | {
        "title": text.title,
        "url": url,
        "kind": sentences.KINDS[text.kind] if text.kind else "",
        "level": sentences.LEVELS[text.level] if text.level else "",
        "minutes": str(text.minutes or ""),
        "author": text.author,
        "published": text.published,
        "tags": ", ".join(sorted(text.tags)),
        "summary": text.summary,
        "expires_on": str(text.expires_on or ""),
        "owner": owner.name,
    }
