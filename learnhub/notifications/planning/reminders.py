"""Planning: what falls due becomes rows, once each, however often it runs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast as cast_type

from sqlalchemy import ColumnElement, String, Table, and_, cast, func, literal, or_, select, true, update
from sqlalchemy.orm import selectin_polymorphic

from learnhub.core import clock
from learnhub.core.db import changed, db, insert
from learnhub.hackathons.models import Hackathon
from learnhub.notifications.models import FanOut, Reminder, ReminderRule, State
from learnhub.notifications.planning import audiences, check_ins, dated, decisions, dues, notices, rules
from learnhub.notifications.planning.rules import HORIZON, Occasion
from learnhub.notifications.planning.times import Hours, brought_forward
from learnhub.people import quiet
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState

PLANNED = "plan"
RECONCILED = "reconcile"
TABLE = cast_type(Table, Reminder.__table__)  # past the session, in which nobody has loaded these rows
AT_ONCE = 1000  # people in one statement
PATTERN = (Person.zone, Person.work_starts, Person.work_ends, Person.work_days)


def plan(program_id: int, now: datetime) -> None:
    """Write the rows of the coming days of one program, and those that a stopped engine missed."""
    for program in coming(now, Program.id == program_id):
        plan_program(program, now, rules.every_rule())


def plan_program(program: Program, now: datetime, chosen: Sequence[ReminderRule]) -> None:
    """Write the rows of one program."""
    if program.state is not ProgramState.PUBLISHED:
        return
    settled, posts, known = _settled_since(program), rules.has_channel(program), _asked_already(program)
    for occasion in rules.occasions(program, chosen, dated.of(program)):
        since = max(settled, occasion.since or settled)
        if program.quiet and occasion.kind not in decisions.KINDS:
            continue
        if occasion.due.whom and occasion.key(str(occasion.due.whom)) in known:
            continue
        if occasion.due.until > now and since <= occasion.fire_at <= now + HORIZON:
            _write(occasion, program, now)
            if posts and occasion.kind in rules.POSTED:
                _write_post(occasion, program, now)


def _asked_already(program: Program) -> Collection[str]:
    """Return what was written of demos to decide about: there may be hundreds, each a row of its own."""
    theirs = Reminder.program_id == program.id, Reminder.kind.in_(decisions.KINDS)
    if not isinstance(program, Hackathon):
        return ()
    return set(db.session.scalars(select(Reminder.occurrence_key).where(*theirs)))


def reconcile(program_id: int, now: datetime) -> None:
    """Drop planned rows of one program that no rule and no date asks for any more, and plan again; people's
    hours may be others by now.
    """
    for program in coming(now, Program.id == program_id):
        replan(program, now, rules.every_rule())
        bring_forward(now, Reminder.program_id == program_id)


def replan(program: Program, now: datetime, chosen: Sequence[ReminderRule]) -> None:
    """Supersede the planned rows that no longer stand for a date in force, and plan anew."""
    wanted = {occasion.key("%") for occasion in rules.occasions(program, chosen)}
    for kind in (*dated.EACH_OWN, check_ins.CHECK_IN):  # however many: what is not `stale` stands
        wanted |= {f"{kind}|%|{way.offset}|%" for way in rules.ways(kind, program.id, chosen)}
    unwanted = [Reminder.occurrence_key.not_like(pattern) for pattern in wanted]
    db.session.execute(
        update(Reminder)
        .where(
            Reminder.program_id == program.id,
            Reminder.rule != "",
            Reminder.state.in_(notices.OPEN_STATES),
            or_(and_(*unwanted), dues.stale(), decisions.stale()),
        )
        .values(state=State.SUPERSEDED, skip_reason=notices.MOVED, done_at=now)
        .execution_options(synchronize_session=False)
    )
    plan_program(program, now, chosen)


def expand_waiting(now: datetime) -> None:
    """Write out what is to be told to everyone of a program; two who try do it once."""
    waiting = select(FanOut.id).where(FanOut.expanded_at.is_(None))
    for fan_out_id in db.session.scalars(waiting).all():
        mine = update(FanOut).where(FanOut.id == fan_out_id, FanOut.expanded_at.is_(None))
        if changed(mine.values(expanded_at=now)):
            fan_out = db.session.get_one(FanOut, fan_out_id)
            notices.expand(fan_out, db.session.get_one(Program, fan_out.program_id), now)


def supersede_older(now: datetime, *which: ColumnElement[bool]) -> None:
    """Of several that come together for one person and subject, leave the latest. `which` are looked at."""
    newer = Reminder.__table__.alias("newer")
    later = (
        select(newer.c.id)
        .where(
            newer.c.person_id == Reminder.person_id,
            newer.c.subject_kind == Reminder.subject_kind,
            newer.c.subject_id == Reminder.subject_id,
            newer.c.kind == Reminder.kind,
            newer.c.rule != "",
            newer.c.fire_at > Reminder.fire_at,
            or_(newer.c.fire_at <= now, newer.c.next_at <= now),  # due, or brought forward to now
            newer.c.state != State.CANCELLED,
        )
        .exists()
    )
    db.session.execute(
        update(Reminder)
        .where(Reminder.state.in_([State.PENDING, State.BATCHED]), Reminder.rule != "", *which, later)
        .values(state=State.SUPERSEDED, skip_reason="A later reminder took its place.", done_at=now)
        .execution_options(synchronize_session=False)
    )


def revive(*which: ColumnElement[bool], reasons: Collection[str] = notices.TAKEN_BACK) -> None:
    """Take back a cancellation for one of these reasons, for what lies in the future."""
    now = clock.now()
    revived = changed(
        update(TABLE)
        .where(
            Reminder.state == State.CANCELLED,
            Reminder.skip_reason.in_(reasons),
            Reminder.fire_at > now,
            *which,
        )
        .values(
            state=State.PENDING,
            skip_reason="",
            done_at=None,
            digest_id=None,
            next_at=Reminder.fire_at,
            late_since=None,
        )
    )
    if revived:
        bring_forward(now, *which)


def follow_start(person_id: int, program_id: int) -> None:
    """Let the person be reminded of the start while they have a place or a part, and no longer."""
    starts = Reminder.person_id == person_id, Reminder.program_id == program_id
    if audiences.takes_part(person_id, program_id):
        revive(Reminder.kind.in_(rules.STARTS), *starts)
    else:
        notices.cancel(notices.WITHDREW, Reminder.kind.in_(rules.STARTS), *starts)


def coming(now: datetime, *which: ColumnElement[bool]) -> Sequence[Program]:
    """Return the programs of which something may still be told."""
    return db.session.scalars(
        select(Program)
        .options(selectin_polymorphic(Program, [Hackathon]))
        .where(
            Program.state == ProgramState.PUBLISHED,
            *which,
            or_(
                and_(Program.quiet.is_(False), Program.ends_at > now - HORIZON),
                and_(Program.quiet.is_(False), Program.kind == "talk", Program.ends_at > now - rules.AFTER),
                decisions.open_in(Program.id, now),
            ),
        )
        .order_by(Program.id)
    ).all()


def _settled_since(program: Program) -> datetime:
    """Return since when the dates stand: what would have been before is not made up for."""
    moved = db.session.scalar(
        select(func.max(FanOut.created_at)).where(FanOut.program_id == program.id, FanOut.kind == "moved")
    )
    return max(moved or program.created_at, program.published_at or program.created_at)


def _write_post(occasion: Occasion, program: Program, now: datetime) -> None:
    """Write what is to be posted into the channel of the program."""
    key = {"person_id": None, "occurrence_key": occasion.key("channel")}
    row = insert(Reminder).values(**key, **_values(occasion, program, now))
    db.session.execute(row.on_conflict_do_nothing(index_elements=["occurrence_key"]))


def _values(occasion: Occasion, program: Program, now: datetime) -> dict[str, object]:
    return {
        "kind": occasion.kind,
        "rule": occasion.rule,
        "offset": str(occasion.offset),
        "subject_kind": occasion.due.subject.kind,
        "subject_id": occasion.due.subject.id,
        "program_id": program.id,
        "due_rev": occasion.due.rev,
        "due_at": occasion.due.at,
        "fire_at": occasion.fire_at,
        "next_at": occasion.fire_at,
        "expires_at": occasion.due.until,
        "state": State.PENDING,
        "skip_reason": "",
        "attempts": 0,
        "copies": 0,
        "created_at": now,
    }


def _write(occasion: Occasion, program: Program, now: datetime) -> None:
    people = audiences.at_the_time(occasion, program.id).subquery()
    values = _values(occasion, program, now)
    before, after = occasion.key("\n").split("\n")
    key = literal(before) + cast(people.c.person_id, String) + literal(after)
    columns = {name: literal(value, Reminder.__table__.c[name].type) for name, value in values.items()}
    written = changed(
        insert(Reminder)
        .from_select(
            ["person_id", "occurrence_key", *columns],
            select(people.c.person_id, key, *columns.values()).where(true()),
        )
        .on_conflict_do_nothing(index_elements=["occurrence_key"])
    )
    if written:
        bring_forward(
            now,
            Reminder.kind == occasion.kind,
            Reminder.subject_kind == occasion.due.subject.kind,
            Reminder.subject_id == occasion.due.subject.id,
            Reminder.offset == str(occasion.offset),
            Reminder.due_rev == occasion.due.rev,
        )


def bring_forward(now: datetime, *which: ColumnElement[bool]) -> None:
    """Let these go before people's working hours end where afterwards would be too late, and before their
    quiet hours begin. What was brought forward before is worked out anew: their hours may be others by now.
    """
    waiting = Reminder.state == State.PENDING, Reminder.rule != "", Reminder.fire_at > now, *which
    anew = update(Reminder).where(*waiting, Reminder.next_at < Reminder.fire_at)
    db.session.execute(anew.values(next_at=Reminder.fire_at).execution_options(synchronize_session=False))
    mine = *waiting, Reminder.next_at == Reminder.fire_at
    in_peace = Reminder.person_id.in_(quiet.whose())
    moments = db.session.execute(
        select(Reminder.fire_at, Reminder.due_at, *PATTERN)
        .join(Person, Reminder.person_id == Person.id)
        .where(*mine, ~in_peace)
        .distinct()
    ).all()
    for fire_at, due_at, zone, starts, ends, days in moments:
        pattern = zip(PATTERN, (zone, starts, ends, days), strict=True)
        workers = select(Person.id).where(
            *(column == value for column, value in pattern), Person.id.not_in(quiet.whose())
        )
        hours = Hours(zone, starts, ends, days)
        _move(now, fire_at, due_at, hours, *mine, Reminder.person_id.in_(workers))
    _bring_before_quiet(now, *mine, in_peace)


def _bring_before_quiet(now: datetime, *mine: ColumnElement[bool]) -> None:
    """The same for those with quiet hours of their own or of their unit: one statement for those alike."""
    rows = db.session.execute(
        select(Reminder.fire_at, Reminder.due_at, *PATTERN, Person.id)
        .join(Person, Reminder.person_id == Person.id)
        .where(*mine)
    ).all()
    windows = quiet.of_each(select(Reminder.person_id).where(*mine)) if rows else {}
    alike: dict[tuple[datetime, datetime | None, Hours], list[int]] = {}
    for fire_at, due_at, zone, starts, ends, days, person_id in rows:
        hours = Hours(zone, starts, ends, days, windows.get(person_id, ()))
        alike.setdefault((fire_at, due_at, hours), []).append(person_id)
    for (fire_at, due_at, hours), people in alike.items():
        for start in range(0, len(people), AT_ONCE):
            some = people[start : start + AT_ONCE]
            _move(now, fire_at, due_at, hours, *mine, Reminder.person_id.in_(some))


def _move(
    now: datetime, fire_at: datetime, due_at: datetime | None, hours: Hours, *which: ColumnElement[bool]
) -> None:
    at = brought_forward(fire_at, due_at or fire_at, hours)
    if at <= now and hours.contain(now):  # the last hours before it have begun
        at = now
    if now <= at < fire_at:
        theirs = Reminder.fire_at == fire_at, Reminder.due_at == due_at, *which
        moved = update(Reminder).where(*theirs).values(next_at=at)
        db.session.execute(moved.execution_options(synchronize_session=False))
