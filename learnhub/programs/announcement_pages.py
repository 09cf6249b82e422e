"""The page on which hosts write to a part of those on their list, with all that was written."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from learnhub.core.policy import require
from learnhub.people.models import Person
from learnhub.programs import announcements, groups, kinds
from learnhub.programs.models import Program
from learnhub.programs.queries import Standing


def writing(
    person: Person, program: Program, standing: Standing, now: datetime, chosen: Collection[str]
) -> dict[str, Any]:
    """Return whom the reader may write to, how many each reaches, and what was written.

    `chosen` are the keys of those chosen by hand. Raises Forbidden for who may not write to them; hosts read
    what they wrote even when they may write no more.
    """
    may = announcements.may_announce(program, standing)
    if not standing.is_host:
        require(may)
    found = groups.of(program, person, standing, now)
    reach = announcements.reach(found, person.id)
    return {
        "program": program,
        "may": may,
        "kind": kinds.of(program),
        "groups": found,
        "counts": {name: each.number for name, each in reach.items()},
        "names": {name: each.names for name, each in reach.items()},
        "everyone": [(each.label, reach[each.name].everyone) for each in found if reach[each.name].number],
        "chosen": announcements.by_hand(program, chosen) if chosen else [],
        "written": announcements.written(program, person),
    }
