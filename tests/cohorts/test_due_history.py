"""The due in force at any moment is read back, whatever moved it since; what is marked done goes by it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import hypothesis
import pytest
from hypothesis import strategies as st

from learnhub.cohorts import due_history, extensions, pausing, queries, shifting, ticking, updating
from learnhub.cohorts.deadlines import effective
from learnhub.cohorts.shifting import Wanted
from learnhub.core import clock as clocks
from learnhub.core.db import db
from learnhub.core.errors import DomainError
from learnhub.core.transaction import settle
from learnhub.courses import versions
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from tests import factories
from tests.support.rows import save

LINES = [
    Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in range(1, 5)
]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)
QUICK = {"max_examples": 9, "derandomize": True, "database": None}


@pytest.fixture
def running(app, clock):
    """A cohort that begins on Monday, the second of November, with Ada in it; all is due on Fridays."""
    clock.stop(MONDAY)
    host, ada = (save(factories.person(name, zone="UTC")) for name in ("Ruth", "Ada"))
    return cohort_of(host, ada), host, ada


def cohort_of(host, *people):
    made = factories.cohort(host, *LINES, starts=MONDAY.date(), own_days=3)
    for each in people:
        factories.sign_up(made, each)
    return made


def test_more_time_taken_back_leaves_what_a_pause_gave_and_gives_back_the_days_not_rested(running, clock):
    """The days that the pause had moved it were forgotten: going on earlier gave none of them back."""
    cohort, host, ada = running
    key = queries.dates(cohort)[0].key
    pausing.pause(ada, cohort, date(2026, 11, 8))
    clock.stop(MONDAY + HOUR)
    ticking.extend(host, cohort, key, ada, until=datetime(2026, 11, 20, 18), reason="Ill")
    clock.stop(MONDAY + 3 * DAY)
    pausing.resume(ada, cohort)
    extensions.take_back(host, cohort, ada, extensions.last(cohort, ada, 1))
    assert in_force(cohort, ada)[queries.dates(cohort)[0].id].day == 9, "three days rested, from the sixth on"


def test_more_time_is_taken_back_also_where_one_rests_since(running, clock):
    cohort, host, ada = running
    first, second, *_ = queries.dates(cohort)
    ticking.extend(host, cohort, first.key, ada, until=datetime(2026, 11, 20, 18), reason="Ill")
    ticking.extend_own(ada, cohort, second.key, reason="Travelling")
    clock.stop(MONDAY + HOUR)
    pausing.pause(ada, cohort, date(2026, 11, 4))
    assert [in_force(cohort, ada)[each.id].day for each in (first, second)] == [23, 19]
    extensions.take_back(host, cohort, ada, extensions.last(cohort, ada, 2)[1:])
    ticking.shorten_own(ada, cohort, second.key)
    assert [in_force(cohort, ada)[each.id].day for each in (first, second)] == [9, 16]


def marked(cohort, host, ada, number, day):
    """Mark a step done on a day of November; return whether that was in time, and the day it was due then."""
    key = queries.dates(cohort)[number].key
    on = date(2026, 11, day)
    row = ticking.tick(host, cohort, key, person=ada, on=on, reason="Forgot to tick.")
    found = row.on_time, row.due_at.day
    ticking.take_back(host, cohort, key, person=ada)
    return found


def test_what_a_pause_gave_holds_for_its_days_also_once_it_was_taken_back(running, clock):
    """The longer due was forgotten with the pause: who handed in while they rested had been late."""
    cohort, host, ada = running
    clock.stop(MONDAY + DAY)
    pausing.pause(ada, cohort, date(2026, 11, 9))
    clock.stop(MONDAY + 6 * DAY)
    pausing.resume(ada, cohort)
    assert queries.progress_of(cohort)[ada.id][queries.dates(cohort)[0].id].extended_to.day == 11
    clock.stop(MONDAY + 14 * DAY)
    found = [marked(cohort, host, ada, 0, day) for day in (2, 7, 8, 12)]
    assert found == [(True, 6), (True, 13), (True, 11), (False, 11)], "before, within, and after it"


def test_of_two_extensions_each_holds_from_its_own_day_on(running, clock):
    """The last date counted from the first extension on, so what was late by the first was in time."""
    cohort, host, ada = running
    key = queries.dates(cohort)[0].key
    for day, until in ((5, 9), (12, 20)):
        clock.stop(datetime(2026, 11, day, 9, tzinfo=UTC))
        ticking.extend(host, cohort, key, ada, until=datetime(2026, 11, until, 18), reason="Ill")
    clock.stop(MONDAY + 20 * DAY)
    found = [marked(cohort, host, ada, 0, day) for day in (4, 9, 10, 12)]
    assert found == [(True, 6), (True, 9), (False, 9), (True, 20)]


def test_an_extension_of_ones_own_that_was_taken_back_held_until_then(running, clock):
    cohort, host, ada = running
    key = queries.dates(cohort)[0].key
    clock.stop(MONDAY + DAY)
    ticking.extend_own(ada, cohort, key, reason="Travelling")
    clock.stop(MONDAY + 3 * DAY)
    ticking.shorten_own(ada, cohort, key)
    clock.stop(MONDAY + 14 * DAY)
    assert [marked(cohort, host, ada, 0, day) for day in (4, 7)] == [(True, 9), (False, 6)]


def test_a_shift_before_a_newer_outline_is_read_back(running, clock):
    """It was looked for by the line of the outline, which is another in each version."""
    cohort, host, ada = running
    clock.stop(MONDAY + 9 * DAY)
    shifting.shift(host, cohort, Wanted(-3, since=date(2026, 11, 9)), version=cohort.version)
    newer(cohort, host, 3, weekday=2)
    assert cohort.course_version.number == 2
    clock.stop(MONDAY + 14 * DAY)
    found = [marked(cohort, host, ada, 1, day) for day in (10, 12)]
    assert found == [(True, 13), (False, 10)], "it moved on Wednesday from Friday to Tuesday"


def newer(cohort, host, line, **other):
    """Let the cohort run a newer outline, in which a line has another place."""
    course = cohort.course_version.course
    lines = [*versions.lines(cohort.course_version)]
    lines[line] = replace(lines[line], **other)
    versions.write(host, course, lines, version=course.version)
    updating.take(host, cohort, course.current, version=cohort.version)


who = st.integers(0, 3)
ACTS = st.one_of(
    st.tuples(st.just("extend"), who, st.integers(1, 12)),
    st.tuples(st.just("overdue"), st.sampled_from([3, 7]), st.just(0)),
    st.tuples(st.just("own"), who, st.just(0)),
    st.tuples(st.just("shorten"), st.just(0), st.just(0)),
    st.tuples(st.just("pause"), st.integers(0, 6), st.integers(0, 9)),
    st.tuples(st.just("resume"), st.just(0), st.just(0)),
    st.tuples(st.just("shift"), st.integers(-9, 9), st.none() | st.integers(0, 20)),
    st.tuples(st.just("undo"), st.just(0), st.just(0)),
    st.tuples(st.just("outline"), who, st.integers(0, 4)),
)


def refuse():
    raise DomainError("There is nothing to take back.")


def act(cohort, host, ada, name, one, other):
    now, rows = clocks.now(), queries.dates(cohort)
    today, key = now.date(), rows[one].key if 0 <= one < len(rows) else ""
    if name == "extend":
        due = in_force(cohort, ada)[rows[one].id]
        ticking.extend(host, cohort, key, ada, until=(due + DAY * other).replace(tzinfo=None), reason="Ill")
    elif name == "overdue":
        ticking.extend_overdue(host, cohort, ada, days=one, reason="Ill")
    elif name == "own":
        ticking.extend_own(ada, cohort, key, reason="Travelling")
    elif name == "shorten":
        mine = queries.progress_of(cohort).get(ada.id, {})
        own = [row.key for row in rows if row.id in mine and mine[row.id].by_oneself]
        ticking.shorten_own(ada, cohort, own[0] if own else key)
    elif name == "pause":
        first = today + DAY * one
        pausing.pause(ada, cohort, first + DAY * other, since=first)
    elif name == "resume":
        pausing.resume(ada, cohort) if pausing.standing_for(cohort, ada) else refuse()
    elif name == "shift":
        since = None if other is None else MONDAY.date() + DAY * other
        shifting.shift(host, cohort, Wanted(one, since=since), version=cohort.version)
    elif name == "undo":
        moved = [each for each in queries.changes(cohort) if each.moves and each.undone_at is None]
        shifting.undo(host, cohort, moved[0]) if moved else refuse()
    else:
        newer(cohort, host, one, weekday=other)


def in_force(cohort, ada):
    """Return by date the due that is in force for her now, as every page has it."""
    mine = queries.progress_of(cohort).get(ada.id, {})
    return {
        row.id: effective(row.at, mine[row.id].extended_to if row.id in mine else None)
        for row in queries.dates(cohort)
    }


@pytest.mark.sqlite_only  # what either database keeps of it the tests above tell
def test_the_due_in_force_at_any_moment_is_what_was_said_at_that_moment(app, clock):
    """Extensions, pauses, shifts, newer outlines and their taking back, in whatever order."""
    clock.stop(MONDAY)
    host, ada = (save(factories.person(name, zone="UTC")) for name in ("Ruth", "Ada"))
    deep = hypothesis.settings.get_current_profile_name() == "deep"
    done, chosen = set(), {} if deep else QUICK

    @hypothesis.settings(**chosen, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(st.lists(st.tuples(st.integers(1, 70), ACTS), min_size=12, max_size=20))
    def holds(steps):
        now = clock.stop(MONDAY)
        cohort = cohort_of(host, ada)
        said = [(now, in_force(cohort, ada))]
        for hours, (name, one, other) in steps:
            now += HOUR * hours
            clock.stop(now - timedelta(seconds=1))
            said.append((clocks.now(), in_force(cohort, ada)))
            clock.stop(now)
            try:
                act(cohort, host, ada, name, one, other)
                settle(save=True)
                done.add(name)
            except DomainError:
                settle(save=False)
            said.append((now, in_force(cohort, ada)))
        mine = queries.progress_of(cohort).get(ada.id, {})
        for row in queries.dates(cohort):
            for then, dues in said:
                assert due_history.in_force(row, mine.get(row.id), then) == dues[row.id], (
                    row.item.title,
                    then,
                )

    holds()
    assert len(done) == 9, "each of them came to pass"
    db.session.rollback()


later = st.integers(1, 40)
PAUSES = st.one_of(
    st.tuples(st.just("pause"), st.integers(0, 3), st.integers(0, 6)),
    st.tuples(st.just("resume"), st.just(0), st.just(0)),
    st.tuples(st.just("shift"), st.integers(-4, 9), st.none() | st.integers(0, 20)),
    st.tuples(st.just("undo"), st.just(0), st.just(0)),
)
GIFTS = st.tuples(st.sampled_from(["extend", "own"]), who, st.integers(1, 12))
THEN = st.lists(st.tuples(later, PAUSES), max_size=4)


@pytest.mark.sqlite_only  # what either database keeps of it the tests above tell
def test_more_time_taken_back_leaves_what_stands_for_who_never_had_it(app, clock):
    """Two people pause and go on alike, and one had longer for a while: in the end all is due alike."""
    clock.stop(MONDAY)
    host, ada, bob = (save(factories.person(name, zone="UTC")) for name in ("Ruth", "Ada", "Bob"))
    deep = hypothesis.settings.get_current_profile_name() == "deep"
    alike, chosen = set(), {} if deep else QUICK | {"max_examples": 25}

    def attempt(cohort, person, *wanted):
        try:
            act(cohort, host, person, *wanted)
            settle(save=True)
        except DomainError:
            settle(save=False)
            return ""
        return wanted[0]

    def take_back(cohort, name, row):
        try:
            if name == "own":
                ticking.shorten_own(ada, cohort, row.key)
            else:
                extensions.take_back(host, cohort, ada, extensions.last(cohort, ada, 1))
            settle(save=True)
        except DomainError:
            settle(save=False)
            return False
        return True

    @hypothesis.settings(**chosen, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(THEN, GIFTS, THEN, THEN)
    def holds(before, gift, between, after):
        now = clock.stop(MONDAY)
        cohort = cohort_of(host, ada, bob)

        def play(steps):
            nonlocal now
            did = set()
            for hours, wanted in steps:
                now += HOUR * hours
                clock.stop(now)
                both = (ada, bob) if wanted[0] in {"pause", "resume"} else (ada,)
                did |= {attempt(cohort, person, *wanted) for person in both}
            return did

        play(before)
        row = queries.dates(cohort)[gift[1]]
        did = play(between) if attempt(cohort, ada, *gift) else None
        if did is None or not take_back(cohort, gift[0], row):
            return
        alike.update((gift[0], each) for each in did)
        assert in_force(cohort, ada) == in_force(cohort, bob)
        play(after)
        assert in_force(cohort, ada) == in_force(cohort, bob)

    holds()
    assert alike >= {(gift, each) for gift in ("extend", "own") for each in ("pause", "resume")}
    db.session.rollback()
