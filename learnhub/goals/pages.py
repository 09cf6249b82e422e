"""What the list of goals and the pages that change one show: reads and verdicts, put together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from learnhub.core import clock, refs, words
from learnhub.core.dates import local_date
from learnhub.core.errors import Invalid
from learnhub.core.paging import within
from learnhub.core.refs import Ref
from learnhub.goals import alignment, list_queries, periods, queries, sentences, story_queries
from learnhub.goals.alignment import Branch
from learnhub.goals.list_queries import GoalRow, Order, Wanted
from learnhub.goals.models import Goal, GoalState
from learnhub.people import queries as people_queries
from learnhub.people import retention, unit_trees
from learnhub.people import skills as people_skills
from learnhub.people.models import Kind, Person
from learnhub.web.page import page_number

SIGNED = "take-away"  # evidence that bears a name
NAMED = 5  # titles of evidence in a drafted update
NOT_LATE = "No update is late here."
STATES = [("open", "Open"), ("late", "Update late"), ("closed", "Closed"), ("all", "All")]
OWNERS = [("", "Everybody’s"), ("me", "Mine")]
ORDERS = [
    (Order.ENDS.value, "What ends first"),
    (Order.EVIDENCE.value, "Most evidence"),
    (Order.UPDATE.value, "Longest without update"),
]


def index(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """The list of goals: `unit` and `period` by their keys, `owner`, `state`, `sort` and `page` by name."""
    wanted, asked, zone = _wanted(args), page_number(args), people_queries.organisation().tz
    late = periods.late(local_date(clock.now(), zone), zone)
    rows, total = list_queries.goals(person, wanted, late=late, page=asked)
    day, quarter = today(person), wanted.quarter
    trees = alignment.branches([row.id for row in rows], on=day)
    return {
        "title": _list_title(rows, total, wanted, day),
        "rows": [*_listed(person, rows, trees, wanted.order)],
        "total": total,
        "number": within(asked, total, list_queries.PAGE),
        "per_page": list_queries.PAGE,
        "units": [("", "Every unit"), *unit_choices()],
        "quarters": [("", "Every period"), *_quarters_around(day, quarter)],
        "owners": OWNERS,
        "states": STATES,
        "orders": ORDERS,
        "chosen": {
            "unit": args.get("unit", ""),
            "owner": "me" if wanted.mine else "",
            "state": "late" if wanted.late else args.get("state", "open"),
            "period": quarter.key if quarter else "",
            "sort": wanted.order.value,
        },
    }


def _wanted(args: Mapping[str, str]) -> Wanted:
    state, order = args.get("state", ""), args.get("sort", "")
    return Wanted(
        unit=people_queries.unit(args["unit"]) if args.get("unit") else None,
        state={"closed": GoalState.CLOSED, "all": None}.get(state, GoalState.OPEN),
        quarter=periods.read(args.get("period", "")),
        late=state == "late",
        mine=args.get("owner") == "me",
        order=Order(order) if order in {*Order} else Order.ENDS,
    )


class Listed(NamedTuple):
    """A row of the list: all that is shown of it."""

    goal: GoalRow
    serves: str  # the title of the goal that it serves, where that is on the same page
    has_begun: bool
    share: float | None
    counting: int  # goals that serve it and have begun
    proved_by: str  # what the last evidence is, and by whom where the reader may see that


def _listed(
    person: Person, rows: Sequence[GoalRow], trees: Mapping[int, Branch], order: Order
) -> Iterator[Listed]:
    titles = {row.id: row.title for row in rows}
    signed = {row.id: Ref(SIGNED, row.evidence_id or 0) for row in rows if row.evidence_kind == SIGNED}
    cards = refs.cards(signed.values(), person)  # of others the kind is enough: no name, no statement more
    for row in _under_their_goals(rows) if order is Order.ENDS else rows:
        tree, above = trees[row.id], titles.get(row.parent_id or 0, "")
        by = sentences.proved_by(row.evidence_kind, cards.get(signed[row.id]) if row.id in signed else None)
        yield Listed(row, above, tree.has_begun, tree.share, len(tree.counting), by)


def _quarters_around(day: date, chosen: periods.Quarter | None) -> list[tuple[str, str]]:
    year_ago = day - timedelta(days=365)
    found = periods.coming(year_ago, 8)
    return _choices(found if chosen is None or chosen in found else [chosen, *found])


def _choices(quarters: Sequence[periods.Quarter]) -> list[tuple[str, str]]:
    return [(quarter.key, quarter.label) for quarter in quarters]


def _under_their_goals(rows: Sequence[GoalRow]) -> Iterator[GoalRow]:
    """Give the rows with each goal right after the one that it serves, where that is among them."""
    below: dict[int | None, list[GoalRow]] = {}
    here = {row.id for row in rows}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in here else None, []).append(row)
    waiting = below.get(None, [])[::-1]
    while waiting:
        yield (row := waiting.pop())
        waiting += below.get(row.id, [])[::-1]


def _list_title(rows: Sequence[GoalRow], total: int, wanted: Wanted, day: date) -> str:
    if wanted.late:
        return f"{words.counted(total, 'goal').capitalize()} with a late update." if total else NOT_LATE
    if not total:
        return "You own no goal here." if wanted.mine else "No goals here yet."
    every = words.counted(total, "goal").capitalize()
    if wanted.state is not GoalState.OPEN:
        return f"{every} in all."
    bare = [row for row in rows if not row.ties and row.starts_on <= day]
    if len(bare) == 1:
        return f"“{bare[0].title}” has no learning yet."
    if bare:
        return f"{len(bare)} of {total} goals have no learning yet."
    if any(not row.ties for row in rows):
        return f"{every}, and learning for each that has begun."
    return f"{every}, each with learning for it." if total > 1 else "One goal, and learning for it."


def today(person: Person) -> date:
    """The day it is where the person is."""
    return clock.now().astimezone(person.tz).date()


def unit_choices() -> list[tuple[str, str]]:
    """Keys and names of the units, for a select."""
    return [(unit.key, unit.name) for unit, _ in unit_trees.names()]


def offered(person: Person, goal: Goal | None = None) -> dict[str, Any]:
    """What a form of a goal offers: units (its own, once it is made), quarters, and goals to serve."""
    units = unit_choices() if goal is None else [(goal.unit.key, goal.unit.name)]
    mine = goal.id if goal else None
    parents = [(each.key, each.title) for each in queries.open_goals(person) if each.id != mine]
    if goal is not None and goal.parent is not None and goal.parent.state is GoalState.CLOSED:
        parents.insert(0, (goal.parent.key, goal.parent.title))
    return {"units": units, "periods": _choices(periods.coming(today(person))), "parents": parents}


def goal_fields(actor: Person, data: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what was typed into what `services.create` takes; days that are named go before a quarter.

    Raises Invalid where nobody has the owner's address, or no period is named.
    """
    owner = people_queries.named(actor, data["owner"]) if data.get("owner") else actor
    if owner is None or owner.left_at is not None or owner.kind is Kind.GUEST:
        raise Invalid("Nobody here has this name or address.", field="owner")
    quarter = periods.read(data.get("period") or "")
    if quarter is None and data.get("ends_on") is None:
        raise Invalid("Choose a quarter, or the last day of the period.", field="ends_on")
    starts_on = quarter.first if quarter and not data.get("ends_on") else today(actor)
    return {
        "title": data["title"],
        "unit": people_queries.unit(data["unit"]),
        "reason": data.get("reason") or "",
        "owner": owner,
        "starts_on": data.get("starts_on") or starts_on,
        "ends_on": data.get("ends_on") or (quarter.last if quarter else None),
    }


def edited_fields(actor: Person, goal: Goal, data: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what was typed into what `services.edit` takes; an empty owner stays who it is."""
    kept = {"owner": data.get("owner") or goal.owner.email, "ends_on": data.get("ends_on") or goal.ends_on}
    fields = goal_fields(actor, {**data, **kept})
    del fields["unit"]
    return fields | {"version": data.get("version") or 0}


def parent_of(actor: Person, data: Mapping[str, Any]) -> Goal | None:
    """Return the goal that was chosen as the one to serve."""
    return queries.goal(actor, data["parent"]) if data.get("parent") else None


def measures(goal: Goal) -> dict[str, Any]:
    """The page on which key results are added, changed and weighed."""
    return {"results": goal.key_results, "whole": sum(result.weight for result in goal.key_results)}


def skills(actor: Person, goal: Goal) -> dict[str, Any]:
    """The page on which the skills that a goal needs are named."""
    least = retention.smallest(people_queries.organisation())
    return {"needs": story_queries.needs(goal, least), "known": people_skills.known(actor), "least": least}


def update(person: Person, goal: Goal) -> dict[str, Any]:
    """The page on which one writes an update: what came in since the last one helps to write it."""
    written = story_queries.updates(goal.id)
    last = written[-1] if written else None
    kinds = queries.evidence_since(goal, last.at if last else None)
    fresh = queries.evidence(goal, since=last.at if last else None)
    cards = refs.cards([Ref(row.ref_kind, row.ref_id) for row in fresh], person)
    found = [card for row in fresh if (card := cards.get(Ref(row.ref_kind, row.ref_id)))]
    titles = [card.title for card in found[:NAMED]] if sum(kinds.values()) <= NAMED else []
    return {
        "fresh": found,
        "since": sentences.since(kinds),
        "last": last,
        "sure": next((row.confidence for row in reversed(written) if row.confidence is not None), None),
        "draft": sentences.drafted(kinds, titles, is_first=last is None),
    }


def next_period(person: Person, goal: Goal) -> dict[str, Any]:
    """The page that copies a goal: the quarters after it ended or was closed, the first of them chosen."""
    ends = local_date(goal.closed_at, person.tz) if goal.closed_at else goal.ends_on
    return {"periods": _choices(periods.coming(max(ends + timedelta(days=1), today(person)))), "ends": ends}


def next_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what was typed into what `updates.go_on` takes."""
    quarter = periods.read(data["period"])
    if quarter is None:
        raise Invalid("Choose a quarter.", field="period")
    return {
        "title": data["title"],
        "starts_on": quarter.first,
        "ends_on": quarter.last,
        "with_ties": bool(data["with_ties"]),
    }
