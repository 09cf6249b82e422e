"""What somebody keeps besides single programs, and handing it to another when they leave."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from learnhub.core import audit
from learnhub.core.db import db
from learnhub.core.refs import Card, Ref, cards
from learnhub.goals.models import Goal, GoalState
from learnhub.library import keepers
from learnhub.library.models import Collection, Resource
from learnhub.people.models import Person
from learnhub.programs import series_hosts, series_queries
from learnhub.programs.series_models import Series
from learnhub.talks.models import RequestState, TopicRequest

MOST = 100  # of each kind on the page
WORDS = {
    "goal": "Goals",
    "resource": "Resources",
    "collection": "Collections",
    "request": "Topics and proposals",
    "series": "Series",
}


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody keeps of one kind: the first of them by title, and how many there are."""

    kind: str
    word: str
    rows: Sequence[tuple[str, Card]]  # the value of its box: kind and id
    total: int


def _all(person: Person) -> dict[str, Select[int]]:
    """Return the ids of what is open and theirs, by kind."""
    mine = or_(TopicRequest.asked_by_id == person.id, TopicRequest.speaker_id == person.id)
    goals = Goal.owner_id == person.id, Goal.state == GoalState.OPEN
    resources = Resource.owner_id == person.id, Resource.binned_at.is_(None)
    collections = Collection.owner_id == person.id, Collection.binned_at.is_(None)
    return {
        "goal": select(Goal.id).where(*goals).order_by(Goal.title, Goal.id),
        "resource": select(Resource.id).where(*resources).order_by(Resource.title, Resource.id),
        "collection": select(Collection.id).where(*collections).order_by(Collection.title, Collection.id),
        "request": select(TopicRequest.id)
        .where(mine, TopicRequest.state == RequestState.OPEN)
        .order_by(TopicRequest.title, TopicRequest.id),
        "series": select(Series.id)
        .where(Series.id.in_(series_queries.running(person)))
        .order_by(Series.title, Series.id),
    }


def counts(person: Person) -> dict[str, int]:
    """Return how much there is of each kind, in one statement; nothing of what there is none."""
    named = _all(person)
    numbers = [
        select(func.count()).select_from(ids.order_by(None).subquery()).scalar_subquery()
        for ids in named.values()
    ]
    row = db.session.execute(select(*numbers)).one()
    return {kind: number for kind, number in zip(named, row, strict=True) if number}


def of(asking: Person, person: Person) -> list[Held]:
    """Return what they keep, a hundred of each kind."""
    known, named = counts(person), _all(person)
    ids = {kind: db.session.scalars(named[kind].limit(MOST)).all() for kind in known}
    found = cards([Ref(kind, id_) for kind, some in ids.items() for id_ in some], asking)
    return [
        Held(
            kind,
            WORDS[kind],
            [(f"{kind}:{id_}", found[Ref(kind, id_)]) for id_ in ids[kind] if Ref(kind, id_) in found],
            total,
        )
        for kind, total in known.items()
    ]


def hand_over(actor: Person, person: Person, chosen: Sequence[str], to: Person) -> int:
    """Give what was chosen of theirs to another, and return how much it was; what is not theirs stays.

    Of a topic or a proposal the other becomes who gives the talk; who asked for it stays named. Of a series
    they host each date to come. Raises Invalid for a series and a guest.
    """
    wanted, named = set(chosen), _all(person)
    done = 0
    for kind, ids in named.items():
        for id_ in db.session.scalars(ids).all():
            if f"{kind}:{id_}" in wanted:
                _give(actor, person, kind, id_, to)
                done += 1
    db.session.flush()
    return done


def _give(actor: Person, person: Person, kind: str, id_: int, to: Person) -> None:
    if kind == "series":
        series_hosts.hand_over(actor, db.session.get_one(Series, id_), person, to)
        return
    if kind == "resource":
        keepers.hand_over(actor, db.session.get_one(Resource, id_), to)
        return
    if kind == "request":
        request = db.session.get_one(TopicRequest, id_)
        before, request.speaker = request.speaker_id, to
    else:
        row: Goal | Collection
        row = db.session.get_one(Goal, id_) if kind == "goal" else db.session.get_one(Collection, id_)
        before, row.owner = row.owner_id, to
    audit.record(actor.id, f"{kind}.handed", Ref(kind, id_), before={"owner": before}, after={"owner": to.id})
