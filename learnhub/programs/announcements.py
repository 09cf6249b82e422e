"""Tell a chosen part of those on the list something, now or later; each hears once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, func, literal, select, union_all, update
from sqlalchemy.orm import joinedload

from learnhub.core import clock, dates, events
from learnhub.core.db import changed, db, insert
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.policy import Verdict, require
from learnhub.core.text import many_lines, one_line
from learnhub.core.words import joined
from learnhub.people.models import Person
from learnhub.programs import groups, policies, queries
from learnhub.programs.announcement_models import TEXT, TITLE, AnnouncedTo, Announcement
from learnhub.programs.events import Announced, AnnouncementDropped
from learnhub.programs.groups import HAND, Group
from learnhub.programs.models import Program, ProgramState, SignUp
from learnhub.programs.queries import Standing
from learnhub.programs.services import record

FURTHEST = timedelta(days=366)
SHOWN, MOST_NAMED = 50, 200
CALLED_OFF = "It was called off first."
NO_HOST = "Who wrote it hosts it no more."
NO_PART = "The part that it was for is no longer there."
WAITS = (Announcement.gone_at.is_(None), Announcement.cancelled_at.is_(None))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be told to whom. `whom` names a group, or with HAND those whose keys are `people`."""

    title: str
    text: str
    whom: str
    people: tuple[str, ...] = ()
    goes_at: datetime | None = None  # none: now


def announce(actor: Person, program: Program, wanted: Wanted) -> Announcement:
    """Keep it until its moment; what goes now goes with the next round.

    Raises Forbidden for who is no host, and of what nobody hears; Invalid without a title, a text or anybody
    whom it would reach now, and where its part is no more at its moment.
    """
    now, standing = clock.now(), queries.standing(actor, program)
    require(may_announce(program, standing))
    title, text = one_line(wanted.title)[:TITLE], many_lines(wanted.text)[:TEXT]
    if not title or not text:
        raise Invalid("Write a subject and a text.", "text" if title else "title")
    goes_at = wanted.goes_at or now
    if goes_at < now - timedelta(minutes=1) or goes_at > now + FURTHEST:
        raise Invalid("Choose a moment from now on, within a year.", "goes_at")
    row = Announcement(program_id=program.id, by_id=actor.id, whom=wanted.whom, title=title, text=text)
    row.goes_at = max(goes_at, now)
    chosen = by_hand(program, wanted.people) if wanted.whom == HAND else ()
    found = None if wanted.whom == HAND else _group(wanted.whom, program, actor, standing, now)
    row.label = _label(chosen, found, actor.id)
    if found is not None and not reach([found], actor.id)[found.name].number:
        raise Invalid("Nobody is in that part now. Choose another.", "whom")
    _require_there(found, program, row.goes_at)
    db.session.add(row)
    db.session.flush()
    db.session.add_all(AnnouncedTo(announcement_id=row.id, person_id=each.id) for each in chosen)
    db.session.flush()
    record(actor, program, "announcement.written", after={"announcement": row.id})
    return row


def cancel(actor: Person, program: Program, key: str) -> None:
    """Take back what has not gone. Raises Conflict where it has, NotFound where there is no such."""
    require(may_announce(program, queries.standing(actor, program)))
    row = db.session.scalar(
        select(Announcement).where(Announcement.program_id == program.id, Announcement.key == key)
    )
    if row is None:
        raise NotFound
    mine = Announcement.id == row.id
    if not changed(update(Announcement).where(mine, *WAITS).values(cancelled_at=clock.now())):
        raise Conflict("It is gone or taken back already.")
    record(actor, program, "announcement.cancelled", before={"announcement": row.id})


def may_announce(program: Program, standing: Standing) -> Verdict:
    """Return whether the reader may write to those on its list."""
    return policies.may_announce(state=program.state, is_host=standing.is_host, quiet=program.quiet)


def due() -> Sequence[int]:
    """Return the ids of those whose moment has come, the oldest first."""
    wanted = select(Announcement.id).where(*WAITS, Announcement.goes_at <= clock.now())
    return db.session.scalars(wanted.order_by(Announcement.goes_at)).all()


def send(announcement_id: int) -> None:
    """Let it go, to whom it means now; two who try do it once. What was taken back does not go.

    Nor does what its author may not send any more, or whose part is no more: it says why.
    """
    mine, now = Announcement.id == announcement_id, clock.now()
    if not changed(update(Announcement).where(mine, *WAITS).values(gone_at=now)):
        return
    row = db.session.get_one(Announcement, announcement_id, populate_existing=True)
    program, standing = row.program, queries.standing(row.by, row.program)
    may = may_announce(program, standing)
    meant = _people(row, program, standing, now) if may else None
    if meant is None:
        row.gone_at = None
        db.session.flush()
        ended = NO_HOST if program.state is ProgramState.PUBLISHED else CALLED_OFF
        return drop(program.id, NO_PART if may else ended, mine)
    people = reached(meant, row.by_id)
    to_it = AnnouncedTo.announcement_id == row.id
    db.session.execute(delete(AnnouncedTo).where(to_it, AnnouncedTo.person_id.not_in(people)))
    each = people.add_columns(select(Announcement.id).where(Announcement.id == row.id).scalar_subquery())
    into = insert(AnnouncedTo).from_select(["person_id", "announcement_id"], each)
    db.session.execute(into.on_conflict_do_nothing(index_elements=["announcement_id", "person_id"]))
    row.reached = db.session.scalar(select(func.count()).select_from(AnnouncedTo).where(to_it)) or 0
    db.session.flush()
    events.publish(Announced(row.id, program.id, row.by_id))


def drop(program_id: int, why: str, *which: ColumnElement[bool], by_id: int | None = None) -> None:
    """End what waits of a program: it does not go any more, and who wrote each of them hears why."""
    waits = update(Announcement).where(Announcement.program_id == program_id, *WAITS, *which)
    ended = waits.values(cancelled_at=clock.now(), stopped_because=why)
    for id_, author_id in db.session.execute(ended.returning(Announcement.id, Announcement.by_id)).all():
        events.publish(AnnouncementDropped(id_, program_id, author_id, by_id))


def told(announcement_id: int) -> Select[int]:
    """Select the ids of those whom it reached."""
    return select(AnnouncedTo.person_id).where(AnnouncedTo.announcement_id == announcement_id)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many a group reaches now, and their names, as far as one reads a list."""

    number: int = 0
    everyone: str = ""


def reach(found: Sequence[Group], by_id: int) -> dict[str, Reach]:
    """Return whom each of these groups reaches now, without its author: one statement."""
    each = []
    for one in found:
        few = select(Person.name, func.count().over().label("of")).where(
            Person.id.in_(reached(one.people, by_id))
        )
        row = few.order_by(Person.name).limit(MOST_NAMED).subquery()
        each.append(select(literal(one.name), row.c.name, row.c.of))
    held: dict[str, tuple[int, list[str]]] = {one.name: (0, []) for one in found}
    for group, name, of in db.session.execute(union_all(*each)):
        held[group] = of, [*held[group][1], name]
    return {group: Reach(number, _named(called, number)) for group, (number, called) in held.items()}


def _named(called: Sequence[str], number: int) -> str:
    return joined(called) if number <= len(called) else f"{', '.join(called)} and {number - len(called)} more"


def reached(people: Select[int], by_id: int) -> Select[int]:
    """Select those of these people who hear: each once, nobody who has left, and not its author."""
    inside = Person.id.in_(people), Person.left_at.is_(None), Person.id != by_id
    return select(Person.id).where(*inside)


def by_hand(program: Program, keys: Collection[str]) -> Sequence[Person]:
    """Return those on the list with these keys, by name."""
    mine = Person.key.in_([*keys]), Person.id.in_(groups.listed(program))
    return db.session.scalars(select(Person).where(*mine).order_by(Person.name, Person.id)).unique().all()


def written(program: Program, reader: Person) -> Sequence[Announcement]:
    """Return what was written to its list, the latest first; the reader’s own with whom it reached.

    A part says something of who is in it (“something is in the way”): not every host may know it of each.
    """
    names = select(func.aggregate_strings(Person.name, "\n")).where(
        Person.id == AnnouncedTo.person_id,
        AnnouncedTo.announcement_id == Announcement.id,
        Announcement.gone_at.is_not(None),
        Person.left_at.is_(None),
    )
    rows = db.session.execute(
        select(Announcement, names.correlate(Announcement).scalar_subquery())
        .options(joinedload(Announcement.by))
        .where(Announcement.program_id == program.id)
        .order_by(Announcement.goes_at.desc(), Announcement.id.desc())
        .limit(SHOWN)
    )
    found = []
    for row, called in rows:
        people = sorted(called.split("\n")) if called and row.by_id == reader.id else []
        row.names = _named(people[:MOST_NAMED], len(people))
        found.append(row)
    return found


def _label(chosen: Sequence[Person], found: Group | None, by_id: int) -> str:
    if found is not None:
        return found.label
    if not [each for each in chosen if each.id != by_id]:
        raise Invalid("Choose whom you write to.", "whom")
    return "Chosen by hand"


def _group(whom: str, program: Program, by: Person, standing: Standing, now: datetime) -> Group | None:
    return next((one for one in groups.of(program, by, standing, now) if one.name == whom), None)


def _require_there(found: Group | None, program: Program, goes_at: datetime) -> None:
    """Raise Invalid where there is no such group any more at that moment."""
    if found is not None and found.until is not None and goes_at >= found.until:
        until = dates.moment(found.until, program.tz, clock.now())
        raise Invalid(f"Choose a moment before {until}: then that part is no longer there.", "goes_at")


def _people(row: Announcement, program: Program, standing: Standing, now: datetime) -> Select[int] | None:
    """Select whom it means now; None where there is no such group any more."""
    if row.whom == HAND:
        return groups.listed(program).where(SignUp.person_id.in_(told(row.id)))
    found = _group(row.whom, program, row.by, standing, now)
    return found.people if found else None
