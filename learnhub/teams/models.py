"""The teams of a hackathon and who is in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.hackathons.models import Hackathon
from learnhub.people.models import Person
from learnhub.programs.models import SignUpState

AUTOINCREMENT = {"sqlite_autoincrement": True}


class Team(Model):
    """People who build one demo together. It is archived when its last member leaves."""

    __table_args__ = (
        Index(
            "uq_team_name",
            "hackathon_id",
            "name",
            unique=True,
            sqlite_where=text("archived_at IS NULL"),
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index("ix_team_created_at", "created_at"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    hackathon_id: Mapped[int] = mapped_column(ForeignKey("hackathon.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    idea: Mapped[str] = mapped_column(String(500), default="")
    join_code: Mapped[str | None] = mapped_column(String(64), unique=True)  # in the link to join by
    captain_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    members_count: Mapped[int] = mapped_column(default=0)  # guarded: a conditional UPDATE keeps the size
    archived_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
    saved_at: Mapped[datetime | None]  # name and idea
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)  # of name and idea

    hackathon: Mapped[Hackathon] = relationship()
    captain: Mapped[Person | None] = relationship(foreign_keys=captain_id)
    saved_by: Mapped[Person | None] = relationship(foreign_keys=saved_by_id)

    __mapper_args__ = {"version_id_col": version}


class Membership(Model):
    """Who is, or was, in a team. At most one current team per person and hackathon."""

    __table_args__ = (
        Index(
            "uq_membership_current",
            "hackathon_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index("ix_membership_team_left_at", "team_id", "left_at"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    hackathon_id: Mapped[int] = mapped_column(ForeignKey("hackathon.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    team: Mapped[Team] = relationship()


@dataclass(frozen=True, slots=True)
class Span:
    """When a hackathon's teams can change: from `opens_at` (None: the start) until demos are due."""

    opens_at: datetime | None
    due_at: datetime
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class TeamStanding:
    """How a person stands in a hackathon: their sign-up, and the team they are in now."""

    signup: SignUpState | None = None
    team_id: int | None = None

    @property
    def has_place(self) -> bool:
        return self.signup is SignUpState.IN
