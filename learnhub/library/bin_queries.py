"""What rests in the bin of the library, the latest first."""

from collections.abc import Sequence

from sqlalchemy import func, select, true
from sqlalchemy.orm import contains_eager

from learnhub.core.db import db
from learnhub.core.paging import within
from learnhub.library.models import Resource, TakeAway
from learnhub.people.models import Person, Role

PAGE = 50
SHOWN = 100


def binned(page: int) -> tuple[Sequence[Resource], int]:
    """Return one page of resources, and how many there are in all."""
    there = Resource.binned_at.is_not(None)
    total = db.session.scalar(select(func.count()).select_from(Resource).where(there)) or 0
    rows = db.session.scalars(
        select(Resource)
        .where(there)
        .order_by(Resource.binned_at.desc(), Resource.id)
        .limit(PAGE)
        .offset((within(page, total, PAGE) - 1) * PAGE)
    )
    return rows.all(), total


def taken_back(person: Person) -> Sequence[TakeAway]:
    """Return the take-aways that the person may put back: the latest hundred."""
    own = true() if person.has(Role.ADMIN) else TakeAway.person_id == person.id
    return db.session.scalars(
        select(TakeAway)
        .join(TakeAway.resource)
        .options(contains_eager(TakeAway.resource))
        .where(TakeAway.removed_at.is_not(None), Resource.binned_at.is_(None), own)
        .order_by(TakeAway.removed_at.desc(), TakeAway.id)
        .limit(SHOWN)
    ).all()
