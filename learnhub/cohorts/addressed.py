"""Parts of a cohort that its facilitators write to: by flag, by pace, by pod."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from learnhub.cohorts import pods, rosters
from learnhub.cohorts.flag_rules import BEHIND, LATE, Flag
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.rosters import Line
from learnhub.core.words import joined
from learnhub.people.models import Person
from learnhub.programs.groups import Group
from learnhub.programs.queries import Standing

ANY, BEHIND_NOW = "flag:any", "flag:late"
ON_PACE = 1.0


def groups(cohort: Cohort, person: Person, standing: Standing, now: datetime) -> Sequence[Group]:
    """Return those with somebody in them; flags of whom the reader manages count nowhere."""
    if not standing.is_host:
        return []
    lines = rosters.lines_of(person, cohort, standing, now)
    found = [Group(name, label, _these(ids)) for name, label, ids in _of(lines) if ids]
    for pod in pods.of_cohort(cohort):
        members = [each.person for each in pod.members]
        label = f"Pod of {joined(each.name for each in members)}"
        found.append(Group(f"pod:{pod.key}", label, _these([each.id for each in members])))
    return found


def _of(lines: Sequence[Line]) -> Iterator[tuple[str, str, list[int]]]:
    late = [each.person.id for each in lines if {*LATE} & {*(each.flags or ())}]
    yield BEHIND_NOW, f"Behind: something overdue or missed, or a pace below {BEHIND}", late
    yield (
        ANY,
        "Who needs you this week: also who is stuck or quiet",
        [each.person.id for each in lines if each.needs],
    )
    for flag in Flag:
        flagged = [each.person.id for each in lines if flag in (each.flags or ())]
        yield f"flag:{flag.name.lower()}", f"Flagged: {flag}", flagged
    paces = [(each.person.id, each.progress.pace) for each in lines if each.progress.pace is not None]
    yield "pace:behind", f"Pace below {BEHIND}, flagged or not", [id_ for id_, pace in paces if pace < BEHIND]
    yield (
        "pace:on",
        f"Pace {BEHIND} to {ON_PACE:.0f}",
        [id_ for id_, pace in paces if BEHIND <= pace <= ON_PACE],
    )
    yield "pace:ahead", "Ahead of the dates", [id_ for id_, pace in paces if pace > ON_PACE]


def _these(ids: Collection[int]) -> Select[int]:
    return select(Person.id).where(Person.id.in_([*ids]))
