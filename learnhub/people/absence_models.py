"""When people were away."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core.db import Id, Model
from learnhub.people.models import AUTOINCREMENT


class Absence(Model):
    """Days on which somebody was away, once they are over: a streak is held by them for good."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
