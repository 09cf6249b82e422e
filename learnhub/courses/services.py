"""What happens to courses: added, changed, put into the bin and taken out."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from learnhub.core import audit, clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.text import many_lines, one_line, web_address
from learnhub.courses import policies, queries
from learnhub.courses.models import Course, CourseVersion
from learnhub.library import url_keys
from learnhub.library.models import Level
from learnhub.people.models import Kind, Person, Role
from learnhub.search import services as search

TITLE, PROVIDER, COST, SUMMARY = 200, 120, 120, 2000  # characters at most
MOST_HOURS = 10_000
STAYS = timedelta(days=30)  # in the bin


@dataclass(frozen=True, slots=True)
class About:
    """What a course says of itself; empty where unknown."""

    title: str
    provider: str = ""
    url: str = ""
    level: Level | None = None
    hours: int | None = None
    cost: str = ""
    certificate: bool = False
    summary: str = ""


def verdict_on_reading(actor: Person) -> Verdict:
    """Say whether the actor may see the catalogue, and add to it."""
    return policies.may_read(is_guest=actor.kind is Kind.GUEST)


def verdict_on_editing(actor: Person, course: Course) -> Verdict:
    """Say whether the actor may change the course and its outline, tie it, and put it into the bin."""
    return policies.may_edit(
        is_guest=actor.kind is Kind.GUEST,
        is_owner=course.owner_id == actor.id,
        is_lead=actor.has(Role.LEAD),
        is_admin=actor.has(Role.ADMIN),
        is_binned=course.binned_at is not None,
    )


def add(actor: Person, about: About, *, digest: str | None = None) -> Course:
    """Add a course that the actor keeps, with an empty outline; `digest` tells the file that it came from.

    Raises Invalid for an empty title, an address that is none, and one that another course has.
    """
    require(verdict_on_reading(actor))
    now = clock.now()
    made = Course(owner_id=actor.id, created_at=now, changed_at=now, current=1)
    _write(made, about)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:  # somebody added the same address at the same moment
        raise Invalid("A course has this address already.", field="url") from error
    db.session.add(CourseVersion(course_id=made.id, number=1, by_id=actor.id, at=now, digest=digest))
    db.session.flush()
    search.changed(Ref("course", made.id))
    return made


def edit(actor: Person, course: Course, about: About, *, owner: Person, version: int) -> None:
    """Change what is said of a course. Raises Conflict with both texts where someone changed it since."""
    require(verdict_on_editing(actor, course))
    if course.version != version:
        raise Conflict(
            "This was changed while you wrote, by someone else or in another window. Nothing was saved here.",
            theirs={"Title": course.title, "Summary": course.summary},
            yours={"Title": about.title, "Summary": about.summary},
        )
    _write(course, about)
    course.owner_id, course.changed_at = owner.id, clock.now()
    db.session.flush()
    search.changed(Ref("course", course.id))


def _write(course: Course, about: About) -> None:
    title = one_line(about.title)[:TITLE]
    if not title:
        raise Invalid("Give it a title.", field="title")
    if about.hours is not None and not 0 < about.hours <= MOST_HOURS:
        raise Invalid(f"Use a number of hours up to {MOST_HOURS:,}.", field="hours")
    address = web_address(one_line(about.url)) if about.url.strip() else ""
    if address and not url_keys.is_address(address):
        raise Invalid("Use the address of a page, as in https://example.org/page.", field="url")
    key = url_keys.url_key(address) if address else None
    there = queries.at_address(key) if key else None
    if there is not None and there.id != course.id:
        where = "in the bin" if there.binned_at else "in the catalogue"
        raise Invalid(f"“{there.title}” is {where} with this address already.", field="url")
    course.title, course.url, course.url_key = title, address or None, key
    course.provider = one_line(about.provider)[:PROVIDER]
    course.level, course.hours, course.certificate = about.level, about.hours, about.certificate
    course.cost = one_line(about.cost)[:COST]
    course.summary = many_lines(about.summary)[:SUMMARY]


def discard(actor: Person, course: Course) -> None:
    """Put it into the bin, where it rests for 30 days. Cohorts that run it go on."""
    require(verdict_on_editing(actor, course))
    course.binned_at = clock.now()
    db.session.flush()
    search.changed(Ref("course", course.id))
    audit.record(actor.id, "course.binned", Ref("course", course.id))


def restore(actor: Person, course: Course) -> None:
    """Take it out of the bin, as it was."""
    require(verdict_on_reading(actor))
    course.binned_at = None
    db.session.flush()
    search.changed(Ref("course", course.id))
    audit.record(actor.id, "course.restored", Ref("course", course.id))
