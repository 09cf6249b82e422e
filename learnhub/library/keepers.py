"""Who keeps what right in the library, and how that passes on."""

from sqlalchemy import and_, or_, select, update

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.library import lists, policies
from learnhub.library.events import KeeperChanged, LinksBroke
from learnhub.library.models import BROKEN, Resource
from learnhub.library.told import AnyResource
from learnhub.people.models import Person, Role


def verdict_on_keeping(actor: Person, resource: AnyResource) -> Verdict:
    """Say whether the actor may give it to another keeper."""
    return policies.may_hand_over(
        is_keeper=resource.owner_id == actor.id, is_lead=actor.has(Role.LEAD), is_admin=actor.has(Role.ADMIN)
    )


def is_free(resource: AnyResource) -> bool:
    """Whether nobody keeps it: who did has left the organisation."""
    return resource.owner.left_at is not None


def hand_over(actor: Person, resource: Resource, keeper: Person) -> None:
    """Let another keep it right; who kept it is told. What nobody keeps, everyone may take for themselves.

    Raises Forbidden.
    """
    if not (is_free(resource) and keeper.id == actor.id):
        require(verdict_on_keeping(actor, resource))
    former_id = resource.owner_id
    if former_id == keeper.id:
        return
    resource.owner, resource.link_told_at, resource.review_told_at = keeper, None, None
    db.session.flush()
    ref = Ref("resource", resource.id)
    audit.record(actor.id, "resource.handed", ref, before={"owner": former_id}, after={"owner": keeper.id})
    events.publish(KeeperChanged(resource.id, former_id, keeper.id, actor.id, resource.version))


def tell() -> None:
    """Say once of each link that broke and each thing to be confirmed that it is so: one fact a keeper.

    What a leaver kept waits, and is told to whoever takes it over.
    """
    now = clock.now()
    broke = and_(Resource.link.in_(BROKEN), Resource.link_told_at.is_(None))
    ended = and_(lists.needs_review(now.date()), Resource.review_told_at.is_(None))
    there = select(Person.id).where(Person.left_at.is_(None))
    news = (or_(broke, ended), Resource.binned_at.is_(None), Resource.owner_id.in_(there))
    keepers = select(Resource.owner_id).where(*news).distinct().order_by(Resource.owner_id)
    for person_id in db.session.scalars(keepers).all():
        events.publish(LinksBroke(person_id, now.toordinal()))
    told = {Resource.link_told_at: broke, Resource.review_told_at: ended}
    for column, which in told.items():
        marked = update(Resource).where(which, *news[1:]).values({column: now})
        db.session.execute(marked.execution_options(synchronize_session=False))
