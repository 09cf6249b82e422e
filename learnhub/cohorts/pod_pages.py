"""What the pages show on which a facilitator moves somebody to another pod, or ends one."""

from collections.abc import Iterable, Sequence
from typing import Any

from learnhub.cohorts import pod_moves, policies, queries
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_models import Pod
from learnhub.cohorts.pod_moves import Around, Place
from learnhub.cohorts.pods import FEWEST
from learnhub.core.policy import require
from learnhub.core.words import counted, joined, sentence
from learnhub.people.models import Person

READS = (
    "Who agreed that their pod reads their check-ins and follows the links to their work shows them to "
    "{who}, those of before too, and to the former pod no more. Notes stay with whom they were written to."
)
MEETS = (
    "A former pod that has a time to meet goes on without who left, and drops it where one would be alone. "
    "Into what the new pod fixed, or is asked about, who comes is taken. Undo brings no dropped time back."
)


def moving(reader: Person, key: str, who: str, to: str) -> dict[str, Any]:
    """Return where somebody can be moved, and with `to` what follows. Raises Forbidden, NotFound."""
    cohort, standing = queries.hosted(reader, key)
    require(policies.may_see_progress(is_host=standing.is_host))
    person = queries.member_named(cohort, who).person
    found = pod_moves.around(cohort, person)
    place = found.place(to)
    return {
        "cohort": cohort,
        "person": person,
        "mates": [each.name for each in found.mates],
        "options": [(each.key, *_option(each)) for each in found.places],
        "notes": {each.key: _option(each)[1] for each in found.places},
        "room": [each.key for each in found.places if each.other is None],
        "full": [each.key for each in found.places if each.other is not None],
        "unfit": joined((_names(pod) for pod in found.unfit), "nor into that of"),
        "place": place,
        "follows": follows(found, place) if place else [],
    }


def ending(cohort: Cohort, pod: Pod) -> dict[str, Any]:
    """Return what the end of a pod means."""
    people = [each.person.name for each in pod.members]
    return {"cohort": cohort, "pod": pod, "names": joined(people), "number": counted(len(people), "person")}


def follows(found: Around, place: Place) -> list[tuple[str, str]]:
    """Return what follows when somebody is moved there, by what it is about."""
    name, former, new = found.person.name, _called(found.mates), _called(place.mates)
    said = [("New pod", f"{name}, {new}.")]
    if place.other is not None:
        said.append(("Former pod", f"{place.other.name} takes the place of {name} there, with {former}."))
    elif 0 < len(found.mates) < FEWEST:
        said.append(("Former pod", f"It ends: {former} would be alone, and is in no pod until you find one."))
    elif found.mates:
        said.append(("Former pod", f"{former} go on without {name}."))
    told = [*place.mates, *found.mates, found.person, *([place.other] if place.other else [])]
    return [
        *said,
        ("Check-ins", READS.format(who="the new one")),
        ("Meetings", MEETS),
        ("Told", f"{sentence(counted(len({each.id for each in told}), 'person'))}, by their inbox and mail."),
    ]


def moved(person: Person, place: Place) -> str:
    """ "Ada is with Bob and Cid now. All of them hear."."""
    instead = f", and {place.other.name} took the former place" if place.other else ""
    return f"{person.name} is with {_called(place.mates)} now{instead}. All of them hear."


def put_back(person: Person, mates: Sequence[Person]) -> str:
    """ "Ada is with Bob and Cid again. All of them hear."."""
    with_ = f"with {_called(mates)} again" if mates else "in no pod again"
    return f"{person.name} is {with_}. All of them hear."


def ended(people: Iterable[Person]) -> str:
    """ "The pod of Ada and Bob has ended, and they hear. What they wrote stays theirs."."""
    return f"The pod of {_called(people)} has ended, and they hear. What they wrote stays theirs."


def _option(place: Place) -> tuple[str, str]:
    """What a choice is called, and what it says below."""
    if place.other is None:
        return f"To {_called(place.mates)}", ""
    return f"With {place.other.name}", f"Then in a pod with {_called(place.mates)}."


def _names(pod: Pod) -> str:
    return _called(each.person for each in pod.members)


def _called(people: Iterable[Person]) -> str:
    return joined(each.name for each in people)
