"""A goal's page tells the chain: why, the gap, the path, what was done, who took part, what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from learnhub.core import clock, refs, words
from learnhub.core.dates import Block, local_date, month
from learnhub.core.policy import Verdict
from learnhub.core.refs import Card, Ref, Stage
from learnhub.goals import (
    alignment,
    pages,
    periods,
    policies,
    progress,
    queries,
    sentences,
    shown_under,
    story_people,
    story_queries,
    story_sums,
    trends,
)
from learnhub.goals.alignment import Branch
from learnhub.goals.models import GoalState
from learnhub.goals.progress import Result
from learnhub.goals.story_queries import Thread, Told, Update
from learnhub.people import queries as people_queries
from learnhub.people import retention
from learnhub.people.models import Person, Role

TOLD = 4  # updates on the page; the others behind a press
FEW = 6  # of what came of it
_ALONE: Mapping[Ref, Sequence[Ref]] = {}
ICONS = {
    "hackathon": "rocket",
    "demo": "rocket",
    "talk": "presentation",
    "cohort": "graduation-cap",
    "resource": "file-text",
    "course": "graduation-cap",
    "collection": "library",
    "take-away": "footprints",
    "follow-up": "check",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A thread with its card, as a row of the page; `parts` stand below it, slides below their talk."""

    card: Card
    why: str
    at: datetime
    icon: str
    kind: str
    parts: Sequence[Card] = ()

    @property
    def runs(self) -> bool:
        """Whether it has begun and is not over."""
        return self.card.state == sentences.RUNNING


@dataclass(frozen=True, slots=True)
class Measured:
    """A key result with how far it is, and what was said last of how sure one is."""

    result: Result
    share: float | None
    confidence: int | None


def show(person: Person, key: str) -> dict[str, Any]:
    """Everything on the page of the goal of that key. Raises NotFound."""
    house = people_queries.organisation()
    least = retention.smallest(house)
    read = story_queries.goal(person, key, least)
    goal, leads = read.goal, read.leads
    day = pages.today(person)
    branch = alignment.branches([goal.id], on=day)[goal.id]
    updates = story_queries.updates(goal.id)
    return (
        {
            "goal": goal,
            "title": sentences.headline(goal.state, branch.results),
            "date": _date_block(goal, day, person.tz),
            "period": _period(goal),
            "may_edit": _may_edit(person, goal, leads, goal.state),
            "may_go_on": _may_edit(person, goal, leads, GoalState.OPEN),
            "overdue": _is_overdue(goal, day),
            "least": least,
            "followed_by": queries.next_of(person, goal.id) if goal.state is GoalState.CLOSED else None,
        }
        | _standing(goal, branch, updates)
        | story_people.gap(person, read.needs)
        | (chain := _chain(person, story_queries.threads(goal.id)))
        | {
            "crowd": (crowd := story_people.crowd(read.crowd, least)),
            "so_far": sentences.so_far(goal.state, chain["done"], crowd["people"] if crowd else None),
            "next": (due := _next(goal, branch, updates, house.tz)),
            "steps": _steps(due, chain["coming"], person.tz),
        }
    )


def _may_edit(person: Person, goal: Told, leads: bool, state: GoalState) -> Verdict:
    return policies.may_edit(
        is_owner=goal.owner_id == person.id,
        leads_the_unit=leads,
        is_admin=person.has(Role.ADMIN),
        state=state,
    )


def _is_overdue(goal: Told, today: date) -> bool:
    return goal.state is GoalState.OPEN and goal.ends_on < today


def _period(goal: Told) -> str:
    """ "January 2026 to March 2027": in months, as one speaks of it."""
    first, last = goal.starts_on, goal.ends_on
    end = f"{month(last)} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return end
    return f"{month(first)} to {end}" if first.year == last.year else f"{month(first)} {first.year} to {end}"


def _date_block(goal: Told, today: date, zone: tzinfo) -> Block:
    """The end of the goal's period and how far off it is, or when it was closed."""
    days = (goal.ends_on - today).days
    if goal.closed_at is not None:
        return Block("Closed", *_day_of(local_date(goal.closed_at, zone)))
    if days < 0:
        top = "Ended"
    elif goal.starts_on > today:
        return Block(_in("Begins", goal.starts_on, today), *_day_of(goal.starts_on))
    else:
        top = _in("Ends", goal.ends_on, today)
    return Block(top, *_day_of(goal.ends_on))


def _in(verb: str, day: date, today: date) -> str:
    return f"{verb} today" if day == today else f"{verb} in {words.count((day - today).days, 'day')}"


def _day_of(day: date) -> tuple[str, str]:
    return str(day.day), f"{month(day)} {day.year}"


# Where it stands


def _standing(goal: Told, branch: Branch, updates: Sequence[Update]) -> dict[str, Any]:
    results = branch.results
    first = sentences.first(results) if results else None
    sure = {
        each.key_result_id: each
        for row in updates
        for each in row.measurements
        if each.confidence is not None
    }
    return {
        "first": first,
        "measured": [
            Measured(
                result,
                progress.share_done(result),
                sure[result.id].confidence if result.id in sure else None,
            )
            for result in results
        ],
        "share": branch.own,
        "rolled": branch.share,
        "below": branch.below,
        "counting": branch.counting,
        "trend": trends.trend(goal, first, updates) if first else None,
        "updates": [(row, _values(row, results)) for row in reversed(updates)],
        "told": TOLD,
        "few": FEW,
        "confidence": [row.confidence for row in reversed(updates) if row.confidence is not None][:2],
    }


def _values(update: Update, results: Sequence[Result]) -> str:
    """Say what an update measured: "Line stops 64 a month, Time to the cause 34 minutes"."""
    by_id = {result.id: result for result in results}
    said = []
    for each in update.measurements:
        result = by_id.get(each.key_result_id)
        if result is None:
            continue
        if each.value is not None:
            said.append(f"{result.title} {sentences.number(each.value)} {result.measure}".strip())
        elif each.reached:
            said.append(f"{result.title}: reached")
    return ", ".join(said)


# The chain


def _chain(person: Person, threads: Sequence[Thread]) -> dict[str, Any]:
    """What serves the goal, apart into the path and the rest, and what came of it, newest first."""
    cards = refs.cards([each.ref for each in threads], person)
    known = [each for each in threads if each.ref in cards]
    now = clock.now()
    every = [each for each in known if each.serves]
    on = [each for each in every if cards[each.ref].stage is not Stage.OFF]
    under = shown_under.wholes([each.ref for each in on])
    below = shown_under.by_whole(under)
    serving = story_sums.newest([each for each in on if each.ref not in under])
    proof = story_sums.newest([each for each in known if not each.serves])
    path = [each for each in serving if each.ref.kind == "collection"] or [
        each for each in serving if each.ref.kind in sentences.PROGRAMS
    ]
    others = [each for each in serving if each not in path]
    running = [each for each in serving if cards[each.ref].state == sentences.RUNNING]
    coming = [each for each in serving if (cards[each.ref].when or now) > now]
    return {
        "path": _once(_item(each, cards, below) for each in path),
        "others": [_item(each, cards, below) for each in others],
        "evidence": [_item(each, cards) for each in sorted(proof, key=lambda each: each.at, reverse=True)],
        "figures_of": story_sums.figures([each for each in known if each.ref not in under], cards),
        "done": story_sums.done(known, cards),
        "coming": _once(_item(each, cards) for each in (*running, *coming)),
        "ties_total": len(every),
        "parts_total": len(under),
        "evidence_total": len(known) - len(every),
    }


def _once(items: Iterable[Item]) -> list[Item]:
    """In the order of their days; of those that repeat under one title the next, else the last."""
    now = clock.now()
    found: dict[tuple[str, str], Item] = {}
    for each in sorted(items, key=_when):
        held = found.get((each.kind, each.card.title))
        stays = each if held is None or _when(held) < now else held
        parts = [*(held.parts if held else ()), *each.parts]
        found[each.kind, each.card.title] = replace(stays, parts=parts)
    return sorted(found.values(), key=_when)


def _item(thread: Thread, cards: Mapping[Ref, Card], below: Mapping[Ref, Sequence[Ref]] = _ALONE) -> Item:
    kind = thread.ref.kind
    card = cards[thread.ref]
    word = card.state.lower() if kind == "resource" and card.state else sentences.kind_word(kind)
    parts = [cards[part] for part in below.get(thread.ref, ())]
    return Item(card, thread.why, thread.at, ICONS.get(kind, "file"), word, parts)


def _when(item: Item) -> datetime:
    return item.card.when or item.at


# What next


@dataclass(frozen=True, slots=True)
class Due:
    """The next update: when, and whether that has passed."""

    on: date
    is_late: bool


def _steps(due: Due | None, coming: Sequence[Item], where: tzinfo) -> list[Due | Item]:
    """What runs now, then what comes and the next update, in the order of their days."""
    steps: list[Due | Item] = [*([due] if due else []), *coming]
    return sorted(
        steps, key=lambda each: each.on if isinstance(each, Due) else local_date(_when(each), where)
    )


def _next(goal: Told, branch: Branch, updates: Sequence[Update], zone: ZoneInfo) -> Due | None:
    """When the next update is due; None for a goal that is closed, over, or without a measure."""
    today = local_date(clock.now(), zone)
    if goal.state is GoalState.CLOSED or goal.ends_on < today or not branch.results:
        return None
    due = periods.due_after(
        updates[-1].at if updates else None,
        starts_on=goal.starts_on,
        created_at=goal.created_at,
        ends_on=goal.ends_on,
        zone=zone,
    )
    return Due(due, due < today)
