"""Every SELECT about courses one by one; lists are in `lists`. The catalogue is for everyone of the
organisation; guests see none."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.courses.models import Completion, Course, CourseVersion, OutlineItem
from learnhub.library.models import Resource
from learnhub.people.models import Kind, Person

SHOWN = 100


def course(person: Person, key: str, *, binned: bool = False) -> Course:
    """Return the course with that key. Raises NotFound, for guests always, and for what is in the bin."""
    found = db.session.scalar(select(Course).options(joinedload(Course.owner)).where(Course.key == key))
    if found is None or person.kind is Kind.GUEST or (found.binned_at is not None) is not binned:
        raise NotFound
    return found


def at_address(url_key: str) -> Course | None:
    """Return the course at that address, in the bin or not."""
    return db.session.scalar(select(Course).where(Course.url_key == url_key))


def current(of: Course) -> CourseVersion:
    """Return the version of the outline that a new cohort would run."""
    return version(of, of.current)


def version(of: Course, number: int) -> CourseVersion:
    """Return one version of the outline, with who made it. Raises NotFound."""
    found = db.session.scalar(
        select(CourseVersion)
        .options(joinedload(CourseVersion.by))
        .where(CourseVersion.course_id == of.id, CourseVersion.number == number)
    )
    if found is None:
        raise NotFound
    return found


def versions(of: Course) -> Sequence[CourseVersion]:
    """Return all versions, the latest first, with who made them."""
    return db.session.scalars(
        select(CourseVersion)
        .options(joinedload(CourseVersion.by))
        .where(CourseVersion.course_id == of.id)
        .order_by(CourseVersion.number.desc())
        .limit(SHOWN)
    ).all()


def outline(version_id: int) -> Sequence[OutlineItem]:
    """Return the lines of one version in their order."""
    return db.session.scalars(
        select(OutlineItem)
        .where(OutlineItem.version_id == version_id)
        .order_by(OutlineItem.position, OutlineItem.id)
    ).all()


def resource_of(of: Course) -> Resource | None:
    """Return what the library has at the same address."""
    if of.url_key is None:
        return None
    return db.session.scalar(
        select(Resource).where(Resource.url_key == of.url_key, Resource.binned_at.is_(None))
    )


def of_resource(person: Person, url_key: str) -> Course | None:
    """Return the course at the address of a resource, unless it is in the bin. Guests find none."""
    found = at_address(url_key) if person.kind is not Kind.GUEST else None
    return found if found is not None and found.binned_at is None else None


def visible(person: Person, ids: Sequence[int]) -> Sequence[Course]:
    """Return those of these courses that the person may see."""
    if person.kind is Kind.GUEST:
        return []
    return db.session.scalars(select(Course).where(Course.id.in_(ids), Course.binned_at.is_(None))).all()


def all_of(person: Person) -> Sequence[Course]:
    """Return the courses by title, such as to choose one for a cohort."""
    if person.kind is Kind.GUEST:
        return []
    return db.session.scalars(select(Course).where(Course.binned_at.is_(None)).order_by(Course.title)).all()


def searched(ids: Sequence[int] | None) -> Iterator[tuple[Course, list[str]]]:
    """Yield these courses, or all, each with the titles of its outline and its reviews; none of the bin."""
    wanted = select(Course).where(Course.binned_at.is_(None))
    if ids is not None:
        wanted = wanted.where(Course.id.in_(ids))
    for rows in db.session.scalars(wanted.execution_options(yield_per=200)).partitions():
        here = [row.id for row in rows]
        said: dict[int, list[str]] = {}
        lines = (
            select(CourseVersion.course_id, OutlineItem.title)
            .join(OutlineItem, OutlineItem.version_id == CourseVersion.id)
            .join(Course, Course.id == CourseVersion.course_id)
            .where(Course.id.in_(here), CourseVersion.number == Course.current)
            .order_by(OutlineItem.position)
        )
        for id_, title in db.session.execute(lines):
            said.setdefault(id_, []).append(title)
        reviews = select(Completion.course_id, Completion.worth, Completion.skip).where(
            Completion.course_id.in_(here), Completion.removed_at.is_(None)
        )
        for id_, worth, skip in db.session.execute(reviews.order_by(Completion.id)):
            said.setdefault(id_, []).extend(text for text in (worth, skip) if text)
        yield from ((row, said.get(row.id, [])) for row in rows)


def binned() -> Sequence[Course]:
    """Return what rests in the bin, the latest first."""
    return db.session.scalars(
        select(Course)
        .where(Course.binned_at.is_not(None))
        .order_by(Course.binned_at.desc(), Course.id)
        .limit(SHOWN)
    ).all()


def completed(of: Course) -> int:
    """Return how many completed it; show it from the smallest group on."""
    return (
        db.session.scalar(
            select(func.count()).where(Completion.course_id == of.id, Completion.removed_at.is_(None))
        )
        or 0
    )


def reviews(of: Course) -> Sequence[Completion]:
    """Return the completions that say something to others, the latest first."""
    return db.session.scalars(
        select(Completion)
        .options(joinedload(Completion.person).joinedload(Person.unit))
        .where(
            Completion.course_id == of.id,
            Completion.removed_at.is_(None),
            (Completion.worth != "") | (Completion.skip != ""),
        )
        .order_by(Completion.at.desc(), Completion.id.desc())
        .limit(SHOWN)
    ).all()


def completion(person: Person, of: Course, *, removed: bool = False) -> Completion | None:
    """Return what this person said about completing it; with `removed` also what was taken back."""
    found = db.session.scalar(
        select(Completion).where(Completion.person_id == person.id, Completion.course_id == of.id)
    )
    return found if found is not None and (removed or found.removed_at is None) else None


def has_completions(of: Course) -> bool:
    """Whether anybody said that they completed it, taken back or not."""
    return db.session.scalar(select(Completion.id).where(Completion.course_id == of.id).limit(1)) is not None


def of_digest(digest: str) -> Course | None:
    """Return the course whose outline came from a file with these lines, unless it is in the bin."""
    return db.session.scalar(
        select(Course)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .where(CourseVersion.digest == digest, Course.binned_at.is_(None))
        .limit(1)
    )


def titled(title: str) -> Course | None:
    """Return the course of that very title, the first that was added, unless it is in the bin."""
    return db.session.scalar(
        select(Course).where(Course.title == title, Course.binned_at.is_(None)).order_by(Course.id).limit(1)
    )


def by_id(ids: Sequence[int]) -> Sequence[Course]:
    """Return these courses, in the bin or not."""
    return db.session.scalars(select(Course).where(Course.id.in_(ids))).all()


def known() -> dict[str, tuple[int, str]]:
    """Return id and title of every course by the key of its address, and by its title in small letters."""
    rows = db.session.execute(select(Course.id, Course.title, Course.url_key).order_by(Course.id.desc()))
    found: dict[str, tuple[int, str]] = {}
    for id_, title, key in rows:
        found[f"title {title.casefold()}"] = (id_, title)
        if key:
            found[key] = (id_, title)
    return found
