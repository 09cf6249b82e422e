"""Somebody is put into another pod, or changes places with one of it, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from learnhub.cohorts import pods, policies, queries
from learnhub.cohorts.events import PodEnded, PodJoined, PodLeft, PodParted
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_models import Pod, PodMember
from learnhub.cohorts.pods import FEWEST, MOST
from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import require
from learnhub.people import management
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.programs.queries import Standing

TAKEN = "That is not free any more, or does not fit. Choose again."
CHANGED = "Their pod has changed since, so it stays as it is."


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody can go: into a pod with room, or into one that is full, whose `other` takes their place.

    `key` is the pod's, or the other's; `mates` are those with whom they would be.
    """

    key: str
    pod: Pod
    mates: Sequence[Person]
    other: Person | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """Whence and whither somebody can be moved; in the `unfit` pods somebody would be with a manager."""

    person: Person
    pod: Pod | None
    mates: Sequence[Person]
    places: Sequence[Place]
    unfit: Sequence[Pod]

    def place(self, key: str) -> Place | None:
        """Return the one with that key."""
        return next((each for each in self.places if each.key == key), None)


def around(cohort: Cohort, person: Person) -> Around:
    """Return where somebody of the cohort is, and where they can go: where there is room first."""
    made = pods.of_cohort(cohort)
    everyone = {each.person_id: each.person for pod in made for each in pod.members} | {person.id: person}
    apart = management.pairs_among(everyone)
    mine = next((pod for pod in made if person.id in _ids(pod)), None)
    mates = [id_ for id_ in _ids(mine) if id_ != person.id]
    room, full, unfit = list[Place](), list[Place](), list[Pod]()
    for pod in made:
        ids, found = _ids(pod), len(room) + len(full)
        if pod is mine:
            continue
        if len(ids) < MOST and pods.may_meet(person.id, ids, apart):
            room.append(Place(pod.key, pod, [everyone[id_] for id_ in ids]))
        for other in ids if mine and len(ids) == MOST else ():
            rest = [id_ for id_ in ids if id_ != other]
            if pods.may_meet(person.id, rest, apart) and pods.may_meet(other, mates, apart):
                change = everyone[other]
                full.append(Place(change.key, pod, [everyone[id_] for id_ in rest], change))
        if len(room) + len(full) == found and (mine or len(ids) < MOST):
            unfit.append(pod)
    return Around(person, mine, [everyone[id_] for id_ in mates], [*room, *full], unfit)


def move(actor: Person, cohort: Cohort, standing: Standing, person: Person, to: str) -> tuple[Around, Place]:
    """Put somebody of the cohort into one of their places, by its key. Returns how it was, and that place.

    Raises Invalid for a place that is none of theirs (any more).
    """
    require(policies.may_see_progress(is_host=standing.is_host))
    programs.lock(cohort)
    found = around(cohort, person)
    place = found.place(to)
    if place is None:
        raise Invalid(TAKEN, "to")
    if place.other is not None and found.pod is not None:
        _exchange(actor, cohort, found, place)
    else:
        _part(actor, cohort, person)
        _join(actor, cohort, place.pod.id, person.id, [each.id for each in place.mates])
    return found, place


def put_back(
    actor: Person, cohort: Cohort, standing: Standing, person: Person, mates: Iterable[str]
) -> Sequence[Person]:
    """Put somebody back with those of their former pod, by their keys: into it, or into one made anew; with
    nobody into none. Returns with whom they are.

    Raises Conflict where these are no pod any more that has room, or are in others; as `pods.make` does.
    """
    require(policies.may_see_progress(is_host=standing.is_host))
    programs.lock(cohort)
    wanted = select(Person.id).where(Person.key.in_([*mates]))
    with_ = {
        each.person_id: each.person for each in queries.members(cohort, db.session.scalars(wanted).all())
    }
    before = [pod for pod in pods.of_cohort(cohort) if not with_.keys().isdisjoint(_ids(pod))]
    was = pods.pod_of(cohort, person)
    newest = pods.newest(was) if was else 0
    _part(actor, cohort, person)
    if not with_ and was is not None:
        events.publish(PodEnded(was.id, cohort.id, actor.id, (person.id,), newest))
    elif with_ and not before:
        pods.make(actor, cohort, standing, [person.key, *(each.key for each in with_.values())])
    elif with_:
        apart = management.pairs_among([*with_, person.id])
        if {*_ids(before[0])} != {*with_} or not pods.may_meet(person.id, with_, apart) or len(with_) == MOST:
            raise Conflict(CHANGED)
        _join(actor, cohort, before[0].id, person.id, [*with_])
    return [*with_.values()]


def _part(actor: Person, cohort: Cohort, person: Person) -> None:
    """Take somebody out of their pod, if they are in one; who would be alone in it is in none."""
    pod = pods.pod_of(cohort, person)
    if pod is None:
        return
    place = next(each.id for each in pod.members if each.person_id == person.id)
    mates = tuple(id_ for id_ in _ids(pod) if id_ != person.id)
    newest = pods.newest(pod)
    pods.leave(cohort.id, person.id)
    if len(mates) < FEWEST:
        events.publish(PodEnded(pod.id, cohort.id, actor.id, mates, newest))
    else:
        events.publish(PodParted(pod.id, cohort.id, actor.id, person.id, mates, place))


def _join(actor: Person, cohort: Cohort, pod_id: int, person_id: int, mates: Sequence[int]) -> None:
    made = PodMember(pod_id=pod_id, cohort_id=cohort.id, person_id=person_id)
    db.session.add(made)
    db.session.flush()
    events.publish(PodJoined(pod_id, cohort.id, actor.id, person_id, tuple(mates), made.id))


def _exchange(actor: Person, cohort: Cohort, found: Around, place: Place) -> None:
    """Let two of two pods change places; neither pod is ever without one."""
    assert found.pod is not None
    assert place.other is not None
    here, there = [each.id for each in found.mates], [each.id for each in place.mates]
    both = ((found.person.id, found.pod.id, here), (place.other.id, place.pod.id, there))
    was = {each.person_id: each.id for pod in (found.pod, place.pod) for each in pod.members}
    gone = PodMember.cohort_id == cohort.id, PodMember.person_id.in_([id_ for id_, *_ in both])
    db.session.execute(delete(PodMember).where(*gone))
    events.publish(PodLeft(cohort.id, tuple(id_ for id_, *_ in both)))
    for id_, pod_id, mates in both:
        events.publish(PodParted(pod_id, cohort.id, actor.id, id_, tuple(mates), was[id_]))
    _join(actor, cohort, place.pod.id, found.person.id, there)
    _join(actor, cohort, found.pod.id, place.other.id, here)


def _ids(pod: Pod | None) -> list[int]:
    return [each.person_id for each in pod.members] if pod else []
