"""What cards of demos say: columns alone, as a page shows the cards of many."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from learnhub.core.among import among
from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.demos.models import Demo, DemoState, FollowState, FollowUp
from learnhub.demos.policies import Times
from learnhub.demos.queries import may_be_seen, ties, times_of
from learnhub.hackathons.models import TIMED_BY, Hackathon, Opening, Timetable, Window
from learnhub.people.models import Person
from learnhub.programs import sights
from learnhub.programs.models import ProgramState
from learnhub.programs.sights import Sight
from learnhub.teams.models import Team


class Told(NamedTuple):
    """What a card says of a demo."""

    key: str
    title: str
    submitted_at: datetime | None
    team: str
    follow_up_id: int | None
    became: FollowState | None


# Of a row, behind its id: what decides who may see it, what its card says, what its times follow from.
DECIDES, SAYS = slice(1, 5), slice(5, 5 + len(Told._fields))
TIMES = slice(SAYS.stop, None)


def visible(person: Person, ids: Sequence[int]) -> dict[int, Told]:
    """Return those of the demos that the person may see: one SELECT. What is alike is decided once."""
    may: dict[tuple[Any, ...], bool] = {}
    found: dict[int, Told] = {}
    for row in db.session.execute(*kept(_told, ids, person.id, sight=sights.sight(person))).all():
        decides = _, state, is_member, is_host = row[DECIDES]
        if decides not in may:
            may[decides] = may_be_seen(
                person,
                submitted=state is DemoState.SUBMITTED,
                times=_times(*row[TIMES]),
                is_member=is_member,
                is_host=is_host,
            )
        if may[decides]:
            found[row[0]] = Told(*row[SAYS])
    return found


def _times(
    ends_at: datetime,
    grace_minutes: int,
    gallery_open: bool,
    stands: ProgramState,
    *windows: datetime | None,
) -> Times:
    pairs = zip(TIMED_BY, windows[::2], windows[1::2], strict=True)
    openings = {kind: Opening(kind, opens, closes) for kind, opens, closes in pairs if opens and closes}
    table = Timetable(ends_at, grace_minutes, openings.get)
    return times_of(table, gallery_open=gallery_open, state=stands)


def _told(ids: Sequence[int], reader: int, *, sight: Sight) -> Select[Any]:
    member, host = ties(reader)
    told = Demo.key, Demo.title, Demo.submitted_at, Team.name, FollowUp.id, FollowUp.state
    held = Hackathon.ends_at, Hackathon.grace_minutes, Hackathon.gallery_open, Hackathon.state
    columns: Sequence[Any] = (Demo.id, Demo.hackathon_id, Demo.state, member, host, *told, *held)
    found = (
        select(*columns)
        .join(Demo.team)
        .join(Hackathon, Hackathon.id == Demo.hackathon_id)
        .outerjoin(Demo.follow_up)
        .where(among(Demo.id, ids), Team.archived_at.is_(None), sights.visible(reader, sight))
    )
    for kind in TIMED_BY:
        window = aliased(Window, name=kind.value)
        opened = and_(window.hackathon_id == Hackathon.id, window.kind == kind)
        found = found.add_columns(window.opens_at, window.closes_at).outerjoin(window, opened)
    return found
