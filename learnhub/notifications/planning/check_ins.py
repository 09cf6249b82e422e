"""The weekly check-in of a cohort: it goes by the clock, and the week, of whoever is asked."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learnhub.cohorts import streaks
from learnhub.cohorts.models import Cohort
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant
from learnhub.notifications.planning.dues import Due
from learnhub.people.models import Person
from learnhub.programs.models import SignUp, SignUpState

CHECK_IN = "check_in_due"
SUNDAY, EVENING = timedelta(days=6), time(23, 59)


def of(cohorts: Iterable[Cohort]) -> dict[int, list[Due]]:
    """Return by cohort the weeks of it, in each zone in which somebody of it lives: one statement."""
    known = {each.id: each for each in cohorts}
    found: dict[int, list[Due]] = {id_: [] for id_ in known}
    on_it = SignUp.program_id.in_(known), SignUp.state == SignUpState.IN, Person.left_at.is_(None)
    zones = select(SignUp.program_id, Person.zone).join(SignUp.person).where(*on_it).distinct()
    rows = db.session.execute(zones.order_by(Person.zone)).all() if known else ()
    for cohort_id, zone in rows:
        found[cohort_id] += in_zone(known[cohort_id], zone)
    return found


def in_zone(cohort: Cohort, zone: str) -> list[Due]:
    """Return the weeks of a cohort as they are in a zone."""
    found, tz = [], ZoneInfo(zone)
    week = streaks.week_of(cohort.starts_at, tz)
    while streaks.ends_at(week - streaks.WEEK, tz) < cohort.ends_at:
        last = datetime.combine(week + SUNDAY, EVENING)
        at = instant(last, tz, deadline=True)
        found.append(Due(CHECK_IN, Ref("cohort", cohort.id), last, at, week.toordinal(), zone=zone))
        week += streaks.WEEK
    return found
