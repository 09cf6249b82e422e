"""What a facilitator meets: all that is overdue at once, whom a message reaches, what somebody asked."""

from datetime import UTC, date, datetime, time

import pytest

from learnhub.cohorts import queries
from learnhub.core.db import db
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import reminders
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import perform, save

LINES = [
    Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in range(1, 5)
]


@pytest.fixture
def running(app, clock):
    """A cohort in its third week in which Ada has done nothing; and its facilitator's browser."""
    clock.set(datetime(2026, 11, 2, 8, tzinfo=UTC))
    host, ada = (save(factories.person(name, zone="UTC")) for name in ("Ruth", "Ada"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    factories.sign_up(cohort, ada)
    db.session.commit()
    clock.set(datetime(2026, 11, 17, 8, tzinfo=UTC))
    return cohort, ada, browser(app, host)


def test_all_that_is_overdue_gets_longer_in_one_form(running):
    """One form for each deadline was how a week was given to somebody who had been ill."""
    cohort, ada, page = running
    url = f"{cohort.url}/people/{ada.key}"
    assert "Two deadlines are overdue." in page.get(url).text
    assert page.post(f"{url}/overdue", data={"days": "3", "reason": ""}).status_code == 422
    assert page.post(f"{url}/overdue", data={"days": "3", "reason": "Was ill."}).status_code == 303
    db.session.rollback()
    held = queries.progress_of(cohort, [ada.id])[ada.id].values()
    assert [row.extended_to for row in held] == [datetime(2026, 11, 20, 18, tzinfo=UTC)] * 2
    assert "All that is overdue" not in page.get(url).text
    again = page.post(f"{url}/overdue", data={"days": "7", "reason": "More."})
    assert (again.status_code, "Nothing is overdue any more." in again.text) == (422, True)
    assert browser(page.application, ada).post(f"{url}/overdue", data={"reason": "Me"}).status_code == 403


def test_one_act_for_all_that_is_overdue_is_one_message(running, monkeypatch, run_jobs):
    """It was a message, and all was planned anew, for each deadline."""
    cohort, ada, page = running
    planned, replan = [], reminders.replan
    monkeypatch.setattr(reminders, "replan", lambda *what: (planned.append(1), replan(*what)))
    page.post(f"{cohort.url}/people/{ada.key}/overdue", data={"days": "3", "reason": "Was ill."})
    db.session.rollback()
    assert db.session.query(Reminder).filter_by(kind="deadline_extended").count() == len(planned) == 1
    perform(jobs.tick)
    run_jobs()
    told = browser(page.application, ada).get("/inbox").text
    assert f"You have longer: {cohort.title}" in told
    assert "Ruth gave you more time. Its page has your dates" in told


def test_each_choice_of_a_message_names_whom_it_reaches_and_none_who_has_not_arrived_for_weeks(running):
    cohort, _, page = running
    shown = page.get(f"/programs/{cohort.key}/announcements").text
    assert "All with a place: reaches 1" in shown
    assert '<span class="help">Ada</span>' in shown
    assert "arrived" not in shown


def test_what_somebody_asked_stands_beside_why_and_stuck_has_the_tabs(running):
    cohort, ada, page = running
    request = factories.stuck(ada, within=cohort, text="Nothing works")
    shown = page.get(f"{cohort.url}/host").text
    assert f'Stuck: <a href="/help/{request.key}">Nothing works</a>' in shown
    waiting = page.get(f"/help/in/cohort/{cohort.key}").text
    assert f'<a href="{cohort.url}/host">Roster' in waiting
    assert f'<a href="/help/in/cohort/{cohort.key}" aria-current="page">Stuck' in waiting
