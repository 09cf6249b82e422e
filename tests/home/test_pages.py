"""Home in a browser: what is on today, and my teams."""

from datetime import timedelta

import pytest

from learnhub.core import clock as core_clock
from tests import factories
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


def test_what_runs_is_named_linked_and_stands_under_today(browser):
    ada = factories.person("Ada")
    hackathon = factories.hackathon(title="AI Day", due_in=DAY)
    assert hackathon.starts_at <= core_clock.now() < hackathon.ends_at
    shown = browser(ada).get("/").text
    assert f'<a href="{hackathon.url}">AI Day</a> runs until' in shown
    today = shown.split("<h3>Today")[1].split('<div class="day">')[0]
    assert "On now" in today


def test_all_my_teams_are_there_also_those_that_handed_in(browser):
    ada = factories.person("Ada")
    tab = browser(ada)
    sent = []
    for number in range(3):
        hackathon = factories.hackathon(title=f"Build {number}", due_in=(number + 1) * DAY)
        team = factories.team(ada, hackathon)
        if number == 0:
            factories.demo(team)
        with statements() as found:
            shown = tab.get("/").text
        sent.append(len(found))
        assert shown.count('<p class="say"><a href="/teams/') == number + 1
    assert "Submitted" in shown
    assert sent[0] == sent[-1] <= 12


def test_who_has_a_place_and_no_team_is_told_what_is_due(browser):
    ada = factories.person("Ada")
    hackathon = factories.hackathon(title="AI Day", due_in=2 * DAY)
    factories.sign_up(hackathon, ada)
    tab = browser(ada)
    with statements() as sent:
        shown = tab.get("/").text
    assert len(sent) <= 12
    assert ">Find a team for AI Day</a>" in shown
    assert "Nothing is due" not in shown
    factories.team(ada, hackathon)
    assert "Find a team" not in tab.get("/").text
