"""What the library makes of what happens: pages are asked, take-aways count as acts and as evidence."""

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.discussions import services as discussions
from learnhub.goals import services as goals
from learnhub.goals.events import PeriodMoved, Tied
from learnhub.library import jobs, queries
from learnhub.library.events import (
    FeedFollowed,
    ResourceAdded,
    ResourceRemoved,
    ResourcesMerged,
    TakeAwayRemoved,
    TakeAwayWritten,
)
from learnhub.library.models import TakeAway


def on_added(fact: ResourceAdded) -> None:
    """Its page is asked at once; what came with many others waits for the next sweep."""
    if not fact.quiet:
        later(jobs.look_up, fact.resource_id)


def on_written(fact: TakeAwayWritten) -> None:
    """Who says what came of it did learn, and the goals that it serves get their evidence."""
    whole, own = Ref("resource", fact.resource_id), Ref("take-away", fact.take_away_id)
    written = db.session.get_one(TakeAway, fact.take_away_id)
    activity.record(ActKind.TOOK_AWAY, own, [fact.person_id], within=whole, at=written.at)
    goals.add_evidence(own, came_of=whole, at=written.at)


def on_removed(fact: TakeAwayRemoved) -> None:
    """What is taken back proves nothing."""
    own = Ref("take-away", fact.take_away_id)
    activity.take_back(ActKind.TOOK_AWAY, own)
    goals.drop_evidence(own)


def on_tied(fact: Tied | PeriodMoved) -> None:
    """What people wrote before is evidence too when a resource is tied to a goal afterwards."""
    if fact.ref_kind != "resource":
        return
    whole = Ref("resource", fact.ref_id)
    for id_, _person_id in queries.take_away_ids(fact.ref_id):
        written = db.session.get_one(TakeAway, id_)
        goals.add_evidence(Ref("take-away", id_), came_of=whole, at=written.at)


def on_merged(fact: ResourcesMerged) -> None:
    """What was said about the one that went is said about the other."""
    discussions.pass_on(Ref("resource", fact.gone_id), Ref("resource", fact.kept_id))


def on_gone(fact: ResourceRemoved) -> None:
    """Nothing is left of it, nor of what was said about it."""
    discussions.forget(Ref("resource", fact.resource_id))


def on_followed(fact: FeedFollowed) -> None:
    """It is read at once; then by the sweep."""
    later(jobs.ask_feed, fact.feed_id)


SUBSCRIPTIONS: Subscriptions = {
    FeedFollowed: [on_followed],
    ResourceAdded: [on_added],
    TakeAwayWritten: [on_written],
    TakeAwayRemoved: [on_removed],
    Tied: [on_tied],
    PeriodMoved: [on_tied],
    ResourcesMerged: [on_merged],
    ResourceRemoved: [on_gone],
}
