"""What is counted of people, and on which sides of a number it puts them. Without a database."""

from datetime import UTC, date, datetime, timedelta
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
