"""The pages of demos: the form, what others read, the gallery and the host view."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from learnhub.core import clock as core_clock
from learnhub.core.db import db
from learnhub.demos import gallery_queries, jobs, queries
from learnhub.demos.models import Demo, DemoState
from learnhub.hackathons.models import Prize, WindowKind
from learnhub.people.models import Organisation
from learnhub.teams.queries import members
from learnhub.web import assets
from tests import factories
from tests.support.rows import fresh, perform, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")

TYPED = {
    "title": "Reading a motor’s hum",
    "pitch": "A microphone hears a worn bearing two shifts ahead.",
    "story": "## What we tried\nWe recorded 40 motors.",
    "repository_url": "https://code.example.org/hum",
    "data_class": "internal",
    "personal_data": "no",
    "model_provider": "AST-tiny, on the robot",
    "built_with": "Python, ONNX; Python",
}


@pytest.fixture
def host():
    return factories.person("Ruth")


@pytest.fixture
def ada():
    return factories.person("Ada")


@pytest.fixture
def team(ada, host):
    return factories.team(ada, factories.hackathon(host), factories.person("Bob"), name="Whisperers")


def send(page, team, do, version=0, **over):
    data = {**TYPED, "do": do, "version": str(version), **over}
    return page.post(f"/teams/{team.key}/demo", data=data, content_type="multipart/form-data")


def png():
    out = BytesIO()
    Image.new("RGB", (12, 9), "red").save(out, "PNG")
    out.seek(0)
    return out


def test_a_draft_is_saved_with_anything_and_says_what_is_missing(browser, ada, team):
    page = browser(ada)
    assert page.get(f"/teams/{team.key}/demo").status_code == 200
    odd = {"pitch": "x" * 157, "repository_url": "git@code.example.org:hum.git", "personal_data": ""}
    assert send(page, team, "draft", **odd).location == f"/teams/{team.key}/demo"
    version = queries.demo_of(team).version
    answer = send(page, team, "submit", version, **odd)
    assert (answer.status_code, answer.location) == (303, f"/teams/{team.key}/demo?check=1")
    shown = page.get(answer.location).text
    assert "Not submitted yet: fix three things" in shown
    assert "Everything you typed is kept as a draft." in shown
    assert "Take out 17 characters; this has 157." in shown
    assert "Start the link with https://, so that judges can open it." in shown
    assert "git@code.example.org:hum.git" in shown


def test_a_complete_demo_is_submitted_changed_and_taken_back(browser, ada, team):
    page = browser(ada)
    assert send(page, team, "submit").status_code == 303
    demo = queries.demo_of(team)
    assert (demo.state, demo.built_with) == (DemoState.SUBMITTED, ["Python", "ONNX"])
    shown = page.get(f"/demos/{demo.key}").text
    assert "Reading a motor’s hum" in shown
    assert "Change demo" in shown
    assert send(page, team, "submit", demo.version, title="Better").status_code == 303
    assert "Better" in page.get(f"/teams/{team.key}/demo").text
    assert page.post(f"/teams/{team.key}/demo/reopen").status_code == 303
    assert fresh(demo).state is DemoState.DRAFT


def test_a_submitted_demo_stands_when_the_next_one_lacks_something(browser, ada, team):
    page = browser(ada)
    send(page, team, "submit")
    answer = send(page, team, "submit", queries.demo_of(team).version, pitch="", title="Half a thought")
    assert answer.status_code == 422
    assert "Not submitted again: fix one thing" in answer.text
    assert "still stands" in answer.text
    assert "Half a thought" in answer.text
    assert queries.demo_of(team).title == "Reading a motor’s hum"


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ({"title": "a" * 121}, "Use at most 120 characters."),
        ({"story": "a" * 20_001}, "Use at most 20000 characters."),
        ({"prizes": "999"}, "is not a valid choice"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field_and_kept(browser, ada, team, over, message):
    answer = send(browser(ada), team, "draft", **{"ai_used": "A small model", **over})
    assert answer.status_code == 422
    assert message in answer.text
    assert "A small model" in answer.text
    assert db.session.query(Demo).count() == 0


def test_a_picture_is_uploaded_described_shown_and_taken_out(browser, ada, team):
    page = browser(ada)
    assert send(page, team, "draft", pictures=(png(), "motor.png")).status_code == 303
    demo = queries.demo_of(team)
    key = queries.content_of(demo).pictures[0].key
    assert page.get(f"/files/{key}/small.webp").status_code == 200
    assert browser(factories.person("Eve")).get(f"/files/{key}/small.webp").status_code == 404
    sent = send(page, team, "submit", demo.version, **{f"alt-{key}": "A motor with a microphone"})
    assert sent.location == f"/demos/{demo.key}"
    assert "A motor with a microphone" in page.get(f"/demos/{demo.key}").text
    version = fresh(demo).version
    assert send(page, team, "submit", version, **{f"drop-{key}": "1"}).status_code == 303
    assert queries.content_of(queries.demo_of(team)).pictures == []


def test_a_file_that_is_no_picture_is_refused_by_name_and_the_texts_are_kept(browser, ada, team):
    answer = send(browser(ada), team, "draft", pictures=(BytesIO(b"<svg/>"), "evil.svg"))
    assert answer.status_code == 422
    assert "“evil.svg” cannot be read as a picture." in answer.text
    assert "We recorded 40 motors." in answer.text
    assert db.session.query(Demo).count() == 0


def test_a_stale_form_gets_both_texts(browser, ada, team):
    page = browser(ada)
    send(page, team, "draft", story="Ours")
    version = queries.demo_of(team).version
    send(page, team, "draft", version, story="Theirs")
    answer = send(page, team, "draft", version, story="Mine")
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


def test_the_draft_saves_itself_and_hands_back_the_new_version(browser, ada, team):
    page = browser(ada)
    answer = send(page, team, "auto")
    assert answer.status_code == 303
    shown = page.block(answer.location, "saved").text
    assert "Draft saved" in shown
    version = re.search(r'name="version" value="(\d+)"', shown)[1]
    assert send(page, team, "auto", int(version), title="Second").status_code == 303
    assert queries.demo_of(team).title == "Second"


def test_others_cannot_write_it_and_nobody_after_the_grace(browser, ada, team, clock):
    eve = browser(factories.person("Eve"))
    assert eve.get(f"/teams/{team.key}/demo").status_code == 403
    assert send(eve, team, "draft").status_code == 403
    page = browser(ada)
    send(page, team, "submit")
    demo = queries.demo_of(team)
    clock.set(team.hackathon.snapshot_at)
    assert page.get(f"/teams/{team.key}/demo").location == f"/demos/{demo.key}"
    assert send(page, team, "submit", demo.version, title="Late").status_code == 403
    assert page.post(f"/teams/{team.key}/demo/reopen").status_code == 403
    assert fresh(demo).title == "Reading a motor’s hum"


@pytest.mark.parametrize("host_too", [False, True])
def test_the_form_of_another_team_shows_nothing_whatever_is_sent(browser, ada, host, team, clock, host_too):
    page = browser(ada)
    shot = (png(), "shot.png")
    send(page, team, "draft", title="Hum secret", pictures=shot)
    demo = queries.demo_of(team)
    eve = browser(host if host_too else factories.person("Eve"))
    for do in ("draft", "auto", "submit"):
        for over in ({}, {"title": "x" * 200}, {"pictures": (BytesIO(b"no picture"), "a.png")}):
            answer = send(eve, team, do, **over)
            assert answer.status_code == 403
            assert "Hum secret" not in answer.text
    assert eve.get(f"/teams/{team.key}/demo").status_code == 403
    assert eve.post(f"/teams/{team.key}/demo/reopen").status_code == 403
    assert fresh(demo).title == "Hum secret"


def test_pages_and_gallery_keep_a_demo_from_others_until_it_opens(browser, ada, host, team, clock):
    demo, eve = factories.demo(team), factories.person("Eve")
    hackathon = team.hackathon
    gallery = f"/hackathons/{hackathon.key}/gallery"

    def seen(person):
        page = browser(person)
        listed = demo.title in page.get(gallery).text
        return page.get(f"/demos/{demo.key}").status_code, listed

    assert [seen(person) for person in (ada, host, eve)] == [(200, False), (404, False), (404, False)]
    clock.set(hackathon.snapshot_at)
    perform(jobs.take_snapshots)
    assert [seen(person) for person in (ada, host, eve)] == [(200, False), (200, True), (404, False)]
    assert browser(eve).post(gallery, data={"opened": "1"}).status_code == 403
    assert browser(host).post(gallery, data={"opened": "1"}).status_code == 303
    assert [seen(person) for person in (ada, host, eve)] == [(200, True)] * 3
    hidden, unknown = (browser(eve).get(f"/demos/{key}").status_code for key in (demo.key, "aaaaaaaaaa"))
    assert (hidden, unknown) == (200, 404)


def test_drafts_are_in_no_gallery(browser, host, team, clock):
    factories.demo(team, submitted=False, title="Half a demo")
    clock.set(team.hackathon.gallery_at)
    assert "No demo was submitted." in browser(host).get(f"/hackathons/{team.hackathon.key}/gallery").text


def test_the_order_is_ones_own_and_stable_until_the_results_and_then_by_title(host, clock):
    hackathon = factories.hackathon(host)
    for letter in "ABCDEFGH":
        factories.demo(factories.team(factories.person(letter), hackathon), title=letter)
    bob, eve = factories.person("Bob"), factories.person("Eve")

    def titles(person):
        found = gallery_queries.gallery(person, hackathon, clock_now())
        return "".join(each.title for each in found.exhibits)

    def clock_now():
        return hackathon.snapshot_at

    assert titles(bob) == titles(bob)
    assert titles(bob) != titles(eve)
    assert sorted(titles(bob)) == [*"ABCDEFGH"]
    after = gallery_queries.gallery(bob, hackathon, hackathon.gallery_at)
    assert ([each.title for each in after.exhibits], after.shuffled) == ([*"ABCDEFGH"], False)


def test_the_gallery_is_searched_by_title_and_filtered_by_prize(browser, host, clock):
    hackathon = factories.hackathon(host)
    prize = save(Prize(hackathon_id=hackathon.id, name="Most useful"))
    for index in range(8):
        team = factories.team(factories.person(f"P{index}"), hackathon)
        demo = factories.demo(team, title=f"Demo {index} of 100%")
        if index == 3:
            save(gallery_queries.PrizeEntry(demo_id=demo.id, prize_id=prize.id))
    clock.set(hackathon.gallery_at)
    page, url = browser(host), f"/hackathons/{hackathon.key}/gallery"
    assert "Eight demos to look at." in page.get(url).text
    assert "One demo found." in page.get(f"{url}?prize={prize.key}").text
    assert "One demo found." in page.get(f"{url}?q=demo+5").text
    assert "Eight demos found." in page.get(f"{url}?q=%25").text
    assert "No demo fits." in page.get(f"{url}?q=zzz").text
    assert page.get(f"{url}?prize=nothing").status_code == 404


@pytest.mark.parametrize("number", [5, 50])
def test_the_pages_take_the_same_few_statements_with_few_and_many_demos(browser, host, clock, number):
    save(Organisation(id=1, name="Northwind"))
    hackathon = factories.hackathon(host)
    for index in range(number):
        team = factories.team(factories.person(f"P{index}"), hackathon)
        factories.demo(team, submitted=index % 2 == 0)
    page, url = browser(host), f"/hackathons/{hackathon.key}"
    assert counted(page, f"{url}/host") <= 12
    clock.set(hackathon.snapshot_at)
    perform(jobs.take_snapshots)
    assert counted(page, f"{url}/gallery") <= 12
    assert counted(page, f"/demos/{queries.demo_of(team).key}" if number % 2 else f"{url}/host") <= 12
    shown = gallery_queries.gallery(host, hackathon, hackathon.snapshot_at)
    assert counted(page, f"/demos/{shown.exhibits[0].key}") <= 12


def counted(page, url):
    page.get(url)
    with statements() as sent:
        assert page.get(url).status_code == 200
    return len(sent)


def test_the_host_view_says_what_needs_a_host_and_lists_the_teams(browser, host, ada, team):
    hackathon = team.hackathon
    factories.demo(factories.team(factories.person("Eve"), hackathon, name="Done"))
    page = browser(host)
    shown = page.get(f"/hackathons/{hackathon.key}/host").text
    assert "1 of 2 demos are in, one team has not begun." in shown
    assert "There is only one host" in shown
    assert "Nobody knows where to come" in shown
    filtered = page.get(f"/hackathons/{hackathon.key}/host?state=submitted").text
    assert "Done" in filtered
    assert "Whisperers" not in filtered
    assert browser(ada).get(f"/hackathons/{hackathon.key}/host").status_code == 403
    csv = page.get(f"/hackathons/{hackathon.key}/host.csv")
    assert csv.headers["Content-Type"].startswith("text/csv")
    assert csv.text.splitlines()[1:] == [
        "Whisperers,Ada,2,Not begun,,Everything,",
        csv.text.splitlines()[2],
    ]
    assert csv.text.splitlines()[2].startswith("Done,Eve,1,Submitted,,,")


def test_hosts_read_no_title_before_the_snapshot_and_none_of_a_draft_after_it(browser, host, team, clock):
    factories.demo(team, submitted=False, title="Half a demo")
    factories.demo(factories.team(factories.person("Eve"), team.hackathon), title="Whole demo")
    page, base = browser(host), f"/hackathons/{team.hackathon.key}"
    pages = [f"{base}/host", f"{base}/host.csv", f"{base}/host?q=demo", f"{base}/teams", base]
    assert not any(title in page.get(url).text for url in pages for title in ("Half a demo", "Whole demo"))
    assert not any(title in page.get(f"/teams/{team.key}").text for title in ("Half a demo", "Whole demo"))
    clock.set(team.hackathon.snapshot_at)
    rows = page.get(f"{base}/host.csv").text
    assert ("Whole demo" in rows, "Half a demo" in rows) == (True, False)


def test_small_units_are_of_the_size_that_the_organisation_says(browser, host, team):
    house = save(Organisation(id=1, name="Northwind", smallest_group=6))
    unit = factories.unit("Controls")
    for index in range(6):
        factories.signup(factories.person(f"C{index}", unit=unit), team.hackathon)
    url = f"/hackathons/{team.hackathon.key}/host"
    shown = browser(host).get(url).text
    assert "Controls" in shown
    assert "Units with fewer than six sign-ups are one line." in shown
    house.smallest_group = 7
    save(house)
    assert "Controls" not in browser(host).get(url).text


def test_a_cell_that_looks_like_a_formula_is_disarmed_in_the_csv(browser, host, team):
    factories.team(factories.person("Eve"), team.hackathon, name="=1+1")
    assert "'=1+1," in browser(host).get(f"/hackathons/{team.hackathon.key}/host.csv").text


def test_my_team_and_what_is_missing_stand_on_the_overview(browser, ada, team):
    page = browser(ada)
    send(page, team, "draft", pitch="")
    shown = page.get(f"/hackathons/{team.hackathon.key}").text
    assert "My team and demo" in shown
    assert "One thing is missing" in shown
    assert f"/teams/{team.key}/demo#pitch" in shown


def test_a_link_that_was_typed_without_https_gets_it(browser, ada, team):
    send(browser(ada), team, "submit", repository_url="github.com/hum/detector")
    demo = queries.demo_of(team)
    assert (demo.state, demo.repository_url) == (DemoState.SUBMITTED, "https://github.com/hum/detector")
    assert "What you tried" in browser(ada).get(f"/demos/{demo.key}").text


def test_a_draft_opens_with_what_is_missing(browser, ada, team):
    page = browser(ada)
    assert "missing</h3>" not in page.get(f"/teams/{team.key}/demo").text
    send(page, team, "draft", story="", pitch="")
    shown = page.get(f"/teams/{team.key}/demo").text
    assert "Two things are missing</h3>" in shown
    assert "One of these four is enough" in shown


def shut(team):
    """Let submitting open in a few hours only, as when its start was moved."""
    later = core_clock.now() + timedelta(hours=3)
    team.hackathon.window(WindowKind.SUBMITTING).opens_at = later
    db.session.commit()


def test_a_submitted_demo_while_submitting_is_shut_says_so_and_has_no_fields(browser, ada, team):
    send(browser(ada), team, "submit")
    shut(team)
    form = browser(ada).get(f"/teams/{team.key}/demo").text
    assert "Submitting is not open: it opens" in form
    assert "submitting is not open, so it stays as it is." in form
    assert ('name="title"' in form, 'value="submit"' in form) == (False, False)
    assert "Take back to draft" in form
    shown = browser(ada).get(f"/demos/{queries.demo_of(team).key}").text
    assert ("Change demo" in shown, "btn primary" in shown.split("<main")[1]) == (False, False)
    assert "Submitting opens" in shown
    overview = browser(ada).get(f"/hackathons/{team.hackathon.key}").text
    assert "Change demo" not in overview
    assert "Change the demo" not in browser(ada).get(f"/teams/{team.key}").text


def test_a_draft_is_saved_before_submitting_opens_by_a_bar_that_stays_in_sight(browser, ada, team):
    shut(team)
    page = browser(ada)
    form = page.get(f"/teams/{team.key}/demo").text
    assert (form.count('value="draft"'), form.count('value="submit"')) == (1, 0)
    assert '<div class="btns formend staying">' in form
    assert send(page, team, "draft").status_code == 303
    styles = (assets.SOURCE / "css" / "pages.css").read_text()
    assert re.search(r"[.]staying [{] position: sticky; bottom: 0;", styles)
    assert "html:has(.staying) { scroll-padding-bottom" in styles  # what has the focus is never under it


def test_what_is_one_of_four_is_named_so_in_the_summary(browser, ada, team):
    send(browser(ada), team, "submit", repository_url="")
    shown = browser(ada).get(f"/teams/{team.key}/demo?check=1").text
    assert "Something to look at: add a repository, demo link, video or picture." in shown
    assert "Repository: Add" not in shown


@pytest.mark.parametrize(
    ("is_me", "said"),
    [
        (True, "You changed the demo just now, in another window."),
        (False, " changed the demo just now, while you wrote."),
    ],
)
def test_what_was_saved_meanwhile_stands_beside_mine_and_i_keep_either(browser, ada, team, is_me, said):
    other = ada if is_me else next(each.person for each in members(team) if each.person_id != ada.id)
    send(browser(ada), team, "draft", title="First")
    old = queries.demo_of(team).version
    send(browser(other), team, "draft", old, title="Second", pitch="Theirs.")
    answer = send(browser(ada), team, "draft", old, title="Third", pitch="Mine.", data_class="internal")
    assert answer.status_code == 409
    assert said in answer.text
    for words in ("<h3>Title</h3>", "Second", "<h3>Pitch</h3>", "Theirs.", 'value="Third"', "Mine."):
        assert words in answer.text
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    kept = send(browser(ada), team, "draft", int(version), title="Third", pitch="Mine.", stands=["pitch"])
    demo = queries.demo_of(team)
    db.session.refresh(demo)
    assert (kept.status_code, demo.title, demo.pitch) == (303, "Third", "Theirs.")


def test_the_host_view_has_the_tabs_of_every_other_page_of_its_hackathon(browser, host, team):
    page, url = browser(host), f"/hackathons/{team.hackathon.key}"

    def tabs(path):
        row = page.get(path).text.split('<nav class="tabs"')[1].split("</nav>")[0]
        return re.findall(r">([A-Z][a-z -]+)<", row)

    everywhere = [
        "Overview",
        "Teams",
        "Gallery",
        "People",
        "Sign-ups",
        "Host view",
        "Stuck",
        "Reminders",
        "Set up",
    ]
    pages = [f"{url}{each}" for each in ("", "/teams", "/gallery", "/host")]
    pages += [f"{team.hackathon.desk}/{each}" for each in ("people", "sign-ups", "set-up")]
    assert [tabs(each) for each in pages] == [everywhere] * 7
    assert 'aria-current="page">Host view' in page.get(f"{url}/host").text


def test_the_host_view_counts_others_and_leads_to_the_rows(browser, host, team):
    shown = browser(host).get(f"/hackathons/{team.hackathon.key}/host").text
    assert "Ada and 1 other</span>" in shown
    assert f'href="/hackathons/{team.hackathon.key}/host?state=not_begun#teams"' in shown
    assert '<section class="block" id="teams"' in shown


def test_tabs_that_do_not_fit_show_where_one_is_and_wrap_on_a_phone():
    styles = (assets.SOURCE / "css" / "components.css").read_text()
    assert "scroll-initial-target: nearest" in styles
    found = "".join(re.findall(r"^    [.]tabs [{]([^}]*)[}]", styles, re.MULTILINE))
    assert "flex-wrap: wrap" in found, "the last one was cut off at the edge"
