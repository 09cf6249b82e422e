"""Pods: made by hand or as proposed, and never with one's managers."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Select, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload

from learnhub.cohorts import policies, queries
from learnhub.cohorts.events import PodEnded, PodLeft, PodMade
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_models import Pod, PodMember
from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.policy import require
from learnhub.people import management
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.programs.queries import Standing

FEWEST, MOST = 2, 3


def propose(people: Sequence[int], apart: Collection[frozenset[int]]) -> list[tuple[int, ...]]:
    """Return pods of three, at the end of two, in the order of `people`; no pair of `apart` meets. Pure.

    Where that leaves somebody out, those go first who may meet fewest, if so fewer are left.
    """
    barred = Counter(one for pair in apart for one in pair)
    orders = people, sorted(people, key=lambda one: -barred[one])
    return max((_in_turn(each, apart) for each in orders), key=lambda found: sum(map(len, found)))


def _in_turn(people: Sequence[int], apart: Collection[frozenset[int]]) -> list[tuple[int, ...]]:
    """Put people into pods in that order. Whom no pod has room for takes one of three with them."""
    left, found = [*people], list[list[int]]()
    while len(left) >= FEWEST:
        size = FEWEST if len(left) in {2, 4} else MOST
        pod = [left.pop(0)]
        for one in [*left]:
            if len(pod) < size and may_meet(one, pod, apart):
                pod.append(one)
                left.remove(one)
        found.append(pod)
    lonely = [*left, *(one for pod in found for one in pod if len(pod) < FEWEST)]
    found = [pod for pod in found if len(pod) >= FEWEST]
    for one in lonely:
        _take_in(one, found, apart)
    return [tuple(pod) for pod in found]


def _take_in(one: int, found: list[list[int]], apart: Collection[frozenset[int]]) -> None:
    """Put one more into a pod of two, or make one with somebody of a pod of three, if anybody fits."""
    for pod in found:
        if len(pod) < MOST and may_meet(one, pod, apart):
            pod.append(one)
            return
    for pod in found:
        for other in pod:
            if len(pod) == MOST and may_meet(one, [other], apart):
                pod.remove(other)
                found.append([other, one])
                return


def may_meet(one: int, others: Iterable[int], apart: Collection[frozenset[int]]) -> bool:
    """Whether somebody may share a pod with these: none is in a pair of `apart` with them. Pure."""
    return all(frozenset((one, other)) not in apart for other in others)


def of_cohort(cohort: Cohort) -> Sequence[Pod]:
    """Return its pods with who is in them, the oldest first."""
    return (
        db.session.scalars(
            select(Pod)
            .join(Pod.members)
            .join(PodMember.person)
            .options(contains_eager(Pod.members).contains_eager(PodMember.person))
            .where(Pod.cohort_id == cohort.id)
            .order_by(Pod.id, PodMember.id)
            .execution_options(populate_existing=True)
        )
        .unique()
        .all()
    )


def pod_of(cohort: Cohort, person: Person) -> Pod | None:
    """Return the pod in which the person is."""
    mine = select(PodMember.pod_id).where(PodMember.cohort_id == cohort.id, PodMember.person_id == person.id)
    return db.session.scalar(
        select(Pod)
        .options(joinedload(Pod.members).joinedload(PodMember.person))
        .where(Pod.id.in_(mine))
        .execution_options(populate_existing=True)
    )


def mates(cohort_id: int, person_id: int) -> Select[int]:
    """Select the ids of those who are in a pod with the person there."""
    mine = select(PodMember.pod_id).where(PodMember.cohort_id == cohort_id, PodMember.person_id == person_id)
    return select(PodMember.person_id).where(PodMember.pod_id.in_(mine), PodMember.person_id != person_id)


def without(cohort: Cohort) -> Sequence[Person]:
    """Return who is in the cohort and in no pod, by zone and name: who works at the same hours meets."""
    placed = select(PodMember.person_id).where(PodMember.cohort_id == cohort.id)
    inside = {each.person_id: each.person for each in queries.members(cohort)}
    taken = set(db.session.scalars(placed))
    free = [person for id_, person in inside.items() if id_ not in taken]
    return sorted(free, key=lambda each: (each.zone, each.name, each.id))


def proposed(people: Sequence[Person]) -> list[list[Person]]:
    """Return pods for these people, none with a manager of another."""
    by_id = {each.id: each for each in people}
    groups = propose([*by_id], management.pairs_among(by_id))
    return [[by_id[id_] for id_ in group] for group in groups]


def make(actor: Person, cohort: Cohort, standing: Standing, people: Iterable[str]) -> Pod:
    """Put these people, by their keys, into a pod of their own.

    Raises Invalid for fewer than two or more than three, for who is not in the cohort, and for somebody
    with one of their managers; Conflict for who is in a pod already.
    """
    require(policies.may_see_progress(is_host=standing.is_host))
    named = db.session.scalars(select(Person.id).where(Person.key.in_([*people]))).all()
    chosen = {each.person_id: each.person for each in queries.members(cohort, named)}
    if not FEWEST <= len(chosen) <= MOST:
        raise Invalid("Choose two or three people.", "people")
    if apart := management.pairs_among(chosen):
        one, other = (chosen[id_].name for id_ in sorted(next(iter(apart))))
        raise Invalid(f"{one} and {other} cannot share a pod: one manages the other.", "people")
    made = Pod(cohort_id=cohort.id, made_by_id=actor.id)
    made.members = [PodMember(cohort_id=cohort.id, person_id=id_) for id_ in chosen]
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise Conflict("One of them is in a pod already.") from error
    events.publish(PodMade(made.id, cohort.id, actor.id, tuple(chosen)))
    return made


def named(cohort: Cohort, key: str) -> Pod | None:
    """Return the pod of the cohort with that key."""
    return db.session.scalar(
        select(Pod)
        .options(joinedload(Pod.members).joinedload(PodMember.person))
        .where(Pod.cohort_id == cohort.id, Pod.key == key)
        .execution_options(populate_existing=True)
    )


def newest(pod: Pod) -> int:
    """Return the place of who came into it last."""
    return max(each.id for each in pod.members)


def dissolve(actor: Person, cohort: Cohort, standing: Standing, key: str) -> list[Person]:
    """End a pod; what its people wrote stays theirs. Returns who was in it. Raises NotFound."""
    require(policies.may_see_progress(is_host=standing.is_host))
    programs.lock(cohort)
    found = named(cohort, key)
    if found is None:
        raise NotFound
    pod_id, place, people = found.id, newest(found), [each.person for each in found.members]
    ids = tuple(each.id for each in people)
    db.session.delete(found)
    db.session.flush()
    events.publish(PodLeft(cohort.id, ids))
    events.publish(PodEnded(pod_id, cohort.id, actor.id, ids, place))
    return people


def leave(cohort_id: int, person_id: int) -> None:
    """Take the person out of their pod there, if they are in one; whoever would be alone in it is free again.

    Needs the cohort's lock.
    """
    mine = PodMember.cohort_id == cohort_id, PodMember.person_id == person_id
    pod_id = db.session.scalar(select(PodMember.pod_id).where(*mine))
    if pod_id is None:
        return
    db.session.execute(delete(PodMember).where(*mine))
    of_it = PodMember.pod_id == pod_id
    if (db.session.scalar(select(func.count()).where(of_it)) or 0) < FEWEST:
        db.session.execute(delete(PodMember).where(of_it))
        db.session.execute(delete(Pod).where(Pod.id == pod_id))
    events.publish(PodLeft(cohort_id, (person_id,)))
