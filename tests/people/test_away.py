"""Days away leave deadlines where they are; what runs on can be paused for them, and goes on afterwards."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from learnhub.cohorts import away_pauses as cohort_pauses
from learnhub.cohorts import own_queries, pausing, queries, ticking
from learnhub.cohorts.deadlines import Strictness
from learnhub.commitments import queries as commitments
from learnhub.commitments import services
from learnhub.commitments.services import Terms
from learnhub.core import clock
from learnhub.core.transaction import settle
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.people import away_pauses, rest_days
from learnhub.people.away_pauses import Running
from tests import factories
from tests.support.rows import fresh, save

LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=2, at=time(18)) for week in (1, 2, 3)]
AWAY = {"since": "2026-11-16", "until": "2026-11-22"}


@pytest.fixture
def page(browser, clock):
    clock.set(datetime(2026, 11, 9, 10, tzinfo=UTC))
    return browser


def test_what_is_paused_for_days_away_is_named_moves_its_dates_and_is_offered_an_end(page):
    """A week away while in a cohort that ends within it, and with a commitment."""
    host, ada = factories.person("Ruth"), factories.person("Ada")
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    factories.sign_up(cohort, ada)
    made = save(services.make(ada, Terms(date(2026, 12, 18), 3, title="Evals", url="https://example.org/e")))
    mine = page(ada)
    assert "Deadlines stay where they are" in mine.get("/settings").text
    assert mine.post("/settings/away", data=AWAY).status_code == 303
    shown = mine.get("/settings").text
    assert shown.count("Also pause it from ") == 2
    assert "Also pause it from Mon 16 Nov until Wed 18 Nov" in shown, "the cohort ends on that day"
    assert "Also pause it from Mon 16 Nov until Sun 22 Nov" in shown
    assert "Change the days" in shown
    for of, said in (
        (f"cohort:{cohort.key}", "Paused. “Step 3”: Wed 18 Nov → Sat 21 Nov. Nothing reminds you from"),
        (f"commitment:{made.key}", "Paused. “Finish ‘Evals’”: Fri 18 Dec → "),
    ):
        answer = mine.post("/settings/away/pause", data={"of": of})
        assert answer.headers["Location"] == "/settings#away-h"
        assert said in mine.get("/settings").text
        assert mine.post("/settings/away/pause", data={"of": of}).status_code == 404, "it is paused"
    rest = pausing.standing_for(cohort, ada)
    assert rest is not None
    assert (rest.since, rest.until) == (date(2026, 11, 16), date(2026, 11, 18))
    assert mine.post("/settings/back").status_code == 303
    shown = mine.get("/settings").text
    assert "You are not away then. What you paused stays paused: end it here." in shown
    assert "Good to have you back" not in shown
    assert shown.count("End the pause") == 2
    assert mine.post("/settings/away/resume", data={"of": f"cohort:{cohort.key}"}).status_code == 303
    assert "The pause is taken back. “Step 3”: Sat 21 Nov → Wed 18 Nov." in mine.get("/settings").text
    assert mine.post("/settings/away/resume", data={"of": f"commitment:{made.key}"}).status_code == 303
    assert commitments.find(ada, made.key).commitment.finish.due_on == date(2026, 12, 18)
    assert "End the pause" not in mine.get("/settings").text


def test_who_is_back_from_days_that_had_begun_is_welcome(page):
    ada = factories.person("Ada")
    mine = page(ada)
    mine.post("/settings/away", data={"since": "", "until": "2026-11-12"})
    mine.post("/settings/back")
    shown = mine.get("/settings").text
    assert "Good to have you back." in shown
    assert "Deadlines stay where they are" not in shown, "nothing of hers runs"
    assert fresh(ada).away_until is None


def test_a_completed_cohort_says_why_there_is_nothing_to_pause_and_is_paused_where_something_is_due(page):
    """It was missing from the list, though what its rule does not ask for reminded all the same."""
    host, ada = factories.person("Ruth"), factories.person("Ada")
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    cohort.completes_at = 60
    factories.sign_up(save(cohort), ada)
    keys = [each.key for each in queries.dates(cohort)]
    for key in keys[:2]:
        ticking.tick(ada, cohort, key)
    assert queries.completion(cohort, ada.id) is not None
    settle(save=True)
    mine = page(ada)
    mine.post("/settings/away", data=AWAY)
    assert mine.get("/settings").text.count("Also pause it from ") == 1, "“Step 3” is due in those days"
    ticking.tick(ada, cohort, keys[2])
    settle(save=True)
    shown = mine.get("/settings").text
    assert "You completed it, and nothing of yours is due there any more." in shown
    assert ("Also pause it from " in shown, "Deadlines stay where they are" in shown) == (False, False)
    assert mine.post("/settings/away/pause", data={"of": f"cohort:{cohort.key}"}).status_code == 404


def test_what_is_another_person_s_or_unknown_is_never_paused(page):
    host, ada = factories.person("Ruth"), factories.person("Ada")
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    mine = page(ada)
    mine.post("/settings/away", data=AWAY)
    for of in (f"cohort:{cohort.key}", "cohort:nothing", "team:nothing", ""):
        for act in ("pause", "resume"):
            assert mine.post(f"/settings/away/{act}", data={"of": of}).status_code == 404
    assert own_queries.running(ada, datetime(2026, 11, 9, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    ("strictness", "grace", "is_left"),
    [
        (Strictness.SOFT, 0, True),
        (Strictness.GRACE, 7, True),
        (Strictness.GRACE, 3, False),
        (Strictness.HARD, 0, False),
    ],
)
def test_what_was_missed_is_not_left_to_do_for_who_completed_the_cohort(page, strictness, grace, is_left):
    """A hard deadline that was missed kept a pause on offer, and counted as still to do."""
    host, ada = factories.person("Ruth", zone="UTC"), factories.person("Ada", zone="UTC")
    cohort = factories.cohort(
        host, *LINES, starts=date(2026, 11, 2), strictness=strictness, grace_days=grace, completes_at=60
    )
    factories.sign_up(cohort, ada)
    missed, *others = queries.dates(cohort)
    dues = own_queries.open_dues(ada, cohort)
    assert (missed.id in dues, len(dues)) == (is_left, 2 + is_left)
    for each in others:
        save(ticking.tick(ada, cohort, each.key))
    [found] = own_queries.running(ada, clock.now())
    assert found.is_done is not is_left
    shown = [each.why_not for each in cohort_pauses.running(ada, clock.now())]
    assert any(shown) is not is_left


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (16, 22, (16, 20)),  # until its end
        (5, 12, (9, 12)),  # from today on
        (9, 9, None),  # today alone
        (21, 25, None),  # after its end
    ],
)
def test_the_days_that_fit_are_those_in_which_it_runs(first, last, fits):
    today = date(2026, 11, 9)
    running = Running("k", "Agents", "/", first=date(2026, 11, 2), last=date(2026, 11, 20))
    day = today.replace
    found = away_pauses.fitting(running, day(day=first), day(day=last), today)
    assert found == (fits and (day(day=fits[0]), day(day=fits[1])))
    far = today + rest_days.AHEAD + timedelta(days=1)
    assert away_pauses.fitting(Running("k", "Agents", "/", today), far, far, today) is None, "too far ahead"
