"""Parts of a cohort that its facilitators write to: by flag, by pace, by pod."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from learnhub.cohorts import pods, rosters
from learnhub.cohorts.flag_rules import BEHIND, LATE, Flag
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.rosters import Line
from learnhub.cohorts.sentences import RULES
from learnhub.core.words import joined, sentence
from learnhub.people.models import Person
from learnhub.programs.groups import Group
from learnhub.programs.queries import Standing

ANY, BEHIND_NOW = "flag:any", "flag:late"
ON_PACE = 1.0
NEED, PACE = "Who needs you", "By pace"


def groups(cohort: Cohort, person: Person, standing: Standing, now: datetime) -> Sequence[Group]:
    """Return those with somebody in them; flags of whom the reader manages count nowhere."""
    if not standing.is_host:
        return []
    lines = rosters.lines_of(person, cohort, standing, now)
    found = [
        Group(name, label, _these(ids), heading=heading) for heading, name, label, ids in _of(lines) if ids
    ]
    for pod in pods.of_cohort(cohort):
        members = [each.person for each in pod.members]
        label, ids = f"Pod of {joined(each.name for each in members)}", [each.id for each in members]
        found.append(Group(f"pod:{pod.key}", label, _these(ids), heading="One pod", folds=True))
    return found


def _of(lines: Sequence[Line]) -> Iterator[tuple[str, str, str, list[int]]]:
    """Yield heading, name, label and ids. A pace below that of the flag is one group, whoever has it."""
    late = [each.person.id for each in lines if {*LATE} & {*(each.flags or ())}]
    need = [each.person.id for each in lines if each.needs]
    yield NEED, ANY, "Everyone who needs you this week", need
    yield NEED, BEHIND_NOW, f"Flagged as behind: something overdue or missed, or a pace below {BEHIND}", late
    for flag in Flag:
        flagged = [each.person.id for each in lines if flag in (each.flags or ())]
        if flag is not Flag.BEHIND:
            yield NEED, f"flag:{flag.name.lower()}", sentence(RULES[flag]), flagged
    paces = [(each.person.id, each.progress.pace) for each in lines if each.progress.pace is not None]
    below = [id_ for id_, pace in paces if pace < BEHIND]
    yield PACE, "pace:behind", f"Pace below {BEHIND}, flagged or not", below
    on_pace = [id_ for id_, pace in paces if BEHIND <= pace <= ON_PACE]
    yield PACE, "pace:on", f"Pace {BEHIND} to {ON_PACE:.0f}", on_pace
    yield (
        PACE,
        "pace:ahead",
        "Pace above 1: ahead of the dates",
        [id_ for id_, pace in paces if pace > ON_PACE],
    )


def _these(ids: Collection[int]) -> Select[int]:
    return select(Person.id).where(Person.id.in_([*ids]))
