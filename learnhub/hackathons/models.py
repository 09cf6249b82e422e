"""A hackathon: a program with windows and prizes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import Id, Key, Model, WallTime
from learnhub.programs.models import Moment, Program

AUTOINCREMENT = {"sqlite_autoincrement": True}


class WindowKind(StrEnum):
    """In their usual order. Only those that a hackathon uses have a row."""

    SIGN_UP = "sign_up"
    FORMING = "forming"
    HACKING = "hacking"
    SUBMITTING = "submitting"
    JUDGING = "judging"
    VOTE = "vote"
    RESULTS = "results"


class Opening(NamedTuple):
    """When a window is open, where nothing else of it is needed."""

    kind: WindowKind
    opens_at: datetime
    closes_at: datetime


Opened = tuple[WindowKind, datetime, datetime]  # its values: most that are read become no `Opening`


class Timetable(NamedTuple):
    """What follows from when a hackathon ends and from its windows."""

    ends_at: datetime
    grace_minutes: int
    opening: Callable[[WindowKind], "Window | Opening | None"]

    @property
    def due_at(self) -> datetime:
        """When demos are due: submitting closes, else hacking does, else all of it ends."""
        window = self.opening(WindowKind.SUBMITTING) or self.opening(WindowKind.HACKING)
        return window.closes_at if window else self.ends_at

    @property
    def snapshot_at(self) -> datetime:
        """The last moment for a demo, grace included; what stands then is what judges see."""
        return self.due_at + timedelta(minutes=self.grace_minutes)

    @property
    def gallery_at(self) -> datetime:
        """When the gallery opens by itself: with the results, else at the end; never before the snapshot."""
        window = self.opening(WindowKind.RESULTS)
        return max(window.opens_at if window else self.ends_at, self.snapshot_at)


TIMED_BY = (WindowKind.SUBMITTING, WindowKind.HACKING, WindowKind.RESULTS)  # what it asks for


class Hackathon(Program):
    """People team up, build, and submit demos."""

    id: Mapped[int] = mapped_column(ForeignKey("program.id"), primary_key=True)
    team_least: Mapped[int] = mapped_column(default=1)
    team_most: Mapped[int] = mapped_column(default=5)
    grace_minutes: Mapped[int] = mapped_column(default=10)  # after submitting closes
    gallery_open: Mapped[bool] = mapped_column(default=False)  # released by a host, else with the results
    source: Mapped[str] = mapped_column(String(30), default="")  # "devpost" where it was imported
    source_key: Mapped[str] = mapped_column(String(300), default="")

    windows: Mapped[list["Window"]] = relationship(
        order_by="Window.opens_at", cascade="all, delete-orphan", lazy="selectin"
    )

    # inline: a list of programs of all kinds is one SELECT, and one more for all windows
    __mapper_args__ = {"polymorphic_identity": "hackathon", "polymorphic_load": "inline"}

    listed: ClassVar[Mapping[WindowKind, Opening] | None] = None  # of one that is read: see `take_openings`

    def take_openings(self, openings: Iterable[Opened]) -> None:
        """Use these in place of `windows`: for a page, whose windows nobody changes."""
        self.__dict__["listed"] = {each[0]: Opening(*each) for each in openings}

    @property
    def openings(self) -> "Sequence[Window | Opening]":
        """Its windows in the order in which they open, to be read alone."""
        return self.windows if self.listed is None else [*self.listed.values()]

    def opening(self, kind: WindowKind) -> "Window | Opening | None":
        """Return when the window of that kind is open, where this hackathon uses it."""
        return self.window(kind) if self.listed is None else self.listed.get(kind)

    def window(self, kind: WindowKind) -> "Window | None":
        """Return the window of that kind, where this hackathon uses it."""
        return next((window for window in self.windows if window.kind is kind), None)

    @property
    def timetable(self) -> Timetable:
        return Timetable(self.ends_at, self.grace_minutes, self.opening)

    @property
    def due_at(self) -> datetime:
        return self.timetable.due_at

    @property
    def snapshot_at(self) -> datetime:
        return self.timetable.snapshot_at

    @property
    def forming_at(self) -> datetime | None:
        """From when on teams can be made; None where no window says."""
        window = self.opening(WindowKind.FORMING)
        return window.opens_at if window else None

    @property
    def gallery_at(self) -> datetime:
        return self.timetable.gallery_at

    @property
    def sign_up_opens_at(self) -> datetime | None:
        window = self.opening(WindowKind.SIGN_UP)
        return window.opens_at if window else None

    @property
    def sign_up_closes_at(self) -> datetime:
        window = self.opening(WindowKind.SIGN_UP)
        return window.closes_at if window else self.starts_at

    @property
    def moments(self) -> list[Moment]:
        """Its start, when demos are due, and the results."""
        found = [Moment("", self.starts_at)]
        if self.opening(WindowKind.SUBMITTING):
            found.append(Moment("demo due", self.due_at, due=True))
        results = self.opening(WindowKind.RESULTS)
        if results and results.opens_at != self.starts_at:
            found.append(Moment("results", results.opens_at))
        return sorted(found, key=lambda moment: moment.at)


Index(  # what is imported comes in once; the table has none of its parent's arguments
    "uq_hackathon_source_source_key",
    Hackathon.source,
    Hackathon.source_key,
    unique=True,
    sqlite_where=text("source <> ''"),
    postgresql_where=text("source <> ''"),
)


class Window(Model):
    """A span in which something is open. Wall times are the promise, the moments are derived."""

    __table_args__ = (
        UniqueConstraint("hackathon_id", "kind"),
        Index("ix_window_kind_closes_at", "kind", "closes_at"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    hackathon_id: Mapped[int] = mapped_column(ForeignKey("hackathon.id"))
    kind: Mapped[WindowKind]
    opens_wall: Mapped[datetime] = mapped_column(WallTime)
    closes_wall: Mapped[datetime] = mapped_column(WallTime)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    due_rev: Mapped[int] = mapped_column(default=1)  # rises when this window moves
    moves: Mapped[list[Any]] = mapped_column(
        default=list
    )  # each moment at which it did, for what tells of it


class Prize(Model):
    """Something a demo can be in for."""

    __table_args__ = (UniqueConstraint("hackathon_id", "name"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    hackathon_id: Mapped[int] = mapped_column(ForeignKey("hackathon.id"))
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
