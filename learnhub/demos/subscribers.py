"""What a submitted demo means elsewhere: an act of each member, evidence for the goals."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref
from learnhub.demos import evidence, follow_ups, queries
from learnhub.demos.events import DemoReopened, DemosImported, DemoSubmitted, FollowedUp, SnapshotsTaken
from learnhub.demos.models import PrizeEntry
from learnhub.goals import queries as goal_queries
from learnhub.goals import services as goals
from learnhub.goals.events import PeriodMoved, Tied
from learnhub.hackathons.events import PrizeRemoved
from learnhub.hackathons.models import Hackathon
from learnhub.programs import parts
from learnhub.programs import queries as programs
from learnhub.teams import member_queries


def on_submitted(fact: DemoSubmitted) -> None:
    """Everyone in the team took part."""
    members = member_queries.people_of([fact.team_id]).get(fact.team_id, [])
    activity.record(
        ActKind.SUBMITTED,
        Ref("demo", fact.demo_id),
        [person.id for person in members],
        within=Ref("hackathon", fact.hackathon_id),
    )


def on_reopened(fact: DemoReopened) -> None:
    """A draft proves nothing yet."""
    for kind in (ActKind.SUBMITTED, ActKind.DEMOED):
        activity.take_back(kind, Ref("demo", fact.demo_id))
    goals.drop_evidence(Ref("demo", fact.demo_id))


def on_kept(fact: SnapshotsTaken | DemosImported) -> None:
    """Who stands behind a demo showed it, who hosted or took a part made it happen."""
    hackathon = db.session.get_one(Hackathon, fact.hackathon_id)
    whole, at = Ref("hackathon", hackathon.id), min(hackathon.snapshot_at, hackathon.ends_at)
    demos = queries.submitted_demos(hackathon.id)
    members = member_queries.people_of([demo.team_id for demo in demos])
    for demo in demos:
        people = [person.id for person in members.get(demo.team_id, [])]
        activity.record(ActKind.DEMOED, Ref("demo", demo.id), people, within=whole, at=at)
    if isinstance(fact, SnapshotsTaken):
        hosts = [person.id for person in programs.hosts_of(hackathon)]
        activity.record(ActKind.HOSTED, whole, hosts, at=at)
        activity.record(ActKind.TOOK_PART, whole, parts.taker_ids(hackathon), at=at)
        follow_ups.begin(hackathon, demos)
    _prove(hackathon, at)
    _prove_alone([demo.id for demo in demos])


def _prove(hackathon: Hackathon, at: datetime) -> None:
    came_of = Ref("hackathon", hackathon.id)
    if goal_queries.all_ties_of(came_of):
        for demo_id in queries.evidence_of(hackathon.id):
            goals.add_evidence(Ref("demo", demo_id), came_of=came_of, at=at)


def _prove_alone(demo_ids: Sequence[int]) -> None:
    """A demo that is tied by itself is evidence once it is kept."""
    for demo_id, at in evidence.proving(demo_ids).items():
        goals.add_evidence(Ref("demo", demo_id), came_of=Ref("demo", demo_id), at=at)


def on_followed_up(fact: FollowedUp) -> None:
    """What was adopted proves something for the goals that it serves, itself or by its hackathon."""
    ref = Ref("follow-up", fact.follow_up_id)
    if not fact.adopted:
        goals.drop_evidence(ref)
        return
    for came_of in (Ref("demo", fact.demo_id), Ref("hackathon", fact.hackathon_id)):
        goals.add_evidence(ref, came_of=came_of, at=clock.now())


def on_tied(fact: Tied | PeriodMoved) -> None:
    """What is over brings its evidence along when it is tied to a goal afterwards."""
    if fact.ref_kind == "demo":
        _prove_alone([fact.ref_id])
        return
    hackathon = db.session.get(Hackathon, fact.ref_id) if fact.ref_kind == "hackathon" else None
    if hackathon is not None and queries.snapshots_by_demo(hackathon.id):
        _prove(hackathon, min(hackathon.snapshot_at, hackathon.ends_at))


def on_prize_removed(fact: PrizeRemoved) -> None:
    """Demos that are in for it stay, without it."""
    db.session.execute(delete(PrizeEntry).where(PrizeEntry.prize_id == fact.prize_id))


SUBSCRIPTIONS: Subscriptions = {
    DemoSubmitted: [on_submitted],
    DemoReopened: [on_reopened],
    SnapshotsTaken: [on_kept],
    DemosImported: [on_kept],
    Tied: [on_tied],
    PeriodMoved: [on_tied],
    FollowedUp: [on_followed_up],
    PrizeRemoved: [on_prize_removed],
}
