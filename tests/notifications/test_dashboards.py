"""Dashboards by mail: on Mondays, what the page says then, and only to who still leads the unit."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from learnhub.core.db import db
from learnhub.core.transaction import transaction
from learnhub.dashboards import jobs, mailing
from learnhub.dashboards.models import DashboardMail, Every
from learnhub.notifications.models import State
from learnhub.notifications.telling import wording
from learnhub.people.models import RoleGrant
from tests import factories
from tests.dashboards.test_reports import crowd, lead
from tests.support.rows import perform

WEEK = timedelta(weeks=1)


@pytest.mark.parametrize(
    ("every", "today", "found"),
    [
        (Every.WEEK, date(2026, 11, 29), date(2026, 11, 23)),
        (Every.WEEK, date(2026, 11, 30), date(2026, 11, 30)),
        (Every.MONTH, date(2026, 11, 30), date(2026, 11, 2)),
        (Every.MONTH, date(2026, 12, 7), date(2026, 12, 7)),
        (Every.MONTH, date(2026, 12, 6), date(2026, 12, 7) - 5 * WEEK),
    ],
)
def test_it_goes_on_mondays(every, today, found):
    assert mailing.occasion(every, today) == found


def said(row, person):
    told = wording.words(row, wording.tale([row], person.id, letter=True), person.tz, row.fire_at)
    db.session.rollback()
    return f"{told.subject} {told.lead}"


@pytest.mark.usefixtures("monday")
def test_it_says_what_the_page_says_and_ends_with_the_right_to_it(browser, tick, clock, reminders):
    unit = factories.unit("Company")
    crowd(unit, 12, 6)
    jobs.refresh()
    leader = lead(unit)
    page = browser(leader)
    page.get(f"/dashboard/mails?unit={unit.key}&period=year")
    page.post(f"/dashboard/mails?unit={unit.key}&period=year", data={"every": "week"})
    assert "Company, last 52 weeks" in page.get("/dashboard/mails").text
    perform(jobs.mail)
    assert reminders("dashboard") == []  # the first one comes with the next Monday
    clock.set(clock.now() + WEEK)
    perform(jobs.refresh)
    perform(jobs.mail)
    perform(jobs.mail)
    tick()
    (row,) = reminders("dashboard")
    assert "Participation 50 %" in said(row, leader)
    clock.set(clock.now() + WEEK)
    perform(jobs.mail)
    with transaction():
        db.session.execute(delete(RoleGrant).where(RoleGrant.person_id == leader.id))
    clock.set(clock.now() + timedelta(hours=1))
    tick()
    last = reminders("dashboard")[-1]
    assert (last.state, "Participation" in said(last, leader)) == (State.SKIPPED, False)
    perform(jobs.mail)
    (row,) = reminders("dashboard_ended")
    assert "dashboard of Company" in said(row, leader)
    assert db.session.query(DashboardMail).all() == []
