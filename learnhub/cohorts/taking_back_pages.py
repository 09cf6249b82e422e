"""What the page shows that asks before a tick is taken back."""

from datetime import datetime
from typing import Any

from learnhub.cohorts import pages, queries, taking_back, tick_sentences
from learnhub.cohorts.models import Cohort
from learnhub.people.models import Person


def asking(reader: Person, cohort: Cohort, them: Person, key: str, now: datetime) -> dict[str, Any]:
    """Return what it costs in words, or that it costs `nothing`; `them` is None where it is the reader's own.

    Raises NotFound for no such deadline.
    """
    date = queries.date_of(cohort, key)
    cost = taking_back.cost(cohort, date, them)
    if cost is None or not cost.is_some:
        return {"nothing": "Nothing is lost by taking it back now." if cost else "It is not ticked off."}
    own = them.id == reader.id
    name, day = "" if own else them.name, pages.done_day(cohort, cost.row, reader, now)
    text = tick_sentences.costs(cost.row, cost.becomes, day, certificate=cost.certificate, name=name)
    return {"nothing": "", "cohort": cohort, "date": date, "them": None if own else them, "text": text}
