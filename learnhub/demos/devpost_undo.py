"""Take back a hackathon that came from Devpost, while nothing was built upon it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from learnhub.activity import services as activity
from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.demos.models import Demo, PrizeEntry, Snapshot, SnapshotRun
from learnhub.goals import services as goals
from learnhub.goals.models import Tie
from learnhub.hackathons.models import Hackathon, Prize
from learnhub.programs.asked_models import Part, SignUpField
from learnhub.programs.events import ProgramTakenBack
from learnhub.programs.models import Host, SignUp
from learnhub.search import services as search
from learnhub.teams.models import Membership, Team

ASKED: tuple[type[SignUpField | Part], ...] = (SignUpField, Part)


def built_upon(hackathon_id: int, demo_ids: Sequence[int]) -> str:
    """Return what was built upon these demos, as a sentence; empty for nothing."""
    demos = db.session.scalars(select(Demo).where(Demo.id.in_(demo_ids)).options(joinedload(Demo.team))).all()
    if any(demo.version > 1 or demo.team.version > 2 for demo in demos) or len(demos) < len(demo_ids):
        return "a demo was edited here since."
    ties = select(Tie.id).where(
        ((Tie.ref_kind == "hackathon") & (Tie.ref_id == hackathon_id))
        | ((Tie.ref_kind == "demo") & Tie.ref_id.in_(demo_ids))
    )
    if db.session.scalar(ties.limit(1)):
        return "it is tied to a goal."
    if any(db.session.scalar(select(each.id).where(each.program_id == hackathon_id)) for each in ASKED):
        return "its hosts ask something of people."
    return ""


def take_back(hackathon_id: int, demo_ids: Sequence[int]) -> None:
    """Delete these demos and their teams; with the last demo the hackathon goes too."""
    team_ids = list(db.session.scalars(select(Demo.team_id).where(Demo.id.in_(demo_ids))))
    _delete(Snapshot, Snapshot.demo_id.in_(demo_ids))
    _delete(PrizeEntry, PrizeEntry.demo_id.in_(demo_ids))
    activity.forget("demo", demo_ids)
    members = list(db.session.scalars(select(Membership.person_id).where(Membership.team_id.in_(team_ids))))
    for demo_id in demo_ids:
        goals.drop_evidence(Ref("demo", demo_id))
        search.gone(Ref("demo", demo_id))
    _delete(Demo, Demo.id.in_(demo_ids))
    _delete(Membership, Membership.team_id.in_(team_ids))
    _delete(Team, Team.id.in_(team_ids))
    _delete(SignUp, SignUp.program_id == hackathon_id, SignUp.person_id.in_(members))
    hackathon = db.session.get(Hackathon, hackathon_id)
    if hackathon is None:
        return
    hackathon.places_taken -= len(members)
    if db.session.scalar(select(Demo.id).where(Demo.hackathon_id == hackathon_id).limit(1)) is None:
        events.publish(ProgramTakenBack(hackathon_id))
        activity.forget("hackathon", [hackathon_id])
        for table in (SnapshotRun, Prize):
            _delete(table, table.hackathon_id == hackathon_id)
        _delete(Host, Host.program_id == hackathon_id)
        db.session.delete(hackathon)
        db.session.flush()


def _delete(table: Any, *which: Any) -> None:
    db.session.execute(delete(table).where(*which))
