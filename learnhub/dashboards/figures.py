"""From facts to figures: count, decide what may be said, write it in place of what was said before."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain, combinations, compress
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, exists, insert, or_, select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.dashboards import deadline_figures, facts, periods, privacy, queries, rows_kept_back, weeks
from learnhub.dashboards.counting import NOT_TOLD, ByUnit, Counted
from learnhub.dashboards.deadline_figures import ON_TIME, OVERDUE, PACE, RISK, Guard
from learnhub.dashboards.metrics import METRICS, PARTICIPATION, taking_part
from learnhub.dashboards.metrics.asked import Asked
from learnhub.dashboards.models import Figure, FigurePart
from learnhub.dashboards.periods import WEEK, Period
from learnhub.dashboards.privacy import NOBODY, Cell, Said, Tree

WEEKLY = "week"  # participation of single weeks
WEEKS = 53
AT_ONCE = 2000  # rows in one statement


Told = Mapping[Period, Said]


class Less(NamedTuple):
    """Other periods that are taken away together, and whether that `leaves` the cases of some people."""

    counted: Sequence[Counted]
    leaves: bool


def offered(now: datetime, tz: Any) -> list[Period]:
    """Return the periods that can be chosen, and the ones before them; each once. None that another runs
    into: of two that neither hold one another nor lie apart, nobody looks at what a third tells of them.
    """
    chosen = [*periods.choices(now.astimezone(tz).date(), tz).values()]
    found = {(each.starts, each.ends): each for each in chosen}
    for each in (period.before() for period in chosen):
        if not any(_crosses(each, other) for other in found.values()):
            found.setdefault((each.starts, each.ends), each)
    return [*found.values()]


def _crosses(one: Period, other: Period) -> bool:
    together = one.starts < other.ends and other.starts < one.ends
    return together and not _holds(one, other) and not _holds(other, one)


def publish(
    parents: Mapping[int, int | None],
    counts: Mapping[Period, Counted],
    least: int,
    beside: Mapping[Period, Counted] | None = None,
    barred: Mapping[int, Collection[Ref]] | None = None,
    guards: Mapping[Period, Guard] | None = None,
) -> dict[Period, Said]:
    """Decide what may be said of one metric. Pure.

    `beside`: other periods of which the same is said, so that what tells them apart is looked at too.
    `barred`: rows of units of which another metric keeps something back; `guards`: who looks at all of it.
    """
    others = {**(beside or {}), **counts}
    found = {}
    for period, counted in counts.items():
        within = _within(period, others, counted)
        told_by = [counted.told_by(less.counted, by_side=less.leaves) for less in within]
        then, now = (_marked(counted, within, told_by, which) for which in (0, 1))
        tree = Tree(parents, then)
        rows, tells = _marked_rows(counted, within), guards[period].tells if guards else None
        told, parts = rows_kept_back.said(tree, rows, least, once=counted.once, barred=barred, tells=tells)
        shut = privacy.movers(tree, counted.moved(), least)
        found[period] = Said(told, _both(told, privacy.said(Tree(parents, now), least, shut)), parts)
    return found


def together(
    parents: Mapping[int, int | None], counts: Mapping[str, Mapping[Period, Counted]], least: int
) -> Mapping[str, Told]:
    """Decide what may be said of figures of the same deadlines, those of `deadline_figures.FAMILY`. Pure."""
    told: dict[str, Told] = {name: publish(parents, counts[name], least) for name in (ON_TIME, OVERDUE, RISK)}
    guards = {
        period: Guard(
            parents,
            {name: each[period] for name, each in counts.items()},
            {name: each[period] for name, each in told.items()},
            least,
        )
        for period in counts[PACE]
    }
    told[PACE] = publish(parents, counts[PACE], least, guards=guards)
    barred = deadline_figures.kept_back(counts[PACE], told[PACE], parents)
    told[ON_TIME] = publish(parents, counts[ON_TIME], least, barred=barred)
    told[OVERDUE] = {
        period: deadline_figures.with_ages(said, told[PACE][period], counts[PACE][period])
        for period, said in told[OVERDUE].items()
    }
    return told


def _both(then: Mapping[Any, Cell | None], now: Mapping[Any, Cell | None]) -> dict[Any, Cell | None]:
    """By today's units nothing is said of a unit that those of then are silent about: it would tell it."""
    return {place: cell if then.get(place, NOBODY) is not None else None for place, cell in now.items()}


def _within(period: Period, known: Mapping[Period, Counted], counted: Counted) -> list[Less]:
    """What can be taken away from a period, and where that leaves cases: where numbers add up, or both
    periods are as of the same moment.
    """
    found = []
    for group in _taken_away(period, known, counted.adds_up):
        leaves = not counted.once and (counted.adds_up or all(each.ends == period.ends for each in group))
        found.append(Less([known[each] for each in group], leaves))
    return found


def _taken_away(period: Period, known: Iterable[Period], adds_up: bool) -> list[tuple[Period, ...]]:
    """What a reader can take away from a period: each told with it, and where numbers add up several at once:
    a year less this quarter and the last.
    """
    near = [each for each in known if _is_near(period, each, known)]
    return [
        group
        for size in range(1, (len(near) if adds_up else 1) + 1)
        for group in combinations(near, size)
        if all(one.ends <= other.starts or other.ends <= one.starts for one, other in combinations(group, 2))
    ]


def _is_near(period: Period, other: Period, known: Iterable[Period]) -> bool:
    """Whether the two are told together: one within the other; of weeks, the smallest period around one."""
    if period == other or (period.starts, period.ends) == (other.starts, other.ends):
        return False
    if period.key == "week":
        around = [each for each in known if each.key != "week" and _holds(each, period)]
        return bool(around) and other == min(around, key=lambda each: each.ends - each.starts)
    return other.key != "week" and _holds(period, other)


def _holds(outer: Period, inner: Period) -> bool:
    return outer.starts <= inner.starts and inner.ends <= outer.ends


def _marked(
    counted: Counted, within: Sequence[Less], told_by: Sequence[tuple[ByUnit, ByUnit]], which: int
) -> dict[int, Cell]:
    """The cells, each with what tells it from what is said beside it: more people, or more of the same."""
    own, others = counted.by(which), [[each.by(which) for each in less.counted] for less in within]
    leaves, apart = [less.leaves for less in within], [each[which] for each in told_by]
    units = set(own).union(*apart, *chain.from_iterable(others))
    return {
        unit: _apart(
            own.get(unit, NOBODY),
            [[each.get(unit, NOBODY) for each in group] for group in others],
            [each.get(unit, NOT_TOLD) for each in apart],
            leaves,
        )
        for unit in units
    }


def _marked_rows(counted: Counted, within: Sequence[Less]) -> Mapping[int, Mapping[Ref, Cell]]:
    """The rows, each with what remains of it when the same row of other periods is taken away."""
    others = [[each.parts for each in less.counted] for less in within if less.leaves]
    if not others:  # as of participation, half a million rows at a hundred thousand people
        return counted.parts
    return {
        unit: {
            row: replace(
                cell, left=_left(cell, [[_row(each, unit, row) for each in group] for group in others])
            )
            for row, cell in rows.items()
        }
        for unit, rows in counted.parts.items()
    }


def _row(parts: Mapping[int, Mapping[Ref, Cell]], unit: int, row: Ref) -> Cell:
    return parts.get(unit, {}).get(row, NOBODY)


def _apart(
    cell: Cell, others: Sequence[Sequence[Cell]], told_by: Sequence[Sequence[int]], leaves: Sequence[bool]
) -> Cell:
    did = cell.sides[0] if cell.sides else 0
    apart = tuple(did - (each.sides[0] if each.sides else 0) for each, *more in others if not more)
    left = _left(cell, [*compress(others, leaves)])
    return replace(cell, apart=(*apart, *chain.from_iterable(told_by)), left=left)


def _left(cell: Cell, others: Sequence[Sequence[Cell]]) -> tuple[int, ...]:
    """What remains of both sides of a rate, of each of the `others`; () of a sum, which has one side."""
    if all(len(each.sides) < 2 for each in (cell, *chain.from_iterable(others))):
        return ()
    mine, theirs = _both_sides(cell), [[*map(_both_sides, group)] for group in others]
    return tuple(mine[side] - sum(each[side] for each in group) for group in theirs for side in (0, 1))


def _both_sides(cell: Cell) -> tuple[int, int]:
    """As a reader has them: the cases that are said, not the people."""
    part, whole = cell.numbers[:2] or (0, 0)
    return part, whole - part


def count(
    now: datetime, tz: Any, least: int, since: date | None, *, holds: bool = False
) -> Iterator[Mapping[str, Told]]:
    """Count all metrics of the periods that are offered, and the weeks from `since` on (every week, where
    it is None); where it `holds`, of the live ones alone. It only reads. What is given together is told
    together, and to be stored at once.
    """
    parents, asked = queries.parents(), Asked(offered(now, tz), now)
    family = [metric for metric in METRICS if metric.name in deadline_figures.FAMILY]
    for metric in METRICS:
        if (holds and not metric.is_live) or metric in family:
            continue
        counts = metric.count(asked)
        told = {metric.name: publish(parents, counts, least)}
        if metric is PARTICIPATION:
            weekly = taking_part.in_weeks(_mondays(now, tz, since), now)
            told[WEEKLY] = publish(parents, weekly, least, counts)
        yield told
    if not holds:
        yield together(parents, {metric.name: metric.count(asked) for metric in family}, least)


def _mondays(now: datetime, tz: Any, since: date | None) -> list[Period]:
    last = weeks.week_of(now, tz)
    first = max(since or date.min, last - (WEEKS - 1) * WEEK, facts.first_week() or last)
    return [taking_part.week(each, tz) for each in weeks.each(first, last + WEEK)]


def store(counted: Mapping[str, Told], first: date) -> None:
    """Write what was counted, in place of what was said of the same periods before; nothing of those before
    the week `first`: LearnHub was not in use then.
    """
    for name, told in counted.items():
        _store(name, {period: said for period, said in told.items() if period.ends > first}, told)


def _store(name: str, told: Told, counted: Iterable[Period]) -> None:
    figures: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    spans = [and_(Figure.starts == each.starts, Figure.ends == each.ends) for each in counted]
    ends = [and_(FigurePart.starts == each.starts, FigurePart.ends == each.ends) for each in counted]
    db.session.execute(delete(Figure).where(Figure.metric == name, or_(*spans)))
    db.session.execute(delete(FigurePart).where(FigurePart.metric == name, or_(*ends)))
    for period, said in told.items():
        span = {"metric": name, "starts": period.starts, "ends": period.ends}
        for as_is, cells in ((False, said.then), (True, said.now)):
            if as_is and name == WEEKLY:
                continue
            figures += [
                span
                | {"as_is": as_is, "unit_id": unit, "own": own, "numbers": [*cell.numbers] if cell else None}
                for (unit, own), cell in cells.items()
            ]
        parts += [
            span | {"as_is": False, "unit_id": unit, "numbers": [*cell.numbers]} | _named(row)
            for unit, rows in said.parts.items()
            for row, cell in rows.items()
        ]
    for table, rows in ((Figure, figures), (FigurePart, parts)):
        for start in range(0, len(rows), AT_ONCE):
            db.session.execute(insert(table), rows[start : start + AT_ONCE])


def any_held() -> bool:
    """Whether anything is said, or kept back, of what is counted once a week."""
    of_those = Figure.metric.in_([each.name for each in METRICS if not each.is_live])
    return bool(db.session.scalar(select(exists().where(of_those))))


def _named(row: Any) -> dict[str, Any]:
    return {"ref_kind": row.kind if row else None, "ref_id": row.id if row else None}


def drop_old(now: datetime, tz: Any, first: date | None) -> None:
    """Forget the figures of periods that are offered no more, and of weeks before the `first`."""
    spans, oldest_week = offered(now, tz), weeks.week_of(now, tz) - WEEKS * WEEK
    oldest_week = max(oldest_week, first or oldest_week)
    kept = or_(*(and_(Figure.starts == each.starts, Figure.ends == each.ends) for each in spans))
    parts = or_(*(and_(FigurePart.starts == each.starts, FigurePart.ends == each.ends) for each in spans))
    db.session.execute(delete(Figure).where(Figure.metric != WEEKLY, ~kept))
    db.session.execute(delete(FigurePart).where(~parts))
    db.session.execute(delete(Figure).where(Figure.metric == WEEKLY, Figure.starts < oldest_week))
