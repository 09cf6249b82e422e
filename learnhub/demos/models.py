"""What a team shows at the end of a hackathon."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.hackathons.models import Prize
from learnhub.people.models import Person
from learnhub.teams.models import Team

AUTOINCREMENT = {"sqlite_autoincrement": True}


class DemoState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"


class DataClass(StrEnum):
    """How protected the data is that a demo uses."""

    NONE = "none"
    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"


class PersonalData(StrEnum):
    """Whether a demo shows or uses anything about people."""

    NO = "no"
    YES = "yes"  # and the people know
    UNSURE = "unsure"  # a host helps to find out


class Demo(Model):
    """One per team. Edited until submitting closes; what is submitted then is the snapshot.

    A draft holds whatever was typed; `policies.lacks` says what keeps it from being submitted.
    """

    __table_args__ = (
        Index("ix_demo_hackathon_state", "hackathon_id", "state"),
        UniqueConstraint("hackathon_id", "source_url"),  # what is imported comes in once
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    hackathon_id: Mapped[int] = mapped_column(ForeignKey("hackathon.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), unique=True)
    state: Mapped[DemoState] = mapped_column(default=DemoState.DRAFT)
    title: Mapped[str] = mapped_column(String(120), default="")
    pitch: Mapped[str] = mapped_column(String(500), default="")  # submitted: at most 140 characters
    story: Mapped[str] = mapped_column(default="")  # Markdown
    repository_url: Mapped[str] = mapped_column(String(500), default="")
    demo_url: Mapped[str] = mapped_column(String(500), default="")
    video_url: Mapped[str] = mapped_column(String(500), default="")
    slides_url: Mapped[str] = mapped_column(String(500), default="")
    built_with: Mapped[list[str]] = mapped_column(default=list)
    ai_used: Mapped[str] = mapped_column(default="")  # which, and for what
    data_class: Mapped[DataClass | None]
    personal_data: Mapped[PersonalData | None]
    model_provider: Mapped[str] = mapped_column(String(200), default="")
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    missing: Mapped[list[str]] = mapped_column(default=list)  # codes of `policies.lacks`, as of the last save
    source_url: Mapped[str | None] = mapped_column(String(500))  # where it was imported from
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    saved_by: Mapped[Person | None] = relationship()
    follow_up: Mapped["FollowUp | None"] = relationship(viewonly=True)

    __mapper_args__ = {"version_id_col": version}


class Snapshot(Model):
    """What stood when submitting closed, grace included: what the gallery and the judges see."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    demo_id: Mapped[int] = mapped_column(ForeignKey("demo.id"), unique=True)
    taken_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class SnapshotRun(Model):
    """The snapshots of a hackathon were taken for this moment; when it moves, they are taken again."""

    hackathon_id: Mapped[int] = mapped_column(ForeignKey("hackathon.id"), primary_key=True)
    snapshot_at: Mapped[datetime]
    taken_at: Mapped[datetime]


class PrizeEntry(Model):
    """A demo is in for a prize."""

    __table_args__ = (UniqueConstraint("demo_id", "prize_id"), AUTOINCREMENT)

    id: Mapped[Id]
    demo_id: Mapped[int] = mapped_column(ForeignKey("demo.id"))
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"), index=True)

    prize: Mapped[Prize] = relationship()


class FollowState(StrEnum):
    """What became of a demo: demoed → pilot → adopted, or shelved."""

    DEMOED = "demoed"
    PILOT = "pilot"
    ADOPTED = "adopted"
    SHELVED = "shelved"


OPEN_STATES = (FollowState.DEMOED, FollowState.PILOT)  # somebody still decides


class FollowUp(Model):
    """Who decides what becomes of a demo, by when, what it took and what it is worth.

    Money is in whole units of the organisation's currency. What was realised counts once it is confirmed.
    """

    __table_args__ = (
        Index("ix_follow_up_state_decide_on", "state", "decide_on"),
        Index("ix_follow_up_owner_decide_on", "owner_id", "decide_on"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    demo_id: Mapped[int] = mapped_column(ForeignKey("demo.id"), unique=True)
    state: Mapped[FollowState] = mapped_column(default=FollowState.DEMOED)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decide_on: Mapped[date | None]
    due_rev: Mapped[int] = mapped_column(default=1)  # rises when another day, or another owner, is named
    named_at: Mapped[CreatedAt]  # when that was
    reason: Mapped[str] = mapped_column(String(500), default="")  # of the state in force
    people: Mapped[int | None]
    hours: Mapped[int | None]  # of each of them
    spent: Mapped[int | None]
    estimated: Mapped[int | None]  # a year
    realised: Mapped[int | None]  # a year
    worth: Mapped[str] = mapped_column(String(500), default="")  # how that was worked out
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    confirmed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]  # first as anything but demoed
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=confirmed_by_id)

    __mapper_args__ = {"version_id_col": version}


class FollowUpChange(Model):
    """What was said of a follow-up, by whom and when; never edited."""

    __table_args__ = (Index("ix_follow_up_change_follow_up_at", "follow_up_id", "at"), AUTOINCREMENT)

    id: Mapped[Id]
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # None: by itself
    what: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[CreatedAt]

    by: Mapped[Person | None] = relationship()
