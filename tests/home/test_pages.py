"""Home in a browser: what is on today, and my teams."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.goals import periods
from learnhub.hackathons.models import WindowKind
from learnhub.people.models import Organisation, Role
from learnhub.programs import admission, places, speakers
from learnhub.programs import services as programs
from tests import factories
from tests.support.rows import save
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
    save(Organisation(id=1, name="Northwind"))
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
    save(Organisation(id=1, name="Example"))
    ada = factories.person("Ada")
    hackathon = factories.hackathon(title="AI Day", due_in=2 * DAY)
    factories.sign_up(hackathon, ada)
    tab = browser(ada)
    with statements() as sent:
        shown = tab.get("/").text
    assert len(sent) <= 12
    assert ">Find or make a team for AI Day</a>" in shown
    assert "<h1>Find or make a team for AI Day.</h1>" in shown
    assert "Your demo" not in shown
    factories.team(ada, hackathon)
    assert "make a team" not in tab.get("/").text


def test_what_is_due_stands_in_one_list_by_date_whatever_its_kind(browser, clock):
    """A host's needs among their own dues: the first of each program, and how many more there are."""
    clock.set(datetime(2026, 11, 23, 9, tzinfo=UTC))
    ruth = factories.person("Ruth", roles=(Role.LEAD,), zone="UTC")
    save(Organisation(id=1, name="Acme", zone="UTC"))
    talk = factories.talk(ruth, title="Evals", starts_in=3 * DAY, place="", on_site=1)
    factories.part(talk, name="Opening words")
    factories.coming(ruth, title="Draft Day", starts_in=9 * DAY, published=False)
    run = factories.hackathon(ruth, title="AI Day", due_in=DAY / 2, place="Halle 3")
    factories.signup(factories.person("Eve"), run)
    factories.team(factories.person("Ada"), run, name="Hum")
    factories.team(ruth, factories.hackathon(title="Their Day", due_in=5 * DAY), name="Six")
    tab = browser(ruth)
    with statements() as sent:
        shown = tab.get("/").text
    assert len(sent) <= 12
    assert "<h1>One team has not begun a demo.</h1>" in shown
    lead = re.sub("<[^>]+>", "", shown.partition('<p class="lead">')[2].partition("</p>")[0])
    assert lead == "By Mon 23 Nov, 21:00 UTC: 11 h 59 min left. AI Day and Their Day are on today."
    sheet = shown.partition('<ol class="dues">')[2].partition("</ol>")[0]
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in sheet.split("</li>")[:-1]]
    assert [row[:46] for row in rows] == [
        "21:00 today in 12 h One team has not begun a d",
        "Thu 26 Nov 09:00 in 3 days “Evals” has no spea",
        "Sat 28 Nov 09:00 in 5 days Submit a demo Their",
        "Wed 2 Dec 09:00 in 9 days “Draft Day” is still",
    ]
    assert "Hum. One more thing needs you." in rows[0]
    assert "Evals. Nobody is named who speaks. One more thing needs you." in rows[1]


def test_what_is_called_off_or_far_away_needs_no_host(browser):
    ruth = factories.person("Ruth", roles=(Role.LEAD,))
    factories.talk(ruth, starts_in=20 * DAY)
    programs.cancel(ruth, factories.talk(ruth, starts_in=3 * DAY), reason="No room")
    assert 'class="dues"' not in browser(ruth).get("/").text


def test_a_place_on_offer_stands_by_its_time_among_what_is_due_and_says_when_it_is(browser, clock):
    clock.set(datetime(2026, 11, 23, 9, tzinfo=UTC))
    save(Organisation(id=1, name="Acme", zone="UTC"))
    ada, bob = (factories.person(name, zone="UTC") for name in ("Ada", "Bob"))
    lead = factories.person("Ruth", roles=(Role.LEAD,))
    talk = factories.talk(lead, title="Evals", starts_in=2 * DAY, on_site=1, call_url="")
    admission.change(lead, talk, admission.Admission(offer_hours=2))
    for each in (bob, ada):
        places.sign_up(each, talk)
    places.withdraw(bob, talk)
    save(talk)
    tab = browser(ada)
    assert ">A place in “Evals” is free for you.</h1>" in tab.get("/").text
    factories.team(ada, factories.hackathon(title="AI Day", due_in=DAY / 2))
    shown = tab.get("/").text
    assert ">A place in “Evals” is free for you.</h1>" in shown
    assert 0 < shown.index(">A place in “Evals” is free for you</a>") < shown.index(">Submit a demo</a>")
    assert "It begins Wed 25 Nov, 09:00 UTC. Not taken by then, the place goes to the next" in shown


@pytest.mark.parametrize(
    ("missing", "opens_in", "pressed"),
    [(["title"], -DAY, "Write the demo"), ([], -DAY, "Submit demo"), ([], DAY, "Write the demo")],
)
def test_home_and_the_hackathon_say_in_the_same_words_what_to_press(browser, missing, opens_in, pressed):
    ada = factories.person("Ada")
    submitting = {WindowKind.SUBMITTING: (opens_in, 2 * DAY)}
    hackathon = factories.hackathon(due_in=2 * DAY, windows=submitting)
    factories.signup(ada, hackathon)
    over = {"title": ""} if missing else {}
    factories.demo(factories.team(ada, hackathon), submitted=False, missing=missing, **over)
    tab, labels = browser(ada), ("Write the demo", "Submit demo")
    for path in ("/", hackathon.url):
        assert [label for label in labels if f">{label}<" in tab.get(path).text] == [pressed]
    assert ("submitting opens" in tab.get("/").text) == (opens_in > timedelta())


def test_who_speaks_soon_reads_how_much_is_asked(browser):
    ada = factories.person("Ada")
    talk = factories.talk(starts_in=timedelta(minutes=30))
    save(speakers.add(talk.created_by, talk, ada))
    assert "See its questions</a>" in browser(ada).get("/").text
    for name in ("Bob", "Eve"):
        factories.question(factories.person(name), talk, f"What about {name}?")
    assert "See its two questions</a>" in browser(ada).get("/").text


@pytest.mark.parametrize(("starts_in", "says"), [(-10, "You speak now."), (90, "You speak at ")])
def test_who_speaks_now_or_soon_reads_that_first_and_is_not_asked_to_sign_up(browser, starts_in, says):
    save(Organisation(id=1, name="Example"))
    ada, earlier = factories.person("Ada"), factories.talk(title="Theirs", starts_in=timedelta(minutes=-20))
    talk = factories.talk(title="Hers", starts_in=timedelta(minutes=starts_in))
    save(speakers.add(talk.created_by, talk, ada))
    with statements() as sent:
        shown = browser(ada).get("/").text
    assert len(sent) <= 12
    assert f"<h1>{says}" in shown
    assert f'<a href="{talk.url}">Hers</a>' in shown.split("</h1>")[1].split("</p>")[0]
    hers = shown.split('<ol class="line">', 1)[1].split(f'<h3><a href="{talk.url}">')[1].split("</li>")[0]
    assert "You speak" in hers
    assert f"/calendar/{talk.key}.ics" in hers
    assert "Sign up on site" not in hers
    if starts_in < 0:
        assert shown.index('<h3><a href="' + talk.url) < shown.index('<h3><a href="' + earlier.url)


def test_who_answers_for_a_goal_finds_its_update_on_home_a_week_before_and_once_late(browser, clock):
    clock.set(datetime(2026, 10, 5, 9, tzinfo=UTC))
    save(Organisation(id=1, name="Northwind", zone="UTC"))
    olga = factories.person("Olga")
    goal = factories.goal(olga, factories.unit(), title="Fewer stops")
    factories.metric(goal)
    due, line = periods.update_due(core_clock.now().date(), goal.ends_on), "The update of “Fewer stops”"

    def home(day, who=olga):
        clock.set(datetime.combine(day, time(9), UTC))
        return browser(who).get("/").text

    assert line not in home(due - 8 * DAY)
    shown = home(due - 7 * DAY)
    assert (line in shown, f'href="/goals/{goal.key}/update"' in shown) == (True, True)
    assert line in home(due + DAY)
    assert line not in home(due + DAY, factories.person("Ada"))
    assert "Close “Fewer stops”" in home(goal.ends_on + DAY)
