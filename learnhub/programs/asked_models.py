"""What hosts ask: of whoever signs up, and of those who help."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, func, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.core.walltime import instant
from learnhub.people.models import Person, Skill
from learnhub.programs.models import AUTOINCREMENT

# What the name of a part does; all other names are words.
SPEAKER = "speaker"
JUDGES = ("judge", "judges")
SPONSOR = "sponsor"  # in it
LEADERS = (*JUDGES, "opening words")  # what is asked of org leaders before others, as a sponsor is

# What is said of who takes a part of that name; "have a part" of others.
VERBS = dict.fromkeys(JUDGES, "judge") | {
    "sponsor": "sponsor",
    "mentor": "mentor",
    "moderator": "moderate",
    "opening words": "give the opening words",
    "take notes": "take notes",
}


class FieldKind(StrEnum):
    """What an answer is."""

    LINE = "line"
    TEXT = "text"
    ONE = "one"
    SEVERAL = "several"
    YES_NO = "yes_no"
    NUMBER = "number"


CHOOSES = frozenset({FieldKind.ONE, FieldKind.SEVERAL})


class SignUpField(Model):
    """Something that is asked at sign-up. What is no longer asked keeps its answers."""

    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Id]
    key: Mapped[Key]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    position: Mapped[int]
    kind: Mapped[FieldKind]
    label: Mapped[str] = mapped_column(String(120))
    help: Mapped[str] = mapped_column(String(300), default="")
    choices: Mapped[list[str]] = mapped_column(default=list)  # of those that choose
    required: Mapped[bool] = mapped_column(default=False)
    sensitive: Mapped[bool] = mapped_column(default=False)  # for hosts alone, and deleted after the end
    shared: Mapped[str] = mapped_column(String(10), default="")  # the question of its series that it is
    gone_at: Mapped[datetime | None]  # since when it is not asked any more
    created_at: Mapped[CreatedAt]


class SignUpAnswer(Model):
    """What one person answered: what they typed, or the words of what they chose."""

    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_up.id"), primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("sign_up_field.id"), primary_key=True, index=True)
    value: Mapped[list[str]]
    at: Mapped[datetime]


class Part(Model):
    """Something to do in a program that its hosts ask for: judge, mentor, sponsor, opening words."""

    __table_args__ = (CheckConstraint("wanted > 0", name="wanted_positive"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(300), default="")
    wanted: Mapped[int] = mapped_column(default=1)  # how many people
    minutes: Mapped[int | None]
    after: Mapped[int] = mapped_column(default=0)  # minutes from the program's start on: it moves along
    skill_id: Mapped[int | None] = mapped_column(ForeignKey("skill.id"), index=True)
    shared: Mapped[str | None] = mapped_column(String(10), index=True)  # the part of its series that it is
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    skill: Mapped[Skill | None] = relationship()

    @property
    def is_speaker(self) -> bool:
        """Whether taking it makes a speaker of a talk."""
        return self.name.strip().casefold() == SPEAKER

    @classmethod
    def is_judge(cls) -> ColumnElement[bool]:
        """Whether, inside a SELECT, whoever takes it hears when judging begins."""
        return func.lower(func.trim(cls.name)).in_(JUDGES)

    @classmethod
    def is_for_leaders(cls) -> ColumnElement[bool]:
        """Whether, inside a SELECT, org leaders are meant before others."""
        name = func.lower(func.trim(cls.name))
        return or_(name.in_(LEADERS), name.contains(SPONSOR))

    def starts_wall(self, begins: datetime) -> datetime:
        """When it is, for a program that begins then."""
        return begins + timedelta(minutes=self.after)


def part_starts_at(begins: datetime, after: int, zone: str) -> datetime:
    """Return when a part is, so many minutes after a program that begins then on the wall of that zone."""
    return instant(begins + timedelta(minutes=after), ZoneInfo(zone))


class PartTaken(Model):
    """Who does it."""

    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()
