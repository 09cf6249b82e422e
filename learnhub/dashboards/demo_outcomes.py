"""What became of demos, for the units of those who lead the teams. What is closed to the reader counts
nowhere: with one more sum beside it, a single demo could be worked out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from learnhub.core import clock, dates, refs, words
from learnhub.core.refs import Card, Ref
from learnhub.dashboards.periods import Period
from learnhub.dashboards.queries import UnitRow
from learnhub.demos import follow_up_queries
from learnhub.demos.follow_up_pages import BADGES
from learnhub.demos.follow_up_queries import Followed, Survival
from learnhub.people.models import Organisation, Person

Rows = Sequence[Followed]
DEFINITION = (
    "Demos handed in at hackathons that ended in the period and are in a pilot or adopted by now, over all "
    "of them; and how long after the hackathon that was decided. A demo counts where the lead of its team "
    "is today; in the top unit also one without a lead."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The demos of hackathons that ended in a period, how far they have come by now, and before."""

    definition: ClassVar[str] = DEFINITION
    rows: Rows
    cards: Mapping[Ref, Card]
    sums: Survival
    before: Survival
    rate: int  # of an hour
    currency: str
    late: int = 0  # decisions whose day is over
    lately: "Outcome | None" = None  # of a longer time, where none of the period came to anything

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
        after = None if self.sums.days is None else dates.whole_days(timedelta(days=round(self.sums.days)))
        days = f"; the median decision came after {after}" if after else ""
        verb = "is" if self.late == 1 else "are"
        late = f"; {words.count(self.late, 'decision')} {verb} late" if self.late else ""
        return f"demos of hackathons that ended in the period are in a pilot or adopted{days}{late}"

    @property
    def value_rule(self) -> str:
        """What the number of value counts."""
        return (
            "Of the same demos: what they are worth a year, as the owner of a goal who is not in the team "
            "confirmed; what their teams estimate; and what they took, people times hours times "
            f"{self.money(self.rate)}, and money spent."
        )

    def money(self, amount: int) -> str:
        return f"{words.figure(amount)}\u00a0{self.currency}"


def _percent(sums: Survival) -> int:
    return words.in_hundred(sums.survived, sums.demos)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody is still to decide: `is_late` where the day is over."""

    card: Card
    row: Followed
    state: str
    is_late: bool


def of(
    person: Person, unit: UnitRow, period: Period, house: Organisation, *, lately: Period | None = None
) -> Outcome:
    """Return what became of the demos of a unit and those below it; of the top unit, of all demos. Those
    that the person may open. Where there are none, with it what became of those since `lately` began.
    """
    since = min(each.since for each in (period.before(), lately) if each)
    until = max(each.until for each in (period, lately) if each)
    every = follow_up_queries.of_period(since, until, _inside(unit))
    cards = refs.cards([Ref("demo", row.demo_id) for row in every], person)
    rows = [row for row in every if Ref("demo", row.demo_id) in cards]

    def outcome(since: datetime, until: datetime, before: datetime | None = None) -> Outcome:
        now = [row for row in rows if since <= row.ended < until]
        earlier = [row for row in rows if before and before <= row.ended < since]
        sums, was = follow_up_queries.survival(now), follow_up_queries.survival(earlier)
        late = sum(_is_late(row, person) for row in now)
        return Outcome(now, cards, sums, was, house.hour_rate, house.currency, late)

    found = outcome(period.since, period.until, period.before().since)
    longer = outcome(lately.since, lately.until) if lately and not found.rows else None
    return replace(found, lately=longer if longer and longer.rows else None)


def _inside(unit: UnitRow) -> int | None:
    return None if unit.parent_id is None else unit.id


def _is_late(row: Followed, person: Person) -> bool:
    return row.decide_on is not None and row.decide_on < dates.local_date(clock.now(), person.tz)


def decisions(person: Person, unit: UnitRow) -> list[Decision]:
    """Return what is to be decided of the demos of a unit and those below it, whatever the period, by day."""
    rows = follow_up_queries.to_be_decided(_inside(unit))
    cards = refs.cards([Ref("demo", row.demo_id) for row in rows], person)
    found = [
        Decision(cards[ref], row, BADGES[row.state][0], _is_late(row, person))
        for row in rows
        if (ref := Ref("demo", row.demo_id)) in cards
    ]
    return sorted(found, key=lambda each: (each.row.decide_on or date.max, each.card.title, each.row.demo_id))


def hackathons(person: Person, rows: Rows) -> dict[int, Card]:
    """Return the hackathons of these demos, as far as the person may open them."""
    cards = refs.cards({Ref("hackathon", row.hackathon_id) for row in rows}, person)
    return {ref.id: card for ref, card in cards.items()}


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
    lines = [(card, BADGES[row.state][0], row) for card, row in shown]
    return {"demos": lines, "outcome": found}
