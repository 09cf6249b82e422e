"""What people do with their messages: read them, choose what comes, and try the mail server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import EllipsisType

from sqlalchemy import ColumnElement, delete, select, update

from learnhub.cohorts import pausing
from learnhub.cohorts.models import Cohort
from learnhub.core import audit, clock
from learnhub.core.db import changed, db, insert
from learnhub.core.errors import Conflict, NotFound
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.notifications import policies, queries
from learnhub.notifications.models import (
    Category,
    Channel,
    ChannelPreference,
    ChatHook,
    ContactPoint,
    Delivery,
    FanOut,
    Frequency,
    HookKind,
    Mute,
    Reminder,
    ReminderRule,
)
from learnhub.notifications.planning import notices, reminders, rule_changes, rules
from learnhub.notifications.planning.times import Offset
from learnhub.notifications.sending import bounces
from learnhub.notifications.showing import messages, ruling
from learnhub.notifications.telling.kinds import CATEGORY_LABELS, KINDS
from learnhub.people.models import Organisation, Person
from learnhub.programs import queries as programs
from learnhub.programs.models import Program

NO_CHANNEL = "The program has no channel."


@dataclass(frozen=True, slots=True)
class Standing:
    """What goes out of one kind, whether it was chosen here, and what does where nothing is."""

    offsets: Sequence[Offset]
    own: bool
    default: str

    def __str__(self) -> str:
        """What tells this choice from another, for who changes it."""
        return " ".join(map(str, self.offsets)) if self.own else rules.DEFAULT


def rule(kind: str, program: Program | None) -> Standing:
    """Return what goes out of one kind, of a program or in the organisation."""
    chosen, scope = rules.every_rule(), program.id if program else None
    own = any((each.kind, each.program_id) == (kind, scope) for each in chosen)
    others = [each for each in chosen if each.program_id is None] if program else []
    default = ruling.said(kind, ruling.offsets(kind, None, others))
    return Standing(ruling.offsets(kind, scope, chosen), own, default)


def change_rule(
    actor: Person, kind: str, offsets: Sequence[Offset] | None, *, program: Program | None = None, was: str
) -> None:
    """Let these go out, of a program or in the organisation; None goes back to the default.

    `was` is what stood when the actor began. Raises Conflict where somebody changed it since. The caller
    looks whether the actor runs the program, or is an admin.
    """
    if program:
        programs.lock(program)
    else:
        db.session.execute(select(Organisation.id).with_for_update(key_share=True))
    before = str(rule(kind, program))
    if was != before:
        raise Conflict("Somebody else changed this rule meanwhile. Nothing of yours was saved; look again.")
    rule_changes.change(kind, program.id if program else None, offsets)
    about = Ref(program.kind, program.id) if program else Ref("organisation", 1)
    after = str(rule(kind, program))
    audit.record(actor.id, "rule.changed", about, before={kind: before}, after={kind: after})


def choose(
    actor: Person,
    category: Category,
    channel: Channel,
    frequency: Frequency | None,
    *,
    at: time | EllipsisType | None = ...,
) -> None:
    """Store a choice; None is the usual. `at`, of the digest, None as work begins, stays unless given."""
    if category not in CATEGORY_LABELS:
        raise NotFound
    mine = {"person_id": actor.id, "category": category, "channel": channel}
    values: dict[str, object] = {"frequency": frequency or Frequency.DAILY, "changed_at": clock.now()}
    values |= {} if at is ... else {"at": at}
    if frequency or isinstance(at, time):
        keys, row = ["person_id", "category", "channel"], insert(ChannelPreference).values(**mine, **values)
        db.session.execute(row.on_conflict_do_update(index_elements=keys, set_=values))
    else:
        db.session.execute(update(ChannelPreference).filter_by(**mine).values(**values))
        db.session.execute(delete(ChannelPreference).filter_by(**mine, at=None))


def choose_all_mail(actor: Person, frequency: Frequency | None) -> dict[Category, Frequency | None]:
    """Let mail that comes as usual or at once come DAILY; None takes it back. Return how what changed was."""
    mail = [row for row in queries.preferences(actor) if row.channel is Channel.EMAIL]
    came = dict.fromkeys(CATEGORY_LABELS) | {row.category: row.frequency for row in mail}
    digest, changes = came.pop(Category.DIGEST), {None, Frequency.NOW} if frequency else {Frequency.DAILY}
    before = {category: chosen for category, chosen in came.items() if chosen in changes}
    for category in before:
        choose(actor, category, Channel.EMAIL, frequency)
    if frequency and digest is Frequency.NEVER:
        choose(actor, Category.DIGEST, Channel.EMAIL, None)
        before[Category.DIGEST] = digest
    return before


def switch_off(actor: Person, key: str, kind: str) -> str:
    """Send the actor no more of what a message of theirs was about, on no channel; return what that is.

    Raises NotFound where no such thing stood in it, Forbidden for what always comes.
    """
    if kind not in {row.kind for row in messages.find(actor, key).reminders}:
        raise NotFound
    require(policies.may_switch_off(KINDS[kind]))
    category = KINDS[kind].category
    for channel in Channel:
        choose(actor, category, channel, Frequency.NEVER)
    return CATEGORY_LABELS[category][0]


def unsubscribe(person_key: str, category: Category) -> None:
    """End the mail of one category, by the link in a mail. It stays so whatever the person joins later."""
    choose(queries.whose(person_key), category, Channel.EMAIL, Frequency.NEVER)


def mute(actor: Person, program: Program, *, until: datetime | None = None) -> None:
    """Send the actor nothing of one program, until a moment or at all."""
    row = insert(Mute).values(person_id=actor.id, program_id=program.id, until=until, created_at=clock.now())
    db.session.execute(
        row.on_conflict_do_update(index_elements=["person_id", "program_id"], set_={"until": until})
    )


def unmute(actor: Person, program: Program) -> bool:
    """Let the actor hear of the program again; return whether they rest in it still, which stands."""
    db.session.execute(delete(Mute).where(Mute.person_id == actor.id, Mute.program_id == program.id))
    pause = pausing.current(program, actor) if isinstance(program, Cohort) else None
    if pause:
        rest(actor.id, program.id, until=pause.until_at)
    return pause is not None


def rest(person_id: int, program_id: int, *, until: datetime) -> None:
    """Send somebody nothing of it until that moment; what they muted for longer stands."""
    row = insert(Mute).values(person_id=person_id, program_id=program_id, until=until, created_at=clock.now())
    keys, longer = ["person_id", "program_id"], Mute.until < until
    db.session.execute(row.on_conflict_do_update(index_elements=keys, set_={"until": until}, where=longer))


def go_on(person_id: int, program_id: int, *, until: datetime) -> None:
    """Take back that they rest until that moment; what they muted themselves stands."""
    mine = Mute.person_id == person_id, Mute.program_id == program_id
    db.session.execute(delete(Mute).where(*mine, Mute.until == until))


def forget(program_id: int) -> None:
    """Delete whatever was planned, sent and chosen about a program that is about to be deleted."""
    about = select(Reminder.id).where(Reminder.program_id == program_id)
    db.session.execute(delete(Delivery).where(Delivery.reminder_id.in_(about)))
    for table in (Reminder, FanOut, ReminderRule, Mute, ChatHook):
        db.session.execute(delete(table).where(table.program_id == program_id))


def ask_to_confirm(actor: Person) -> None:
    """Send one mail to an address from which mail came back; its button confirms it."""
    rev = int(clock.now().timestamp()) // 60  # one a minute
    notices.tell("confirm_address", actor.id, Ref("person", actor.id), rev=rev)


def confirm_address(person_key: str, address: str) -> None:
    """Send mail again where it had come back. Raises NotFound for an address that is theirs no more."""
    person = queries.whose(person_key)
    if person.email != address:
        raise NotFound
    mine = ContactPoint.person_id == person.id, ContactPoint.channel == Channel.EMAIL
    now = clock.now()
    db.session.execute(update(ContactPoint).where(*mine).values(bounced_at=None, verified_at=now))


def take_bounces(secret: str, stamp: str, signature: str, body: bytes) -> int:
    """Mark the addresses that a mail provider reports; return how many. Raises Forbidden, Invalid.

    Where no secret is set there is nothing here: NotFound.
    """
    if not secret:
        raise NotFound
    now = clock.now()
    digest = bounces.check(secret, stamp, signature, body, now)
    return bounces.take(digest, bounces.read(body), now)


def set_channel(actor: Person, program: Program, *, kind: HookKind, address: str) -> None:
    """Post what is said of the program into a channel too. The caller looks whether the actor runs it."""
    _forget_channel(program)
    hook = ChatHook(program_id=program.id, kind=kind, address=address, added_by_id=actor.id)
    db.session.add(hook)
    reminders.revive(*_posts(program), reasons=(NO_CHANNEL,))
    audit.record(actor.id, "channel.set", Ref(program.kind, program.id), after={"kind": kind.value})
    db.session.flush()


def _forget_channel(program: Program) -> int:
    return changed(delete(ChatHook).where(ChatHook.program_id == program.id))


def remove_channel(actor: Person, program: Program) -> None:
    """Post nothing more; the address is forgotten."""
    notices.cancel(NO_CHANNEL, *_posts(program))
    if _forget_channel(program):
        audit.record(actor.id, "channel.removed", Ref(program.kind, program.id))


def _posts(program: Program) -> tuple[ColumnElement[bool], ...]:
    return Reminder.program_id == program.id, Reminder.person_id.is_(None)


def test_channel(actor: Person, program: Program) -> None:
    """Write a test message into the channel, one a minute at most; it goes with the next ticks."""
    now = clock.now()
    about, rev = Ref("program", program.id), int(now.timestamp()) // 60
    soon = now + timedelta(hours=1)
    notices.tell("chat_test", None, about, rev=rev, program=program, by_id=actor.id, expires_at=soon)


def test_mail(actor: Person) -> None:
    """Write a test mail to the actor; it goes with the next tick, at once where the queue is there."""
    now = clock.now()
    notices.tell("test_mail", actor.id, Ref("person", actor.id), rev=int(now.timestamp()))
