"""Pictures that belong to something. What is kept was drawn anew; what came in never is."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.core.refs import Ref


class Picture(Model):
    """One picture of its owner. Who may see the owner may see it."""

    __table_args__ = (Index("ix_picture_owner", "owner_kind", "owner_id"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    key: Mapped[Key]
    owner_kind: Mapped[str] = mapped_column(String(30))
    owner_id: Mapped[int]
    alt: Mapped[str] = mapped_column(String(300), default="")  # what it shows, for those who do not see it
    width: Mapped[int]  # of the large size, in pixels
    height: Mapped[int]
    added_by_id: Mapped[int | None]  # a person; no foreign key: files lie below people
    created_at: Mapped[CreatedAt]

    @property
    def owner(self) -> Ref:
        return Ref(self.owner_kind, self.owner_id)


class Size(StrEnum):
    """In which sizes a picture is kept."""

    LARGE = "large"
    SMALL = "small"


class PictureBody(Model):
    """The bytes (WebP), apart from the picture so that lists do not load them."""

    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"), primary_key=True)
    size: Mapped[Size] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
