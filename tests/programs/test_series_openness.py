"""To whom a series is open: said once for all that comes, and kept by a date that says otherwise."""

from contextvars import Context
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid
from learnhub.core.transaction import transaction
from learnhub.notifications import jobs as notifications
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling import series_wording
from learnhub.people.models import Kind, Person, Role
from learnhub.programs import (
    jobs,
    openness,
    openness_rows,
    series,
    series_edits,
    series_openness,
    series_queries,
)
from learnhub.programs import services as programs
from learnhub.programs.models import Program
from learnhub.programs.openness_models import SeriesOpening
from learnhub.programs.series_plans import Reach
from tests import factories
from tests.support.rows import fresh, perform, save

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def today(clock):
    return clock.set(datetime(2026, 10, 5, 9, tzinfo=UTC))


@pytest.fixture
def ada():
    return factories.person("Ada")


def open_to(*all_of):
    """To whom each date to come is open, of these series."""
    dates = [each for one in all_of for each in series_queries.coming(one, core_clock.now())]
    return [
        ", ".join((each.unit or each.person).name for each in openness.openings(date)) or "all"
        for date in dates
    ]


def test_a_series_is_opened_once_for_all_dates_and_a_date_keeps_what_is_its_own(today, clock, ada):
    made, unit, eve = factories.series(ada), factories.unit("Platform"), factories.person("Eve")
    third = series_queries.coming(made, core_clock.now())[2]
    openness.open_to(ada, third, person=ada)
    with pytest.raises(Forbidden, match="hosts of the series"):
        series_openness.open_to(eve, made, unit=unit)
    series_openness.open_to(ada, made, unit=unit)
    assert open_to(made) == ["Platform", "Platform", "Ada", *["Platform"] * 5]
    with pytest.raises(Invalid, match="open to nobody"):
        series_openness.close_to(ada, made, openness_rows.of_series(made)[0])
    series_openness.open_to(ada, made, person=eve)
    assert open_to(made)[:3] == ["Platform, Eve", "Platform, Eve", "Ada, Eve"]
    assert series_openness.in_words(made).endswith("and 1 chosen person.")
    clock.shift(timedelta(days=7))
    perform(jobs.lay_out_series)
    assert open_to(fresh(made))[-1] == "Platform, Eve"
    series_openness.open_to_everybody(ada, made)
    assert open_to(made) == ["all", "Ada, Eve", *["all"] * 6]


def test_a_date_opens_itself_or_those_that_follow_and_the_series_that_carries_on_keeps_it(today, clock, ada):
    made, unit, eve = factories.series(ada), factories.unit("Platform"), factories.person("Eve")
    series_openness.open_to(ada, made, unit=unit)
    dates = series_queries.coming(made, core_clock.now())

    def opens(date, reach):
        series_openness.at(ada, date, reach, lambda: openness.open_to(ada, date, person=eve))

    opens(dates[1], Reach.THIS)
    assert open_to(made)[:3] == ["Platform", "Platform, Eve", "Platform"]
    opens(dates[5], Reach.FOLLOWING)
    rest = series_queries.carries_on(made)
    assert open_to(made) == ["Platform", "Platform, Eve", "Platform", "Platform", "Platform"]
    assert open_to(rest) == ["Platform, Eve"] * 3
    clock.shift(timedelta(days=7))
    perform(jobs.lay_out_series)
    assert open_to(fresh(rest))[-1] == "Platform, Eve"


def test_a_change_at_one_date_takes_to_others_what_was_changed_and_not_who_is_only_its_own(today, ada):
    made, unit, guest = factories.series(ada), factories.unit("Platform"), factories.person("Gus")
    series_openness.open_to(ada, made, unit=unit)
    own, other, *_ = series_queries.coming(made, core_clock.now())
    openness.open_to(ada, own, person=guest)
    openness.open_to(ada, other, person=ada)
    eve = factories.person("Eve")

    def at_own(act, **whom):
        series_openness.at(ada, own, Reach.ALL, lambda: act(ada, own, **whom))

    at_own(openness.open_to, person=eve)
    assert open_to(made)[:3] == ["Platform, Eve, Gus", "Platform, Ada, Eve", "Platform, Eve"]
    assert series_openness.in_words(made, names=True).endswith("below it) and Eve.")
    gone = next(each for each in openness.openings(own) if each.unit)
    at_own(openness.close_to, opening=gone)
    assert open_to(made)[:3] == ["Eve, Gus", "Ada, Eve", "Eve"]
    gone = next(each for each in openness.openings(own) if each.person is eve)
    with pytest.raises(Invalid, match="Dates would be open to nobody"):
        at_own(openness.close_to, opening=gone)


def test_a_date_that_would_be_open_to_nobody_is_named_and_nothing_is_done(browser, today, ada):
    made, eve, gus = factories.series(ada), factories.person("Eve"), factories.person("Gus")
    series_openness.open_to(ada, made, person=eve)
    series_openness.open_to(ada, made, person=gus)
    third = series_queries.coming(made, core_clock.now())[2]
    openness.close_to(ada, third, next(each for each in openness.openings(third) if each.person is gus))
    gone = next(each for each in openness_rows.of_series(made) if each.person is eve)
    answer = browser(ada).post(f"{made.url}/openness/{gone.key}/close")
    assert answer.status_code == 422
    assert "Thu 22 Oct would be open to nobody. Add another there first." in answer.text
    assert open_to(fresh(made))[:3] == ["Eve, Gus", "Eve, Gus", "Eve"]


def test_who_is_only_one_dates_own_is_not_let_in_when_all_are_limited_or_opened(today, ada):
    made, eve, gus = factories.series(ada), factories.person("Eve"), factories.person("Gus")
    own, other, *_ = series_queries.coming(made, core_clock.now())
    openness.open_to(ada, other, person=gus)
    series_openness.at(ada, own, Reach.ALL, lambda: openness.open_to(ada, own, person=eve))
    assert open_to(made) == ["Eve", "Gus", *["Eve"] * 6]
    openness.open_to(ada, own, person=ada)
    series_openness.at(ada, own, Reach.ALL, lambda: openness.open_to_everybody(ada, own))
    assert open_to(made) == ["all", "Gus", *["all"] * 6]
    assert not made.is_limited


@pytest.mark.postgres_only
def test_who_another_host_lets_into_a_date_meanwhile_stays_let_in(app, monkeypatch, today, ada):
    made, eve = factories.series(ada), factories.person("Eve")
    first = save(series_queries.coming(made, core_clock.now())[0])
    held = series_openness.all_to_come

    def another_host_is_faster(*asked):
        found = held(*asked)

        def limit():
            with app.app_context(), transaction():
                host, date = db.session.get_one(Person, ada.id), db.session.get_one(Program, first.id)
                openness.open_to(host, date, person=host)

        Context().run(limit)
        return found

    monkeypatch.setattr(series_openness, "all_to_come", another_host_is_faster)
    series_openness.open_to(ada, made, person=eve)
    assert open_to(fresh(made)) == ["Ada", *["Eve"] * 7]


def test_others_find_neither_the_series_nor_its_dates(browser, today, ada):
    unit = factories.unit("Platform")
    made, bob = factories.series(ada, title="Papers at noon"), factories.person("Bob")
    inside, eve, root = (
        factories.person("Ines", unit=unit),
        factories.person("Eve"),
        factories.person("Root", roles=(Role.ADMIN,)),
    )
    series.follow(eve, made)
    series_openness.open_to(ada, made, unit=unit)
    db.session.commit()
    for person, knows in ((inside, True), (eve, True), (root, True), (ada, True), (bob, False)):
        page = browser(person)
        assert page.get(made.url).status_code == (200 if knows else 404), person.name
    for person, finds in ((inside, True), (ada, True), (eve, True), (bob, False)):
        assert (made.url in browser(person).get("/search?q=papers").text) is finds, person.name
    series.unfollow(eve, made, give_back=True)
    db.session.commit()
    assert made.url not in browser(eve).get("/search?q=papers").text


def test_hosts_choose_it_on_a_page_of_the_series_and_on_that_of_a_date(browser, today, ada):
    factories.unit("Platform")
    made, eve, host = factories.series(ada), factories.person("Eve"), browser(ada)
    where = f"{made.url}/openness"
    assert host.post(where, data={}).status_code == 422
    assert host.post(where, data={"person": eve.email}).location == where
    assert open_to(fresh(made)) == ["Eve"] * 8
    assert "It is open to 1 chosen person." in host.get(f"{made.url}/set-up").text
    [only] = db.session.query(SeriesOpening)
    assert "Add another first" in host.post(f"{where}/{only.key}/close").text
    date = series_queries.coming(made, core_clock.now())[0]
    assert host.post(f"{date.desk}/openness/everybody", data={"reach": "all"}).status_code == 303
    assert open_to(fresh(made)) == ["all"] * 8
    assert host.post(f"{where}/everybody").location == where
    assert browser(eve).get(where).status_code == 403


def test_a_series_is_named_to_those_alone_who_may_know_of_it(browser, today, ada):
    first, hidden = factories.series(ada, title="Open clinic"), factories.series(ada, title="Papers")
    hidden.after_id = save(first).id
    insider, bob, gus = (
        factories.person("Ines"),
        factories.person("Bob"),
        factories.person("Gus", kind=Kind.GUEST),
    )
    series_openness.open_to(ada, hidden, person=insider)
    date = save(series_queries.coming(hidden, core_clock.now())[0])
    date.title = "Of Monday"
    openness.open_to_everybody(ada, date)
    factories.signup(gus, date)
    for person, knows in ((insider, True), (ada, True), (bob, False), (gus, False)):
        talk = browser(person).get(date.url)
        assert talk.status_code == 200
        assert ("part of" in talk.text, "Papers" in talk.text) == (knows, knows), person.name
    for person, knows in ((insider, True), (ada, True), (bob, False)):
        page = browser(person).get(first.url).text
        assert ("It goes on as" in page, "Papers" in page) == (knows, knows), person.name


def test_a_message_of_several_dates_names_a_date_to_who_may_not_know_of_the_series(
    browser, run_jobs, today, ada
):
    made, bob, ines = factories.series(ada, title="Papers"), factories.person("Bob"), factories.person("Ines")
    series_openness.open_to(ada, made, person=ines)
    series.follow(ines, made)
    own = [save(each) for each in series_queries.coming(made, core_clock.now())[:2]]
    for date in own:
        date.title = "Of Monday"
        factories.signup(bob, date)
    series_edits.cancel(ada, made, own[0], Reach.ALL, reason="We have said all.")
    db.session.commit()
    perform(notifications.tick)
    run_jobs()
    theirs, known = browser(bob).get("/inbox").text, browser(ines).get("/inbox").text
    assert ("Dates cancelled: Of Monday" in theirs, "Papers" in theirs, made.url in theirs) == (
        True,
        False,
        False,
    )
    assert "Dates cancelled: Papers" in known
    assert made.url in known


def test_a_message_of_several_dates_names_one_that_takes_place_before_one_called_off(today, ada):
    made, bob = factories.series(ada, title="Papers"), factories.person("Bob")
    series_openness.open_to(ada, made, person=ada)
    own = [save(each) for each in series_queries.coming(made, core_clock.now())[:3]]
    for date, title in zip(own, ("First", "Second", "Third"), strict=True):
        date.title = title
        factories.signup(bob, date)
    for date in own[0], own[2]:
        programs.cancel(ada, date, reason="No room.")
    db.session.commit()
    row = Reminder(kind="series_cancelled", subject_id=made.id, fire_at=core_clock.now())
    told = series_wording.dates([row], bob.id)
    assert told[made.id].title == "Second"


def test_a_draft_that_is_discarded_takes_along_to_whom_it_was_open(today, ada):
    made = factories.series(ada, published=False)
    series_openness.open_to(ada, made, person=ada)
    series.discard(ada, made)
    assert db.session.query(SeriesOpening).count() == 0
