"""A free place that somebody who waits may take until a moment."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core.db import Id, Model
from learnhub.programs.models import AUTOINCREMENT

STANDS = "state = 'pending'"


class OfferState(StrEnum):
    """What became of it. Once its moment has passed a pending one has run out: the clock says so."""

    PENDING = "pending"
    TAKEN = "taken"
    DECLINED = "declined"
    RUN_OUT = "run_out"
    DROPPED = "dropped"  # they left the line or changed lines, or there are fewer places


class Offer(Model):
    """One at a time for each sign-up; what was is kept, to say who was passed over and why."""

    __table_args__ = (
        Index(
            "uq_offer_pending",
            "sign_up_id",
            unique=True,
            sqlite_where=text(STANDS),
            postgresql_where=text(STANDS),
        ),
        Index("ix_offer_expires", "expires_at", sqlite_where=text(STANDS), postgresql_where=text(STANDS)),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_up.id"), index=True)
    state: Mapped[OfferState] = mapped_column(default=OfferState.PENDING)
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


# In the words of the index: where a parameter meets its condition, SQLite plans a statement anew each time.
IS_PENDING: ColumnElement[bool] = Offer.state == literal_column(f"'{OfferState.PENDING}'")
