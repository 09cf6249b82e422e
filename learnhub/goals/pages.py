"""What each page about goals shows: reads and verdicts, put together for its template."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from learnhub.core import clock, refs
from learnhub.core.dates import Block
from learnhub.core.errors import Invalid
from learnhub.core.paging import within
from learnhub.core.refs import Card, Ref
from learnhub.goals import progress, queries, sentences, services
from learnhub.goals.models import Evidence, Goal, GoalState, GoalUpdate, KeyResult, KeyResultKind, Tie
from learnhub.goals.queries import GoalRow
from learnhub.people import queries as people_queries
from learnhub.people.models import Kind, Person
from learnhub.web.page import page_number

STALE = timedelta(days=60)


def index(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """The list of goals: `unit` (a key), `state` (open, closed, all) and `page` from the address."""
    state = {"closed": GoalState.CLOSED, "all": None}.get(args.get("state", ""), GoalState.OPEN)
    unit = people_queries.unit(args["unit"]) if args.get("unit") else None
    asked = page_number(args)
    rows, total = queries.goals(person, unit=unit, state=state, page=asked)
    return {
        "title": _list_title(rows, total, state),
        "rows": [(row, progress.mean_share(row.goal.key_results), _proof(row)) for row in rows],
        "total": total,
        "number": within(asked, total, queries.PAGE),
        "per_page": queries.PAGE,
        "units": [("", "Every unit"), *unit_choices()],
        "chosen": {"unit": args.get("unit", ""), "state": args.get("state", "open")},
    }


def _list_title(rows: Sequence[GoalRow], total: int, state: GoalState | None) -> str:
    if not total:
        return "No goals here yet."
    if state is not GoalState.OPEN:
        return "One goal in all." if total == 1 else f"{total} goals in all."
    bare = sum(1 for row in rows if not row.ties)
    if not bare:
        return (
            "One goal, and learning for it." if total == 1 else f"{total} goals, each with learning for it."
        )
    return f"{bare} of {total} goals {'has' if bare == 1 else 'have'} no learning yet."


def _proof(row: GoalRow) -> str:
    """Say in words when the last evidence came, or that none has."""
    if row.last_evidence_at is None:
        return "No evidence yet"
    days = (clock.now() - row.last_evidence_at).days
    if days >= STALE.days:
        return f"No evidence for {days} days"
    return "Evidence today" if days == 0 else f"Evidence {days} {'day' if days == 1 else 'days'} ago"


def unit_choices() -> list[tuple[str, str]]:
    """Keys and names of the units, for a select."""
    return [(branch.unit.key, branch.unit.name) for branch in people_queries.unit_tree()]


def goal_fields(actor: Person, data: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what was typed into what `services.create` takes.

    Raises Invalid where nobody has the owner's address.
    """
    owner = people_queries.named(actor, data["owner"]) if data.get("owner") else actor
    if owner is None or owner.left_at is not None or owner.kind is Kind.GUEST:
        raise Invalid("Nobody here has this name or address.", field="owner")
    return {
        "title": data["title"],
        "unit": people_queries.unit(data["unit"]),
        "reason": data.get("reason") or "",
        "owner": owner,
        "starts_on": data.get("starts_on") or clock.now().astimezone(actor.tz).date(),
        "ends_on": data["ends_on"],
    }


def edited_fields(actor: Person, goal: Goal, data: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what was typed into what `services.edit` takes; an empty owner stays who it is."""
    fields = goal_fields(actor, {**data, "owner": data.get("owner") or goal.owner.email})
    del fields["unit"]
    return fields | {"version": data.get("version") or 0}


def show(person: Person, goal: Goal) -> dict[str, Any]:
    """A goal's page: why, what serves it, who took part, what came of it, what next."""
    ties, proof, updates = queries.ties(goal), queries.evidence(goal), queries.updates(goal)
    named: list[Tie | Evidence] = [*ties, *proof]
    cards = refs.cards([Ref(row.ref_kind, row.ref_id) for row in named], person)
    result = goal.key_results[0] if goal.key_results else None
    return {
        "goal": goal,
        "title": sentences.headline(goal),
        "result": result,
        "share": progress.share_done(result) if result else None,
        "trend": _trend(goal, result, updates),
        "updates": list(reversed(updates)),
        "confidence": next((row.confidence for row in reversed(updates) if row.confidence is not None), None),
        "serving": _with_cards(cards, ties),
        "evidence": _with_cards(cards, proof),
        "evidence_total": queries.count_evidence(goal),
        "took_part": queries.took_part(goal),
        "may_edit": services.verdict_on_editing(person, goal),
        "overdue": queries.is_overdue(goal, clock.now().astimezone(person.tz).date()),
        "date": _date_block(goal, clock.now().astimezone(person.tz).date()),
        "least": people_queries.organisation().smallest_group,
        "measured": {row.id: sentences.number(row.value) for row in updates if row.value is not None},
    }


def _date_block(goal: Goal, today: date) -> Block:
    """The end of the goal's period, and how far off it is."""
    days = (goal.ends_on - today).days
    if goal.state is GoalState.CLOSED:
        top = "Closed"
    elif days < 0:
        top = "Ended"
    else:
        top = "Ends today" if days == 0 else f"Ends in {days} {'day' if days == 1 else 'days'}"
    return Block(top, str(goal.ends_on.day), f"{goal.ends_on:%B %Y}")


def _with_cards(cards: Mapping[Ref, Card], rows: Sequence[Any]) -> list[tuple[Any, Card]]:
    """Pair ties or evidence with their cards; what this person may not see is left out."""
    pairs = ((row, cards.get(Ref(row.ref_kind, row.ref_id))) for row in rows)
    return [(row, card) for row, card in pairs if card is not None]


def _trend(goal: Goal, result: KeyResult | None, updates: Sequence[GoalUpdate]) -> dict[str, Any] | None:
    """The measured values and, beside them, the straight path from the baseline to the target.

    None until there are two values to draw a line between.
    """
    if result is None or result.kind is not KeyResultKind.METRIC:
        return None
    if result.baseline is None or result.target is None:
        return None
    start = datetime.combine(goal.starts_on, time(), UTC)
    points = [(start, result.baseline), *((row.at, row.value) for row in updates if row.value is not None)]
    if len(points) < 2:
        return None
    end = datetime.combine(goal.ends_on, time(), UTC)
    path = [_on_path(at, start, end, result.baseline, result.target) for at, _ in points]
    measured: list[float | None] = [float(value) for _, value in points]
    labels = [_short(at.date()) for at, _ in points]
    if points[-1][0] < end:  # the path goes on to the target, the line ends where we are
        labels, measured, path = [*labels, _short(goal.ends_on)], [*measured, None], [*path, result.target]
    return {"labels": labels, "measured": measured, "path": [round(float(value), 1) for value in path]}


def _on_path(at: datetime, start: datetime, end: datetime, baseline: Decimal, target: Decimal) -> Decimal:
    way = (end - start).total_seconds() or 1.0
    gone = min(max((at - start).total_seconds() / way, 0.0), 1.0)
    return baseline + (target - baseline) * Decimal(gone)


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def update(person: Person, goal: Goal) -> dict[str, Any]:
    """The page on which one writes an update: what came in since the last one helps to write it."""
    written = queries.updates(goal)
    since = written[-1].at if written else None
    proof = [row for row in queries.evidence(goal) if since is None or row.at > since]
    cards = refs.cards([Ref(row.ref_kind, row.ref_id) for row in proof], person)
    return {
        "result": goal.key_results[0] if goal.key_results else None,
        "fresh": _with_cards(cards, proof),
        "last": written[-1] if written else None,
    }
