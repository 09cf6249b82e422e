"""With whom one studies, for Home: one's pods in what goes on, who checked in, as far as they agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, String, and_, case, func, literal, not_, select
from sqlalchemy.orm import aliased

from learnhub.cohorts import streaks
from learnhub.cohorts.check_in_models import CheckIn, CheckInChoice
from learnhub.cohorts.meetings_at_home import Meets
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_models import PodMember, PodNote
from learnhub.core import dates
from learnhub.people import management
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.models import NOT_ON

SAID, WRITTEN = 2, "written"


@dataclass(frozen=True, slots=True)
class Mate:
    """Somebody of one's pod; `url` is where one writes to them, `is_written` whether one did today.

    `said` is how they do, in words: whether they checked in, or that they keep it to themselves.
    """

    name: str
    url: str
    said: str
    is_written: bool


@dataclass(frozen=True, slots=True)
class MyPod:
    """One's pod in a cohort; `said` is whether one checked in this week, `meets` when it meets."""

    title: str
    url: str
    runs: bool
    said: bool
    mates: Sequence[Mate]
    meets: Meets | None = None


def _asked(person: Person, now: datetime) -> dict[str, Any]:
    today = dates.local_date(now, person.tz)
    return {"reader": person.id, "now": now, "week": streaks.week_of(now, person.tz), "today": today}


def _wanted(*, reader: int, now: datetime, week: date, today: date) -> Select[Any]:
    me, other = aliased(PodMember), aliased(PodMember)
    theirs = CheckIn.cohort_id == Cohort.id, CheckIn.person_id == Person.id
    last = select(func.max(CheckIn.at)).where(*theirs).correlate(Cohort, Person).scalar_subquery()
    chosen = CheckInChoice.cohort_id == Cohort.id, CheckInChoice.person_id == Person.id, CheckInChoice.shares
    reads = and_(select(CheckInChoice.person_id).where(*chosen).exists(), not_(management.is_managed(reader)))
    ours = PodNote.cohort_id == Cohort.id, PodNote.by_id == reader, PodNote.to_id == Person.id
    written = select(PodNote.id).where(*ours, PodNote.day == today).exists()
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
                total=case((reads, 1), else_=0),
                later=case((reads, last)),
                state=case((written, literal(WRITTEN, String))),
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


def grouped(
    rows: Iterable[Any], met: Iterable[tuple[str, Meets]], person: Person, now: datetime
) -> list[MyPod]:
    """Return the pods of these rows, the first that began first, as they stand for who reads, and when they
    meet, by what was suggested last.
    """
    found, meets = [], dict(met)
    ordered = sorted(rows, key=lambda row: (row.at, row.of_key, row.title))
    for key, held in groupby(ordered, key=lambda row: row.of_key):
        of, url = [*held], f"/cohorts/{key}"
        mates = [
            Mate(row.title, f"{url}/pod/{row.key}", _how(row, person, now), row.state == WRITTEN)
            for row in of
        ]
        runs = of[0].number > 0
        found.append(MyPod(of[0].of_title, url, runs, of[0].number == SAID, mates, meets.get(key)))
    return found


def _how(row: Any, person: Person, now: datetime) -> str:
    """Say whether a mate checked in; silence is told from what is kept to oneself."""
    if not row.total:
        return "Keeps check-ins to themselves."
    if not row.number:
        return ""
    if row.later is None:
        return "No check-in yet."
    if row.later >= streaks.starts_at(streaks.week_of(now, person.tz), person.tz):
        return "Checked in this week."
    day, today = dates.local_date(row.later, person.tz), dates.local_date(now, person.tz)
    return f"No check-in yet this week; the last was on {dates.day(day, today)}."


PODS = Source(_asked, _wanted, _read)
