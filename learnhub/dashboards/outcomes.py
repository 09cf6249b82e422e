"""What became of demos, for the units of those who lead the teams: things that everybody can read of."""

from collections.abc import Collection, Sequence
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
        return f"demos are in a pilot or adopted{days}"

    def money(self, amount: int) -> str:
        return f"{words.figure(amount)} {self.currency}"


def _percent(sums: Survival) -> int:
    return round(100 * sums.survived / sums.demos)


def of(unit: UnitRow, below: Collection[int], period: Period, house: Organisation) -> Outcome:
    """Return what became of the demos of a unit and those below it; of the top unit, of all demos."""
    inside = None if unit.parent_id is None else {unit.id, *below}
    rows = follow_up_queries.of_period(period.before().since, period.until, inside)
    now = [row for row in rows if row.ended >= period.since]
    sums = follow_up_queries.survival(now)
    before = follow_up_queries.survival(row for row in rows if row.ended < period.since)
    return Outcome(now, sums, before, house.hour_rate, house.currency)


def headline(found: Outcome) -> str:
    """ "3 of 12 demos live on."."""
    if not found.rows:
        return "No hackathon ended in this period."
    return f"{found.sums.survived} of {words.count(found.sums.demos, 'demo')} live on."


def made_of(person: Person, found: Outcome) -> dict[str, Any]:
    """Return the demos one by one, what is closed to the person among the others."""
    cards = refs.cards([Ref("demo", row.demo_id) for row in found.rows], person)
    shown = [(cards[ref], row) for row in found.rows if (ref := Ref("demo", row.demo_id)) in cards]
    rest = [row for row in found.rows if Ref("demo", row.demo_id) not in cards]
    order = list(BADGES)
    shown.sort(key=lambda each: (-order.index(each[1].state), each[0].title))
    lines: list[tuple[Card | None, str, Survival]] = [
        (card, BADGES[row.state][0], follow_up_queries.survival([row])) for card, row in shown
    ]
    if rest:
        sums = follow_up_queries.survival(rest)
        lines.append((None, f"{sums.survived} of {sums.demos} live on", sums))
    return {"demos": lines, "outcome": found}
