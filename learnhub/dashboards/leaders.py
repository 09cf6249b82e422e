"""Who leads a unit and those below it, and what lies above: whom a reader of its dashboard talks to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learnhub.dashboards.queries import UnitRow
from learnhub.people import queries as people_queries
from learnhub.people.queries import Leader


@dataclass(frozen=True, slots=True)
class Led:
    """Who leads the unit: `by` of its own, or else those of `unit`, the next above that somebody leads.

    `below`: who leads each of those right below, by key, where somebody does.
    """

    unit: UnitRow
    by: Sequence[Leader]
    below: Mapping[str, Sequence[Leader]]


def way_to(unit: UnitRow, seen: Sequence[UnitRow]) -> list[UnitRow]:
    """Return the units from the highest that is `seen` down to this one. Pure."""
    known = {each.id: each for each in seen}
    found, at = [unit], unit.parent_id
    while at in known:
        found.insert(0, known[at])
        at = known[at].parent_id
    return found


def leading(way: Sequence[UnitRow], below: Sequence[UnitRow]) -> Led:
    """Return who leads the last of the `way`, and those `below` it: one statement."""
    leaders = people_queries.leaders_of(each.id for each in (*way, *below))
    led = next((each for each in reversed(way) if each.id in leaders), way[-1])
    by_key = {each.key: leaders[each.id] for each in below if each.id in leaders}
    return Led(led, leaders.get(led.id, ()), by_key)
