"""Time that somebody keeps free to learn, in cohorts and commitments, for their feed and their month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from learnhub.cohorts import learning
from learnhub.commitments.models import Commitment
from learnhub.core.walltime import instant
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Kept:
    """One time. `name` tells it from every other, for as long as it stands."""

    name: str
    title: str
    path: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime


def kept(person: Person, open_: Iterable[Commitment], first: date, last: date) -> list[Kept]:
    """Return what the person keeps free on these days, by their own clock; `open_` are their commitments."""
    found = []
    for row in open_:
        about = f"block-{row.id}", row.title, row.path, row.changed_at
        found += [(*about, *times) for times in row.days_of(first, last)]
    for cohort, held in learning.of(person):
        changed_at = cohort.published_at or cohort.created_at
        of = f"cohort-block-{cohort.id}", cohort.title, cohort.url, changed_at
        found += [(*of, *times) for times in learning.within(cohort, held, person, first, last)]
    zone = person.tz
    return [
        Kept(
            f"{name}-{starts:%Y%m%d}",
            f"Learning: {title}",
            path,
            instant(starts, zone),
            instant(ends, zone),
            changed_at,
        )
        for name, title, path, changed_at, starts, ends in found
    ]
