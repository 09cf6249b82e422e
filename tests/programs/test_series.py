"""Series: laid out by their rule, followed, edited at one date, from one on, or all to come."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core.db import db
from learnhub.people.models import Kind
from learnhub.programs import jobs, series_queries
from learnhub.programs.models import Program, SignUp, SignUpState
from tests import factories
from tests.support.rows import fresh, perform

pytestmark = pytest.mark.usefixtures("app")
IN, WAITING, WITHDRAWN, _REMOVED = SignUpState


@pytest.fixture
def today(clock):
    """A Monday, three weeks before clocks change."""
    return clock.set(datetime(2026, 10, 5, 9, tzinfo=UTC))


def dates(made):
    rows = db.session.query(Program).filter_by(series_id=made.id).order_by(Program.rule_wall)
    return [f"{each.starts_wall:%d.%m. %H}h {each.starts_at.astimezone(UTC):%H}Z" for each in rows]


def states(person):
    rows = (
        db.session.query(SignUp).filter_by(person_id=person.id).join(Program, Program.id == SignUp.program_id)
    )
    return [each.state for each in rows.order_by(Program.starts_at)]


def test_eight_weeks_are_laid_out_and_twice_makes_nothing_twice(today, clock):
    made = factories.series()
    first = dates(made)
    assert (len(first), first[0], first[2], first[3]) == (
        8,
        "08.10. 12h 10Z",
        "22.10. 12h 10Z",
        "29.10. 12h 11Z",
    )
    perform(jobs.lay_out_series)
    perform(jobs.lay_out_series)
    assert dates(made) == first
    clock.shift(timedelta(days=10))
    perform(jobs.lay_out_series)
    assert dates(fresh(made))[8:] == ["03.12. 12h 11Z"]


def test_a_draft_lays_nothing_out_and_its_hosts_alone_know_of_it(browser, today):
    ada = factories.person("Ada")
    made = factories.series(ada, published=False)
    assert dates(made) == []
    assert browser(factories.person("Bob")).get(made.url).status_code == 404
    assert browser(factories.person("Gus", kind=Kind.GUEST)).get(factories.series(ada).url).status_code == 404
    assert "Thu 29 Oct, 11:00 UTC" in browser(ada).get(made.url).text
    assert browser(ada).post(f"{made.url}/publish").status_code == 303
    assert len(dates(made)) == 8


def test_a_series_is_made_on_the_form_of_a_talk(browser, today):
    ada = factories.person("Ada", zone="Europe/Stockholm")
    typed = {"title": "Clinic", "starts": "2026-10-13T12:00", "where": "Canteen", "zone": ada.zone}
    answer = browser(ada).post("/talks/new", data=typed | {"way": "monthly", "times": "4"})
    page = browser(ada).get(answer.location).text
    assert "Every month on the second Tuesday, 12:00, 4 times" in page
    assert page.count(", 12:00 CE") == 4


def test_who_follows_is_signed_up_for_each_date_as_far_as_there_are_places(browser, today, clock):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    made = factories.series(on_site=1)
    first, second = series_queries.coming(made, core_clock.now())[:2]
    factories.sign_up(first, eve)
    browser(ada).post(f"{made.url}/follow")
    browser(ada).post(f"{made.url}/follow")
    assert states(ada) == [WAITING, *[IN] * 7]
    browser(bob).post(f"{made.url}/follow")
    browser(ada).post(f"/programs/{second.key}/withdraw")
    assert states(bob)[:3] == [WAITING, IN, WAITING]
    clock.shift(timedelta(days=7))
    perform(jobs.lay_out_series)
    assert (states(ada)[1], states(ada)[-1], states(bob)[-1]) == (WITHDRAWN, IN, WAITING)
    browser(ada).post(f"{made.url}/unfollow", data={"give_back": "1"})
    assert set(states(ada)[2:]) == {WITHDRAWN}
    assert set(states(bob)[2:]) == {IN}
    clock.shift(timedelta(days=7))
    perform(jobs.lay_out_series)
    assert (len(states(ada)), len(states(bob))) == (9, 10)
