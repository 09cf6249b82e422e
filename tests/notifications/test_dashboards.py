"""Dashboards by mail: on Mondays, what the page says then, and only to who still leads the unit."""

import csv
import html
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import delete

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.transaction import transaction
from learnhub.dashboards import jobs, mailing, periods, refs
from learnhub.dashboards.models import DashboardMail, Every
from learnhub.notifications import services as notifications
from learnhub.notifications.models import Category, Channel, Frequency, State
from learnhub.notifications.telling import wording
from learnhub.people.models import Person, RoleGrant
from tests import factories
from tests.dashboards.test_reports import crowd, lead, move
from tests.support.rows import perform, save

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


@pytest.mark.parametrize(
    ("every", "last_on", "found"),
    [
        (Every.WEEK, date(2026, 11, 23), date(2026, 11, 30)),
        (Every.MONTH, date(2026, 11, 2), date(2026, 12, 7)),
        (Every.MONTH, date(2026, 12, 7), date(2027, 1, 4)),
    ],
)
def test_the_page_says_when_the_next_one_comes(every, last_on, found):
    assert mailing.following(every, last_on) == found


def said(row, person):
    told = wording.words(row, wording.tale([row], person.id, letter=True), person.tz, row.fire_at)
    db.session.rollback()
    return f"{told.subject} {told.lead}"


def read(page, of, **asked):
    """What a page of the dashboard says, without its tags."""
    answer = page.get(f"/dashboard{of}", query_string=asked)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def told_of_units(page, **asked):
    """Part and whole of each unit, as the file has them; None where it is hidden."""
    rows = list(csv.reader(page.get("/dashboard/table.csv", query_string=asked).text.splitlines()))
    found = [row for row in rows if row[2] == "Participation" and not row[1].startswith("Week")]
    return {row[0]: (int(row[3]), int(row[4])) if row[3] else None for row in found}


@pytest.mark.usefixtures("monday")
def test_a_leader_reads_a_quarter_and_asks_what_a_number_is_made_of(browser, tick, clock, reminders):
    company = factories.unit("Company")
    old, new, small, tiny = (factories.unit(name, parent=company) for name in ("Old", "New", "Small", "Tiny"))
    build, sprint = (factories.hackathon(title=title) for title in ("Winter Build", "Sprint"))
    then = clock.now() - timedelta(days=70)
    for unit, people, acting, at in (
        (old, 40, 10, build),
        (new, 40, 20, sprint),
        (small, 20, 8, build),
        (tiny, 3, 3, build),
    ):
        crowd(unit, people, acting, Ref("hackathon", at.id), then)
    movers = db.session.query(Person).filter_by(unit_id=new.id).order_by(Person.id)[14:26]
    perform(jobs.refresh)
    leader = lead(company)
    page, quarter = browser(leader), {"period": "last-quarter"}

    shown = read(page, "", **quarter)  # the dashboard, its tile, what is too small to be said
    assert "40 % took part." in shown
    assert "41 of 103 people did at least one thing" in shown
    assert shown.count("Hidden: it, or a smaller unit beside it, would tell of fewer than five people.") == 2
    assert "Participation: no number." in read(page, "/of/participation", unit=tiny.key, **quarter)

    made = page.get("/dashboard/of/participation", query_string=quarter).text  # what it is made of
    assert "Winter Build</a>" in made
    *rows, whole = [int(each) for each in re.findall(r'data-l="People">(\d+)<', made)]
    assert (sum(rows), whole) == (41, 41)

    told = told_of_units(
        page, **quarter
    )  # the files say what the page says, and the filter is in the address
    assert told == {"Company": (41, 103), "Old": (10, 40), "New": (20, 40), "Small": None, "Tiny": None}
    assert told_of_units(page, unit=new.key, **quarter)["New"] == (20, 40)
    sheet = openpyxl.load_workbook(
        BytesIO(page.get("/dashboard/table.xlsx", query_string=quarter).data)
    ).active
    row = next(row for row in sheet.iter_rows(values_only=True) if row[2] == "Participation")
    assert row[3:5] == (41, 103)
    assert "41 of 103 people did at least one thing" in read(page, "/story", **quarter)

    move(movers, old)  # twelve change units: what was stays as it was
    clock.set(clock.now() + timedelta(hours=1))
    perform(jobs.refresh)
    assert told_of_units(page, **quarter) == told
    moved = told_of_units(page, org="now", **quarter)
    assert (moved["Old"], moved["New"]) == ((16, 52), (14, 28))

    where = f"/dashboard/mails?unit={company.key}&period=last-quarter"  # by mail, as long as they lead it
    page.post(where, data={"every": "week"})
    kept = page.get("/dashboard/mails").text
    assert "Company, last quarter" in kept
    assert re.search(r"Every Monday, next on Mon \d+ \w+\.", kept)
    perform(jobs.mail)
    assert reminders("dashboard") == []  # the first one comes with the next Monday
    clock.set(clock.now() + WEEK)
    perform(jobs.refresh)
    perform(jobs.mail)
    perform(jobs.mail)
    tick()
    (row,) = reminders("dashboard")
    assert "Participation 40\u00a0% of people." in said(row, leader)
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


@pytest.mark.parametrize(
    ("period", "today", "runs", "compared"),
    [
        ("quarter", datetime(2026, 10, 7, 12, tzinfo=UTC), True, False),
        ("quarter", datetime(2026, 10, 21, 12, tzinfo=UTC), True, True),
        ("last-quarter", datetime(2027, 1, 6, 12, tzinfo=UTC), False, True),
    ],
)
def test_a_mail_of_a_running_period_says_so_and_compares_it_as_the_page_does(
    app, clock, period, today, runs, compared
):
    clock.set(today)
    company, build = factories.unit("Company"), factories.hackathon()
    now = periods.choices(today.date(), UTC)[period]
    people = crowd(company, 40, 10, Ref("hackathon", build.id), now.before().since)
    with factories.many():
        for person in people[:20]:
            factories.act(person, Ref("hackathon", build.id), at=now.since + timedelta(hours=1))
    perform(jobs.refresh)
    leader = lead(company)
    row = DashboardMail(person_id=leader.id, unit_id=company.id, period=period, as_is=False)
    row.every, row.last_on = Every.WEEK, today.date()
    said = refs.figures([save(row).id], leader)[row.id].state
    assert said.startswith("This period is not over: its last week still runs. ") == runs
    assert ("points more" in said) == compared


def test_who_has_a_dashboard_by_mail_reads_that_and_only_the_first_is_called_first(browser):
    company = factories.unit("Company")
    leader = lead(company)
    page = browser(leader)
    before = read(page, "/mails")
    assert f"come to {leader.email}" in before
    assert ("You have this already" in before, "comes to you by mail yet" in before) == (False, True)
    page.post("/dashboard/mails", data={"every": "month"})
    assert "The first one comes by mail" in (shown := read(page, "/mails"))
    assert "You have this already: on the first Monday of a month, next on" in shown
    assert 'value="month" selected' in page.get("/dashboard/mails").text
    assert "You have this already" not in read(page, "/mails", period="year")
    page.post("/dashboard/mails", data={"every": "week"})
    assert "The next one comes by mail" in read(page, "/mails")
    (row,) = db.session.query(DashboardMail).all()
    where = page.post(f"/dashboard/mails/{row.key}/stop").location
    assert "No dashboard comes to you by mail now." in html.unescape(page.get(where).text)


def test_asked_for_again_as_it_is_it_says_that_nothing_was_changed_unless_mails_were_off(browser):
    leader = lead(factories.unit("Company"))
    page = browser(leader)
    said = []
    for _ in range(2):
        page.post("/dashboard/mails", data={"every": "week"})
        said.append(read(page, "/mails"))
    with transaction():
        notifications.choose(leader, Category.DASHBOARDS, Channel.EMAIL, Frequency.NEVER)
    page.post("/dashboard/mails", data={"every": "week"})
    said.append(read(page, "/mails"))
    assert ["Nothing was changed." in each for each in said] == [False, True, False]
    assert "The next one comes by mail on" in said[2]


def test_another_rhythm_says_what_it_replaces_and_stopping_can_be_undone(browser):
    page = browser(lead(factories.unit("Company")))
    for every in ("week", "month"):
        page.post("/dashboard/mails?period=last-quarter&org=now", data={"every": every})
    assert "On the first Monday of a month, no longer every Monday." in page.get("/dashboard/mails").text
    row = db.session.query(DashboardMail).one()
    about = row.unit_id, row.period, row.as_is, row.every
    page.post(f"/dashboard/mails/{row.key}/stop")
    shown = page.get("/dashboard/mails").text
    undo = re.search(r'action="(/dashboard/mails\?unit=[^"]+)"', shown.partition("It comes no more.")[2])[1]
    assert page.post(undo.replace("&amp;", "&")).status_code == 303
    row = db.session.query(DashboardMail).one()
    assert (row.unit_id, row.period, row.as_is, row.every) == about
