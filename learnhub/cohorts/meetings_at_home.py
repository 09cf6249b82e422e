"""When one's pods meet, for Home: what is fixed, or which times are asked about and what one is to do."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, and_, case, cast, exists, or_, select
from sqlalchemy.orm import aliased

from learnhub.cohorts.meeting_models import MeetingState, PodMeeting, PodMeetingPerson
from learnhub.cohorts.meeting_rules import AHEAD, LONGEST
from learnhub.cohorts.models import Cohort
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.models import NOT_ON

ASKED, SAID, WAITS, READY = range(4)  # how it stands for the reader, while none is fixed
TODO = {
    ASKED: "Say which fit you",
    SAID: "You said which fit",
    WAITS: "Not all have said yet which fit",
    READY: "All have said which fit: fix one",
}


@dataclass(frozen=True, slots=True)
class Meets:
    """When a pod meets: from when to when, or at which times it could; `todo` is what is asked of one."""

    starts_at: datetime | None
    ends_at: datetime | None
    times: Sequence[datetime]
    place: str
    todo: str

    @property
    def last(self) -> datetime:
        """When it is over."""
        return self.ends_at or max(self.times)


def _asked(person: Person, now: datetime) -> dict[str, Any]:
    return {"reader": person.id, "begun": now - timedelta(minutes=LONGEST), "now": now, "old": now - AHEAD}


def _wanted(*, reader: int, begun: datetime, now: datetime, old: datetime) -> Select[Any]:
    mine, other, by = (aliased(PodMeetingPerson) for _ in range(3))
    silent = exists().where(other.meeting_id == PodMeeting.id, _unsaid(other))
    gone = ~exists().where(by.meeting_id == PodMeeting.id, by.person_id == PodMeeting.by_id)
    fixes = or_(PodMeeting.by_id == reader, and_(gone, ~_unsaid(mine)))
    stands = case((and_(fixes, silent), WAITS), (fixes, READY), (_unsaid(mine), ASKED), else_=SAID)
    return (
        select(
            *columns(
                of_key=Cohort.key,
                key=cast(PodMeeting.times, String),
                title=PodMeeting.place,
                at=PodMeeting.starts_at,
                number=PodMeeting.minutes,
                total=stands,
            )
        )
        .select_from(mine)
        .join(PodMeeting, PodMeeting.id == mine.meeting_id)
        .join(Cohort, Cohort.id == PodMeeting.cohort_id)
        .where(mine.person_id == reader, Cohort.state.not_in(NOT_ON), Cohort.ends_at > now)
        .where(
            or_(
                and_(PodMeeting.state == MeetingState.FIXED, PodMeeting.starts_at > begun),
                and_(PodMeeting.state == MeetingState.ASKED, PodMeeting.changed_at > old),
            )
        )
        .order_by(PodMeeting.id)
    )


def _unsaid(of: Any) -> Any:
    """Whether they have still to say of some of the times."""
    return of.is_asked.is_(True)


def _read(row: Any, _person: Person, now: datetime) -> tuple[str, Meets] | None:
    ends_at = row.at + timedelta(minutes=row.number) if row.at else None
    times = [datetime.fromisoformat(each) for each in json.loads(row.key)]
    found = Meets(row.at, ends_at, times, row.title, "" if row.at else TODO[row.total])
    return (row.of_key, found) if found.last > now else None


MEETINGS = Source(_asked, _wanted, _read)
