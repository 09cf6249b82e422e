"""How many resources there are of each type, level, goal and state, for one look at the library.

Each is counted without its own filter. All are exact. What does not hold is not looked for: how many are
unread is told by how many there are, and how many of them are done.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
    table,
    union,
    union_all,
)

from learnhub.core.db import UtcDateTime, db
from learnhub.goals.models import Goal, GoalState, Tie
from learnhub.library import lists
from learnhub.library.following_models import Proposal, ProposalState
from learnhub.library.lists import NO_GOAL, READER, TODAY, Order, Wanted
from learnhub.library.models import Resource, Standing
from learnhub.people.models import Person

WEEK = timedelta(days=7)
SINCE: BindParameter[datetime] = bindparam("since", type_=UtcDateTime)
# Kept by triggers, on SQLite alone: who writes there is alone, so that nobody waits for its rows.
TALLY = table(
    "resource_tally",
    *(column("kind", String), column("level", String), column("number", Integer), column("used", Integer)),
)
Conditions = Sequence[ColumnElement[bool]]
Part = Select[str, str, str, int, int]  # of which, its value, its label, how many, how many of them are used


@dataclass(frozen=True, slots=True)
class Facets:
    """How many there are of each kind, level, goal and state."""

    counts: dict[tuple[str, str], int]
    goals: dict[str, str]  # key → title

    def of(self, facet: str, value: str = "") -> int:
        return self.counts.get((facet, value), 0)


def facets(person: Person, wanted: Wanted, now: datetime, today: date) -> Facets:
    """Return all counts of the page, from one statement."""
    given = {"reader": person.id, "today": today, "since": now - WEEK}
    tallied = db.engine.dialect.name == "sqlite"
    rows = db.session.execute(_statement(replace(wanted, order=Order.USED), tallied), given).all()
    titles = {value: label for facet, value, label, *_ in rows if facet == "goal"}
    counts = Counter({(facet, value): count for facet, value, _, count, _ in rows if facet != "grid"})
    for facet, kind, level, count, used in rows:
        if facet == "grid":
            _add(counts, wanted, kind, level, count, used)
    every = counts["total", ""]
    counts["goal", NO_GOAL] = (counts["any goal", ""] if wanted.goals else every) - counts["tied", ""]
    counts["mine", "unread"] = (counts["anybody", ""] if wanted.mine else every) - counts["mine", "done"]
    if not _narrows(wanted):
        counts["mine", "look"] = counts["look", ""]
    return Facets(counts, titles)


def _add(
    counts: Counter[tuple[str, str]], wanted: Wanted, kind: str, level: str | None, count: int, used: int
) -> None:
    """Add those of one kind and one level to what they count for."""
    has_kind = not wanted.kinds or kind in wanted.kinds
    has_level = not wanted.levels or level in wanted.levels
    if has_level:
        counts["kind", kind] += count
    if has_kind and level:
        counts["level", level] += count
    if has_kind and has_level:
        counts["total", ""] += count
        counts["used", ""] += used


def _narrows(wanted: Wanted) -> bool:
    """Whether anything but its own filter narrows down what is `mine`."""
    return replace(wanted, mine=()) != Wanted(order=wanted.order)


@lru_cache(maxsize=100)  # to build so large a tree costs more than to ask the database
def _statement(wanted: Wanted, tallied: bool) -> CompoundSelect[str, str, str, int, int]:
    anything, any_goal, anybody = map(_all, (Wanted(), replace(wanted, goals=()), replace(wanted, mine=())))
    beside = replace(wanted, kinds=(), levels=())
    parts = [
        _tally() if tallied and beside == Wanted() else _grid(_all(beside)),
        _count("new", "", [*anything, Resource.created_at > SINCE]),
        _look("look", anything),
        _proposed(),
        _states("yours", anything),
        _goals(any_goal),
        _count("tied", "", [*any_goal, lists.tied()]),
        _states("mine", anybody),
        _count("mine", "broken", [*anybody, _is("broken")]),
        _count("mine", "free", [*anybody, _is("free")]),
    ]
    if wanted.goals:
        parts.append(_count("any goal", "", any_goal))
    if wanted.mine:
        parts.append(_count("anybody", "", anybody))
    if _narrows(wanted):
        parts.append(_look("mine", anybody))
    return union_all(*parts)


def _all(wanted: Wanted) -> list[ColumnElement[bool]]:
    return lists.conditions(READER, wanted, TODAY)


def _is(name: str) -> ColumnElement[bool]:
    return lists.condition(READER, name, TODAY)


def _text(said: str) -> ColumnElement[str]:
    return literal(said, String)


def _none() -> ColumnElement[int]:
    return literal(0, Integer)


def _grid(wanted: Conditions) -> Part:
    """Those of each kind and level: from one look at all of them, and from an index alone."""
    used = func.count().filter(Resource.used > 0)
    kind, level = cast(Resource.kind, String), cast(Resource.level, String)
    return (
        select(_text("grid"), kind, level, func.count(), used)
        .where(*wanted)
        .group_by(Resource.kind, Resource.level)
    )


def _tally() -> Part:
    """The same of all that there are, as it is kept: to look at ten thousand took a sixth of the page."""
    return select(_text("grid"), *TALLY.c).where(TALLY.c.number > 0)


def _count(facet: str, value: str, wanted: Conditions) -> Part:
    named = _text(facet), _text(value), _text("")
    return select(*named, func.count(), _none()).select_from(Resource).where(*wanted)


def _look(facet: str, wanted: Conditions) -> Part:
    """How many need a look: each reason by an index of its own, where one condition would look at all."""
    those = union(*(select(Resource.id).where(*wanted, reason) for reason in lists.reasons_to_look(TODAY)))
    named = _text(facet), _text("look" if facet == "mine" else ""), _text("")
    return select(*named, func.count(), _none()).select_from(those.subquery())


def _proposed() -> Part:
    waits = Proposal.state == ProposalState.WAITING
    named = _text("proposed"), _text(""), _text("")
    return select(*named, func.count(), _none()).select_from(Proposal).where(waits)


def _states(facet: str, wanted: Conditions) -> Part:
    """How many the reader has in each state."""
    return (
        select(_text(facet), cast(Standing.state, String), _text(""), func.count(), _none())
        .join(Resource, Resource.id == Standing.resource_id)
        .where(Standing.person_id == READER, Standing.state.is_not(None), *wanted)
        .group_by(Standing.state)
    )


def _goals(wanted: Conditions) -> Part:
    return (
        select(_text("goal"), Goal.key, Goal.title, func.count(), _none())
        .select_from(Resource)
        .join(Tie, and_(Tie.ref_kind == "resource", Tie.ref_id == Resource.id))
        .join(Goal, Goal.id == Tie.goal_id)
        .where(*wanted, Goal.state == GoalState.OPEN)
        .group_by(Goal.key, Goal.title)
    )
