"""The goals that somebody answers for and has to say something of, for Home."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Integer, Select, cast, exists, func, select

from learnhub.core import dates
from learnhub.core.walltime import instant
from learnhub.goals import periods
from learnhub.goals.models import Goal, GoalState, GoalUpdate, KeyResult
from learnhub.people import queries as people
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.dues import Due, Press

AHEAD = timedelta(days=7)
EVENING = time(23, 59)


def _asked(person: Person, _now: datetime) -> dict[str, Any]:
    return {"reader": person.id}


def _wanted(*, reader: int) -> Select[Any]:
    told = select(func.max(GoalUpdate.at)).where(GoalUpdate.goal_id == Goal.id).scalar_subquery()
    measured = cast(exists().where(KeyResult.goal_id == Goal.id), Integer)
    said = {"at": told, "later": Goal.created_at, "day": Goal.starts_on, "until": Goal.ends_on}
    of_goal = columns(key=Goal.key, title=Goal.title, number=measured, **said)
    return (
        select(*of_goal).where(Goal.owner_id == reader, Goal.state == GoalState.OPEN).order_by(Goal.ends_on)
    )


def _read(row: Any, person: Person, now: datetime) -> Due | None:
    """Return that it can be closed, or that an update is due within a week: as its page has it."""
    zone, path = people.organisation().tz, f"/goals/{row.key}"
    today = dates.local_date(now, zone)
    if row.until < today:
        at = instant(datetime.combine(row.until, EVENING), zone, deadline=True)
        note = "Its period is over. Say what was learnt, and whether it goes on."
        return Due(at, f"Close “{row.title}”", path, note, Press("Close goal", f"{path}/close"))
    period = {"starts_on": row.day, "created_at": row.later, "ends_on": row.until}
    day = periods.due_after(row.at, **period, zone=zone)
    if not row.number or day > today + AHEAD:
        return None
    at = instant(datetime.combine(day, EVENING), zone, deadline=True)
    press = Press("Write an update", f"{path}/update")
    name = f"The update of “{row.title}”"
    return Due(at, name, path, "Say where it stands, and how sure you are.", press, name=name)


GOALS = Source(_asked, _wanted, _read)
