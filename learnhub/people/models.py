"""People, the units they belong to, what they may do, and how they sign in."""

from datetime import date, datetime, time
from enum import IntEnum, StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core import words
from learnhub.core.db import CreatedAt, Id, Key, Model

AUTOINCREMENT = {"sqlite_autoincrement": True}
LISTED = Index("ix_person_unit_left", "unit_id", "left_at"), Index("ix_person_left_name", "left_at", "name")


class Organisation(Model):
    """The one organisation of this installation; its row has id 1."""

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    first_weekday: Mapped[int] = mapped_column(default=0)  # 0 is Monday
    smallest_group: Mapped[int] = mapped_column(default=5)
    instance: Mapped[Key]  # fixed at the first start: calendar ids and Message-IDs carry it
    mail_domains: Mapped[list[str]] = mapped_column(default=list)  # who may sign in without an invitation
    members_may_host: Mapped[bool] = mapped_column(default=False)  # may members create hackathons?
    members_may_talk: Mapped[bool] = mapped_column(default=True)  # and talks?
    holidays: Mapped[dict[str, Any]] = mapped_column(default=dict)  # day → its name
    retention: Mapped[dict[str, Any]] = mapped_column(default=dict)  # months, by people.retention
    hour_rate: Mapped[int] = mapped_column(default=80)  # what an hour of anybody's costs
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    steps: Mapped[dict[str, Any]] = mapped_column(default=dict)  # first run: name → "done", "skipped"
    is_demo: Mapped[bool] = mapped_column(default=False)  # the invented one of `up --demo`
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Unit(Model):
    """A part of the organisation: units form a tree."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    key: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    closed_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class UnitPath(Model):
    """The closure of the tree: each unit with each of those above it, itself included (depth 0)."""

    __table_args__ = (Index("ix_unit_path_ancestor_depth", "ancestor_id", "depth", "descendant_id"),)

    ancestor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    descendant_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    depth: Mapped[int]


class Kind(StrEnum):
    """What someone is to the organisation."""

    EMPLOYEE = "employee"
    CONTRACTOR = "contractor"
    GUEST = "guest"


class Role(StrEnum):
    """What a person may do beyond being a member."""

    LEAD = "lead"  # program lead: may create hackathons
    LEADER = "leader"  # org leader: sees the dashboards of one unit and those below it
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """What screens say."""
        return {"lead": "Program lead", "leader": "Org leader", "admin": "Admin"}[self.value]


class Person(UserMixin, Model):
    """Somebody. Never deleted: erasure overwrites the personal columns."""

    __table_args__ = (*LISTED, AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # as core.text.normal_email spells it
    kind: Mapped[Kind] = mapped_column(default=Kind.EMPLOYEE)
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    work_starts: Mapped[time] = mapped_column(default=time(9))
    work_ends: Mapped[time] = mapped_column(default=time(17))
    work_days: Mapped[str] = mapped_column(String(7), default="01234")  # 0 is Monday
    weekly_cap: Mapped[int | None] = mapped_column(default=6)  # hours of learning a week, at most
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]  # the last day away; no reason is asked
    learning: Mapped[str] = mapped_column(default="")  # what I learn
    helping: Mapped[str] = mapped_column(default="")  # what I can help with
    shortcuts: Mapped[bool] = mapped_column(default=True)  # single-key shortcuts
    photo: Mapped[str | None] = mapped_column(String(10))  # the key of its picture
    created_at: Mapped[CreatedAt]
    joined_at: Mapped[datetime | None]  # first sign-in
    left_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit | None] = relationship()
    roles: Mapped[list["RoleGrant"]] = relationship(foreign_keys="RoleGrant.person_id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def is_active(self) -> bool:
        return self.left_at is None

    @property
    def called(self) -> str:
        return words.called(self.name, has_left=self.left_at is not None)

    def has(self, role: Role) -> bool:
        """Whether the role is held, for a leader on any unit."""
        return any(grant.role == role for grant in self.roles)


class RoleGrant(Model):
    """A role that a person holds: a leader's on a unit, the others on the organisation (unit is null)."""

    __table_args__ = (
        UniqueConstraint("person_id", "role", "unit_id", postgresql_nulls_not_distinct=True),
        CheckConstraint("(role = 'leader') = (unit_id IS NOT NULL)", name="leader_of_a_unit"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    created_at: Mapped[CreatedAt]


class UnitStay(Model):
    """Where a person was when: past numbers do not change as people move. `until` is exclusive."""

    __table_args__ = (Index("ix_unit_stay_person_since", "person_id", "since"), AUTOINCREMENT)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class SkillLevel(IntEnum):
    """Four steps on which people place themselves."""

    HEARD = 1
    HELPED = 2
    ALONE = 3
    TEACHES = 4

    @property
    def label(self) -> str:
        """What screens say."""
        return ("Have heard of it", "Use it with help", "Use it alone", "Teach it")[self.value - 1]


class Skill(Model):
    """Something that people can do, under the name that was first given to it."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    key: Mapped[Key]
    name: Mapped[str] = mapped_column(String(80))
    folded: Mapped[str] = mapped_column(String(120), unique=True)  # one spelling for all ways of writing it
    created_at: Mapped[CreatedAt]


class PersonSkill(Model):
    """How far a person says they are with a skill. The level is theirs alone; `helps` is for everybody."""

    __table_args__ = (UniqueConstraint("person_id", "skill_id"), AUTOINCREMENT)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), index=True)
    level: Mapped[int]  # a SkillLevel
    helps: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]

    skill: Mapped[Skill] = relationship()


class IdentityKind(StrEnum):
    """A way to sign in."""

    PASSWORD = "password"  # noqa: S105  (the name of a kind)
    OIDC = "oidc"


class Identity(Model):
    """One way in which a person signs in. A sign-in link by mail needs none."""

    __table_args__ = (UniqueConstraint("kind", "subject"), AUTOINCREMENT)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[IdentityKind]
    subject: Mapped[str] = mapped_column(String(254))  # a password's subject is the person's key
    secret: Mapped[str | None] = mapped_column(String(200))  # an argon2 hash
    created_at: Mapped[CreatedAt]


class Login(Model):
    """A signed-in browser. Ended logins stop at their next request."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    key: Mapped[Key]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    by_hand: Mapped[bool] = mapped_column(default=False)  # came by a link that an admin handed over

    person: Mapped[Person] = relationship()


class LinkKind(StrEnum):
    """What a one-time link does when its button is pressed."""

    SIGN_IN = "sign_in"  # ten minutes
    INVITATION = "invitation"  # fourteen days
    FIRST_ADMIN = "first_admin"


class OneTimeLink(Model):
    """A link that works once. The secret is minted when the mail is sent; only its digest is kept."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    kind: Mapped[LinkKind]
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)  # null until it is sent
    email: Mapped[str] = mapped_column(String(254), default="")  # where it is sent; "" when nobody mails it
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # null: made at first use
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    next_url: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @property
    def is_handed_over(self) -> bool:
        """Whether an admin made it for somebody, to hand over, and no mail brings it."""
        return self.kind is LinkKind.SIGN_IN and self.person_id is not None and not self.email


class FeedToken(Model):
    """One feed that a program reads as this person. Only the digest of its secret is kept."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    key: Mapped[Key]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # calendar, library
    about: Mapped[str] = mapped_column(String(120))  # what is in it, in the words of that package
    name: Mapped[str] = mapped_column(String(200))  # what the person's list calls it
    created_at: Mapped[CreatedAt]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
