"""What the dashboard shows: the report, its title as a sentence, and what a number is made of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from learnhub.core import clock, dates, refs, words
from learnhub.core.dates import Block
from learnhub.core.db import plan_once
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.dashboards import (
    coverage,
    demo_outcomes,
    heat,
    leaders,
    periods,
    queries,
    reports,
    row_queries,
    tree_maps,
)
from learnhub.dashboards.demo_outcomes import Outcome
from learnhub.dashboards.metrics import BY_NAME, METRICS, Metric
from learnhub.dashboards.periods import Period
from learnhub.dashboards.queries import Numbers, UnitRow
from learnhub.dashboards.reports import Report, Told
from learnhub.people import queries as people_queries
from learnhub.people import retention
from learnhub.people.models import Person

MAP, SMALL_MAP = (760, 320), (340, 420)  # of the tree map, as it is drawn; on a phone
MOVED = 4
Number = tuple[Metric, Told, tuple[str, str]]
HEADLINES = ("participation", "transfer")
CAME = ("reuse",)  # beside goals and demos
RUNNING = ("risk", "overdue", "check_ins")
OF_COHORTS = ("risk", "overdue", "on_time", "check_ins")  # what is said of one, beside its deadlines
GROUPS = (  # every other metric stands in one of these
    ("Hours, and leaders’ own part", ("hours_in", "hours_given", "leaders")),
    ("Do people finish what they start?", ("start", "completion", "pace", "on_time", "overdue", "check_ins")),
    ("Who needs a hand", ("stuck", "risk", "flags")),
)
ORGANISATIONS = (("then", "Where they were then"), ("now", "Where they are today"))


def show(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """The dashboard of `unit` (a key), `period` and `org` from the address: what is told of it, and who
    leads these units.

    Raises NotFound for a unit that the person does not lead, or no such period.
    """
    plan_once()
    found = tell(person, args)
    return found | {"led": leaders.leading(found["way"], found["below"])}


def tell(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """Return what the dashboard and its story tell. Raises as `show` does."""
    around, found = asked(person, args)
    now = clock.now()
    goals = queries.goals(found.unit.id, now, dates.local_date(now, person.tz))
    year = periods.choices(dates.local_date(now, found.period.tz), found.period.tz)["year"]
    outcome = _outcome(person, around, lately=year)
    counted = coverage.counts(person, found.period, outcome, funnel=True)
    numbers = {
        each.name: (each, found.told[each.name], wording(each, found.told[each.name])) for each in METRICS
    }
    return around | {
        "title": headline(found.main, len(found.period.weeks), runs=found.period.runs(now)),
        "numbers": [*numbers.values()],
        "headlines": _said(numbers, HEADLINES),
        "groups": [(title, these) for title, names in GROUPS if (these := _said(numbers, names))],
        "kept_back": [each for each in numbers.values() if each[1].hidden],
        "came": _said(numbers, CAME),
        "moved": moved(numbers.values()),
        "early": reports.is_early(found.period),
        "runs": found.period.runs(now),
        "goals": len(goals),
        "served": sum(each.tied > 0 for each in goals),
        "silent": sum(each.is_silent for each in goals),
        "goals_rule": coverage.GOALS_RULE,
        "funnel": counted,
        "outcome": outcome,
        "sides": coverage.sides(outcome, counted),
        "own_part": queries.own_part(person, found.period),
        "week_labels": [dates.short_day(day, day) for day in found.period.weeks],
    }


def _said(numbers: Mapping[str, Number], names: Iterable[str]) -> list[Number]:
    """Those that are said."""
    return [numbers[name] for name in names if numbers[name][1].numbers]


def moved(numbers: Iterable[Number]) -> list[Number]:
    """Return what changed most against the period before: shares by points, then sums of hours. Pure."""
    found = [each for each in numbers if each[1].change]
    return sorted(found, key=lambda each: (each[0].is_hours, -abs(each[1].change or 0)))[:MOVED]


def _outcome(person: Person, around: Mapping[str, Any], lately: Period | None = None) -> Outcome:
    found: Report = around["report"]
    return demo_outcomes.of(person, found.unit, found.period, around["organisation"], lately=lately)


def asked(person: Person, args: Mapping[str, str]) -> tuple[dict[str, Any], Report]:
    """Return what every page of the dashboard shows, and the report it is about. Raises as `show` does."""
    organisation, now = people_queries.organisation(), clock.now()
    unit, seen, below = reports.chosen(person, args.get("unit"))
    choices = periods.choices(now.astimezone(organisation.tz).date(), organisation.tz)
    period: Period | None = choices.get(args.get("period", "quarter"))
    as_is = args.get("org", "then") == "now"
    if period is None or args.get("org", "then") not in dict(ORGANISATIONS):
        raise NotFound
    kept = queries.upkeep()
    least = retention.smallest(organisation)
    ready = kept.refreshed_at is not None and kept.least >= least
    found = _nothing(unit, period)
    if ready:
        found = reports.report(person, unit, below, period, as_is=as_is, since=kept.first_week)
    return {
        "report": found,
        "organisation": organisation,
        "ready": ready,
        "date": _block(period),
        "way": leaders.way_to(unit, seen),
        "below": below,
        "units": [(each.key, "\u2003" * deep + each.name) for each, deep in reports.depths(seen)],
        "periods": [(key, each.label) for key, each in choices.items()],
        "organisations": ORGANISATIONS,
        "least": least,
        "as_of": kept.refreshed_at,
        "held": kept.held_at,
        "here": {"unit": unit.key, "period": period.key} | ({"org": "now"} if as_is else {}),
    }, found


def _nothing(unit: UnitRow, period: Period) -> Report:
    return Report(unit, period, False, {each.name: Told(None, None) for each in METRICS}, [], [], frozenset())


def made_of(person: Person, name: str, args: Mapping[str, str]) -> dict[str, Any]:
    """What one number is made of: programs and things, never people. Raises as `show` does."""
    around, found = asked(person, args)
    if name == "goals":
        outcome = _outcome(person, around)
        counted = coverage.counts(person, found.period, outcome)
        sides = coverage.sides(outcome, counted) + coverage.hours_in(found)
        return around | _goals(person, found, clock.now()) | {"sides": sides}
    metric = BY_NAME.get(name)
    if metric is None or metric is BY_NAME["pace"]:
        raise NotFound
    told = found.told[name]
    parts = reports.made_of(person, found.unit, metric, found.period) if told.numbers and metric.rows else []
    is_named = not found.as_is and any(each.card for each in parts)  # “Others” alone say nothing
    return (
        around
        | _about(metric, told)
        | {"parts": parts if is_named else [], "once": metric.rows.startswith("People, each once")}
        | _to_ask(person, found, name, around["held"])
    )


def _to_ask(person: Person, found: Report, name: str, held: datetime | None) -> dict[str, Any]:
    """Whom to ask about the cohorts that a number of running ones is made of."""
    told = {}
    if name in RUNNING and not found.as_is:
        told = row_queries.of_cohorts(found.unit.id, OF_COHORTS, found.period)
    at = min(found.period.until, held or clock.now())
    return {
        "to_ask": heat.asked_about(person, at, told) if told else [],
        "of_cohorts": [BY_NAME[each] for each in OF_COHORTS if each != name],
    }


def _about(metric: Metric, told: Told) -> dict[str, Any]:
    return {
        "title": f"{metric.title}: {told.value}." if told.numbers else f"{metric.title}: no number.",
        "metric": metric,
        "told": told,
        "said": wording(metric, told),
    }


def cohorts(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """What pace is made of: deadline by deadline, cohorts by week. Raises as `show` does."""
    around, found = asked(person, args)
    metric = BY_NAME["pace"]
    told = found.told[metric.name]
    parts = row_queries.parts(found.unit.id, metric.name, found.period) if told.numbers else {}
    said = {} if found.as_is else parts
    of_each = {} if found.as_is else row_queries.of_cohorts(found.unit.id, OF_COHORTS, found.period)
    shown = heat.show(person, found.period, said, around["held"] or clock.now(), of_each)
    return around | _about(metric, told) | shown | {"of_cohorts": [BY_NAME[name] for name in OF_COHORTS]}


def demos(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """What survival and value are made of, demo by demo. Raises as `show` does."""
    around, found = asked(person, args)
    outcome = _outcome(person, around)
    decisions = demo_outcomes.decisions(person, found.unit)
    said = {
        "title": demo_outcomes.headline(outcome),
        "decisions": decisions,
        "hackathons": demo_outcomes.hackathons(person, [*outcome.rows, *(each.row for each in decisions)]),
    }
    return around | said | demo_outcomes.made_of(outcome)


def _goals(person: Person, found: Report, now: datetime) -> dict[str, Any]:
    rows = queries.goals(found.unit.id, now, dates.local_date(now, person.tz))
    cards = refs.cards([Ref("goal", each.id) for each in rows], person)
    served = sum(each.tied > 0 for each in rows)
    amounts = sorted((each for each in rows if each.tied), key=lambda each: -each.tied)
    things = [each.tied for each in amounts]
    return {
        "maps": [
            (width, height, [*zip(amounts, tree_maps.tiles(things, width, height), strict=True)])
            for width, height in (MAP, SMALL_MAP)
        ]
        if amounts
        else [],
        "names": {ref.id: card.title for ref, card in cards.items()},
        "title": f"{served} of {len(rows)} goals are served by learning."
        if rows
        else "There is no open goal.",
        "metric": None,
        "goals": [(cards.get(Ref("goal", each.id)), each) for each in rows],
        "served": served,
    }


def wording(metric: Metric, told: Told) -> tuple[str, str]:
    """Return the line under a figure, with the figures in it, and its definition."""
    if not told.numbers:
        return "", metric.definition
    return metric.of.format(**_values(metric, told.numbers)), metric.definition


def _values(metric: Metric, numbers: Numbers) -> dict[str, str]:
    names = "part", "whole", *metric.beside
    found = {name: f"{number:,}" for name, number in zip(names, numbers, strict=False)}
    found["ages"] = reports.ages(numbers[2:])
    found["most"] = reports.hours(numbers[1]) if metric.is_hours else ""
    if "day" in metric.beside:
        found["median"] = _median(numbers)
    if "answered" in metric.beside:
        found["answers"] = _answers(numbers)
    return found


def _median(numbers: Numbers) -> str:
    """In which of the spans that are counted the middle one lies, of all that were asked."""
    soon, whole, day = numbers
    spans = (soon, "half had one within two hours"), (day, "half had one within a working day")
    late = "half waited for more than a working day, or had none"
    return next((said for count, said in spans if 2 * count >= whole), late)


def _answers(numbers: Numbers) -> str:
    """What those who answered said, beside all who were asked."""
    part, _, answered = numbers
    share = words.in_hundred(part, answered)
    said = f"{part:,} of the {words.count(answered, 'time')} they answered ({share}\u00a0%)"
    return said if answered else "they never answered"


def headline(told: Told, weeks: int, *, runs: bool = False) -> str:
    """Say participation in words, and against the period before, which is as many `weeks` long; of one that
    still `runs` that it is so far.
    """
    if told.numbers is None:
        return "How many took part is not shown."
    share = f"{told.value} took part"
    if told.part and 200 * told.part >= 199 * told.whole:
        share = "All took part" if told.part == told.whole else "Nearly all took part"
    if not told.part or 200 * told.part < told.whole:
        share = "Fewer than one in a hundred took part" if told.part else "Nobody took part"
    change = told.change
    if change is None:
        return f"{share}."
    points, before = "point" if abs(change) == 1 else "points", words.count(weeks, "week")
    share += " so far" if runs else ""
    if change == 0:
        return f"{share}, as in the {before} before."
    return f"{share}, {abs(change)} {points} {'more' if change > 0 else 'fewer'} than in the {before} before."


def _block(period: Period) -> Block:
    first, last = period.starts, period.last_day_by(clock.now())
    if period.key == "year":
        return Block("A year", "52", f"weeks to {last.day} {last:%b %Y}")
    quarter = (first.month - 1) // 3 + 1
    season = period.label.lower().removesuffix(" quarter").capitalize()
    return Block(f"{season} quarter", f"Q{quarter}", f"{first.day} {first:%b} – {last.day} {last:%b}")
