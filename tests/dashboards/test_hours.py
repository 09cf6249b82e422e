"""Check-ins, hours and waiting, counted from what people said; and that two periods tell of nobody."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.cohorts.check_in_models import CheckIn
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.dashboards import figures, periods
from learnhub.dashboards.counting import Case, counted
from learnhub.dashboards.metrics import check_ins, stuck
from learnhub.dashboards.metrics.asked import Asked
from learnhub.dashboards.periods import WEEK, Period
from learnhub.dashboards.reports import Told
from learnhub.people import hours
from tests import factories

ZONE = ZoneInfo("UTC")
END = date(2026, 11, 30)
YEAR = Period("year", "", END - 52 * WEEK, END, ZONE)
QUARTER = Period("quarter", "", END - 8 * WEEK, END, ZONE)
IN_ONE = {person_id: (1, 1) for person_id in range(8)}


@pytest.mark.parametrize(("earlier", "is_said"), [(0, True), (1, False), (4, False), (5, True)])
def test_hours_that_a_year_and_its_quarter_tell_of_few_are_not_said(earlier, is_said):
    """The same eight declare in both; of some the year holds an hour more."""
    lately = [Case(person, Ref("cohort", 1), (60, 60, 1), (True,)) for person in IN_ONE]
    before = [Case(person, Ref("cohort", 1), (60, 60, 1), (True,)) for person in range(earlier)]
    counts = {YEAR: counted([*lately, *before], IN_ONE), QUARTER: counted(lately, IN_ONE)}
    told = figures.publish({1: None}, counts, 5)
    assert (told[YEAR].then[1, False] is not None) is is_said
    assert told[QUARTER].then[1, False]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (2425, 2255, ("40\u00a0h", "38\u00a0h", 2)),  # 2 h 50 min more, of 40 h 25 min and 37 h 35 min
        (2405, 2385, ("40\u00a0h", "40\u00a0h", 0)),
        (2375, 2425, ("40\u00a0h", "40\u00a0h", 0)),
        (2300, 2425, ("38\u00a0h", "40\u00a0h", -2)),
    ],
)
def test_hours_change_by_what_lies_between_the_figures_that_are_said(now, before, said):
    told = Told([now, now, 9], [before, before, 9], is_hours=True)
    assert (told.value, told.was, told.change) == said


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2026-11-20T15:00", "2026-11-23T10:00", 3),  # Friday to Monday, from 9 to 17
        ("2026-11-21T10:00", "2026-11-22T10:00", 0),
        ("2026-11-18T08:00", "2026-11-18T20:00", 8),
        ("2026-11-02T08:00", "2026-11-27T20:00", 40),
    ],
)
@pytest.mark.usefixtures("app")
def test_only_working_time_counts_as_waiting(since, until, found):
    moments = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (since, until))
    person = factories.person(zone="UTC")
    assert hours.worked(person, *moments, most=timedelta(hours=40)) == timedelta(hours=found)


@pytest.mark.usefixtures("app")
def test_check_ins_hours_and_answers_are_counted_as_people_said(monkeypatch):
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    unit, since = factories.unit(), now - timedelta(days=400)
    with clock.at(now - timedelta(days=30)):
        host = factories.person("Host", unit=unit, created_at=since)
        lines = [Line(ItemKind.DELIVERABLE, f"In week {week}", week=week, weekday=0) for week in (1, 8)]
        cohort = factories.cohort(host, *lines, starts=date(2026, 11, 2))
        members = [factories.person(f"P{n}", unit=unit, zone="UTC", created_at=since) for n in range(3)]
        for person in members:
            factories.signup(person, cohort, signed_up_at=clock.now())
    for person, said in zip(members, ("3 to 4", "7 or more", ""), strict=True):
        for week in (date(2026, 11, 2), date(2026, 11, 9)):
            row = {"cohort_id": cohort.id, "person_id": person.id, "week": week, "hours": said}
            factories.save(CheckIn(done="Read.", at=now, **row))
    with clock.at(now - timedelta(days=1)):  # Tuesday at noon: an answer within the hour, after a day, none
        asked = [factories.stuck(person) for person in members]
        factories.stuck(members[0], since=clock.now() + timedelta(hours=23))
    asked[0].first_answer_at = asked[0].asked_at + timedelta(hours=1)
    asked[1].first_answer_at = asked[1].asked_at + timedelta(hours=20)
    db.session.commit()
    quarter = periods.choices(now.date(), ZONE)["quarter"]
    asked_for = Asked([quarter], now)
    counts = check_ins.rate, check_ins.hours_in, stuck.answered
    found = [count(asked_for)[quarter].then()[unit.id] for count in counts]
    assert found[0].numbers == (6, 9)  # the week that goes on is not asked for yet
    assert found[1].numbers == (2 * 10 * 60, 2 * 11 * 60, 4)
    assert found[1].whole == 2
    assert (found[2].numbers, found[2].whole) == ((1, 4, 2), 3)
