"""What pages show of messages. Each takes whose they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from learnhub.cohorts.support_models import CohortPause
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.paging import within
from learnhub.core.statements import kept
from learnhub.notifications.models import (
    Channel,
    ChannelPreference,
    ChatHook,
    ContactPoint,
    Delivery,
    Mute,
    Reminder,
)
from learnhub.notifications.planning import audiences, rules
from learnhub.notifications.planning.audiences import GoingOut
from learnhub.notifications.planning.dues import JUDGING
from learnhub.notifications.planning.rules import Occasion
from learnhub.notifications.telling.wording import tale
from learnhub.notifications.telling.wording_context import Tale
from learnhub.people import session
from learnhub.people.models import Person
from learnhub.programs.models import Host, Program, ProgramState, SignUp, SignUpState, Speaker
from learnhub.teams.models import Membership

PER_PAGE = 30
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a person's inbox, the newest first."""

    rows: Sequence[Delivery]
    tale: Tale
    total: int
    unread: int
    page: int


def inbox(person: Person, page: int, now: datetime) -> Inbox:
    """Return a page of the inbox without what is snoozed; beyond the last it is the last."""
    mine = Delivery.person_id == person.id, Delivery.channel == Channel.IN_APP, Delivery.at <= now
    total = func.count().over()
    unread = func.sum(case((Delivery.read_at.is_(None), 1), else_=0)).over()
    found = db.session.execute(
        select(Delivery, total, unread)
        .join(Delivery.reminder)
        .options(contains_eager(Delivery.reminder))
        .where(*mine)
        .order_by(Delivery.at.desc(), Delivery.id.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    if not found and page > 1:
        count = db.session.scalar(select(func.count(Delivery.id)).where(*mine)) or 0
        return inbox(person, within(page, count, PER_PAGE), now)
    rows = [row for row, _, _ in found]
    about = tale([row.reminder for row in rows if row.reminder], person.id)
    return Inbox(rows, about, found[0][1] if found else 0, int(found[0][2]) if found else 0, page)


def unread(person: Person) -> int:
    """Count the messages in the inbox that were not read."""
    known = session.waiting_for(person)
    return known if known is not None else db.session.scalar(*kept(_unread, person.id, clock.now())) or 0


def _unread(person_id: Any, now: Any) -> Select[int]:
    mine = Delivery.person_id == person_id, Delivery.channel == Channel.IN_APP, Delivery.at <= now
    return select(func.count(Delivery.id)).where(*mine, Delivery.read_at.is_(None))


def unread_of(person_id: ColumnElement[int], now: Any) -> ColumnElement[int]:
    """Return how many that are of a person, as a column beside them."""
    return _unread(person_id, now).scalar_subquery()


def delivery(person: Person, key: str) -> Delivery:
    """Return a message to this person, on whatever channel. Raises NotFound for anybody else's."""
    found = db.session.scalar(select(Delivery).where(Delivery.key == key, Delivery.person_id == person.id))
    if found is None:
        raise NotFound
    return found


def chosen(person: Person, keys: Collection[str]) -> Sequence[Delivery]:
    """Return those messages of the person's inbox, each with its reminder."""
    mine = Delivery.person_id == person.id, Delivery.channel == Channel.IN_APP, Delivery.key.in_(keys)
    wanted = select(Delivery).join(Delivery.reminder).options(contains_eager(Delivery.reminder))
    return db.session.scalars(wanted.where(*mine)).all()


def messages_that_follow(program: Program, now: datetime) -> list[Occasion]:
    """Return the reminders that follow for someone who gets a place now, in their order."""
    return [
        one
        for one in rules.occasions(program, rules.every_rule())
        if one.fire_at > now and _concerns(one.kind, SignUpState.IN)
    ]


def _concerns(kind: str, state: SignUpState) -> bool:
    if kind == JUDGING:
        return False  # whoever judges took a part
    return (kind == "still_waiting") == (state is SignUpState.WAITING)


def going_out(program_id: int, now: datetime, limit: int = 3) -> list[GoingOut]:
    """Return what goes out next to the people of a program."""
    program = db.session.get_one(Program, program_id)
    if program.state is not ProgramState.PUBLISHED or program.quiet:
        return []
    ahead = [one for one in rules.occasions(program, rules.every_rule()) if one.fire_at > now]
    to = audiences.counts(program_id) if ahead else {}
    out = [
        GoingOut(
            one.kind, str(one.offset), one.fire_at, one.due.at, to[one.kind], to["teams"], to["team_due"]
        )
        for one in ahead
    ]
    return [one for one in out if one.people][:limit]


def members_of(team_id: int) -> Sequence[int]:
    """Return who is in the team now."""
    return db.session.scalars(
        select(Membership.person_id).where(Membership.team_id == team_id, Membership.left_at.is_(None))
    ).all()


def membership_id(team_id: int, person_id: int) -> int:
    """Return the person's current membership: each time someone joins is a new one."""
    found = select(func.max(Membership.id)).where(
        Membership.team_id == team_id, Membership.person_id == person_id, Membership.left_at.is_(None)
    )
    return db.session.scalar(found) or 0


def preferences(person: Person) -> Sequence[ChannelPreference]:
    """Return what the person chose."""
    mine = select(ChannelPreference).where(ChannelPreference.person_id == person.id)
    return db.session.scalars(mine).all()


class Hushed(NamedTuple):
    """Until when somebody hears nothing of a program, and whether they rest in it and did not mute it."""

    until: datetime | None
    rests: bool


def rests() -> ColumnElement[bool]:
    """Whether a mute beside it is no more than somebody's rest in a cohort."""
    whose = CohortPause.person_id == Mute.person_id, CohortPause.cohort_id == Mute.program_id
    holds = CohortPause.ended_at.is_(None), CohortPause.until_at == Mute.until
    return select(CohortPause.id).where(*whose, *holds).correlate(Mute).exists()


def mute(person: Person, program: Program) -> Hushed | None:
    """Return that the person hears nothing of the program now, if so."""
    mine = Mute.person_id == person.id, Mute.program_id == program.id
    holds = or_(Mute.until.is_(None), Mute.until > clock.now())
    found = db.session.execute(select(Mute.until, rests()).where(*mine, holds)).one_or_none()
    return Hushed(*found) if found else None


def muted_until(reader: ColumnElement[int]) -> ColumnElement[Any]:
    """Return until when the reader hears nothing of a program, as a column beside it; null is not at all."""
    theirs = Mute.person_id == reader, Mute.program_id == Program.id
    until = func.coalesce(Mute.until, literal(FOR_EVER, Mute.until.type))
    return select(until).where(*theirs).correlate(Program).scalar_subquery()


def mutes(person: Person) -> list[tuple[Hushed, Program]]:
    """Return the programs that the person does not want to hear of, by their title."""
    holds = or_(Mute.until.is_(None), Mute.until > clock.now())
    found = db.session.execute(
        select(Mute.until, rests(), Program)
        .join(Program, Program.id == Mute.program_id)
        .where(Mute.person_id == person.id, holds)
        .order_by(Program.title, Program.id)
    )
    return [(Hushed(until, rests), program) for until, rests, program in found]


def channel(program: Program) -> ChatHook | None:
    """Return the channel of a program."""
    wanted = select(ChatHook).options(joinedload(ChatHook.added_by))
    return db.session.scalar(wanted.where(ChatHook.program_id == program.id))


def posted(program: Program, most: int = 5) -> Sequence[Delivery]:
    """Return what was last said in the channel of a program, the newest first."""
    wanted = select(Delivery).join(Delivery.reminder).options(contains_eager(Delivery.reminder))
    theirs = Reminder.program_id == program.id, Reminder.person_id.is_(None), Delivery.channel == Channel.CHAT
    return db.session.scalars(wanted.where(*theirs).order_by(Delivery.id.desc()).limit(most)).all()


def bounced(person: Person) -> ContactPoint | None:
    """Return the person's address if it refused mail for good."""
    return db.session.scalar(
        select(ContactPoint).where(
            ContactPoint.person_id == person.id,
            ContactPoint.channel == Channel.EMAIL,
            ContactPoint.address == person.email,
            ContactPoint.bounced_at.is_not(None),
        )
    )


def program(person: Person, key: str) -> Program:
    """Return a program that the person hosts, speaks at, or is or was on the list of. Raises NotFound."""
    mine = [
        select(way.id).where(way.program_id == Program.id, way.person_id == person.id).exists()
        for way in (SignUp, Host, Speaker)
    ]
    found = db.session.scalar(select(Program).where(Program.key == key, or_(*mine)))
    if found is None:
        raise NotFound
    return found


def whose(person_key: str) -> Person:
    """Return whom a signed link names. Raises NotFound."""
    found = db.session.scalar(select(Person).where(Person.key == person_key))
    if found is None:
        raise NotFound
    return found
