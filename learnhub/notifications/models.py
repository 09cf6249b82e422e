"""What is to be sent to whom, and what became of it: the only truth about it, whatever the queue loses."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.people.models import Person

AUTOINCREMENT = {"sqlite_autoincrement": True}


def _where(holds: str) -> dict[str, Any]:
    """Let an index hold those rows alone, on both databases."""
    return {"sqlite_where": text(holds), "postgresql_where": text(holds)}


class Category(StrEnum):
    """What people choose over. Account messages come whatever is chosen."""

    ACCOUNT = "account"
    DEADLINES = "deadlines"
    PROGRAMS = "programs"
    PLACES = "places"
    CHANGES = "changes"
    TEAMS = "teams"
    HOSTING = "hosting"
    QUESTIONS = "questions"  # afterwards: how it was, what it changed
    HELP = "help"  # who is stuck, and who helps
    DISCUSSIONS = "discussions"
    LIBRARY = "library"
    DASHBOARDS = "dashboards"  # by mail, as somebody asked for
    DIGEST = "digest"  # the one mail a day, whatever stands in it


class Channel(StrEnum):
    EMAIL = "email"
    IN_APP = "in_app"
    CHAT = "chat"  # Slack to a person; to the channel of a program where its delivery has no person


class Frequency(StrEnum):
    """How often. Without a row: the inbox at once, mail as the budget of attention says."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"  # in the digest of the week's first working day
    NEVER = "never"


class State(StrEnum):
    """Of a reminder or digest: pending → claimed → batched | sending → sent | unknown, or another end."""

    PENDING = "pending"
    CLAIMED = "claimed"
    BATCHED = "batched"  # waits for its digest
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"  # the connection or the process ended before the answer came
    SKIPPED = "skipped"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DEAD = "dead"


class DeliveryState(StrEnum):
    """Of one message on one channel."""

    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    WAITING = "waiting"  # to be tried again
    SKIPPED = "skipped"
    DEAD = "dead"


class ReminderRule(Model):
    """Takes the place of the default rules of its kind: for one program, or (program null) for all.

    Offsets are days before at a time on the wall, or seconds before. A rule not active stands for none.
    """

    __table_args__ = (
        CheckConstraint("(days IS NULL) <> (seconds IS NULL)", name="days_or_seconds"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(30))
    program_id: Mapped[int | None] = mapped_column(ForeignKey("program.id"), index=True)
    days: Mapped[int | None]
    wall: Mapped[time | None]  # null: at the time of day of the due itself
    seconds: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[CreatedAt]


class Work:
    """What an outgoing thing keeps while it goes through the steps."""

    state: Mapped[State] = mapped_column(default=State.PENDING)
    skip_reason: Mapped[str] = mapped_column(String(300), default="")
    next_at: Mapped[datetime]  # when the engine looks at it next
    claim_token: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    copies: Mapped[int] = mapped_column(default=0)  # sent again because the first answer was lost
    done_at: Mapped[datetime | None]
    late_since: Mapped[datetime | None]  # when it should have gone, while the mail server does not take it


class Digest(Work, Model):
    """The one mail of a person's day; what stands in it is read when it is sent."""

    __table_args__ = (
        UniqueConstraint("person_id", "kind", "local_date"),
        Index("ix_digest_state_next_at", "state", "next_at"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20), default="daily")
    local_date: Mapped[date]
    created_at: Mapped[CreatedAt]

    person: Mapped[Person] = relationship()


class Reminder(Work, Model):
    """One occasion for one person: planned from a rule, or a notice of what happened.

    Kind and refs only: the text is made, and a secret minted, when it is sent.
    """

    __table_args__ = (
        Index("ix_reminder_pending", "next_at", **_where("state = 'pending'")),
        Index("ix_reminder_pending_kind", "kind", "next_at", **_where("state = 'pending'")),
        Index("ix_reminder_state_claimed_until", "state", "claimed_until"),
        Index("ix_reminder_program_state", "program_id", "state"),
        Index("ix_reminder_person_subject", "person_id", "subject_kind", "subject_id"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    # kind|subject|person|offset|due_rev: no role and no rule, so two of either make one
    occurrence_key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    rule: Mapped[str] = mapped_column(String(30), default="")  # "default", a rule's id, or empty for a notice
    offset: Mapped[str] = mapped_column(String(20), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # null: nobody yet, an address
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    program_id: Mapped[int | None] = mapped_column(ForeignKey("program.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who did what it tells of
    due_rev: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[datetime | None]
    fire_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digest.id"), index=True)
    created_at: Mapped[CreatedAt]

    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    by: Mapped[Person | None] = relationship(foreign_keys=by_id)
    digest: Mapped[Digest | None] = relationship(viewonly=True)


class Delivery(Model):
    """What became of a reminder or a digest on one channel. Mail: see `message_ids`."""

    __table_args__ = (
        UniqueConstraint("reminder_id", "channel"),
        UniqueConstraint("digest_id", "channel"),
        CheckConstraint("(reminder_id IS NULL) <> (digest_id IS NULL)", name="reminder_or_digest"),
        Index("ix_delivery_person_channel_at", "person_id", "channel", "at"),
        Index("ix_delivery_waiting", "at", **_where("state = 'waiting'")),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminder.id"))
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digest.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel]
    state: Mapped[DeliveryState]
    reason: Mapped[str] = mapped_column(String(300), default="")  # why not, or what the server answered
    message_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    calendar: Mapped[str] = mapped_column(String(10), default="")  # what it tells calendars: REQUEST, CANCEL
    at: Mapped[datetime]  # when the state last changed; in the inbox since then, or (snoozed) from then on
    read_at: Mapped[datetime | None]  # in the inbox
    attempts: Mapped[int] = mapped_column(default=0)  # in chat; mail counts on its reminder
    claimed_until: Mapped[datetime | None]  # in chat, while it waits for its turn in the queue
    created_at: Mapped[CreatedAt]

    reminder: Mapped[Reminder | None] = relationship()
    digest: Mapped[Digest | None] = relationship()
    person: Mapped[Person | None] = relationship()


class HookKind(StrEnum):
    """How a channel is written to."""

    SLACK = "slack"  # and Mattermost, which reads the same
    TEAMS = "teams"  # the address of a workflow, which takes an Adaptive Card


class ChatHook(Model):
    """The channel of a program in the company's chat. Who knows the address can write there: never shown."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), unique=True)
    kind: Mapped[HookKind]
    address: Mapped[str] = mapped_column(String(2000))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[CreatedAt]

    added_by: Mapped[Person] = relationship()


class FanOut(Model):
    """A notice to everyone of a program but who did it, before a job has written it out for each."""

    __table_args__ = (
        UniqueConstraint("kind", "program_id", "due_rev"),
        Index("ix_fan_out_expanded_at_fire_at", "expanded_at", "fire_at"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(30))
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    due_rev: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who did it, and is not told
    fire_at: Mapped[datetime]
    expanded_at: Mapped[datetime | None]  # or dropped for a later one
    created_at: Mapped[CreatedAt]


class ChannelPreference(Model):
    """What a person chose. "Never" is a row, so that joining something new cannot revive it."""

    __table_args__ = (UniqueConstraint("person_id", "category", "channel"), AUTOINCREMENT)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    category: Mapped[Category]
    channel: Mapped[Channel]
    frequency: Mapped[Frequency]
    at: Mapped[time | None]  # by the person's clock, of the digest alone; null: as their working hours begin
    changed_at: Mapped[datetime]


class Mute(Model):
    """A person wants to hear nothing of one program, until a moment or (null) at all."""

    __table_args__ = (UniqueConstraint("person_id", "program_id"), AUTOINCREMENT)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    until: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class BounceReport(Model):
    """A report of a mail provider that was taken: the same one, sent again, is taken no second time."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # of its signature
    at: Mapped[datetime] = mapped_column(index=True)


class ContactPoint(Model):
    """How the address of a person on a channel has answered. Another address begins afresh."""

    __table_args__ = (UniqueConstraint("person_id", "channel"), AUTOINCREMENT)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel]
    address: Mapped[str] = mapped_column(String(254))
    verified_at: Mapped[datetime | None]  # since when it takes messages
    bounced_at: Mapped[datetime | None]  # refused for good since then
    answer: Mapped[str] = mapped_column(String(300), default="")
