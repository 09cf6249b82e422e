"""The page on which hosts write to a part of those on their list, with all that was written."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from learnhub.core.policy import require
from learnhub.core.words import joined
from learnhub.people.models import Person
from learnhub.programs import announcements, groups, kinds
from learnhub.programs.groups import Group
from learnhub.programs.models import Program
from learnhub.programs.queries import Standing
from learnhub.web.polling import tag_of

SOON = timedelta(minutes=1)  # what goes so soon is waited for on the page


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
    every = groups.of(program, person, standing, now)
    reach = announcements.reach(every, person.id)
    found = [each for each in every if reach[each.name].number or each.name == groups.EVERYONE]
    hand = announcements.by_hand(program, chosen) if chosen else []
    wrote = announcements.written(program, person)
    soon = any(each.waits and each.goes_at <= now + SOON for each in wrote)
    return {
        "program": program,
        "may": may,
        "kind": kinds.of(program),
        "groups": found,
        "headings": _headings(found, by_hand=bool(hand)),
        "counts": {name: each.number for name, each in reach.items()},
        "reach": {name: (each.number, each.everyone) for name, each in reach.items()}
        | {groups.HAND: (len(hand), joined(each.name for each in hand))},
        "everyone": [(each.label, reach[each.name].everyone) for each in found if reach[each.name].number],
        "chosen": hand,
        "written": wrote,
        "tag": tag_of([(each.key, each.gone_at, each.cancelled_at, each.reached) for each in wrote], soon),
        "soon": soon,
    }


def _headings(found: Sequence[Group], *, by_hand: bool) -> list[tuple[str, bool, list[str]]]:
    """Return the names of groups under their headings, and whether these fold; by hand comes first."""
    held: dict[str, tuple[bool, list[str]]] = {"Chosen by hand": (False, [groups.HAND])} if by_hand else {}
    for each in found:
        held.setdefault(each.heading, (each.folds, []))[1].append(each.name)
    return [(heading, folds, names) for heading, (folds, names) in held.items()]
