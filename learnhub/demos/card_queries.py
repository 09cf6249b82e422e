"""What cards of demos say: columns alone, as a page shows the cards of many."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.demos.models import Demo, DemoState, FollowState, FollowUp
from learnhub.demos.queries import may_be_seen, ties, times_of
from learnhub.hackathons.models import Hackathon, Opening, Timetable, Window, WindowKind
from learnhub.people.models import Person
from learnhub.programs import sights
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


def visible(person: Person, ids: Sequence[int]) -> dict[int, Told]:
    """Return those of the demos that the person may see: one SELECT, a row for each window of each."""
    rows = db.session.execute(*kept(_told, ids, person.id, sight=sights.sight(person))).all()
    windows: dict[int, dict[WindowKind, Opening]] = {}
    for row in rows:
        windows.setdefault(row.id, {})[row.kind] = Opening(row.opens_at, row.closes_at)
    found: dict[int, Told] = {}
    for row in rows:
        if row.id not in found and may_be_seen(
            person,
            submitted=row.state is DemoState.SUBMITTED,
            times=times_of(
                Timetable(row.ends_at, row.grace_minutes, windows[row.id].get),
                gallery_open=row.gallery_open,
                state=row.stands,
            ),
            is_member=row.is_member,
            is_host=row.is_host,
        ):
            found[row.id] = Told(row.key, row.title, row.submitted_at, row.team, row.follow_up_id, row.became)
    return found


def _told(ids: Sequence[int], reader: int, *, sight: Sight) -> Select[Any]:
    member, host = ties(reader)
    told = Demo.id, Demo.key, Demo.title, Demo.state, Demo.submitted_at, Team.name.label("team")
    became = FollowUp.id.label("follow_up_id"), FollowUp.state.label("became")
    held = Hackathon.ends_at, Hackathon.grace_minutes, Hackathon.gallery_open, Hackathon.state.label("stands")
    return (
        select(*told, *became, *held, Window.kind, Window.opens_at, Window.closes_at)
        .add_columns(member.label("is_member"), host.label("is_host"))
        .join(Demo.team)
        .join(Hackathon, Hackathon.id == Demo.hackathon_id)
        .outerjoin(Demo.follow_up)
        .outerjoin(Window, Window.hackathon_id == Hackathon.id)
        .where(Demo.id.in_(ids), Team.archived_at.is_(None), sights.visible(reader, sight))
    )
