"""Those dates of programs that are rows of their own: see `dues`, `check_ins` and `decisions`."""

from collections.abc import Collection, Sequence
from functools import partial

from learnhub.cohorts.models import Cohort
from learnhub.hackathons.models import Hackathon
from learnhub.notifications.planning import check_ins, decisions, dues, rules
from learnhub.notifications.planning.dues import Due
from learnhub.people.models import Person
from learnhub.programs.models import Program

EACH_OWN = (*dues.OF_COHORTS, *decisions.KINDS)  # they concern others by each of their subjects


def of(program: Program) -> Sequence[Due]:
    """Return those of one program."""
    return of_each([program], rules.KINDS_OF[program.kind])[program.id]


def of_each(programs: Sequence[Program], kinds: Collection[str]) -> dict[int, list[Due]]:
    """Return those of these kinds, by program: some statements."""
    found: dict[int, list[Due]] = {each.id: [] for each in programs}
    cohorts, hackathons = _sorted(programs)
    sources = (
        (dues.OF_COHORTS, partial(dues.dated_of, cohorts)),
        ((check_ins.CHECK_IN,), partial(check_ins.of, cohorts)),
        (decisions.KINDS, partial(decisions.of, hackathons)),
    )
    for theirs, read in sources:
        if any(kind in kinds for kind in theirs):
            for id_, own in read().items():
                found[id_] += own
    return found


def ahead(person: Person, programs: Sequence[Program]) -> dict[int, list[Due]]:
    """Return by program those that concern one person: two statements."""
    cohorts, hackathons = _sorted(programs)
    found = dues.ahead(person.id, cohorts) | decisions.ahead(person.id, hackathons)
    for each in cohorts:
        found[each.id] += check_ins.in_zone(each, person.zone)
    return found


def _sorted(programs: Sequence[Program]) -> tuple[list[Cohort], list[Hackathon]]:
    cohorts = [each for each in programs if isinstance(each, Cohort)]
    return cohorts, [each for each in programs if isinstance(each, Hackathon)]
