"""The gate: whether a message still should go, and how. Checked again at the moment of sending."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from learnhub.core.policy import YES, Verdict, no
from learnhub.core.walltime import instant
from learnhub.notifications.models import Category, Frequency, State
from learnhub.notifications.planning.times import MARGIN, NEAR, Hours
from learnhub.notifications.telling.kinds import Kind

MAILS_A_DAY = 2  # besides the digest and what is critical
WITHOUT_SERVER = timedelta(minutes=15)
ONE_BY_ONE = timedelta(minutes=1)
WAITS = "An earlier mail for the calendar is on its way."
RESTS = "Waits ten minutes, in case the dates move again."
NEEDED = "They always come: nobody could sign in without such mails."
MINDED = "They always come: that is how admins mind each other."
MUTED = "The person heard nothing of the program then."  # muted, or at rest: admins see no rest
NO_SERVER = "No mail server is set up. The message waits."
PEACE, WORK = "Waits for the end of quiet hours.", "Waits for working hours."
PEACE_LATE, WORK_LATE = "Quiet hours ended too late for it.", "Working hours began again too late for it."
DIGEST_LATE = "The next digest would have come too late for it."


class Way(StrEnum):
    NOW = "now"
    LATER = "later"
    DIGEST = "digest"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a mail goes: `at` for later and for the digest's moment, `reason` where it does not go now."""

    way: Way
    at: datetime | None = None
    day: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """What of a person matters to any mail."""

    active: bool
    away: bool
    hours: Hours
    bounced: bool
    mails_today: int
    digest: Frequency  # how often they want it
    server: bool
    digest_at: time | None = None  # else as their working hours begin


@dataclass(frozen=True, slots=True)
class Calendar:
    """What matters of the recipient's calendar to a message that may tell it something."""

    invites: bool = False  # they have a place, host it, speak or do a part
    stands: bool = False  # they were invited, and nothing took it back
    waits: bool = False  # something for it is on its way this moment


@dataclass(frozen=True, slots=True)
class Situation:
    """What of one message matters, read when it is about to go."""

    kind: Kind
    fire_at: datetime
    due_at: datetime | None
    expires_at: datetime
    open: bool  # the program is published, or there is none; a cancellation needs none
    current: bool  # the revision of its due is the one in force
    concerned: bool  # the kind's need holds
    done: bool
    muted: bool
    mail: Frequency | None
    inbox: Frequency | None
    chat: Frequency | None = None
    calendar: Calendar = Calendar()

    @property
    def near(self) -> bool:
        """Whether the due is (or was, when it fired) within a day."""
        return self.due_at is not None and self.due_at - self.fire_at <= NEAR


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message ends here, and in which state."""

    state: State
    reason: str


def refusal(message: Situation, to: Recipient, now: datetime) -> Refusal | None:
    """Return why nothing goes at all, on no channel; None if it should go."""
    checks = (
        (not to.active, State.SKIPPED, "The person has left."),
        (now >= message.expires_at, State.EXPIRED, "Its time had passed."),
        (not message.open, State.CANCELLED, "The program is cancelled or no longer published."),
        (not message.current, State.SUPERSEDED, "The date moved."),
        (not message.concerned, State.SKIPPED, "It no longer concerned the person."),
        (_says_nothing(message), State.SKIPPED, "It did not stand in their calendar."),
        (message.done, State.SKIPPED, "It was done."),
        (message.muted and not message.kind.direct, State.SKIPPED, MUTED),
    )
    return next((Refusal(state, reason) for failed, state, reason in checks if failed), None)


def _says_nothing(message: Situation) -> bool:
    return message.kind.quiet and not (carries(message) or message.calendar.waits)


def carries(message: Situation) -> bool:
    """Return whether its mail tells the calendar how things stand: what stands there always is kept true.

    Nobody is invited who wants no mail but the digest.
    """
    first = message.calendar.invites and message.mail not in (Frequency.DAILY, Frequency.WEEKLY)
    return message.kind.calendar and (message.calendar.stands or first)


def may_stand_in_inbox(message: Situation) -> Verdict:
    """Return whether the inbox shows it: at once, without regard to the hour."""
    if not message.kind.inbox:
        return no("Account messages go by mail alone.")
    if message.inbox is Frequency.NEVER:
        return no("Switched off for the inbox.")
    return YES


def may_chat(message: Situation, to: Recipient) -> Verdict:
    """Return whether the person is told in chat as well: only what they chose, and no account message."""
    if message.kind.category is Category.ACCOUNT or message.chat is not Frequency.NOW:
        return no("Not chosen for chat.")
    if message.kind.quiet:
        return no("It goes for the calendar’s sake alone.")
    if message.muted:
        return no(MUTED)
    if to.away and not message.kind.critical:
        return no("The person was away.")
    return YES


class Snooze(StrEnum):
    """How long a message stays out of the inbox."""

    HOURS = "hours"
    MORNING = "morning"
    WEEK = "week"


def expires(now: datetime, *moments: datetime | None) -> datetime | None:
    """Return from when on a message is of no use: the earlier of its due and its end, of what is to come."""
    return min((each for each in moments if each is not None and each > now), default=None)


def back_at(how: Snooze, hours: Hours, expires_at: datetime | None, now: datetime) -> datetime | None:
    """Return when a snoozed message is back: an hour before it expires at most, None where that is past."""
    if how is Snooze.HOURS:
        at = now + timedelta(hours=3)
    elif how is Snooze.WEEK:
        at = hours.next_week(now)
    else:
        tomorrow = now.astimezone(hours.tz).date() + timedelta(days=1)
        at = hours.next_start(instant(datetime.combine(tomorrow, time()), hours.tz))
    last = expires_at - timedelta(hours=1) if expires_at is not None and expires_at > now else at
    return min(at, last) if last > now else None


def may_switch_off(kind: Kind) -> Verdict:
    """Return whether the person may have no more of this kind, on any channel."""
    if kind.category is Category.ACCOUNT:
        return no(NEEDED if kind.critical else MINDED)
    return YES


def may_mail(message: Situation, to: Recipient) -> Verdict:
    """Return whether the person may get it by mail at all."""
    if message.kind.category is Category.ACCOUNT:
        return YES
    if message.mail is Frequency.NEVER:
        return no("Switched off for mail.")
    if message.muted:
        return no(MUTED)
    if to.bounced:
        return no("The address refused mail.")
    if to.away and not (message.kind.critical or message.calendar.stands):
        return no("The person was away.")
    return YES


def mail(message: Situation, to: Recipient, now: datetime) -> Plan:
    """Return how the mail goes: the budget of attention.

    Mail comes in working hours; what is not due within a day waits for the day's digest; two others a day.
    """
    if not (may := may_mail(message, to)):
        return Plan(Way.NEVER, reason=may.reason)
    if not to.server:
        return Plan(Way.LATER, at=now + WITHOUT_SERVER, reason=NO_SERVER)
    if message.kind.rests and now < message.fire_at:
        return Plan(Way.LATER, at=message.fire_at, reason=RESTS)
    if message.calendar.waits:
        return Plan(Way.LATER, at=now + ONE_BY_ONE, reason=WAITS)
    if message.kind.critical:
        return Plan(Way.NOW)
    if message.kind.category is Category.ACCOUNT:
        return _alone(message, to, now)
    if carries(message):
        return _for_calendar(message, to, now)
    pressing = message.near or (message.due_at is not None and message.due_at - now <= NEAR)
    alone = message.mail is Frequency.NOW or (pressing and message.mail is None)
    if alone and to.mails_today < MAILS_A_DAY:
        return _alone(message, to, now)
    return _in_digest(message, to, now)


def _for_calendar(message: Situation, to: Recipient, now: datetime) -> Plan:
    """In working hours, and by itself: a digest cannot carry it. Before the date, but in no quiet hours."""
    at = to.hours.next_open(now)
    too_late = message.due_at is not None and now < message.due_at < at + MARGIN
    if to.hours.contain(now) or (too_late and not to.hours.is_quiet(now)):
        return Plan(Way.NOW)
    return Plan(Way.LATER, at=at, reason=waits(to, now))


def _alone(message: Situation, to: Recipient, now: datetime) -> Plan:
    if to.hours.contain(now):
        return Plan(Way.NOW)
    at = to.hours.next_open(now)
    if message.due_at is not None and now < message.due_at < at + MARGIN:
        return Plan(Way.NEVER, reason=PEACE_LATE if to.hours.is_quiet(now) else WORK_LATE)
    return Plan(Way.LATER, at=at, reason=waits(to, now))


def waits(to: Recipient, now: datetime) -> str:
    """Say for what a mail waits at an hour at which none may come."""
    return PEACE if to.hours.is_quiet(now) else WORK


def _in_digest(message: Situation, to: Recipient, now: datetime) -> Plan:
    if to.digest is Frequency.NEVER:
        return Plan(Way.NEVER, reason="The day’s digest is switched off.")
    at, expires_at = to.hours.next_start(now, to.digest_at), expires(now, message.due_at, message.expires_at)
    if _too_late(at, expires_at):
        at = to.hours.next_start(now)  # that day's digest goes earlier for it
    if at == now:  # no working days are set, or they begin this instant
        at = now + timedelta(seconds=1)
    if _too_late(at, expires_at):
        return Plan(Way.NEVER, reason=DIGEST_LATE)
    monday = to.hours.next_week(now, to.digest_at)
    weekly = Frequency.WEEKLY in (message.mail, to.digest)
    if weekly and not (expires_at is not None and expires_at < monday + NEAR):
        return _digest_of(monday, to, "Waits for the digest of next week.")
    return _digest_of(at, to, "Waits for the day’s digest.")


def _too_late(at: datetime, expires_at: datetime | None) -> bool:
    return expires_at is not None and expires_at < at + MARGIN


def day_after(at: datetime, to: Recipient, expires_at: datetime | None) -> datetime:
    """Return when the digest of the next day goes: earlier than its time where that is too late for it."""
    usual = to.hours.next_start(at + timedelta(days=1), to.digest_at)
    if not _too_late(usual, expires_at):
        return usual
    tomorrow = at.astimezone(to.hours.tz).date() + timedelta(days=1)
    return min(usual, to.hours.next_start(instant(datetime.combine(tomorrow, time()), to.hours.tz)))


def _digest_of(at: datetime, to: Recipient, reason: str) -> Plan:
    return Plan(Way.DIGEST, at=at, day=at.astimezone(to.hours.tz).date(), reason=reason)
