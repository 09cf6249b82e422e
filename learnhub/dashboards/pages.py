"""What the dashboard shows: the report, and its title as a sentence."""

from collections.abc import Mapping
from typing import Any

from learnhub.core import clock, dates
from learnhub.core.dates import Block
from learnhub.core.errors import NotFound
from learnhub.dashboards import periods, queries, reports
from learnhub.dashboards.periods import Period
from learnhub.dashboards.reports import Report
from learnhub.people import queries as people_queries
from learnhub.people.models import Person

DEFINITION = (
    "Different people with at least one act in the period, over all active employees of the unit and the "
    "units below it, not counting those who are away. Acts: came, handed in or showed a demo, spoke, hosted, "
    "used what they read. When a demo is handed in, every member of its team counts. Hosts of a hackathon "
    "count when its demos close, hosts and speakers of a talk when it was given. "
    "Whoever moves counts where they were at the end of the period. "
    "Signing up is no act, nor is looking at a page."
)
TENTHS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "All")


def show(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """The dashboard of `unit` (a key) and `period` from the address.

    Raises NotFound for a unit that the person does not lead, or no such period.
    """
    organisation, now = people_queries.organisation(), clock.now()
    units = queries.units()
    seen = reports.units_seen_by(person, units)
    if not seen:
        raise NotFound
    unit = reports.chosen(seen, args.get("unit"))
    choices = periods.choices(now.astimezone(organisation.tz).date(), organisation.tz)
    period = choices.get(args.get("period", "quarter"))
    if period is None:
        raise NotFound
    report = reports.participation(person, unit, units, period, least=organisation.smallest_group, now=now)
    return {
        "report": report,
        "title": headline(report),
        "date": _block(period),
        "units": [(each.key, each.name) for each in seen],
        "periods": [(key, each.label) for key, each in choices.items()],
        "least": organisation.smallest_group,
        "definition": DEFINITION,
        "as_of": min(period.until, now),
        "week_labels": [dates.short_day(day, day) for day in period.weeks],
    }


def headline(report: Report) -> str:
    """Say the number in words, and against the period before."""
    if report.count is None:
        return "There is no number to show here."
    tenths = round(report.count.part * 10 / report.count.whole)
    share = f"{TENTHS[tenths]} in ten took part" if 0 < tenths < 10 else f"{report.count.percent} % took part"
    if tenths == 10:
        share = "Nearly all took part" if report.count.part < report.count.whole else "All took part"
    if not report.count.part:
        share = "Nobody took part"
    change = report.change
    if change is None:
        return f"{share}."
    points = "point" if abs(change) == 1 else "points"
    if change == 0:
        return f"{share}, as before."
    return f"{share}, {abs(change)} {points} {'more' if change > 0 else 'fewer'}."


def _block(period: Period) -> Block:
    first, last = period.starts, period.last_day
    if period.key == "year":
        return Block("A year", "52", f"weeks to {last.day} {last:%b %Y}")
    quarter = (first.month - 1) // 3 + 1
    season = period.label.lower().removesuffix(" quarter").capitalize()
    return Block(f"{season} quarter", f"Q{quarter}", f"{first.day} {first:%b} – {last.day} {last:%b}")
