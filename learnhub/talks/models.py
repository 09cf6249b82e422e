"""A talk: a program with speakers, one sitting long, on site, online or both. And what people ask for."""

import secrets
import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.core.walltime import instant
from learnhub.people.models import Person, Skill
from learnhub.programs.models import Program, Seat

AUTOINCREMENT = {"sqlite_autoincrement": True}
UNORDERED = {"sqlite_with_rowid": False}  # rows keep no order in which they came
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # what can be read off a slide
CODE_LENGTH = 6


def new_code() -> str:
    """Return a code that one reads off a slide and types."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class RequestKind(StrEnum):
    """A topic that someone wants to hear of, or a talk that someone offers to give."""

    TOPIC = "topic"
    PROPOSAL = "proposal"


class RequestState(StrEnum):
    OPEN = "open"
    SCHEDULED = "scheduled"  # a talk of it is published
    CLOSED = "closed"


class TopicRequest(Model):
    """Something to talk about, that people vote for. It becomes a talk."""

    __table_args__ = (Index("ix_topic_request_state_created_at", "state", "created_at"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    kind: Mapped[RequestKind]
    state: Mapped[RequestState] = mapped_column(default=RequestState.OPEN)
    title: Mapped[str] = mapped_column(String(120))
    why: Mapped[str] = mapped_column(String(1000), default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # who will give it
    skill_id: Mapped[int | None] = mapped_column(ForeignKey("skill.id"), index=True)  # that a speaker has
    closed_because: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    skill: Mapped[Skill | None] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)
    speaker: Mapped[Person | None] = relationship(foreign_keys=speaker_id)

    __mapper_args__ = {"version_id_col": version}


class TopicVote(Model):
    """One a person and request, whatever happens."""

    __table_args__ = (UniqueConstraint("request_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(ForeignKey("topic_request.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[CreatedAt]


class Talk(Program):
    """People listen, ask, and use some of it. `code` is what they note their arrival with."""

    id: Mapped[int] = mapped_column(ForeignKey("program.id"), primary_key=True)
    recorded: Mapped[bool] = mapped_column(default=False)  # said at sign-up
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("topic_request.id"), index=True)
    given_at: Mapped[datetime | None]  # it is over, and its acts and evidence are written

    request: Mapped[TopicRequest | None] = relationship()

    __mapper_args__ = {"polymorphic_identity": "talk", "polymorphic_load": "inline"}

    @property
    def seats(self) -> tuple[Seat, ...]:
        """On site where there is a room, online where there is a call or it is to come."""
        there = ((Seat.ON_SITE, self.place), (Seat.ONLINE, self.is_online))
        return tuple(seat for seat, where in there if where) or (Seat.ON_SITE,)

    @property
    def sign_up_closes_at(self) -> datetime:
        """One may come late to a talk, unless its hosts say until when one signs up."""
        if self.closes_wall is None:
            return self.ends_at
        return min(instant(self.closes_wall, self.tz, deadline=True), self.ends_at)

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class Use(StrEnum):
    """Whether something of a talk will be used."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Feedback(Model):
    """What somebody thought of a talk; not who, and not when.

    Its key says nothing, and rows keep no order: those of a talk are written anew together (`feedback.give`).
    """

    __table_args__ = (CheckConstraint("worth BETWEEN 1 AND 5", name="worth_from_1_to_5"), UNORDERED)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    talk_id: Mapped[int] = mapped_column(ForeignKey("talk.id"), index=True)
    worth: Mapped[int]  # of the time it took, from 1 to 5
    use: Mapped[Use]
    better: Mapped[str] = mapped_column(String(1000), default="")


class FeedbackGiven(Model):
    """Who gave feedback on what, so that nobody does twice; not which."""

    __table_args__ = (UNORDERED,)

    talk_id: Mapped[int] = mapped_column(ForeignKey("talk.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class Answer(StrEnum):
    """To "did it change something?"."""

    CHANGED = "changed"
    NOT_YET = "not_yet"
    NO = "no"


class Change(Model):
    """What a talk changed for one person, asked after 7 and after 30 days. Shown in sum alone."""

    __table_args__ = (CheckConstraint("days IN (7, 30)", name="days_7_or_30"),)

    talk_id: Mapped[int] = mapped_column(ForeignKey("talk.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    days: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[Answer]
    what: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]


class MaterialKind(StrEnum):
    SLIDES = "slides"
    RECORDING = "recording"


class Captions(StrEnum):
    """Of a recording: whether those who do not hear it can read it."""

    CAPTIONS = "captions"
    TRANSCRIPT = "transcript"
    NONE_YET = "none_yet"


class Material(Model):
    """Slides or a recording: a resource of the library, which keeps its address and its title.

    Of a talk for chosen people it is an address that stands with the talk alone, as all find what the library
    has. The library may merge or drop the resource: `subscribers` follows, so there is no foreign key.
    """

    __table_args__ = (
        UniqueConstraint("talk_id", "resource_id"),
        CheckConstraint("(resource_id IS NULL) <> (url IS NULL)", name="resource_or_url"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    talk_id: Mapped[int] = mapped_column(ForeignKey("talk.id"))
    resource_id: Mapped[int | None] = mapped_column(index=True)
    url: Mapped[str | None] = mapped_column(String(2000))  # where no resource has it
    kind: Mapped[MaterialKind]
    captions: Mapped[Captions | None]  # of a recording
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[CreatedAt]


class Origin(Model):
    """Where a talk that came in is known from: the UID in a calendar, or the page about it elsewhere.

    `mark` is a digest, so that one index finds either.
    """

    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Id]
    talk_id: Mapped[int] = mapped_column(ForeignKey("talk.id"), index=True)
    mark: Mapped[str] = mapped_column(String(64), unique=True)
    link: Mapped[str] = mapped_column(String(2000), default="")  # of that page, where the file named one

    talk: Mapped[Talk] = relationship()
