"""Who is stuck: what they asked, who was asked to help, and what was answered."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.core.refs import Ref
from learnhub.library.models import Resource
from learnhub.people.models import Person

AUTOINCREMENT = {"sqlite_autoincrement": True}
TEXT, TOPIC = 4000, 80
WHY, NOTE = 200, 100  # why somebody was asked, and what who passed it on said to it


class Need(StrEnum):
    """What is missing. Know-how goes to who can help, the rest to the program's sponsor."""

    KNOW_HOW = "know_how"
    ACCESS = "access"
    DATA = "data"
    DECISION = "decision"


class RequestState(StrEnum):
    LATER = "later"  # the asker looks again at `look_at`; nobody was asked
    OPEN = "open"
    TAKEN = "taken"  # somebody said that they look at it
    ANSWERED = "answered"  # the asker says whether it helped
    SOLVED = "solved"
    WITHDRAWN = "withdrawn"


WAITS = frozenset({RequestState.OPEN, RequestState.TAKEN})
ENDED = frozenset({RequestState.SOLVED, RequestState.WITHDRAWN})


class HelpRequest(Model):
    """Somebody is stuck. `ref` is the program it is about, if any; `since` when they got stuck."""

    __table_args__ = (
        Index("ix_help_request_ref", "ref_kind", "ref_id", "state"),
        Index("ix_help_request_state_need", "state", "need"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    ref_kind: Mapped[str | None] = mapped_column(String(30))
    ref_id: Mapped[int | None]
    need: Mapped[Need] = mapped_column(default=Need.KNOW_HOW)
    text: Mapped[str] = mapped_column(String(TEXT))
    topic: Mapped[str] = mapped_column(String(TOPIC), default="")  # a skill, in the asker's words
    may_note: Mapped[bool] = mapped_column(default=True)  # a helper may make a library note of it
    since: Mapped[datetime]
    look_at: Mapped[datetime | None]
    state: Mapped[RequestState] = mapped_column(default=RequestState.OPEN)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime | None]  # when others were asked
    waits_since: Mapped[datetime | None]  # when they were asked last by who is stuck
    first_answer_at: Mapped[datetime | None]  # by somebody else
    ended_at: Mapped[datetime | None]
    note_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"), index=True)
    created_at: Mapped[CreatedAt]

    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)
    taken_by: Mapped[Person | None] = relationship(foreign_keys=taken_by_id)
    note: Mapped[Resource | None] = relationship()

    @property
    def ref(self) -> Ref | None:
        return Ref(self.ref_kind, self.ref_id) if self.ref_kind and self.ref_id else None

    @property
    def waits(self) -> bool:
        return self.state in WAITS

    @property
    def is_over(self) -> bool:
        return self.state in ENDED


class AskState(StrEnum):
    ASKED = "asked"
    PASSED = "passed"  # on to somebody else
    RESTS = "rests"  # not this week: nobody is sent to them until then


class HelpAsk(Model):
    """That somebody was asked, and why they."""

    __table_args__ = (UniqueConstraint("request_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(ForeignKey("help_request.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who passed it on to them
    why: Mapped[str] = mapped_column(String(WHY + len(": ") + NOTE))
    state: Mapped[AskState] = mapped_column(default=AskState.ASKED)
    until: Mapped[datetime | None]  # of who rests
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=person_id)


class HelpAnswer(Model):
    """What was written in reply, by a helper or by who asked."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    key: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("help_request.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(String(TEXT))
    helped: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]

    author: Mapped[Person] = relationship()
