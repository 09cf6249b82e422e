"""What keeps the library right: addresses that moved, what was to be confirmed, the end of the bin."""

from sqlalchemy import delete, select

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict
from learnhub.core.policy import Verdict, no, require
from learnhub.core.refs import Ref
from learnhub.goals import services as goals
from learnhub.library import keepers, queries, reports, services, url_keys
from learnhub.library.events import ResourceRemoved
from learnhub.library.models import Alias, Collection, LinkState, Resource, Step, TakeAway
from learnhub.library.told import AnyResource
from learnhub.people.models import Person
from learnhub.search import services as search

NOT_YOURS = "Who keeps it, program leads and admins say that it still holds."


def take_new_address(actor: Person, resource: Resource) -> None:
    """Take the address to which the page has moved; the old one leads here too."""
    require(services.verdict_on_editing(actor, resource))
    old, new = resource.url_key, resource.final_url
    if resource.link is not LinkState.REDIRECTED or not new:
        raise Conflict("There is no new address any more. Look again.")
    db.session.execute(
        delete(Alias).where(Alias.resource_id == resource.id, Alias.url_key == url_keys.url_key(new))
    )
    services.move(resource, new)
    db.session.add(Alias(resource_id=resource.id, url_key=old))
    db.session.flush()


def keep_address(actor: Person, resource: Resource) -> None:
    """Say that what it moved to is not the same; the old address stays, and is looked at later."""
    require(services.verdict_on_editing(actor, resource))
    resource.link, resource.link_since = LinkState.OK, clock.now()
    db.session.flush()


def verdict_on_confirming(actor: Person, resource: AnyResource) -> Verdict:
    """Say whether the actor may say that it still holds."""
    may = keepers.is_free(resource) or bool(keepers.verdict_on_keeping(actor, resource))
    return services.verdict_on_editing(actor, resource) if may else no(NOT_YOURS)


def confirm(actor: Person, resource: Resource) -> None:
    """Say that it still holds, for half a year: who keeps it, or everyone where nobody does."""
    resource = queries.held(resource)
    require(verdict_on_confirming(actor, resource))
    reports.settle(resource)
    resource.confirmed_at, resource.review_told_at = clock.now(), None
    if resource.expires_on is not None:
        resource.expires_on = resource.confirmed_at.astimezone(actor.tz).date() + services.HOLDS
    db.session.flush()


def empty_bin() -> None:
    """Remove for good what rested in the bin for 30 days, and tell those who name it."""
    ended = clock.now() - services.STAYS
    for row in db.session.scalars(select(Resource).where(Resource.binned_at < ended)).all():
        ref = Ref("resource", row.id)
        goals.forget(ref)
        for take_away_id, _author in queries.take_away_ids(row.id):
            goals.drop_evidence(Ref("take-away", take_away_id))
        _drop_steps(ref)
        events.publish(ResourceRemoved(row.id))
        search.gone(ref)
        db.session.delete(row)
    db.session.execute(delete(TakeAway).where(TakeAway.removed_at < ended))  # it proves nothing any more
    for of in db.session.scalars(select(Collection).where(Collection.binned_at < ended)).all():
        _drop_steps(Ref("collection", of.id))
        goals.forget(Ref("collection", of.id))
        db.session.delete(of)
    db.session.flush()


def _drop_steps(ref: Ref) -> None:
    db.session.execute(delete(Step).where(Step.ref_kind == ref.kind, Step.ref_id == ref.id))
