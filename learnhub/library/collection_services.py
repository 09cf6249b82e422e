"""Collections and paths: kept together, in an order, one inside another."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.core.text import many_lines, one_line
from learnhub.library import policies
from learnhub.library.models import Collection, Reading, Resource, Standing, Step
from learnhub.people.models import Kind, Person, Role
from learnhub.search import services as search

TITLE = 160  # characters at most
MOST = 200  # steps
LISTED = 50  # on a page
DEPTH = 5  # collections inside collections

Listed = tuple[Collection, int, int]  # with how many steps, and how many of them the reader has done


def collection(person: Person, key: str, *, binned: bool = False) -> Collection:
    """Return the collection with that key. Raises NotFound, for guests always."""
    found = db.session.scalar(
        select(Collection)
        .options(joinedload(Collection.owner))
        .where(Collection.key == key, Collection.binned_at.is_not(None) if binned else _is_there())
    )
    if found is None or person.kind is Kind.GUEST:
        raise NotFound
    return found


def _is_there() -> ColumnElement[bool]:
    return Collection.binned_at.is_(None)


def collections(person: Person, limit: int = LISTED, *, skip: int = 0) -> list[Listed]:
    """Return the collections by title: paths first, and what lies inside another last."""
    rows = db.session.execute(*kept(_listed, person.id, limit, skip))
    return [(row, count, finished) for row, count, finished in rows]


def _listed(reader: int, limit: int, skip: int) -> Select[Collection, int, int]:
    holds = aliased(Step)
    inside = exists().where(holds.ref_kind == "collection", holds.ref_id == Collection.id)
    steps = select(func.count()).where(Step.collection_id == Collection.id).scalar_subquery()
    own = and_(Standing.resource_id == Step.ref_id, Standing.person_id == reader)
    done = (
        select(func.count())
        .where(
            Step.collection_id == Collection.id,
            Step.ref_kind == "resource",
            exists().where(own, Standing.state == Reading.DONE),
        )
        .scalar_subquery()
    )
    return (
        select(Collection, steps, done)
        .options(joinedload(Collection.owner))
        .where(_is_there())
        .order_by(Collection.is_path.desc(), inside, Collection.title, Collection.id)
        .limit(limit)
        .offset(skip)
    )


def count() -> tuple[int, int]:
    """Return how many collections there are, and how many of them are paths."""
    paths = func.count().filter(Collection.is_path)
    found = db.session.execute(select(func.count(), paths).where(_is_there())).one()
    return found[0], found[1]


def visible(person: Person, ids: Sequence[int]) -> Sequence[Collection]:
    """Return those of these collections that the person may see."""
    if person.kind is Kind.GUEST:
        return []
    return db.session.scalars(select(Collection).where(Collection.id.in_(ids), _is_there())).all()


def searched(ids: Sequence[int] | None) -> Sequence[Collection]:
    """Return these collections, or all, for search; none that is in the bin."""
    wanted = select(Collection).where(_is_there())
    return db.session.scalars(wanted if ids is None else wanted.where(Collection.id.in_(ids))).all()


def arranged_by(person: Person) -> Sequence[Collection]:
    """Return the collections that the person may arrange, by title."""
    all_of_them = person.has(Role.LEAD) or person.has(Role.ADMIN)
    own = [] if all_of_them else [Collection.owner_id == person.id]
    return db.session.scalars(select(Collection).where(_is_there(), *own).order_by(Collection.title)).all()


def steps(of: Collection) -> Sequence[Step]:
    """Return the steps in their order."""
    return db.session.scalars(
        select(Step).where(Step.collection_id == of.id).order_by(Step.position, Step.id)
    ).all()


def done(person: Person, ids: Sequence[int]) -> frozenset[int]:
    """Return which of these resources the person has done."""
    return frozenset(
        db.session.scalars(
            select(Standing.resource_id).where(
                Standing.person_id == person.id,
                Standing.state == Reading.DONE,
                Standing.resource_id.in_(ids),
            )
        )
    )


def verdict_on_arranging(actor: Person, of: Collection) -> Verdict:
    """Say whether the actor may change the collection."""
    return policies.may_arrange(
        is_guest=actor.kind is Kind.GUEST,
        is_keeper=of.owner_id == actor.id,
        is_lead=actor.has(Role.LEAD),
        is_admin=actor.has(Role.ADMIN),
    )


def create(
    actor: Person, *, title: str, summary: str = "", is_path: bool = False, at: datetime | None = None
) -> Collection:
    """Begin a collection that the actor keeps, now or as of `at`."""
    require(policies.may_read(is_guest=actor.kind is Kind.GUEST))
    made = Collection(title=one_line(title)[:TITLE], summary=many_lines(summary)[:2000], is_path=is_path)
    made.owner_id, made.created_at = actor.id, at or clock.now()
    db.session.add(made)
    db.session.flush()
    search.changed(Ref("collection", made.id))
    return made


def edit(
    actor: Person, of: Collection, *, version: int, title: str, summary: str = "", is_path: bool = False
) -> None:
    """Change what is said of it. Raises Conflict with both texts where someone changed it since."""
    require(verdict_on_arranging(actor, of))
    if of.version != version:
        raise Conflict(
            "This was changed while you wrote, by someone else or in another window. Nothing was saved here.",
            theirs={"title": of.title, "summary": of.summary},
            yours={"title": title, "summary": summary},
        )
    of.title, of.summary, of.is_path = one_line(title)[:TITLE], many_lines(summary)[:2000], is_path
    db.session.flush()
    search.changed(Ref("collection", of.id))


def put_in(actor: Person, of: Collection, ref: Ref, *, note: str = "", due_on: date | None = None) -> Step:
    """Add a step at the end, to be done by a day where one is given; what is in it already stays where it is.

    Raises Invalid for a collection inside itself, and where there is no more room.
    """
    require(verdict_on_arranging(actor, of))
    there = steps(of)
    for step in there:
        if step.ref == ref:
            step.note, step.due_on = note or step.note, due_on or step.due_on
            return step
    if len(there) >= MOST:
        raise Invalid(f"A collection holds {MOST} things at most.", field="address")
    if ref.kind == "collection" and _holds(ref.id, of.id):
        raise Invalid("A collection cannot be inside itself.", field="address")
    last = there[-1].position if there else 0
    made = Step(collection_id=of.id, position=last + 1, ref_kind=ref.kind, ref_id=ref.id, note=note[:300])
    made.due_on = due_on
    db.session.add(made)
    db.session.flush()
    return made


def _holds(outer: int, inner: int) -> bool:
    """Whether collection `outer` is or holds `inner`, however deep."""
    seen, layer = {outer}, {outer}
    for _ in range(DEPTH):
        if inner in seen:
            return True
        layer = set(
            db.session.scalars(
                select(Step.ref_id).where(Step.ref_kind == "collection", Step.collection_id.in_(layer))
            )
        )
        if not layer - seen:
            return False
        seen |= layer
    return True  # too deep to be one that anybody can follow


def step(of: Collection, step_id: int) -> Step:
    """Return one step of a collection. Raises NotFound."""
    found = db.session.get(Step, step_id)
    if found is None or found.collection_id != of.id:
        raise NotFound
    return found


def change_step(actor: Person, of: Collection, step_id: int, *, note: str, due_on: date | None) -> None:
    """Say anew what to look for in a step, and by when it is to be done; None: whenever."""
    require(verdict_on_arranging(actor, of))
    found = step(of, step_id)
    found.note, found.due_on = one_line(note)[:300], due_on
    db.session.flush()


def move(actor: Person, of: Collection, step_id: int, by: int) -> None:
    """Move a step up (-1) or down (1)."""
    require(verdict_on_arranging(actor, of))
    order = list(steps(of))
    at = next((place for place, step in enumerate(order) if step.id == step_id), None)
    if at is None:
        raise NotFound
    to = min(max(at + by, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    for position, step in enumerate(order, start=1):
        step.position = position
    db.session.flush()


def take_out(actor: Person, of: Collection, step_id: int) -> None:
    """Take a step out."""
    require(verdict_on_arranging(actor, of))
    step = next((step for step in steps(of) if step.id == step_id), None)
    if step is None:
        raise NotFound
    db.session.delete(step)
    db.session.flush()


def discard(actor: Person, of: Collection) -> None:
    """Put a collection into the bin; what it holds stays in the library."""
    require(verdict_on_arranging(actor, of))
    of.binned_at = clock.now()
    db.session.flush()
    search.changed(Ref("collection", of.id))


def restore(actor: Person, of: Collection) -> None:
    """Take it out of the bin."""
    require(verdict_on_arranging(actor, of))
    of.binned_at = None
    db.session.flush()
    search.changed(Ref("collection", of.id))


def pass_on(old: Resource, kept: Resource) -> None:
    """Let collections that hold `old` hold `kept`: the two have become one."""
    has = select(Step.collection_id).where(Step.ref_kind == "resource", Step.ref_id == kept.id)
    known = set(db.session.scalars(has))
    for step in db.session.scalars(
        select(Step).where(Step.ref_kind == "resource", Step.ref_id == old.id)
    ).all():
        if step.collection_id in known:
            db.session.delete(step)
        else:
            step.ref_id = kept.id
    db.session.flush()
