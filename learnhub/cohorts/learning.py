"""Time that one keeps free to learn: learning blocks of a week, which stand in one's calendar."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

from learnhub.cohorts import policies
from learnhub.cohorts.check_in_models import CheckInChoice
from learnhub.cohorts.models import Cohort
from learnhub.core import clock, dates, words
from learnhub.core.db import db, insert
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.people.models import Person
from learnhub.programs.queries import Standing

Blocks = Sequence[Sequence[Any]]  # [weekday, "16:00", minutes] each
FEWEST, MOST = 15, 600  # minutes


def blocks(days: Iterable[int], at: time, minutes: int) -> list[list[Any]]:
    """Return these days as blocks. Raises Invalid for less than a quarter of an hour, or more than ten."""
    if not FEWEST <= minutes <= MOST:
        raise Invalid(f"Use {FEWEST} to {MOST} minutes.", "minutes")
    return [[day, f"{at:%H:%M}", minutes] for day in sorted(set(days))]


def keep(actor: Person, cohort: Cohort, standing: Standing, chosen: Blocks) -> None:
    """Keep these free for the cohort, by the actor's own clock; none ends it. Raises Forbidden."""
    require(policies.may_choose(is_in=standing.is_in))
    kept = {"blocks": chosen, "blocks_changed_at": clock.now()}
    statement = insert(CheckInChoice).values(cohort_id=cohort.id, person_id=actor.id, **kept)
    ours = ["cohort_id", "person_id"]
    db.session.execute(statement.on_conflict_do_update(index_elements=ours, set_=kept))


def typed(held: Blocks) -> dict[str, Any]:
    """Return what a form of them holds."""
    _, at, minutes = held[0] if held else (0, "16:00", 60)
    return {"days": [str(day) for day, _, _ in held], "at": time.fromisoformat(at), "minutes": minutes}


def said(held: Blocks) -> str:
    """ "Monday and Thursday at 16:00, for 45 minutes", by one's own clock."""
    if not held:
        return ""
    days = words.joined(dates.weekdays()[day] for day, _, _ in held)
    return f"{days} at {held[0][1]}, for {words.count(held[0][2], 'minute')}"
