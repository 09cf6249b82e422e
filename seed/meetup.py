"""A year of a meetup that people of the company host with others: real talks, brought in as anybody would."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from learnhub.core.sheets import Sheet
from learnhub.imports import services as imports
from seed.company import Company

LIST = Path(__file__).with_name("cloudnative_linz_events.yml")
EVENINGS = 11  # the last of 49: about a year
AGO = timedelta(weeks=5)  # when the last of them was
SAID = {"zone": "Europe/Vienna", "starts": "18:00", "minutes": "150", "people": "", "materials": ""}


def read() -> Sheet:
    """Read the list, before the transaction."""
    with LIST.open("rb") as stream:
        return imports.read("events", stream)


def make(today: datetime, people: Company, sheet: Sheet) -> None:
    """Bring in the last year of it, so many weeks later that it ended five weeks ago. Nobody is told."""
    host, day = people["Arjun Mehta"], sheet.headers.index("starts")
    rows = sheet.rows[-EVENINGS:]
    shift = timedelta(weeks=((today - AGO).date() - date.fromisoformat(rows[-1].cells[day])).days // 7)
    moved = [replace(row, cells=_later(row.cells, day, shift)) for row in rows]
    batch = imports.stage(host, "events", LIST.name, replace(sheet, rows=moved))
    imports.apply(host, batch, {**batch.options, **SAID})


def _later(cells: list[str], day: int, shift: timedelta) -> list[str]:
    moved = (date.fromisoformat(cells[day]) + shift).isoformat()
    return [*cells[:day], moved, *cells[day + 1 :]]
