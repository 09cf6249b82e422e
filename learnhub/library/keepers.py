"""Who keeps what right in the library, and how that passes on."""

from sqlalchemy import and_, exists, or_, select, update

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.library import lists, policies, reports
from learnhub.library.events import KeeperChanged, LinksBroke
from learnhub.library.models import BROKEN, Report, Resource
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
    reports.tell_anew(resource)
    ref = Ref("resource", resource.id)
    audit.record(actor.id, "resource.handed", ref, before={"owner": former_id}, after={"owner": keeper.id})
    events.publish(KeeperChanged(resource.id, former_id, keeper.id, actor.id, resource.version))


def tell() -> None:
    """Say once of each link that broke, each thing to be confirmed and each report that it is so: one fact a
    keeper.

    What a leaver kept waits, and is told to whoever takes it over. Nobody hears of their own report.
    """
    now = clock.now()
    broke = and_(Resource.link.in_(BROKEN), Resource.link_told_at.is_(None))
    ended = and_(lists.needs_review(now.date()), Resource.review_told_at.is_(None))
    of_another = Report.resource_id == Resource.id, Report.person_id != Resource.owner_id
    unheard = exists().where(*of_another, Report.told_at.is_(None))
    said = and_(Resource.reported_at.is_not(None), unheard)
    there = select(Person.id).where(Person.left_at.is_(None))
    news = (or_(broke, ended, said), Resource.binned_at.is_(None), Resource.owner_id.in_(there))
    keepers = select(Resource.owner_id).where(*news).distinct().order_by(Resource.owner_id)
    for person_id in db.session.scalars(keepers).all():
        events.publish(LinksBroke(person_id, now.toordinal()))
    told = {Resource.link_told_at: broke, Resource.review_told_at: ended}
    for column, which in told.items():
        marked = update(Resource).where(which, *news[1:]).values({column: now})
        db.session.execute(marked.execution_options(synchronize_session=False))
    heard = select(Resource.id).where(Resource.reported_at.is_not(None), *news[1:])
    marked = update(Report).where(Report.told_at.is_(None), Report.resource_id.in_(heard)).values(told_at=now)
    db.session.execute(marked.execution_options(synchronize_session=False))
