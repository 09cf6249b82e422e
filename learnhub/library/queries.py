"""Every SELECT about resources one by one. The library is open to everyone of the organisation; guests see
none. Lists are in `lists`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.statements import kept
from learnhub.discussions import queries as discussions
from learnhub.library import lists
from learnhub.library.models import BROKEN, Alias, Resource, ResourceTag, Standing, TakeAway
from learnhub.library.told import AnyResource
from learnhub.library.url_keys import url_key
from learnhub.people.models import Kind, Person

SIMILAR = 4
SHOWN = 100
MANY = 500  # keys in one question
TITLED = "title "  # before the title of what has no address: no key of an address has a blank


def with_people() -> Sequence[ExecutableOption]:
    """Options to load a resource with its people and tags."""
    return (
        joinedload(Resource.owner),
        joinedload(Resource.added_by),
        joinedload(Resource.tags),
    )


def resource(person: Person, key: str, *, binned: bool = False) -> Resource:
    """Return the resource with that key, or the one that it was merged into.

    Raises NotFound, for guests always, and for what is in the bin unless `binned`.
    """
    if person.kind is Kind.GUEST:
        raise NotFound
    found = db.session.scalars(*kept(_named, key)).unique().one_or_none()
    if found is None:
        behind = select(Alias.resource_id).where(Alias.key == key).scalar_subquery()
        merged = select(Resource).options(*with_people()).where(Resource.id == behind)
        found = db.session.scalars(merged).unique().one_or_none()
    if found is None or (found.binned_at is not None and not binned):
        raise NotFound
    return found


def _named(key: str) -> Select[Resource]:
    return select(Resource).options(*with_people()).where(Resource.key == key)


def lock(*ids: int) -> set[int]:
    """Hold these rows until the transaction ends, read them anew, and return which are still there.

    Always in the order of their ids, so that two who hold the same never wait for each other. On SQLite
    the transaction holds the whole database from its start (BEGIN IMMEDIATE).
    """
    db.session.flush()
    rows = select(Resource).where(Resource.id.in_(ids)).order_by(Resource.id)
    held = db.session.scalars(rows.with_for_update().execution_options(populate_existing=True))
    return {row.id for row in held}


def count_used(*ids: int) -> None:
    """Write how many take-aways of these resources stand, anew. They are to be held: two who count at once
    would each miss what the other wrote.
    """
    stand = select(func.count()).where(TakeAway.resource_id == Resource.id, TakeAway.removed_at.is_(None))
    counted = update(Resource).where(Resource.id.in_(ids)).values(used=stand.scalar_subquery())
    db.session.execute(counted)


def held(of: Resource) -> Resource:
    """Hold the resource, or the one that it was merged into meanwhile. Raises NotFound where neither is."""
    if lock(of.id):
        return of
    behind = db.session.scalar(select(Alias.resource_id).where(Alias.key == of.key))
    if behind is None or not lock(behind):
        raise NotFound
    return db.session.get_one(Resource, behind)


def known(url: str) -> Resource | None:
    """Return the resource for this page, however the address is spelled; one in the bin too."""
    key = url_key(url)
    behind = select(Alias.resource_id).where(Alias.url_key == key)
    wanted = select(Resource).options(*with_people())
    there = or_(Resource.url_key == key, Resource.id.in_(behind))
    return db.session.scalars(wanted.where(there).limit(1)).unique().one_or_none()


def known_keys(keys: Sequence[str]) -> dict[str, int]:
    """Return which of these `url_key`s the library has, with the resource's id: for previews of imports."""
    own = select(Resource.url_key, Resource.id).where(Resource.url_key.in_(keys))
    other = select(Alias.url_key, Alias.resource_id).where(Alias.url_key.in_(keys))
    return {str(key): id_ for key, id_ in db.session.execute(own.union_all(other))}


@dataclass(frozen=True, slots=True)
class Brief:
    """A resource, for a preview."""

    id: int
    title: str
    is_binned: bool


def briefs(keys: Iterable[str]) -> dict[str, Brief]:
    """Return what the library has of these: by `url_key`, without an address by `TITLED` and the title."""
    wanted = [*dict.fromkeys(keys)]
    columns = (Resource.id, Resource.title, Resource.binned_at)
    found: dict[str, Brief] = {}
    for start in range(0, len(wanted), MANY):
        some = wanted[start : start + MANY]
        titles = [key.removeprefix(TITLED) for key in some if key.startswith(TITLED)]
        own = select(Resource.url_key, *columns).where(Resource.url_key.in_(some))
        other = select(Alias.url_key, *columns).join(Alias, Alias.resource_id == Resource.id)
        named = select(Resource.title, *columns).where(Resource.title.in_(titles), Resource.url.is_(None))
        for key, id_, title, at in db.session.execute(own.union_all(other.where(Alias.url_key.in_(some)))):
            found[str(key)] = Brief(id_, title, at is not None)
        for key, id_, title, at in db.session.execute(named) if titles else ():
            found.setdefault(TITLED + str(key), Brief(id_, title, at is not None))
    return found


def works(keys: Sequence[str]) -> dict[str, str]:
    """Return `work_key` → title of what the library has of these works."""
    found: dict[str, str] = {}
    for start in range(0, len(keys), MANY):
        some = keys[start : start + MANY]
        rows = select(Resource.work_key, Resource.title).where(Resource.work_key.in_(some))
        found |= {
            str(key): title for key, title in db.session.execute(rows.where(Resource.binned_at.is_(None)))
        }
    return found


def visible(person: Person, ids: Sequence[int]) -> Sequence[Resource]:
    """Return those of these resources that the person may see."""
    if person.kind is Kind.GUEST:
        return []
    return db.session.scalars(*kept(_there, ids)).all()


def _there(ids: Sequence[int]) -> Select[Resource]:
    there = Resource.id.in_(ids), Resource.binned_at.is_(None)
    return select(Resource).where(*there)


def standing(person: Person, of: Resource) -> Standing | None:
    """Return what this person made of it."""
    found: Standing | None = db.session.scalar(*kept(_standing, person.id, of.id))
    return found


def _standing(person_id: int, of_id: int) -> Select[Standing]:
    return select(Standing).where(Standing.person_id == person_id, Standing.resource_id == of_id)


def take_away(person: Person, key: str, *, removed: bool | None = False) -> TakeAway:
    """Return the take-away with that key, with its resource; `removed`: one taken back, or either (None).

    Raises NotFound.
    """
    found = db.session.scalar(
        select(TakeAway).options(joinedload(TakeAway.resource)).where(TakeAway.key == key)
    )
    gone = found is None or found.resource.binned_at is not None
    if found is None or gone or person.kind is Kind.GUEST or removed is (found.removed_at is None):
        raise NotFound
    return found


def own_take_away(person: Person, key: str, *, removed: bool | None = False) -> TakeAway:
    """Return the take-away that the person wrote.

    Raises NotFound for that of another too: no page shows its key.
    """
    found = take_away(person, key, removed=removed)
    if found.person_id != person.id:
        raise NotFound
    return found


def take_aways_by_id(ids: Sequence[int]) -> Sequence[TakeAway]:
    """Return these take-aways with their resources, without those taken back or in the bin."""
    return db.session.scalars(
        select(TakeAway)
        .join(TakeAway.resource)
        .options(joinedload(TakeAway.resource), joinedload(TakeAway.person))
        .where(TakeAway.id.in_(ids), TakeAway.removed_at.is_(None), Resource.binned_at.is_(None))
    ).all()


def take_away_ids(resource_id: int) -> Sequence[tuple[int, int]]:
    """Return the ids of a resource's take-aways and of their authors."""
    rows = db.session.execute(
        select(TakeAway.id, TakeAway.person_id).where(
            TakeAway.resource_id == resource_id, TakeAway.removed_at.is_(None)
        )
    )
    return [(id_, person_id) for id_, person_id in rows]


def same_work(of: AnyResource) -> Sequence[Resource]:
    """Return others about the same paper, video, repository or book, or at the same canonical address."""
    wanted = [Resource.work_key == of.work_key] if of.work_key else []
    if of.canonical_url and (key := url_key(of.canonical_url)) != of.url_key:
        wanted.append(Resource.url_key == key)
    if not wanted:
        return []
    return db.session.scalars(
        select(Resource)
        .where(or_(*wanted), Resource.id != of.id, Resource.binned_at.is_(None))
        .order_by(Resource.id)
        .limit(SIMILAR)
    ).all()


def tags(starting: str = "", limit: int = 200) -> Sequence[str]:
    """Return the tags in use, the most used first."""
    return db.session.scalars(
        select(ResourceTag.tag)
        .where(ResourceTag.tag.startswith(starting, autoescape=True))
        .group_by(ResourceTag.tag)
        .order_by(func.count().desc(), ResourceTag.tag)
        .limit(limit)
    ).all()


def to_look_at(person_id: int, limit: int) -> tuple[Sequence[str], int]:
    """Return titles of what the person keeps and whose link broke, that is reported or is to be confirmed;
    and how many.

    Links that broke come first, the latest on top.
    """
    said = Resource.reported_at.is_not(None)
    asked = or_(Resource.link.in_(BROKEN), said, lists.needs_review(clock.now().date()))
    rows = db.session.execute(
        select(Resource.title, func.count().over())
        .where(Resource.owner_id == person_id, asked, Resource.binned_at.is_(None))
        .order_by(Resource.link.in_(BROKEN).desc(), Resource.link_since.desc(), Resource.id.desc())
        .limit(limit)
    ).all()
    return [title for title, _ in rows], rows[0][1] if rows else 0


def searched(ids: Sequence[int] | None) -> Iterator[tuple[Resource, list[str]]]:
    """Yield these resources, or all, each with its take-aways and threads; nothing of what is in the bin."""
    wanted = select(Resource).options(selectinload(Resource.tags))
    wanted = wanted.where(Resource.binned_at.is_(None))
    if ids is not None:
        wanted = wanted.where(Resource.id.in_(ids))
    for rows in db.session.scalars(wanted.execution_options(yield_per=200)).partitions():
        said: dict[int, list[str]] = {}
        texts = select(TakeAway.resource_id, TakeAway.text).where(
            TakeAway.resource_id.in_([row.id for row in rows]), TakeAway.removed_at.is_(None)
        )
        for id_, text in db.session.execute(texts.order_by(TakeAway.id)):
            said.setdefault(id_, []).append(text)
        talk = discussions.said("resource", [row.id for row in rows])
        yield from ((row, [*said.get(row.id, []), *talk.get(row.id, [])]) for row in rows)
