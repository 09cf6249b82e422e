"""Keeping figures true: refresh what is dirty, write everything anew, compare with the acts themselves."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.transaction import release, transaction
from learnhub.dashboards import facts, figures, periods, weeks
from learnhub.dashboards.events import RecountAsked
from learnhub.dashboards.models import DirtyAct, PersonWeek, Upkeep
from learnhub.dashboards.periods import WEEK
from learnhub.people import queries as people
from learnhub.people import retention

LONG = timedelta(seconds=20)
STALE = timedelta(minutes=4)  # dues pass and sign-ups come without an act
COMPARED = 4  # weeks
KILLED = timedelta(minutes=5)  # a refresh that was not heard of for so long; its job may take three
SILENT = timedelta(minutes=15)  # counting anew tells of itself with each week; a job may be lost, or killed


def state() -> Upkeep:
    """Return how the figures are kept; a row that is not stored where nothing was counted yet."""
    found: Upkeep | None = db.session.get(Upkeep, 1)
    return found or Upkeep(id=1, took=0, steps=0, done=0, differing=0, least=0)


def held() -> Upkeep:
    """The row, held until the commit: of those who write facts and figures, one at a time."""
    found = db.session.get(Upkeep, 1, with_for_update=True)
    if found is None:
        found = Upkeep(id=1)
        db.session.add(found)
        db.session.flush()
    return found


def is_counting(found: Upkeep) -> bool:
    """Whether everything is being counted anew, and was heard of lately."""
    return found.asked_at is not None and clock.now() - found.asked_at < SILENT


@dataclass
class Refresh:
    """One refresh under way. `at` is when it was heard of last, as the row that it holds says too."""

    started: float  # by the clock that nobody sets
    at: datetime
    tz: ZoneInfo
    least: int
    marks: list[int]
    dirty: dict[date, set[int]]
    since: date | None  # the first week whose figures are written anew; None is every one
    holds: bool  # whether those that stand for a week stay as they are


def refresh() -> bool:
    """Count anew what is dirty, and say whether there was anything to do. A job calls it each minute.

    Opens transactions of its own, each short: nobody waits for SQLite's lock while all is counted. What made
    it dirty is forgotten last, so that one which dies is done again.
    """
    with transaction():
        begun = _begin(held())
    return begun is not None and _finish(begun)


def _begin(found: Upkeep) -> Refresh | None:
    """Take the refresh, unless another has it or nothing is to be done."""
    organisation, now = people.organisation(), clock.now()
    if found.zone not in (None, organisation.zone) and not is_counting(found):
        ask_anew(found)  # its weeks began at other moments
    marks, dirty = facts.dirty_weeks(organisation.tz)
    least = retention.smallest(organisation)
    fresh = found.refreshed_at is not None and now - found.refreshed_at < STALE and found.least == least
    taken = found.refreshing_at is not None and now - found.refreshing_at < KILLED
    if taken or (fresh and (not marks or _rests(found, now))):
        return None
    found.refreshing_at, found.zone = now, found.zone or organisation.zone
    since = min([*dirty, _quarter(now, organisation.tz)]) if found.least == least else None
    holds = found.least == least and _holds(found, now, organisation.tz)
    return Refresh(time.monotonic(), now, organisation.tz, least, marks, dirty, since, holds)


def _holds(found: Upkeep, now: datetime, tz: ZoneInfo) -> bool:
    """Whether what people are at was counted in this week: then it stands, so that who watches compares one
    number a week, not one a minute. From week to week they still can.
    """
    return found.held_at is not None and weeks.week_of(found.held_at, tz) == weeks.week_of(now, tz)


def _rests(found: Upkeep, now: datetime) -> bool:
    """Whether one that took long is followed by as long a rest: else a large organisation counts all day."""
    ended, took = found.refreshed_at, timedelta(seconds=found.took)
    return ended is not None and took >= LONG and timedelta() <= now - ended < took


def _finish(begun: Refresh) -> bool:
    """Write facts and figures, a week or a metric at a time; return False if another took over meanwhile."""
    for week, ids in begun.dirty.items():
        with transaction():
            if not _goes_on(begun):
                return False
            facts.write(week, begun.tz, ids)
    with transaction():
        now = clock.now()
        first = _begin_weeks(held(), now, begun.tz)
    for counted in figures.count(now, begun.tz, begun.least, begun.since, holds=begun.holds):
        release()
        with transaction():
            if not _goes_on(begun):
                return False
            figures.store(counted, first)
    with transaction():
        if not _goes_on(begun):
            return False
        _end(held(), begun, now)
    return True


def _goes_on(begun: Refresh) -> bool:
    """Hold the row; whether the refresh is still this one's, which is heard of by that."""
    found = held()
    if found.refreshing_at != begun.at:
        return False
    begun.at = found.refreshing_at = clock.now()
    return True


def _end(found: Upkeep, begun: Refresh, counted_at: datetime) -> None:
    facts.unmark(begun.marks)
    figures.drop_old(clock.now(), begun.tz, found.first_week)
    found.refreshed_at, found.least, found.refreshing_at = clock.now(), begun.least, None
    if not begun.holds:
        found.held_at = counted_at if figures.any_held() else None
    found.took = round(time.monotonic() - begun.started)


def _quarter(now: datetime, tz: ZoneInfo) -> date:
    return periods.choices(now.astimezone(tz).date(), tz)["quarter"].starts - WEEK


def _begin_weeks(found: Upkeep, now: datetime, tz: ZoneInfo) -> date:
    """Note who was away up to this week, and return the first week with anything in it."""
    this_week = weeks.week_of(now, tz)
    first = facts.first_week() or this_week
    facts.close_away(found.away_closed or first, this_week)
    found.away_closed, found.first_week = this_week, first
    return first


def ask_anew(found: Upkeep) -> None:
    """Ask for everything anew: a job does it, since it takes long."""
    found.asked_at, found.done = clock.now(), 0
    events.publish(RecountAsked())


def rebuild(say: Callable[[int, int], None] = lambda done, steps: None, *, holds: bool = False) -> int:
    """Write every fact and figure anew from the acts; return how many weeks. LearnHub can run meanwhile.

    Where it `holds`, figures that stand for this week stay, if they were counted in the same zone and for the
    same smallest group. Opens transactions of its own. `say` hears after each week how many are done, and of
    how many.
    """
    with transaction():
        organisation = people.organisation()
        tz, zone = organisation.tz, organisation.zone
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
        as_before = (found.zone, found.least) == (zone, retention.smallest(people.organisation()))
        stands = holds and as_before and _holds(found, clock.now(), tz)
        found.zone, found.least, found.refreshing_at = zone, 0, None  # whoever refreshes now gives up
        begun = _begin(found)
    assert begun is not None  # nobody has it, and nothing is fresh
    begun.holds = stands
    _finish(begun)
    with transaction():
        found = held()
        found.asked_at, found.rebuilt_at, found.done = None, clock.now(), found.steps
    say(len(mondays) + 1, len(mondays) + 1)
    return len(mondays)


def count_now() -> None:
    """Write facts and figures in the transaction that is open: of an organisation that was just made."""
    organisation, now = people.organisation(), clock.now()
    for week in facts.weeks_with_acts(organisation.tz):
        facts.write(week, organisation.tz)
    db.session.execute(delete(DirtyAct))
    found = held()
    found.least = 0
    begun = _begin(found)
    assert begun is not None
    first = _begin_weeks(found, now, begun.tz)
    for counted in figures.count(now, begun.tz, begun.least, begun.since, holds=begun.holds):
        figures.store(counted, first)
    _end(found, begun, now)


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
