"""One message to a person, and what stands around it: what became of it, what comes, what did not go."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.demos.models import FollowUp
from learnhub.hackathons.models import Hackathon
from learnhub.notifications import queries
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Mute, Reminder, State
from learnhub.notifications.planning import audiences, dated, decisions, rules
from learnhub.notifications.planning.rules import Occasion
from learnhub.notifications.telling import sign_up_wording
from learnhub.notifications.telling.wording_context import Seats
from learnhub.people.models import Person
from learnhub.programs.models import ON_IT, Program, ProgramState, SignUp

AHEAD = timedelta(days=14)
SHOWN = 20  # of what did not go
WAITING = (State.PENDING, State.CLAIMED, State.BATCHED, State.SENDING)
ENDED = (State.SKIPPED, State.SUPERSEDED, State.CANCELLED, State.EXPIRED, State.DEAD)


@dataclass(frozen=True, slots=True)
class Message:
    """What came: one reminder, or those that stood in a digest; and all deliveries of these."""

    delivery: Delivery
    reminders: Sequence[Reminder]
    deliveries: Sequence[Delivery]
    names: dict[int, str]  # of those who did what is told


def find(person: Person, key: str) -> Message:
    """Return a message to this person, on whatever channel: one statement.

    Raises NotFound for anybody else's.
    """
    each = aliased(Delivery)
    inside = or_(Reminder.id == Delivery.reminder_id, Reminder.digest_id == Delivery.digest_id)
    of_it = or_(each.reminder_id == Reminder.id, each.digest_id == Reminder.digest_id)
    found = db.session.execute(
        select(Delivery, Reminder, Reminder.by_id, Person.name, each)
        .outerjoin(Reminder, inside)
        .outerjoin(Person, Person.id == Reminder.by_id)
        .outerjoin(each, of_it)
        .options(joinedload(Reminder.digest))
        .where(Delivery.key == key, Delivery.person_id == person.id)
        .order_by(Reminder.id, each.id)
    ).all()
    if not found:
        raise NotFound
    rows = {row.id: row for row in filter(None, (row for _, row, _, _, _ in found))}
    standing = sorted(
        rows.values(), key=lambda row: (row.due_at is None, row.due_at, row.id)
    )  # as in the mail
    deliveries = {other.id: other for other in filter(None, (other for *_, other in found))}
    names = {by_id: name for _, _, by_id, name, _ in found if by_id}
    return Message(found[0][0], standing, [*deliveries.values()], names)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of reminders, each by its id: the mail, alone or in a digest; the inbox; the chat."""

    mails: dict[int, Delivery]
    came: dict[int, datetime]
    chats: dict[int, Delivery]


def fate(message: Message) -> Fate:
    """Return what became of its reminders on all channels."""
    reminders, found = message.reminders, message.deliveries
    mails = [each for each in found if each.channel is Channel.EMAIL]
    by_digest = {mail.digest_id: mail for mail in mails if mail.digest_id is not None}
    in_digests = {row.id: by_digest[row.digest_id] for row in reminders if row.digest_id in by_digest}
    alone_sent = {mail.reminder_id: mail for mail in mails if mail.reminder_id is not None}
    inbox = [each for each in found if each.channel is Channel.IN_APP]
    came = {each.reminder_id: each.created_at for each in inbox if each.reminder_id is not None}
    chats = {each.reminder_id: each for each in found if each.channel is Channel.CHAT and each.reminder_id}
    return Fate(in_digests | alone_sent, came, chats)


@dataclass(frozen=True, slots=True)
class Lately:
    """What ended for a person: what did not go by mail, the newest first, and what need not come any more."""

    not_sent: Sequence[Reminder]
    names: dict[int, str]  # of those who did what is told
    ended: frozenset[str]  # the occasions still ahead that were told already, or that nobody tells


def lately(person: Person, now: datetime) -> Lately:
    """Return what ended in the last fourteen days, and before its time: one statement.

    Each row that was not sent has its reason.
    """
    mail = aliased(Delivery)
    unsent = and_(
        Reminder.created_at > now - AHEAD,
        Reminder.skip_reason != "",
        or_(Reminder.state.in_(ENDED), mail.state == DeliveryState.SKIPPED),
    ).label("unsent")
    early = and_(Reminder.fire_at > now, Reminder.state.not_in(WAITING))
    found = db.session.execute(
        select(Reminder, unsent, Person.name)
        .outerjoin(Person, Person.id == Reminder.by_id)
        .outerjoin(mail, (mail.reminder_id == Reminder.id) & (mail.channel == Channel.EMAIL))
        .where(Reminder.person_id == person.id, or_(unsent, early))
        .order_by(Reminder.id.desc())
    ).all()
    ended = frozenset(
        row.occurrence_key for row, _, _ in found if row.fire_at > now and row.state not in WAITING
    )
    names = {row.by_id: name for row, _, name in found if row.by_id}
    return Lately([row for row, left_out, _ in found if left_out][:SHOWN], names, ended)


@dataclass(frozen=True, slots=True)
class Around:
    """Programs by id: those that are told of, and those on whose list the person is."""

    programs: dict[int, Program]
    ahead: Sequence[Program]  # those of which something may come
    seats: Seats
    muted: frozenset[int]  # of the programs
    rests: frozenset[int]  # of these: the person rests there, and did not mute them


def around(person: Person, told: Collection[int | None], now: datetime) -> Around:
    """Return the programs of these ids and those that the person is in, with their windows: one statement."""
    listed = select(SignUp.id).where(
        SignUp.program_id == Program.id, SignUp.person_id == person.id, SignUp.state.in_(ON_IT)
    )
    muted = select(Mute.id).where(
        Mute.person_id == person.id,
        Mute.program_id == Program.id,
        or_(Mute.until.is_(None), Mute.until > now),
    )
    goes_on = or_(Program.ends_at > now, and_(Program.kind == "talk", Program.ends_at > now - rules.AFTER))
    mine = and_(
        Program.state == ProgramState.PUBLISHED,
        or_(
            and_(Program.quiet.is_(False), goes_on, listed.exists()),
            decisions.open_in(Program.id, decisions.asked_since(now), FollowUp.owner_id == person.id),
        ),
        ~muted.exists(),
    ).label("mine")
    rows = db.session.execute(
        select(
            Program,
            mine,
            sign_up_wording.seat_of(person.id),
            muted.exists(),
            muted.where(queries.rests()).exists(),
        )
        .options(joinedload(Hackathon.windows))
        .where(or_(Program.id.in_([id_ for id_ in told if id_]), mine))
        .order_by(Program.id)
    )
    found = rows.unique().all()
    return Around(
        {each.id: each for each, *_ in found},
        [each for each, is_mine, *_ in found if is_mine],
        {(each.id, person.id): seat for each, _, seat, *_ in found if seat},
        frozenset(each.id for each, *_, hushed, _ in found if hushed),
        frozenset(each.id for each, *_, rests in found if rests),
    )


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder that is to come, as the rules and dates are now."""

    occasion: Occasion
    program: str
    path: str

    @property
    def title(self) -> str:
        """What it is about: a deadline or a session by its own name, else the program."""
        return self.occasion.due.title or self.program


def coming(person: Person, programs: Sequence[Program], ended: frozenset[str], now: datetime) -> list[Coming]:
    """Return what comes within fourteen days of these programs: nothing that is done, dropped or ended."""
    chosen = rules.every_rule()
    concerned = audiences.concerns(person.id, [program.id for program in programs])
    own = dated.ahead(person, programs)
    ahead = [
        Coming(one, program.title, program.url)
        for program in programs
        for one in rules.occasions(program, chosen, own.get(program.id, ()))
        if now < one.fire_at <= now + AHEAD
        and (one.kind in dated.EACH_OWN or (program.id, one.kind) in concerned)
    ]
    going = [one for one in ahead if one.occasion.key(str(person.id)) not in ended]
    return sorted(going, key=lambda one: (one.occasion.fire_at, one.occasion.due.at, one.title))
