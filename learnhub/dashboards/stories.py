"""What happened in a period, by name, and what comes next: for the story that leaders print.

What has numbers of people comes from rows of figures, which `privacy` let through; cards are those that the
reader may open. Nobody is named but who decides on a demo, which its page says to everybody who may open it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from learnhub.core import clock, dates, words
from learnhub.core.refs import Card, Ref
from learnhub.dashboards import cohort_queries, demo_outcomes, queries, row_queries
from learnhub.dashboards.demo_outcomes import Outcome
from learnhub.dashboards.metrics import BY_NAME, Metric
from learnhub.dashboards.queries import Numbers
from learnhub.dashboards.reports import Report, Told
from learnhub.demos.follow_up_pages import BADGES
from learnhub.people.models import Person

MOST = 6  # of each sort; the largest
SAID = {  # how the rows of a number read, of one thing
    "participation": "{0} people took part in it first",
    "transfer": "{0} of {1} who were asked say that it changed something",
    "completion": "{0} of {1} completed it",
    "on_time": "{0} of {1} deadlines met",
    "risk": "{0} of {1} may need a hand",
}
SORTS = (  # their title, the kind of their refs, and the numbers that tell of them
    ("Hackathons", "hackathon", ("participation",)),
    ("Talks", "talk", ("participation", "transfer")),
    ("Cohorts", "cohort", ("participation", "completion", "on_time", "risk")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened, or comes: a card, and a sentence about it."""

    card: Card
    said: str


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes next, or was to come and is late: its day first, where it has one."""

    title: str
    url: str
    said: str
    on: date | datetime | None
    is_late: bool = False
    names: bool = False  # somebody: who decides


Rows = Mapping[Ref, tuple[Card, Mapping[str, Numbers]]]


def rows_of(person: Person, found: Report) -> Rows:
    """Return what is said of single programs; nothing by today's units."""
    return {} if found.as_is else row_queries.of_programs(person, found.unit.id, [*BY_NAME], found.period)


def happened(rows: Rows, outcome: Outcome) -> list[tuple[str, list[Line]]]:
    """Return what happened, by sort, each with the things of most people first."""
    sorts = [(title, _lines(kind, metrics, rows)) for title, kind, metrics in SORTS]
    return [(title, lines) for title, lines in [*sorts, ("Demos", _demos(outcome))] if lines]


def _lines(kind: str, metrics: Sequence[str], rows: Rows) -> list[Line]:
    of = [(card, told) for ref, (card, told) in rows.items() if ref.kind == kind]
    known = [(card, {name: told[name] for name in metrics if name in told}) for card, told in of]
    mine = [(card, told) for card, told in known if told]
    mine.sort(key=lambda each: (-max(numbers[1] for numbers in each[1].values()), each[0].title))
    return [
        Line(card, "; ".join(SAID[name].format(*numbers) for name, numbers in told.items()))
        for card, told in mine[:MOST]
    ]


def _demos(outcome: Outcome) -> list[Line]:
    rows = [row for row in outcome.rows if row.said or row.state != "demoed"] or outcome.rows
    order = list(BADGES)
    found = []
    for row in sorted(rows, key=lambda row: (-order.index(row.state), row.title))[:MOST]:
        worth = [f"{outcome.money(row.realised)} a year confirmed"] if row.realised else []
        worth += [f"{outcome.money(row.estimated)} a year estimated"] if row.estimated else []
        found.append(Line(outcome.cards[Ref("demo", row.demo_id)], "; ".join([BADGES[row.state][0], *worth])))
    return found


def coming(person: Person, found: Report, rows: Rows) -> list[Coming]:
    """Return what comes next: cohorts that run, demos to decide, goals of which an update is due, by day."""
    now, today = clock.now(), dates.local_date(clock.now(), person.tz)
    known = {ref.id for ref in rows if ref.kind == "cohort"}
    running = [each for each in cohort_queries.running(person, now) if each.id in known]
    runs = [Coming(each.title, each.url, "The cohort ends", each.ends_at) for each in running]
    decided = [
        Coming(
            each.card.title,
            each.card.url,
            _deciding(each.row.owner),
            each.row.decide_on,
            names=each.row.owner is not None,
        )
        for each in demo_outcomes.decisions(person, found.unit)
    ]
    goals = [
        Coming(card.title, card.url, "An update of the goal is due", due)
        for card, due in queries.updates_due(found.unit.id, today, found.period.tz)
    ]
    every = sorted(
        [*runs, *decided, *goals], key=lambda each: (_day(each.on, person) or date.max, each.title)
    )
    return [
        replace(each, is_late=True) if (_day(each.on, person) or today) < today else each for each in every
    ]


def _deciding(owner: Person | None) -> str:
    if owner is None:
        return "Nobody is named yet who decides what becomes of the demo"
    if owner.left_at is not None:
        return f"{owner.name}, who was to decide what becomes of the demo, has left"
    return f"{owner.name} decides what becomes of the demo"


def _day(on: date | datetime | None, person: Person) -> date | None:
    return dates.local_date(on, person.tz) if isinstance(on, datetime) else on


def short(rule: str) -> str:
    """The first sentence of what a number counts."""
    return f"{rule.partition('. ')[0].rstrip('.')}."


def worth(
    headlines: Sequence[tuple[Metric, Told, tuple[str, str]]], outcome: Outcome
) -> list[tuple[str, str]]:
    """Return whether it was worth it, in three sentences: who took part, what changed, money."""
    money = outcome.lately or outcome
    sums, when = money.sums, " of the last 52 weeks" if outcome.lately else ""
    said = [
        (metric.title, f"{told.value}, {of[0]}." if told.numbers else "Kept back.")
        for metric, told, of in headlines
    ]
    worth = f"{money.money(sums.realised)} a year confirmed and {money.money(sums.estimated)} estimated"
    spent = f"{worth}, for {money.money(money.cost)}: {words.count(sums.demos, 'demo')}{when}."
    return [*said, ("Value", spent if sums.demos else "No hackathon of these units ended in this period.")]
