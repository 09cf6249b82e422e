"""With whom one studies, for Home: one's pods in what goes on, and whether one checked in this week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import aliased

from learnhub.cohorts import streaks
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_models import CheckIn, PodMember
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.models import NOT_ON

SAID = 2


@dataclass(frozen=True, slots=True)
class Mate:
    """Somebody of one's pod; `url` is where one writes to them."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class MyPod:
    """One's pod in a cohort; `said` is whether one checked in this week."""

    title: str
    url: str
    runs: bool
    said: bool
    mates: Sequence[Mate]


def _asked(person: Person, now: datetime) -> dict[str, Any]:
    return {"reader": person.id, "now": now, "week": streaks.week_of(now, person.tz)}


def _wanted(*, reader: int, now: datetime, week: date) -> Select[Any]:
    me, other = aliased(PodMember), aliased(PodMember)
    said = select(CheckIn.id).where(
        CheckIn.cohort_id == Cohort.id, CheckIn.person_id == reader, CheckIn.week == week
    )
    runs = case((Cohort.starts_at > now, 0), (said.exists(), SAID), else_=1)
    return (
        select(
            *columns(
                of_key=Cohort.key,
                of_title=Cohort.title,
                key=Person.key,
                title=Person.name,
                at=Cohort.starts_at,
                number=runs,
            )
        )
        .select_from(me)
        .join(Cohort, Cohort.id == me.cohort_id)
        .join(other, (other.pod_id == me.pod_id) & (other.person_id != me.person_id))
        .join(Person, Person.id == other.person_id)
        .where(me.person_id == reader, Person.left_at.is_(None))
        .where(Cohort.state.not_in(NOT_ON), Cohort.ends_at > now)
        .order_by(Cohort.starts_on, Cohort.id, Person.name, Person.id)
    )


def _read(row: Any, _person: Person, _now: datetime) -> Any:
    return row


def grouped(rows: Iterable[Any]) -> list[MyPod]:
    """Return the pods of these rows, the first that began first."""
    found = []
    ordered = sorted(rows, key=lambda row: (row.at, row.of_key, row.title))
    for key, held in groupby(ordered, key=lambda row: row.of_key):
        of, url = [*held], f"/cohorts/{key}"
        mates = [Mate(row.title, f"{url}/pod/{row.key}") for row in of]
        found.append(MyPod(of[0].of_title, url, of[0].number > 0, of[0].number == SAID, mates))
    return found


PODS = Source(_asked, _wanted, _read)
