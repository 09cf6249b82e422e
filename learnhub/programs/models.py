"""What every program has: dates, hosts, speakers, places and sign-ups. Kinds: hackathon and talk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from learnhub.core.db import CreatedAt, Id, Key, Model, WallTime
from learnhub.core.walltime import instant
from learnhub.people.models import Person
from learnhub.programs.series_models import Series

AUTOINCREMENT = {"sqlite_autoincrement": True}


class ProgramState(StrEnum):
    """What its hosts decided. Whether it runs or is over is read from the clock."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


# For statements that begin with a person: by `== PUBLISHED` SQLite would begin with all that are published.
NOT_ON = (ProgramState.DRAFT, ProgramState.CANCELLED)


class Seat(StrEnum):
    """Where someone takes part. Places on site and online are counted apart."""

    ON_SITE = "on_site"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in a program: its start has no label, a deadline is due, a session says where it is."""

    label: str
    at: datetime
    due: bool = False
    where: str = ""


class Program(Model):
    """Something that people sign up for. Joined-table inheritance: each kind adds a table.

    Wall times with the zone are the promise; the moments beside them are derived from both.
    """

    __table_args__ = (
        CheckConstraint("places_taken >= 0", name="places_taken_positive"),
        CheckConstraint("online_taken >= 0", name="online_taken_positive"),
        UniqueConstraint("series_id", "rule_wall"),
        Index("ix_program_state_starts_at", "state", "starts_at"),
        # what decides what comes, for whom and in which order: lists and counts read no row for it
        Index("ix_program_state_ends_at", "state", "ends_at", "starts_at", "is_limited", "published_at"),
        Index("ix_program_kind_ends_at", "kind", "ends_at"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[ProgramState] = mapped_column(default=ProgramState.DRAFT)
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    story: Mapped[str] = mapped_column(default="")  # Markdown
    zone: Mapped[str] = mapped_column(String(64))
    starts_wall: Mapped[datetime] = mapped_column(WallTime)
    ends_wall: Mapped[datetime] = mapped_column(WallTime)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    due_rev: Mapped[int] = mapped_column(default=1)  # rises when a date moves, whichever
    starts_rev: Mapped[int] = mapped_column(
        default=1
    )  # rises when `starts_at` does move, and `ends_rev` alike
    ends_rev: Mapped[int] = mapped_column(default=1)
    place: Mapped[str] = mapped_column(String(200), default="")  # room or address
    call_url: Mapped[str] = mapped_column(String(500), default="")
    capacity: Mapped[int | None]  # places on site, or all where there is one kind; null is without limit
    places_taken: Mapped[int] = mapped_column(default=0)  # guarded: see programs.places
    online_capacity: Mapped[int | None]
    online_taken: Mapped[int] = mapped_column(default=0)  # guarded as well
    opens_wall: Mapped[datetime | None] = mapped_column(WallTime)  # sign-up, where it is no window of a
    closes_wall: Mapped[datetime | None] = mapped_column(WallTime)  # hackathon; both move with the start
    signups_closed: Mapped[bool] = mapped_column(default=False)  # by a host, before its window ends
    asks: Mapped[bool] = mapped_column(default=False)  # whoever signs up: see programs.sign_up_fields
    is_limited: Mapped[bool] = mapped_column(default=False)  # to chosen people: see programs.openness
    approves: Mapped[bool] = mapped_column(default=False)  # each sign-up: see programs.approvals
    offer_hours: Mapped[int | None]  # how long a free place is offered; null: it is given at once
    releases: Mapped[bool] = mapped_column(default=False)  # places of no-shows: see programs.no_shows
    released_at: Mapped[datetime | None]
    quiet: Mapped[bool] = mapped_column(default=False)  # imported: tells nobody, reminds of nothing
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    rule_wall: Mapped[datetime | None] = mapped_column(WallTime)  # when the rule of its series has it
    is_modified: Mapped[bool] = mapped_column(default=False)  # apart from the others of its series
    taken_over: Mapped[str] = mapped_column(String(600), default="")  # from which program, and what
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    created_by: Mapped[Person] = relationship()
    series: Mapped[Series | None] = relationship()

    __mapper_args__ = {
        "polymorphic_on": "kind",
        "polymorphic_abstract": True,
        "version_id_col": version,
    }

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def sign_up_opens_at(self) -> datetime | None:
        """None: as soon as it is published."""
        return instant(self.opens_wall, self.tz) if self.opens_wall else None

    @property
    def sign_up_closes_at(self) -> datetime:
        return self.starts_at

    @property
    def moments(self) -> list[Moment]:
        """What is listed on its day, in order of time."""
        return [Moment("", self.starts_at)]

    @property
    def url(self) -> str:
        """Where it stands: /hackathons/<key>."""
        return f"/{self.kind}s/{self.key}"

    @property
    def desk(self) -> str:
        """Where the pages lie that all programs share: /programs/<key>."""
        return f"/programs/{self.key}"

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The kinds of place that people choose from, the usual one first; most programs have one."""
        return (Seat.ON_SITE,)

    @property
    def is_online(self) -> bool:
        """Whether one may take part from elsewhere; the call link may come later."""
        return bool(self.call_url) or self.online_capacity is not None

    @property
    def where(self) -> str:
        """ "Halle 3 and online", "online"."""
        return " and ".join(part for part in (self.place, "online" if self.is_online else "") if part)

    @validates("starts_at", "ends_at")
    def _follow(self, name: str, moment: datetime) -> datetime:
        """Let the revision of a moment rise with it: a reminder of one stays when only the other moves."""
        before: datetime | None = getattr(self, name)
        if before is not None and before != moment:
            rev = name.replace("_at", "_rev")
            setattr(self, rev, (getattr(self, rev) or 1) + 1)
        return moment

    def seat_like(self, seat: Seat) -> Seat:
        """That kind of place, or the usual one where there is no such any more."""
        return seat if seat in self.seats else self.seats[0]

    def capacity_of(self, seat: Seat) -> int | None:
        """How many places of that kind there are; None is without limit."""
        return self.online_capacity if seat is Seat.ONLINE else self.capacity

    def taken_of(self, seat: Seat) -> int:
        return self.online_taken if seat is Seat.ONLINE else self.places_taken

    def is_full_for(self, seat: Seat) -> bool:
        capacity = self.capacity_of(seat)
        return capacity is not None and self.taken_of(seat) >= capacity

    @property
    def taken(self) -> int:
        """How many have a place, on site and online together."""
        return self.places_taken + self.online_taken

    @property
    def over_by(self) -> int:
        """By how many the places taken exceed a capacity that was lowered."""
        limits = [(self.taken_of(seat), self.capacity_of(seat)) for seat in self.seats]
        return sum(max(taken - most, 0) for taken, most in limits if most is not None)

    @property
    def is_full(self) -> bool:
        """Whether no place of any kind is free."""
        return all(self.is_full_for(seat) for seat in self.seats)


class Host(Model):
    """Who runs a program; the first is who made it."""

    __table_args__ = (UniqueConstraint("program_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_self: Mapped[bool] = mapped_column(default=False)  # they need not be told
    created_at: Mapped[CreatedAt]

    person: Mapped[Person] = relationship()


class Speaker(Model):
    """Who speaks at a program: a person, or somebody without an account who is named."""

    __table_args__ = (UniqueConstraint("program_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    said_name: Mapped[str] = mapped_column(String(120), default="")  # where there is no person
    email: Mapped[str] = mapped_column(String(254), default="")  # of who has no account; hosts see it
    by_self: Mapped[bool] = mapped_column(default=False)  # they need not be told
    created_at: Mapped[CreatedAt]

    person: Mapped[Person | None] = relationship()

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.said_name


class SignUpState(StrEnum):
    """Waiting means that there was no place; awaiting, that the hosts have not decided yet."""

    IN = "in"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"  # by a host
    AWAITING = "awaiting"  # approval: takes no place, and is not counted
    DECLINED = "declined"  # by a host
    LAPSED = "lapsed"  # a place was offered, and not taken in time
    RELEASED = "released"  # had a place, and had not come when it began


ON_IT = frozenset({SignUpState.IN, SignUpState.WAITING})
SIGNED_UP = ON_IT | {SignUpState.AWAITING}


class SignUp(Model):
    """One per person and program, whatever happens: a double click makes no second one.

    Who signs up again after withdrawing goes to the end of the waitlist.
    """

    __table_args__ = (
        UniqueConstraint("program_id", "person_id"),
        Index("ix_sign_up_program_state_line", "program_id", "state", "line"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[SignUpState]
    seat: Mapped[Seat] = mapped_column(default=Seat.ON_SITE)
    line: Mapped[int]  # the order of arrival within the program: 1, 2, 3 …
    rev: Mapped[int] = mapped_column(default=1)  # rises with each change of state
    looking: Mapped[bool] = mapped_column(default=False)  # for a team
    name_shown: Mapped[bool] = mapped_column(default=True)  # to others signed in
    removed_because: Mapped[str] = mapped_column(String(300), default="")  # hosts read it; see programs.jobs
    declined_because: Mapped[str] = mapped_column(String(300), default="")  # they read it
    signed_up_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]  # noted by a host, or by themselves with the code
    arrived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=person_id)

    def become(self, state: SignUpState, at: datetime) -> None:
        """Stand otherwise from that moment on: a new revision."""
        self.state, self.changed_at = state, at
        self.rev += 1
