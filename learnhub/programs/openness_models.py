"""To whom a program, or a series, is open where it is not open to everybody."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.people.models import Person, Unit
from learnhub.programs.models import AUTOINCREMENT


class Opening(Model):
    """A unit, with those below it, or a person that may sign up. The program says that it `is_limited`."""

    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (person_id IS NULL)", name="unit_or_person"),
        UniqueConstraint("program_id", "unit_id"),
        UniqueConstraint("program_id", "person_id"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[CreatedAt]

    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship()


class SeriesOpening(Model):
    """The same for each date to come of a series. The series says that it `is_limited`."""

    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (person_id IS NULL)", name="unit_or_person"),
        UniqueConstraint("series_id", "unit_id"),
        UniqueConstraint("series_id", "person_id"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[CreatedAt]

    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship()
