"""What became of demos, for the units of those who lead the teams. What is closed to the reader counts
nowhere: with one more sum beside it, a single demo could be worked out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learnhub.core import refs, words
from learnhub.core.refs import Card, Ref
from learnhub.dashboards.periods import Period
from learnhub.dashboards.queries import UnitRow
from learnhub.demos import follow_up_queries
from learnhub.demos.follow_up_pages import BADGES
from learnhub.demos.follow_up_queries import Followed, Survival
from learnhub.people.models import Organisation, Person

Rows = Sequence[Followed]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The demos of hackathons that ended in a period, how far they have come by now, and before."""

    rows: Rows
    cards: Mapping[Ref, Card]
    sums: Survival
    before: Survival
    rate: int  # of an hour
    currency: str

    @property
    def cost(self) -> int:
        return self.sums.hours * self.rate + self.sums.spent

    @property
    def change(self) -> int | None:
        """Points of the share that lives on, against the period before."""
        if not self.sums.demos or not self.before.demos:
            return None
        return _percent(self.sums) - _percent(self.before)

    @property
    def said(self) -> str:
        """What stands under the number of those that live on."""
        days = f"; the median decision came after {round(self.sums.days)} days" if self.sums.days else ""
        return f"demos of hackathons that ended in the period are in a pilot or adopted{days}"

    def money(self, amount: int) -> str:
        return f"{words.figure(amount)} {self.currency}"


def _percent(sums: Survival) -> int:
    return round(100 * sums.survived / sums.demos)


def of(person: Person, unit: UnitRow, period: Period, house: Organisation) -> Outcome:
    """Return what became of the demos of a unit and those below it; of the top unit, of all demos. Those
    that the person may open.
    """
    inside = None if unit.parent_id is None else unit.id
    every = follow_up_queries.of_period(period.before().since, period.until, inside)
    cards = refs.cards([Ref("demo", row.demo_id) for row in every], person)
    rows = [row for row in every if Ref("demo", row.demo_id) in cards]
    now = [row for row in rows if row.ended >= period.since]
    sums = follow_up_queries.survival(now)
    before = follow_up_queries.survival(row for row in rows if row.ended < period.since)
    return Outcome(now, cards, sums, before, house.hour_rate, house.currency)


def headline(found: Outcome) -> str:
    """ "3 of 12 demos live on."."""
    if not found.rows:
        return "No hackathon ended in this period."
    return f"{found.sums.survived} of {words.count(found.sums.demos, 'demo')} live on."


def made_of(found: Outcome) -> dict[str, Any]:
    """Return the demos one by one, those that came furthest first."""
    order = list(BADGES)
    shown = [(found.cards[Ref("demo", row.demo_id)], row) for row in found.rows]
    shown.sort(key=lambda each: (-order.index(each[1].state), each[0].title))
    lines = [(card, BADGES[row.state][0], follow_up_queries.survival([row])) for card, row in shown]
    return {"demos": lines, "outcome": found}
