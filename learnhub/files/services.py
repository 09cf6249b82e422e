"""Keeping and dropping pictures. The owner's feature has asked whether that may be."""

from collections.abc import Iterable
from typing import IO

from sqlalchemy import delete

from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.core.transaction import release
from learnhub.files.models import Picture, PictureBody
from learnhub.files.pictures import Drawing, draw

MOST_AT_ONCE = 6


def drawn(uploads: Iterable[tuple[str, IO[bytes]]], *, portrait: bool = False) -> list[Drawing]:
    """Draw each upload (name, stream) anew, a portrait cut to a square, with no transaction open meanwhile.

    Raises Invalid for field `pictures` if there are too many or one cannot be used.
    """
    chosen = [*uploads]
    if not chosen:
        return []
    if len(chosen) > MOST_AT_ONCE:
        raise Invalid(f"Choose at most {MOST_AT_ONCE} pictures at once.", "pictures")
    release()
    return [draw(stream, one_line(name)[:80] or "The file", portrait=portrait) for name, stream in chosen]


def attach(owner: Ref, drawings: Iterable[Drawing], *, added_by_id: int | None) -> list[Picture]:
    """Keep the drawings as pictures of `owner`."""
    kept = []
    for drawing in drawings:
        picture = Picture(
            owner_kind=owner.kind,
            owner_id=owner.id,
            width=drawing.width,
            height=drawing.height,
            added_by_id=added_by_id,
        )
        db.session.add(picture)
        db.session.flush()
        db.session.add_all(
            PictureBody(picture_id=picture.id, size=size, content=content)
            for size, content in drawing.bodies.items()
        )
        kept.append(picture)
    db.session.flush()
    return kept


def drop(pictures: Iterable[Picture]) -> None:
    """Delete the pictures and their bytes."""
    ids = [picture.id for picture in pictures]
    db.session.execute(delete(PictureBody).where(PictureBody.picture_id.in_(ids)))
    db.session.execute(delete(Picture).where(Picture.id.in_(ids)))
