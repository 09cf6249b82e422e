"""What is counted of people, and on which sides of a number it puts them. Without a database."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from learnhub.cohorts.deadlines import Mine, Rule
from learnhub.core.refs import Ref
from learnhub.dashboards.counting import counted
from learnhub.dashboards.metrics import cohorts, talks
from learnhub.dashboards.metrics.memberships import Member, Running
from learnhub.dashboards.periods import Period
from learnhub.dashboards.privacy import is_small
from learnhub.programs.models import SignUpState
from learnhub.talks.models import Answer

DAY, PEOPLE = timedelta(days=1), 16
START = datetime(2026, 11, 2, tzinfo=UTC)
PERIOD = Period("quarter", "", date(2026, 11, 2), date(2026, 11, 30), ZoneInfo("UTC"))
COHORT = Running(Ref("cohort", 1), START, START + 25 * DAY, Rule())
IN_ONE = {person_id: (1, 1) for person_id in range(PEOPLE)}
DUE = START + 3 * DAY
MET, MISSED = Mine(done_at=DUE - DAY, on_time=True), Mine()
LATER = Mine(extended_to=DUE + 2 * DAY)
HELPED = Mine(extended_to=DUE + 2 * DAY, done_at=DUE + DAY, on_time=True)


@pytest.mark.parametrize(
    ("of_some", "is_few"),
    [([], False), ([LATER], True), ([HELPED], True), ([LATER] * 6, False), ([HELPED] * 6, False)],
)
def test_how_many_were_extended_is_no_more_about_few_than_the_number_itself(of_some, is_few):
    """Everybody met one deadline, and missed another, but for some what is said here."""
    cases = []
    for person_id in IN_ONE:
        second = of_some[person_id] if person_id < len(of_some) else MISSED
        dues = [(DUE, MET), (DUE, second)]
        member = Member(person_id, COHORT, SignUpState.IN, START, START, None, dues)
        cases.append(cohorts._on_time(member, PERIOD, START + 20 * DAY))
    assert is_small(counted(cases, IN_ONE).then()[1], 5) is is_few


@pytest.mark.parametrize(
    ("changed", "not_yet", "is_few"),
    [(5, 5, False), (5, 0, False), (5, 1, True), (5, 9, True), (8, 8, False)],
)
def test_how_many_answered_is_no_more_about_few_than_the_number_itself(changed, not_yet, is_few):
    answers = [Answer.CHANGED] * changed + [Answer.NOT_YET] * not_yet
    cases = [
        talks._case(person_id, 1, answers[person_id] if person_id < len(answers) else None)
        for person_id in IN_ONE
    ]
    assert is_small(counted(cases, IN_ONE).then()[1], 5) is is_few


FIRST, SECOND = START + 3 * DAY, START + 10 * DAY
NEXT = START + 12 * DAY  # the second is two days late
ON_TIME, WAIVED = Mine(done_at=FIRST - DAY, on_time=True), Mine(waived=True)
NOW, OVER = START + 20 * DAY, START + 80 * DAY


def asked(at, *dues, state=SignUpState.IN, joined=START, came=None, **over):
    """What is asked of one member who has these two deadlines."""
    both = list(zip((FIRST, SECOND), dues, strict=True))
    refs = [Ref("deadline", number) for number in range(len(both))]
    member = Member(1, COHORT, state, joined, joined, came, both, refs, **over)
    return SimpleNamespace(periods=[PERIOD], members=[member], members_places={PERIOD: {1: (1, 1)}}, now=at)


def numbers(count, *said, **over):
    """The numbers of the one unit, or None where nobody counts."""
    found = count(asked(*said, **over))[PERIOD].then()
    return found[1].numbers if found else None


@pytest.mark.parametrize(
    ("count", "said", "expected"),
    [
        (cohorts.start, (NOW, ON_TIME, MISSED), (1, 1)),
        (cohorts.start, (NOW, MISSED, MISSED), (0, 1)),
        (cohorts.start, (FIRST, ON_TIME, MISSED), None),  # the first week is not over
        (cohorts.pace, (NEXT, ON_TIME, MISSED), (1, 2)),
        (cohorts.pace, (NEXT, ON_TIME, WAIVED), (1, 1)),
        (cohorts.pace, (FIRST - DAY, MISSED, MISSED), None),
        (cohorts.pace, (OVER, ON_TIME, MISSED), None),
        (cohorts.on_time, (NEXT, ON_TIME, MISSED), (1, 2, 1, 0)),
        (cohorts.on_time, (NEXT, WAIVED, WAIVED), None),
        (cohorts.overdue, (NEXT, ON_TIME, MISSED), (1, 1)),
        (cohorts.overdue, (NEXT, MISSED, ON_TIME), (1, 1)),
        (cohorts.overdue, (OVER, MISSED, MISSED), None),
    ],
)
def test_one_member_counts_in_each_number_of_cohorts_as_its_definition_says(count, said, expected):
    assert numbers(count, *said) == expected
    if count is not cohorts.start:
        assert numbers(count, *said, state=SignUpState.WITHDRAWN) is None


def test_who_came_has_begun_though_nothing_is_ticked_off():
    assert numbers(cohorts.start, NOW, MISSED, MISSED, came=START + DAY) == (1, 1)


YEAR = Period("year", "", date(2026, 1, 1), date(2027, 12, 31), ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("completed", "joined", "at", "expected"),
    [
        (NOW, START, OVER, (1, 1)),
        (OVER, START, OVER, (0, 1)),  # after it had closed
        (None, START, OVER, (0, 1)),
        (NOW, START, NOW, None),  # it goes on
        (NOW, START + 8 * DAY, OVER, None),  # joined after the first week
    ],
)
def test_who_was_there_in_the_first_week_completes_it_or_not(completed, joined, at, expected):
    known = asked(at, ON_TIME, WAIVED, joined=joined, completed_at=completed)
    known.periods, known.members_places = [YEAR], {YEAR: {1: (1, 1)}}
    found = cohorts.completion(known)[YEAR].then()
    assert (found[1].numbers if found else None) == expected
