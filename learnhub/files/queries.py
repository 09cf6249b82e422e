"""Reads of pictures. Who may see the owner may see them: `visible_to` asks the owner's feature."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select

from learnhub.core import refs
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.files.models import Picture, PictureBody, Size


def visible_to(person: Any, key: str) -> Picture:
    """Return the picture. Raises NotFound unless its owner's card is shown to `person`."""
    picture = db.session.scalar(select(Picture).where(Picture.key == key))
    if picture is None or picture.owner not in refs.cards([picture.owner], person):
        raise NotFound
    return picture


def body(picture: Picture, size: Size) -> bytes:
    """Return the WebP bytes."""
    return db.session.scalars(
        select(PictureBody.content).where(PictureBody.picture_id == picture.id, PictureBody.size == size)
    ).one()


def pictures_of(owner: Ref) -> list[Picture]:
    """Return the owner's pictures in the order in which they were added."""
    return pictures_by_owner(owner.kind, [owner.id])[owner.id]


def shown_of(owner: Ref) -> Sequence[Row[str, str, int, int]]:
    """Return key, alt, width and height of the owner's pictures, in the order in which they were added."""
    return db.session.execute(*kept(_shown, owner.kind, owner.id)).all()


def _shown(kind: str, id_: int) -> Select[str, str, int, int]:
    said = select(Picture.key, Picture.alt, Picture.width, Picture.height)
    return said.where(Picture.owner_kind == kind, Picture.owner_id == id_).order_by(Picture.id)


def pictures_by_owner(kind: str, ids: Iterable[int]) -> defaultdict[int, list[Picture]]:
    """Return the pictures of many owners of one kind: one SELECT."""
    found: defaultdict[int, list[Picture]] = defaultdict(list)
    for picture in db.session.scalars(*kept(_pictures, kind, [*ids])):
        found[picture.owner_id].append(picture)
    return found


def first_pictures(kind: str, ids: Iterable[int]) -> dict[int, str]:
    """Return the key of the first picture of each of many owners of one kind: one SELECT."""
    rows = db.session.execute(*kept(_firsts, kind, [*ids]))
    return {owner: key for owner, key in rows}


def _firsts(kind: str, ids: list[int]) -> Select[int, str]:
    first = select(func.min(Picture.id)).where(Picture.owner_kind == kind, Picture.owner_id.in_(ids))
    first = first.group_by(Picture.owner_id)
    return select(Picture.owner_id, Picture.key).where(Picture.id.in_(first))


def _pictures(kind: str, ids: list[int]) -> Select[Picture]:
    chosen = select(Picture).where(Picture.owner_kind == kind, Picture.owner_id.in_(ids))
    return chosen.order_by(Picture.id)
