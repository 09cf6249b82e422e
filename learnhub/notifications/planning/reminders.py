"""Planning: what falls due becomes rows, once each, however often it runs."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import cast as cast_type

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import selectin_polymorphic

from learnhub.core import clock
from learnhub.core.db import changed, db
from learnhub.core.statements import kept
from learnhub.hackathons.models import Hackathon
from learnhub.notifications.models import FanOut, Reminder, ReminderRule, State
from learnhub.notifications.planning import audiences, check_ins, dated, decisions, dues, notices, rows, rules
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
    program = still_coming(program_id, now)
    if program is not None:
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
            if rows.write(occasion, program.id, now):
                bring_forward(now, *_is_of(occasion))
            if posts and occasion.kind in rules.POSTED:
                rows.post(occasion, program.id, now)


def _is_of(occasion: Occasion) -> tuple[ColumnElement[bool], ...]:
    return (
        Reminder.kind == occasion.kind,
        Reminder.subject_kind == occasion.due.subject.kind,
        Reminder.subject_id == occasion.due.subject.id,
        Reminder.offset == str(occasion.offset),
        Reminder.due_rev == occasion.due.rev,
    )


def _asked_already(program: Program) -> Collection[str]:
    """Return what was written of demos to decide about: there may be hundreds, each a row of its own."""
    if not isinstance(program, Hackathon):
        return ()
    return set(db.session.scalars(*kept(_asked, program.id)))


def _asked(program: int) -> Select[str]:
    theirs = Reminder.program_id == program, Reminder.kind.in_(decisions.KINDS)
    return select(Reminder.occurrence_key).where(*theirs)


def reconcile(program_id: int, now: datetime) -> None:
    """Drop planned rows of one program that no rule and no date asks for any more, and plan again; people's
    hours may be others by now.
    """
    program = still_coming(program_id, now)
    if program is not None:
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


def supersede_older(now: datetime, ids: Sequence[int] | None = None) -> None:
    """Of several that come together for one person and subject, leave the latest. `ids` alone are looked at,
    else all that wait, and were due by now.
    """
    db.session.execute(_superseding(all_=ids is None), {"now": now} | ({} if ids is None else {"of": ids}))


@cache
def _superseding(*, all_: bool) -> Update:
    row, newer, now = TABLE.c, TABLE.alias("newer").c, bindparam("now", type_=TABLE.c.fire_at.type)
    due_or_waiting = or_(row.state == State.BATCHED, row.fire_at <= now, row.next_at <= now)
    looked_at = due_or_waiting if all_ else row.id.in_(bindparam("of", expanding=True))
    later = select(newer.id).where(
        newer.person_id == row.person_id,
        newer.subject_kind == row.subject_kind,
        newer.subject_id == row.subject_id,
        newer.kind == row.kind,
        newer.rule != "",
        newer.fire_at > row.fire_at,
        or_(newer.fire_at <= now, newer.next_at <= now),  # due, or brought forward to now
        newer.state != State.CANCELLED,
    )
    waiting = row.state.in_([State.PENDING, State.BATCHED]), row.rule != ""
    over = {"state": State.SUPERSEDED, "skip_reason": "A later reminder took its place.", "done_at": now}
    return update(TABLE).where(*waiting, looked_at, later.correlate(TABLE).exists()).values(over)


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
    """Let the person be reminded of the start while they have a place, a part or speak, no longer."""
    starts = Reminder.person_id == person_id, Reminder.program_id == program_id
    if audiences.takes_part(person_id, program_id):
        revive(Reminder.kind.in_(rules.STARTS), *starts)
    else:
        notices.cancel(notices.WITHDREW, Reminder.kind.in_(rules.STARTS), *starts)


def coming(now: datetime) -> Sequence[Program]:
    """Return the programs of which something may still be told."""
    return db.session.scalars(*kept(_coming, *_told_since(now))).all()


def still_coming(program_id: int, now: datetime) -> Program | None:
    """Return the program if something may still be told of it."""
    return db.session.scalars(*kept(_still_coming, program_id, *_told_since(now))).one_or_none()


def coming_ids(now: datetime) -> Sequence[int]:
    """Return the same by id: each is planned in a transaction of its own."""
    return db.session.scalars(*kept(_coming_ids, *_told_since(now))).all()


def _coming(ended: datetime, talk_ended: datetime, decided: date) -> Select[Program]:
    whole = select(Program).options(selectin_polymorphic(Program, [Hackathon]))
    return whole.where(_may_tell(ended, talk_ended, decided)).order_by(Program.id)


def _still_coming(id_: int, ended: datetime, talk_ended: datetime, decided: date) -> Select[Program]:
    return _coming(ended, talk_ended, decided).where(Program.id == id_)


def _coming_ids(ended: datetime, talk_ended: datetime, decided: date) -> Select[int]:
    return select(Program.id).where(_may_tell(ended, talk_ended, decided)).order_by(Program.id)


def _told_since(now: datetime) -> tuple[datetime, datetime, date]:
    """Return after what a program ends, a talk ends, and a demo is decided about, of which may be told."""
    return now - HORIZON, now - rules.AFTER, decisions.asked_since(now)


def _may_tell(ended: datetime, talk_ended: datetime, decided: date) -> ColumnElement[bool]:
    aloud = Program.quiet.is_(False)
    return and_(
        Program.state == ProgramState.PUBLISHED,
        or_(
            and_(aloud, Program.ends_at > ended),
            and_(aloud, Program.kind == "talk", Program.ends_at > talk_ended),
            decisions.open_in(Program.id, decided),
        ),
    )


def _settled_since(program: Program) -> datetime:
    """Return since when the dates stand: what would have been before is not made up for."""
    moved = db.session.scalar(*kept(_moved, program.id))
    return max(moved or program.created_at, program.published_at or program.created_at)


def _moved(program: int) -> Select[datetime]:
    return select(func.max(FanOut.created_at)).where(FanOut.program_id == program, FanOut.kind == "moved")


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
