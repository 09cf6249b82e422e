"""Keeping figures true: refresh what is dirty, write everything anew, compare with the acts themselves."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.transaction import transaction
from learnhub.dashboards import facts, figures, periods, privacy, weeks
from learnhub.dashboards.models import DirtyAct, PersonWeek, Upkeep
from learnhub.dashboards.periods import WEEK
from learnhub.people import queries as people
from learnhub.people.models import Organisation

STALE = timedelta(minutes=4)  # dues pass and sign-ups come without an act
COMPARED = 4  # weeks
SILENT = timedelta(minutes=15)  # counting anew tells of itself with each week; a job may be lost, or killed


def smallest(organisation: Organisation) -> int:
    """Return how many people the smallest group has that anything is said about: five, or more."""
    return max(organisation.smallest_group, privacy.LEAST)


def state() -> Upkeep:
    """Return how the figures are kept; a row that is not stored where nothing was counted yet."""
    found: Upkeep | None = db.session.get(Upkeep, 1)
    return found or Upkeep(id=1, steps=0, done=0, differing=0, least=0)


def held() -> Upkeep:
    """The row, held until the commit: one refresh at a time."""
    found = db.session.get(Upkeep, 1, with_for_update=True)
    if found is None:
        found = Upkeep(id=1)
        db.session.add(found)
        db.session.flush()
    return found


def is_counting(found: Upkeep) -> bool:
    """Whether everything is being counted anew, and was heard of lately."""
    return found.asked_at is not None and clock.now() - found.asked_at < SILENT


def refresh() -> bool:
    """Count anew what is dirty, and say whether there was anything to do. A job calls it each minute."""
    organisation, now = people.organisation(), clock.now()
    found = held()
    dirty = facts.take_dirty(organisation.tz)
    least = smallest(organisation)
    fresh = found.refreshed_at is not None and now - found.refreshed_at < STALE and found.least == least
    if fresh and not dirty:
        return False
    for week, ids in dirty.items():
        facts.write(week, organisation.tz, ids)
    _close_away(found, now, organisation.tz)
    since = min([*dirty, _quarter(now, organisation.tz)]) if found.least == least else None
    figures.write_all(now, organisation.tz, least, since)
    found.refreshed_at, found.least = clock.now(), least
    return True


def _quarter(now: datetime, tz: ZoneInfo) -> date:
    return periods.choices(now.astimezone(tz).date(), tz)["quarter"].starts - WEEK


def _close_away(found: Upkeep, now: datetime, tz: ZoneInfo) -> None:
    this_week = weeks.week_of(now, tz)
    facts.close_away(found.away_closed or facts.first_week() or this_week, this_week)
    found.away_closed = this_week


def rebuild(say: Callable[[int, int], None] = lambda done, steps: None) -> int:
    """Write every fact and figure anew from the acts; return how many weeks. LearnHub can run meanwhile.

    Opens transactions of its own. `say` hears after each week how many are done, and of how many.
    """
    with transaction():
        tz = people.organisation().tz
        found = held()
        mondays = facts.weeks_with_acts(tz)
        found.asked_at, found.steps, found.done = clock.now(), len(mondays) + 1, 0
        db.session.execute(delete(PersonWeek).where(PersonWeek.week.not_in(mondays)))
    for done, week in enumerate(mondays, start=1):
        with transaction():
            found = held()  # before its facts: a refresh would write the same rows
            facts.write(week, tz)
            found.asked_at, found.done = clock.now(), done
        say(done, len(mondays) + 1)
    with transaction():
        found = held()
        found.refreshed_at, found.least = None, 0
        refresh()
        found.asked_at, found.rebuilt_at, found.done = None, clock.now(), found.steps
    say(len(mondays) + 1, len(mondays) + 1)
    return len(mondays)


def count_now() -> None:
    """Write facts and figures in the transaction that is open: of an organisation that was just made."""
    tz = people.organisation().tz
    for week in facts.weeks_with_acts(tz):
        facts.write(week, tz)
    db.session.execute(delete(DirtyAct))
    held().least = 0
    refresh()


def compare() -> int:
    """Compare the facts of the last four whole weeks with the acts; return how many people differ.

    Who is dirty waits for the refresh, and does not differ.
    """
    tz = people.organisation().tz
    found = held()
    this_week = weeks.week_of(clock.now(), tz)
    past = weeks.each(this_week - COMPARED * WEEK, this_week)
    differing = {each for week in past for each in facts.differing(week, tz)} - facts.dirty()
    found.compared_at, found.differing = clock.now(), len(differing)
    return len(differing)
