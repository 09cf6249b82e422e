"""What somebody who is stuck reads where nobody is at work; and what stands on the form before they write."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from learnhub.core import clock
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.people import quiet, skills
from learnhub.people.models import SkillLevel
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import save

EVENING = datetime(2026, 11, 23, 20, tzinfo=ZoneInfo("UTC"))
LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=0, at=time(18)) for week in (1, 2, 3)]


@pytest.fixture
def evening(app, monkeypatch):
    """A Monday at eight in the evening, at which nobody works."""
    monkeypatch.setattr(clock, "now", lambda: EVENING)


def helper(name, **over):
    made = factories.person(name, **over)
    save(skills.say(made, "RAG", level=SkillLevel.TEACHES, helps=True))
    return made


@pytest.mark.usefixtures("evening")
def test_who_asks_in_the_evening_reads_to_whom_it_goes_and_when(app):
    ada = factories.person("Ada")
    helper("Sofia", work_starts=time(10))
    helper("Jonas")
    page = browser(app, ada)
    shown = page.get(f"/help/{factories.stuck(ada, text='RAG finds nothing').key}").text
    assert "It goes to Sofia and Jonas once they are, from Tue 24 Nov, 09:00 UTC on." in shown
    assert ("Add something" in shown, "Your answer" in shown) == (True, False)


@pytest.mark.usefixtures("evening")
def test_of_days_away_the_next_day_of_work_is_told_and_of_quiet_hours_nothing(app):
    ada = factories.person("Ada")
    noor = helper("Noor", away_from=EVENING.date(), away_until=date(2026, 11, 25))
    page = browser(app, ada)
    asked = factories.stuck(ada, text="RAG finds nothing")
    shown = page.get(f"/help/{asked.key}").text
    assert "It goes to Noor once they are, from Thu 26 Nov, 09:00 UTC on." in shown
    noor.away_from = noor.away_until = None
    noor.work_ends = time(22)
    quiet.add(noor, days=["0"], starts=time(18), ends=time(22))
    save(noor)
    shown = page.get(f"/help/{asked.key}").text
    assert "It goes out by itself as soon as somebody is." in shown, "they work, by what others may read"


@pytest.mark.usefixtures("evening")
def test_the_only_cohort_that_runs_is_chosen_beforehand(app):
    host, ada = factories.person("Ruth"), factories.person("Ada")
    page = browser(app, ada)
    runs = factories.cohort(host, *LINES, starts=date(2026, 11, 16))
    comes = factories.cohort(host, *LINES, starts=date(2026, 12, 7))
    for each in (runs, comes):
        factories.signup(ada, each)
    assert chosen(page) == f"cohort:{runs.key}"
    other = factories.cohort(host, *LINES, starts=date(2026, 11, 16))
    factories.signup(ada, other)
    assert chosen(page) == ""


def chosen(page):
    shown = page.get("/help/new").text.partition('name="where"')[2].partition("</select>")[0]
    return shown.partition('<option selected value="')[2].partition('"')[0]
