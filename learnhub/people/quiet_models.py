"""Quiet hours: when somebody, or everybody of a unit, is left in peace."""

from datetime import time

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.people.hours import Window
from learnhub.people.models import Unit


class QuietWindow(Model):
    """A focus block or an evening, of a person or of all of a unit and below; each by their own clock."""

    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name="person_or_unit"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    key: Mapped[Key]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    days: Mapped[str] = mapped_column(String(7))  # "0" is Monday
    starts: Mapped[time]
    ends: Mapped[time]
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def window(self) -> Window:
        return Window(self.days, self.starts, self.ends)
