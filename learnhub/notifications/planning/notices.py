"""Notices of what happened, and what becomes of rows when things change. Everything here only writes rows."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Insert, Select, String, Update, cast, delete, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute

from learnhub.cohorts.models import Cohort
from learnhub.core import clock
from learnhub.core.db import db, insert
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.notifications.models import Channel, Delivery, DeliveryState, FanOut, Reminder, State
from learnhub.notifications.planning import dues, rules
from learnhub.people.models import Person
from learnhub.programs import involved, openness
from learnhub.programs.models import Program
from learnhub.talks import request_queries
from learnhub.talks.models import Talk
from learnhub.teams.models import Membership

KEPT = timedelta(days=14)  # a notice that could not go for so long is of no use
OPEN_STATES = (State.PENDING, State.CLAIMED, State.BATCHED)
MOVED = "The date moved."
WITHDREW, DONE, LEFT = "No longer signed up.", "It was done.", "The person has left."
WAIVED, LONGER = "It need not be done.", "There is more time for it."
TAKEN_BACK = (WITHDREW, DONE, LEFT)


def tell(
    kind: str,
    person_id: int | None,
    subject: Ref,
    *,
    rev: int = 1,
    program: Program | None = None,
    expires_at: datetime | None = None,
    by_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """Write one notice to one person; the same occurrence is written once. It goes now, or `at` a moment."""
    values = _notice(kind, subject, rev, program, clock.now(), expires_at) | {"by_id": by_id}
    values |= {"fire_at": at, "next_at": at} if at else {}
    key = f"{kind}||{subject.kind}:{subject.id}|{person_id}|{by_id or ''}|{rev}"
    _write_once(values | {"person_id": person_id, "occurrence_key": key})


def _write_once(row: Mapping[str, object]) -> None:
    statement, _ = kept(_once, dialect=db.engine.dialect.name)
    db.session.execute(statement, row)


def _once(*, dialect: str) -> Insert:  # it is built for one of them
    return insert(Reminder.__table__).on_conflict_do_nothing(index_elements=["occurrence_key"])


def tell_team(kind: str, team_id: int, *, by_id: int, rev: int, program: Program) -> None:
    """Write a notice for each member of a team but the one who did it."""
    values = _notice(kind, Ref("team", team_id), rev, program, clock.now(), None) | {"by_id": by_id}
    members = (
        select(Membership.person_id)
        .join(Membership.person)
        .where(Membership.team_id == team_id, Membership.left_at.is_(None), Membership.person_id != by_id)
        .where(Person.left_at.is_(None))
    )
    for person_id in db.session.scalars(members):
        key = f"{kind}||team:{team_id}|{person_id}|{by_id}|{rev}"
        _write_once(values | {"person_id": person_id, "occurrence_key": key})


def tell_everyone(
    kind: str, program: Program, *, by_id: int, rev: int | None = None, wait: timedelta = timedelta(0)
) -> None:
    """Write one row that a job writes out for everyone whom it concerns but who did it: see `_everyone`.

    `rev` tells this news from the last of its kind; else the revision of the dates does. `wait` is for mail;
    the inbox has it as soon as it is written out.

    A later one of the same kind takes the place of one that still waits.
    """
    now = clock.now()
    waiting = FanOut.program_id == program.id, FanOut.kind == kind, FanOut.expanded_at.is_(None)
    db.session.execute(update(FanOut).where(*waiting).values(expanded_at=now))
    news = {"kind": kind, "program_id": program.id, "due_rev": program.due_rev if rev is None else rev}
    db.session.execute(
        insert(FanOut)
        .values(**news, by_id=by_id, fire_at=now + wait)
        .on_conflict_do_nothing(index_elements=["kind", "program_id", "due_rev"])
    )


def overtake(program: Program, kind: str = "moved") -> None:
    """Make way for news of another move: the last is not mailed, and leaves the inbox while dates rest."""
    now = clock.now()
    last = Reminder.kind == kind, Reminder.program_id == program.id
    resting = select(Reminder.id).where(*last, Reminder.fire_at > now)
    db.session.execute(
        delete(Delivery).where(Delivery.channel == Channel.IN_APP, Delivery.reminder_id.in_(resting))
    )
    db.session.execute(
        update(Reminder)
        .where(*last, Reminder.state.in_(OPEN_STATES))
        .values(state=State.SUPERSEDED, skip_reason=MOVED, done_at=now)
    )
    end_chats(MOVED, *last)
    settle(*last)


def end_chats(reason: str, *which: ColumnElement[bool]) -> None:
    """Say nothing in chat of these reminders, as far as it was not said."""
    about = Delivery.reminder_id.in_(select(Reminder.id).where(*which))
    over = {"state": DeliveryState.SKIPPED, "reason": reason, "at": clock.now(), "claimed_until": None}
    db.session.execute(_waiting_chats(about).values(**over))


def put_off_chats(at: datetime, *which: ColumnElement[bool]) -> None:
    """Let these wait until a moment, in chat, or longer where they do so already."""
    sooner = Delivery.at < at
    db.session.execute(_waiting_chats(*which, sooner).values(at=at, claimed_until=None))


def bring_back_chats(at: datetime, *which: ColumnElement[bool]) -> None:
    """Let these, which were put off, go from that moment on, in chat."""
    db.session.execute(_waiting_chats(*which, Delivery.at > at).values(at=at, claimed_until=None))


def _waiting_chats(*which: ColumnElement[bool]) -> Update:
    waiting = Delivery.channel == Channel.CHAT, Delivery.state == DeliveryState.WAITING
    return update(Delivery).where(*waiting, *which).execution_options(synchronize_session=False)


def settle_moved(program: Program) -> None:
    """Mark as read what stands in the inbox of dates that have moved since: it says the new date now."""
    for due in dues.dues(program):
        about = Reminder.subject_kind == due.subject.kind, Reminder.subject_id == due.subject.id
        settle(Reminder.kind == due.kind, Reminder.rule != "", *about, Reminder.due_at != due.at)
    if isinstance(program, Cohort):
        settle(Reminder.program_id == program.id, dues.stale())


def expand(fan_out: FanOut, program: Program, now: datetime) -> None:
    """Write a fan-out out for everyone whom it concerns but who did it, in one statement."""
    people = _everyone(fan_out, program).subquery()
    others = select(people.c.person_id).where(people.c.person_id != fan_out.by_id)
    # the moment of the fan-out: the same however late it is written out, and however often
    subject, at = Ref("program", program.id), fan_out.fire_at
    tell_each(fan_out.kind, subject, others, rev=fan_out.due_rev, program=program, now=now, fire_at=at)
    if fan_out.kind in rules.POSTED and rules.has_channel(program):
        tell(fan_out.kind, None, subject, rev=fan_out.due_rev, program=program, at=at)


def tell_each(
    kind: str,
    subject: Ref,
    people: Select[int],
    *,
    rev: int | InstrumentedAttribute[int],
    program: Program | None = None,
    now: datetime | None = None,
    **over: object,
) -> None:
    """Write a notice for each of these people in one statement; the same occurrence is written once.

    `rev` may be a column of what `people` selects from; `over` replaces values of the row.
    """
    number = rev if isinstance(rev, int) else 0
    same = _notice(kind, subject, number, program, now or clock.now(), None) | over
    same.pop("due_rev")
    numbered = people.add_columns(literal(rev) if isinstance(rev, int) else rev).subquery()
    who, its_rev = numbered.c[0], numbered.c[1]
    about = literal(f"{kind}||{subject.kind}:{subject.id}|")
    key = about + cast(who, String) + literal("||") + cast(its_rev, String)
    columns = {name: literal(value, Reminder.__table__.c[name].type) for name, value in same.items()}
    rows = select(who, key, its_rev, *columns.values()).where(who.is_not(None))
    db.session.execute(
        insert(Reminder)
        .from_select(["person_id", "occurrence_key", "due_rev", *columns], rows)
        .on_conflict_do_nothing(index_elements=["occurrence_key"])
    )


def _everyone(fan_out: FanOut, program: Program) -> Select[int]:
    """Who is on the list, hosts and speakers; for a topic that is scheduled those who asked and voted."""
    if isinstance(program, Talk) and fan_out.kind == "topic_scheduled":
        wanted = request_queries.voters(program.request_id or 0).subquery()
        voted = select(wanted.c.id.label("person_id"))
        return voted.where(wanted.c.id.in_(openness.let_in(program))) if program.is_limited else voted
    return involved.of_one(program.id, by=fan_out.created_at)


def cancel(reason: str, *which: ColumnElement[bool]) -> None:
    """End those rows that have not gone out."""
    db.session.execute(
        update(Reminder)
        .where(Reminder.state.in_(OPEN_STATES), *which)
        .values(state=State.CANCELLED, skip_reason=reason, done_at=clock.now())
    )


def fulfil(*which: ColumnElement[bool]) -> None:
    """What these ask for is done: none of them comes any more, and those in the inbox ask no longer."""
    cancel(DONE, *which)
    settle(*which)


def settle(*which: ColumnElement[bool]) -> None:
    """Mark as read what stands in the inbox of these and is done."""
    done = select(Reminder.id).where(*which)
    unread = Delivery.channel == Channel.IN_APP, Delivery.read_at.is_(None)
    db.session.execute(
        update(Delivery)
        .where(*unread, Delivery.reminder_id.in_(done))
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def withdraw(*which: ColumnElement[bool]) -> None:
    """Take these out of the inbox."""
    gone = select(Reminder.id).where(*which)
    inbox = Delivery.channel == Channel.IN_APP, Delivery.reminder_id.in_(gone)
    db.session.execute(delete(Delivery).where(*inbox).execution_options(synchronize_session=False))


def _notice(
    kind: str, subject: Ref, rev: int, program: Program | None, now: datetime, expires_at: datetime | None
) -> dict[str, object]:
    due_at = rules.next_moment(program, now) if program else expires_at
    return {
        "kind": kind,
        "rule": "",
        "offset": "",
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "program_id": program.id if program else None,
        "due_rev": rev,
        "due_at": due_at,
        "fire_at": now,
        "next_at": now,
        "expires_at": expires_at or now + KEPT,
        "state": State.PENDING,
        "skip_reason": "",
        "attempts": 0,
        "copies": 0,
        "created_at": now,
    }
