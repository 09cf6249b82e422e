"""The weeks of a cohort: what is to be read in each, and who may talk about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from learnhub.cohorts import policies, queries
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.week_models import CohortWeek, WeekMaterial
from learnhub.core.db import db, insert, new_key
from learnhub.core.errors import NotFound
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.discussions.subjects import Discussed, Subject
from learnhub.library import queries as library
from learnhub.library import services
from learnhub.library.models import Reading, Resource, Standing
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.programs.models import Host, SignUp, SignUpState
from learnhub.web.addresses import whole

KIND = "week"


@dataclass(frozen=True, slots=True)
class Shown:
    """A resource in a week, and what the reader made of it."""

    resource: Resource
    done: bool


def lay(cohort: Cohort) -> None:
    """Let there be a week for each that the outline has; what is there stays."""
    last = max((row.item.week or 1 for row in queries.dates(cohort)), default=0)
    for number in range(1, last + 1):
        one = insert(CohortWeek).values(key=new_key(), cohort_id=cohort.id, number=number)
        db.session.execute(one.on_conflict_do_nothing(index_elements=["cohort_id", "number"]))


def materials(person: Person, week: CohortWeek) -> list[Shown]:
    """Return what stands in the week and in no bin, in the order in which it came."""
    mine = and_(Standing.resource_id == Resource.id, Standing.person_id == person.id)
    rows = db.session.execute(
        select(Resource, Standing.state)
        .join(WeekMaterial, WeekMaterial.resource_id == Resource.id)
        .outerjoin(Standing, mine)
        .where(WeekMaterial.week_id == week.id, Resource.binned_at.is_(None))
        .order_by(WeekMaterial.id)
    ).unique()
    return [Shown(resource, state is Reading.DONE) for resource, state in rows]


def add(actor: Person, cohort: Cohort, number: int, url: str) -> Resource:
    """Put the page at `url`, or the resource whose page in the library it is, into a week.

    The same twice changes nothing. Raises Forbidden unless the actor runs it, Invalid for no address,
    NotFound for no such week.
    """
    require(policies.may_see_progress(is_host=programs.standing(actor, cohort).is_host))
    week, key = named(cohort, number), _key(url)
    found = library.resource(actor, key) if key else services.add(actor, url)
    values = {"week_id": week.id, "resource_id": found.id, "added_by_id": actor.id}
    one = insert(WeekMaterial).values(**values)
    db.session.execute(one.on_conflict_do_nothing(index_elements=["week_id", "resource_id"]))
    return found


def copy(actor: Person, cohort: Cohort, made: Cohort) -> int:
    """Put what stands in the weeks of a cohort into those of another, and return how much that is."""
    to = {week.number: week.id for week in of(made)}
    rows = db.session.execute(
        select(CohortWeek.number, WeekMaterial.resource_id)
        .join(WeekMaterial, WeekMaterial.week_id == CohortWeek.id)
        .join(Resource, Resource.id == WeekMaterial.resource_id)
        .where(CohortWeek.cohort_id == cohort.id, Resource.binned_at.is_(None))
        .order_by(WeekMaterial.id)
    )
    found = [
        WeekMaterial(week_id=to[number], resource_id=resource_id, added_by_id=actor.id)
        for number, resource_id in rows
        if number in to
    ]
    db.session.add_all(found)
    db.session.flush()
    return len(found)


def remove(actor: Person, cohort: Cohort, number: int, resource: Resource) -> None:
    """Take it out of the week; the library keeps it. Raises Forbidden unless the actor runs it."""
    require(policies.may_see_progress(is_host=programs.standing(actor, cohort).is_host))
    mine = WeekMaterial.week_id == named(cohort, number).id, WeekMaterial.resource_id == resource.id
    db.session.execute(delete(WeekMaterial).where(*mine))


def named(cohort: Cohort, number: int) -> CohortWeek:
    """Return a week of the cohort. Raises NotFound."""
    found = next((each for each in of(cohort) if each.number == number), None)
    if found is None:
        raise NotFound
    return found


def merged(gone_id: int, kept_id: int) -> None:
    """What stood in a week stands there as what it was merged into."""
    has = select(WeekMaterial.week_id).where(WeekMaterial.resource_id == kept_id)
    of_gone = WeekMaterial.resource_id == gone_id
    free = list(db.session.scalars(select(WeekMaterial.id).where(of_gone, WeekMaterial.week_id.not_in(has))))
    db.session.execute(update(WeekMaterial).where(WeekMaterial.id.in_(free)).values(resource_id=kept_id))
    forget(gone_id)


def shown(resource_ids: Sequence[int]) -> Sequence[int]:
    """Return which of these resources stand in a week of some cohort."""
    wanted = select(WeekMaterial.resource_id).where(WeekMaterial.resource_id.in_(resource_ids))
    return db.session.scalars(wanted.distinct()).all()


def forget(resource_id: int) -> None:
    """Take a resource that is deleted for good out of all weeks."""
    db.session.execute(delete(WeekMaterial).where(WeekMaterial.resource_id == resource_id))


def of(cohort: Cohort) -> Sequence[CohortWeek]:
    """Return its weeks in order."""
    wanted = select(CohortWeek).where(CohortWeek.cohort_id == cohort.id)
    return db.session.scalars(wanted.order_by(CohortWeek.number)).all()


def _key(url: str) -> str:
    """Return the key of a resource whose page of ours it is: "/library/<key>", or our whole address of it."""
    path = url.strip().removeprefix(whole(""))
    key = path.removeprefix("/library/")
    return key if key != path and key.isalnum() else ""


def subject(cohort: Cohort, week: CohortWeek) -> Subject:
    """Return a week as something to talk about."""
    url = f"{cohort.url}/weeks?week={week.number}"
    return Subject(Ref(KIND, week.id), week.key, f"Week {week.number} of {cohort.title}", url)


def _found(person: Person, which: ColumnElement[bool]) -> Subject:
    row = db.session.execute(
        select(CohortWeek, Cohort).join(Cohort, Cohort.id == CohortWeek.cohort_id).where(which)
    ).first()
    if row is None:
        raise NotFound
    week, cohort = row
    standing = programs.standing(person, cohort)
    if not policies.may_see_weeks(is_in=standing.is_in, is_host=standing.is_host):
        raise NotFound
    return subject(cohort, week)


def _readers(id_: int) -> ColumnElement[bool]:
    cohort = select(CohortWeek.cohort_id).where(CohortWeek.id == id_).scalar_subquery()
    inside = select(SignUp.person_id).where(SignUp.program_id == cohort, SignUp.state == SignUpState.IN)
    hosts = select(Host.person_id).where(Host.program_id == cohort)
    return or_(Person.id.in_(inside), Person.id.in_(hosts))


WEEKS = Discussed(
    lambda person, key: _found(person, CohortWeek.key == key),
    lambda person, id_: _found(person, CohortWeek.id == id_),
    _readers,
)
