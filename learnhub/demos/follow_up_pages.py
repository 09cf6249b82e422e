"""What is shown of what becomes of demos: on the demo, on its form, and in sum for hosts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from learnhub.core import clock, words
from learnhub.core.policy import require
from learnhub.demos import follow_up_policies, follow_up_queries, follow_ups, queries
from learnhub.demos.follow_up_queries import Followed, Survival
from learnhub.demos.models import OPEN_STATES, FollowState, FollowUp
from learnhub.demos.queries import Seen
from learnhub.hackathons.models import Hackathon
from learnhub.people import queries as people
from learnhub.people.models import Person
from learnhub.teams.pages import due_block

BADGES = {
    FollowState.DEMOED: ("Not decided yet", "soft"),
    FollowState.PILOT: ("In a pilot", "warn"),
    FollowState.ADOPTED: ("Adopted", "good"),
    FollowState.SHELVED: ("Shelved", ""),
}


def section(person: Person, seen: Seen) -> dict[str, Any]:
    """What became of a demo, as its page shows it; nothing before it stands."""
    if not follow_ups.stands(seen):
        return {"became": None}
    row = seen.demo.follow_up
    return {
        "became": {
            "badge": BADGES[row.state if row else FollowState.DEMOED],
            "row": row,
            "is_open": row is None or row.state in OPEN_STATES,
            "may_say": follow_ups.verdict_on_saying(person, seen),
            "may_confirm": follow_ups.verdict_on_confirming(person, seen),
            "history": follow_up_queries.history(row) if row else [],
            "facts": _facts(row) if row else [],
        }
    }


def _facts(row: FollowUp) -> list[tuple[str, str]]:
    """Return what it took and what it is worth, in words; estimates and what was realised apart."""
    house = people.organisation()
    cost = follow_up_policies.cost(row.people, row.hours, row.spent, house.hour_rate)
    found = []
    if cost.hours:
        found.append(
            ("Worked", f"{words.figure(cost.hours)} hours of {words.count(row.people or 0, 'person')}")
        )
    if cost.total:
        found.append(("Cost", f"{words.figure(cost.total)} {house.currency}"))
    if row.estimated is not None:
        found.append(("Estimated", f"{words.figure(row.estimated)} {house.currency} a year"))
    if row.realised is not None:
        by = f"confirmed by {row.confirmed_by.called}" if row.confirmed_by else "not confirmed yet"
        found.append(("Realised", f"{words.figure(row.realised)} {house.currency} a year, {by}"))
    return found


def form(person: Person, key: str) -> dict[str, Any]:
    """The page on which one says what becomes of a demo. Raises NotFound and Forbidden."""
    seen = queries.find(person, key)
    require(follow_ups.verdict_on_saying(person, seen))
    return {
        "seen": seen,
        "demo": seen.demo,
        "hackathon": seen.hackathon,
        "row": seen.demo.follow_up,
        "currency": people.organisation().currency,
        "rate": people.organisation().hour_rate,
        "due": due_block(seen.hackathon.due_at, person.tz),
    }


def typed(person: Person, shown: dict[str, Any]) -> dict[str, Any]:
    """Return what the form holds when it is opened."""
    row: FollowUp | None = shown["row"]
    if row is None:
        today = clock.now().astimezone(person.tz).date()
        day = today + follow_ups.DECIDED_WITHIN
        return {"state": FollowState.DEMOED.value, "decide_on": day, "owner": _named(person), "version": 0}
    names = ("decide_on", "people", "hours", "spent", "estimated", "realised", "worth", "version")
    owner = _named(row.owner) if row.owner else ""
    held = {name: getattr(row, name) for name in names} | {"state": row.state.value, "owner": owner}
    return held if row.state in OPEN_STATES else held | {"decide_on": None}  # decided: nobody waits for a day


def _named(person: Person) -> str:
    return f"{person.name} <{person.email}>"


@dataclass(frozen=True, slots=True)
class Board:
    """What became of a hackathon's demos: the sum in a sentence and figures, and each of them."""

    lead: str
    survival: Survival
    rows: list[tuple[Followed, tuple[str, str], bool]]  # with its badge, and whether its day is over


def board(hackathon: Hackathon, today: date) -> Board | None:
    """Return what became of a hackathon's demos, those whose day is over first; None before they stand."""
    if clock.now() < hackathon.snapshot_at:
        return None
    found = follow_up_queries.of_hackathon(hackathon.id)
    if not found:
        return None
    sums = follow_up_queries.survival(found)
    late = {row.demo_id for row in found if row.decide_on and row.decide_on < today}
    order = [FollowState.DEMOED, FollowState.PILOT, FollowState.ADOPTED, FollowState.SHELVED]
    rows = sorted(found, key=lambda row: (row.demo_id not in late, order.index(row.state), row.title))
    return Board(lead(sums, len(late)), sums, [(row, BADGES[row.state], row.demo_id in late) for row in rows])


def lead(sums: Survival, late: int) -> str:
    """ "3 of 12 demos live on: 2 in a pilot, 1 adopted. Of 4 the day of the decision is over."."""
    said = (
        f"{sums.survived} of {words.count(sums.demos, 'demo')} {'lives' if sums.survived == 1 else 'live'} on"
    )
    parts = [
        f"{number} {what}"
        for number, what in ((sums.pilot, "in a pilot"), (sums.adopted, "adopted"))
        if number
    ]
    said += f": {', '.join(parts)}." if sums.survived else "."
    return said + (f" Of {late} the day of the decision is over." if late else "")
