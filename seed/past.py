"""A past hackathon, brought in from its Devpost export as any lead would bring it in."""

from datetime import datetime, timedelta
from pathlib import Path

from learnhub.core import clock
from learnhub.core.sheets import Sheet
from learnhub.goals import services as goal_services
from learnhub.goals.models import Goal
from learnhub.imports import services as imports
from seed.company import Company

EXPORT = Path(__file__).with_name("devpost_hackdavis_2023.csv")


def read() -> Sheet:
    """Read the export, before the transaction."""
    with EXPORT.open("rb") as stream:
        return imports.read("devpost", stream)


def make(today: datetime, people: Company, goals: dict[str, Goal], sheet: Sheet) -> None:
    """Bring in HackDavis 2023: real projects of students, published under the MIT licence."""
    lead = people["Ruth Adeyemi"]
    with clock.at(today - timedelta(days=90)):
        batch = imports.stage(lead, "devpost", EXPORT.name, sheet)
        imports.apply(lead, batch, {**batch.options, "title": "HackDavis 2023"})
        if past := imports.result_of(batch):
            why = "What students built in a weekend showed us what can be tried for nothing."
            goal_services.tie(lead, goals["Service without us"], past, why=why, may_edit_the_other=True)
