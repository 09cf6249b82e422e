"""What an admin wants of the privacy profile, until another one says yes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.people.models import Person


class PrivacyProposal(Model):
    """Figures that would protect less, and who decided about them."""

    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Id]
    key: Mapped[Key]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    figures: Mapped[dict[str, Any]]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    accepted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]

    by: Mapped[Person] = relationship(foreign_keys=by_id)
