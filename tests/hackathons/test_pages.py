import re
from datetime import datetime, timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.walltime import wall
from learnhub.demos.models import PrizeEntry
from learnhub.goals import services as goals
from learnhub.hackathons import prizes
from learnhub.hackathons import queries as hackathons
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.people.models import Kind, Organisation, Role
from learnhub.programs.models import ProgramState
from tests import factories
from tests.support.rows import fresh, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def lead():
    return factories.person("Lena", roles=(Role.LEAD,))


@pytest.fixture
def ada():
    return factories.person("Ada")


def url(hackathon, page=""):
    return f"/hackathons/{hackathon.key}{page}"


def form(**over):
    start = wall(core_clock.now(), factories.ZoneInfo("UTC")) + timedelta(days=30)
    values = {
        "template": "two-day",
        "title": "Winter Build",
        "starts": f"{start:%Y-%m-%dT}09:00",
        "zone": "UTC",
    }
    return values | over


def dates_of(hackathon, **over):
    values = {"version": str(hackathon.version)}
    for window in hackathon.windows:
        values[f"{window.kind}_opens"] = window.opens_wall.isoformat(timespec="minutes")
        values[f"{window.kind}_closes"] = window.closes_wall.isoformat(timespec="minutes")
    return values | over


def only():
    return db.session.query(Hackathon).one()


def test_a_lead_makes_a_hackathon_with_a_title_and_a_start(browser, lead):
    answer = browser(lead).post("/hackathons/new", data=form())
    made = only()
    assert (answer.status_code, answer.location) == (303, url(made))
    assert made.title == "Winter Build"
    assert made.state is ProgramState.DRAFT
    assert made.summary == "Two days to put a model to work on a problem of our own."
    assert [window.kind for window in made.windows][-1] is WindowKind.RESULTS
    page = browser(lead).get(url(made))
    assert page.status_code == 200
    assert "Publish hackathon" in page.text


def test_the_form_starts_in_ones_own_zone(browser):
    lena = factories.person("Lena", roles=(Role.LEAD,), zone="Europe/Stockholm")
    page = browser(lena).get("/hackathons/new")
    assert '<option selected value="Europe/Stockholm">' in page.text


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ({"title": ""}, "Give it a title."),
        ({"starts": "soon"}, "Not a valid datetime value."),
        ({"zone": "Mars/Base"}, "Choose a time zone from the list."),
        ({"capacity": "0"}, "Places start at 1."),
        ({"opening": "2199-01-01T09:00"}, "Sign-up opens before the hackathon starts."),
        ({"team_least": "5", "team_most": "2"}, "The smallest team cannot be larger than the largest."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_kept(browser, lead, over, message):
    answer = browser(lead).post("/hackathons/new", data=form(summary="Kept", **over))
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="Kept"' in answer.text


def test_members_do_not_make_hackathons(browser, ada):
    assert browser(ada).get("/hackathons/new").status_code == 403
    assert browser(ada).post("/hackathons/new", data=form()).status_code == 403


def test_a_draft_is_a_404_for_others_on_every_page(browser, lead, ada):
    draft = factories.coming(lead, published=False)
    assert {browser(ada).get(url(draft, page)).status_code for page in ("", "/dates")} == {404}
    assert browser(ada).get("/hackathons/aaaaaaaaaa").status_code == 404


def test_what_is_for_hosts_is_refused_to_others(browser, ada):
    hackathon = factories.coming()
    assert browser(ada).get(url(hackathon, "/dates")).status_code == 403
    posts = ("/dates", "/prizes", "/sign-ups/open")
    assert {browser(ada).post(url(hackathon, page)).status_code for page in posts} == {403}


def test_the_call_link_is_for_those_who_are_in(browser, lead, ada):
    hackathon = factories.coming(lead, call_url="https://call.example.org/42")
    assert "call.example.org" not in browser(ada).get(url(hackathon)).text
    factories.sign_up(hackathon, ada)
    assert "call.example.org" in browser(ada).get(url(hackathon)).text


def test_a_move_says_who_will_be_told_before_it_happens(browser, lead):
    hackathon = factories.coming(lead)
    for _ in range(3):
        factories.sign_up(hackathon)
    hacking = hackathon.window(WindowKind.HACKING)
    later = {
        "hacking_opens": (hacking.opens_wall + timedelta(days=7)).isoformat(timespec="minutes"),
        "hacking_closes": (hacking.closes_wall + timedelta(days=7)).isoformat(timespec="minutes"),
        "along": "y",
    }
    page = browser(lead)
    starts = hackathon.starts_at
    preview = page.get(url(hackathon, "/dates/preview"), query_string=dates_of(hackathon, **later))
    assert "3 people will be told." in preview.text
    assert "Will be told: <strong>3</strong>" in preview.text
    assert fresh(hackathon).starts_at == starts
    assert page.post(url(hackathon, "/dates"), data=dates_of(hackathon, **later)).status_code == 303
    assert fresh(hackathon).starts_at == starts + timedelta(days=7)
    assert hackathon.due_rev == 2


def test_dates_that_cannot_be_are_said_beside_their_field(browser, lead):
    hackathon = factories.coming(lead)
    wrong = dates_of(hackathon, hacking_closes="2020-01-01T10:00")
    page = browser(lead)
    answer = page.get(url(hackathon, "/dates/preview"), query_string=wrong)
    assert (answer.status_code, "Hacking closes before it opens." in answer.text) == (422, True)
    assert page.post(url(hackathon, "/dates"), data=wrong).status_code == 422
    assert page.get(url(hackathon, "/dates/preview")).location == url(hackathon, "/dates")


def test_addresses_to_hand_on_are_ours_whatever_host_is_asked(browser, lead, settings):
    hackathon = factories.coming(lead)
    team = factories.team(lead, hackathon)
    page = browser(lead)
    for path, address in (
        (f"{hackathon.desk}/set-up", url(hackathon)),
        (f"/teams/{team.key}", f"/teams/join/{team.join_code}"),
    ):
        asked = page.get(path)
        assert asked.request.host not in settings.base_url
        assert f"{settings.base_url}{address}" in asked.text


def test_a_prize_is_added_under_a_name_of_its_own(browser, lead):
    hackathon = factories.coming(lead)
    page = browser(lead)
    assert page.post(url(hackathon, "/prizes"), data={"name": "Best use of data"}).status_code == 303
    again = page.post(url(hackathon, "/prizes"), data={"name": "best use of data"})
    assert (again.status_code, "of that name already" in again.text) == (422, True)
    assert [prize.name for prize in hackathons.prizes(hackathon)] == ["Best use of data"]


def test_a_prize_can_be_changed(browser, lead):
    hackathon = factories.coming(lead)
    prize = prizes.add(lead, hackathon, name="Best", description="")
    page = browser(lead)
    where = url(hackathon, f"/prizes/{prize.key}")
    assert 'value="Best"' in page.get(where).text
    assert page.post(where, data={"name": "", "description": ""}).status_code == 422
    assert page.post(where, data={"name": "Boldest", "description": "A risk taken."}).status_code == 303
    assert (fresh(prize).name, prize.description) == ("Boldest", "A risk taken.")
    assert "A risk taken." in page.get(url(hackathon)).text


def test_a_hackathon_is_tied_to_a_goal_with_a_reason(browser, lead):
    unit = factories.unit()
    leader = factories.person("Greta", unit=unit, roles=(Role.LEADER,))
    day = core_clock.now().date()
    goal = goals.create(
        leader, title="Fewer line stops", unit=unit, owner=leader, starts_on=day, ends_on=day + timedelta(90)
    )
    hackathon = factories.coming(lead)
    page = browser(lead)
    assert "Fewer line stops" in page.get(f"{hackathon.desk}/set-up").text
    back = f"{hackathon.desk}/set-up#goals"
    said = {"goal": goal.key, "why": "Hear it before it fails.", "back": back}
    assert page.post(f"/ties/hackathon/{hackathon.key}", data=said).location == back
    shown = page.get(url(hackathon)).text
    assert "Fewer line stops" in shown
    assert "Hear it before it fails." in shown
    assert page.post(f"/ties/hackathon/{hackathon.key}/{goal.key}/untie").status_code == 303
    page.get(url(hackathon))  # says once that it is untied
    assert "Fewer line stops" not in page.get(url(hackathon)).text


def test_a_prize_is_removed_after_asking_and_audited(browser, lead, ada):
    hackathon = factories.hackathon(lead)
    prize, other = (prizes.add(lead, hackathon, name=name) for name in ("Best", "Boldest"))
    demo = factories.demo(factories.team(ada, hackathon))
    for each in (prize, other):
        save(PrizeEntry(demo_id=demo.id, prize_id=each.id))
    page, where = browser(lead), url(hackathon, f"/prizes/{prize.key}/remove")
    assert browser(ada).post(where).status_code == 403
    assert where in page.get(url(hackathon, f"/prizes/{prize.key}")).text
    assert "One demo is in for it, and stays without it." in page.get(where).text
    assert page.post(where).status_code == 303
    assert [each.name for each in hackathons.prizes(hackathon)] == ["Boldest"]
    assert [entry.prize_id for entry in db.session.query(PrizeEntry)] == [other.id]
    noted = db.session.query(AuditEntry).filter_by(act="prize.removed").one()
    assert (noted.actor_id, noted.before, noted.after) == (lead.id, {"name": "Best"}, {})
    assert page.post(where).status_code == 404


def test_a_prize_that_demos_were_handed_in_for_stays(browser, lead, ada, clock):
    hackathon = factories.hackathon(lead)
    prize, unused = (prizes.add(lead, hackathon, name=name) for name in ("Best", "Boldest"))
    demo = factories.demo(factories.team(ada, hackathon))
    save(PrizeEntry(demo_id=demo.id, prize_id=prize.id))
    clock.stop(hackathon.snapshot_at)
    page = browser(lead)
    for key, status in ((prize.key, 403), (unused.key, 303)):
        asked = page.get(url(hackathon, f"/prizes/{key}/remove")).text
        assert ("One demo was handed in for it, so it stays." in asked) is (status == 403)
        assert page.post(url(hackathon, f"/prizes/{key}/remove")).status_code == status
    assert [each.name for each in hackathons.prizes(hackathon)] == ["Best"]


def test_a_guest_sees_their_own_hackathon_alone(browser):
    guest = factories.person("Gus", kind=Kind.GUEST)
    hackathon, other = factories.coming(), factories.coming(title="Other")
    factories.sign_up(hackathon, guest)
    page = browser(guest)
    assert page.get(url(hackathon)).status_code == 200
    assert page.get(url(other)).status_code == 404
    assert page.get("/hackathons/new").status_code == 403


def counted(browser, person, *addresses):
    page = browser(person)
    found = []
    for address in addresses:
        page.get(address)
        with statements() as sent:
            assert page.get(address).status_code == 200
        found.append(len(sent))
    return found


def test_pages_send_the_same_few_statements_whatever_there_is(browser, lead, ada):
    save(Organisation(id=1, name="Northwind"))
    hackathon = factories.coming(lead, capacity=3)
    addresses = [url(hackathon), f"{hackathon.desk}/people", "/whats-on", "/whats-on?when=past"]
    hosts = [f"{hackathon.desk}/sign-ups", f"{hackathon.desk}/set-up", url(hackathon, "/dates")]
    for _ in range(5):
        factories.sign_up(hackathon)
    few = counted(browser, ada, *addresses), counted(browser, lead, *hosts)
    for number in range(60):
        factories.sign_up(hackathon)
        if number % 10 == 0:
            factories.coming(lead, title=f"Other {number}")
            prizes.add(lead, hackathon, name=f"Prize {number}")
    assert (counted(browser, ada, *addresses), counted(browser, lead, *hosts)) == few
    assert max(few[0][:2] + few[1]) <= 12
    assert max(few[0][2:]) <= 9


def test_every_page_renders_in_every_state(browser, lead, ada, clock):
    hackathon = factories.coming(lead, template="two-day", capacity=1)
    factories.sign_up(hackathon, ada)
    pages = [hackathon.url, *(f"{hackathon.desk}/{page}" for page in ("people", "sign-ups", "set-up"))]
    moments = [
        hackathon.sign_up_opens_at - timedelta(days=1),
        hackathon.sign_up_closes_at,
        hackathon.starts_at,
        hackathon.due_at,
        hackathon.ends_at,
    ]
    for moment in moments:
        clock.stop(moment)
        viewer = factories.person("Vera")
        assert browser(viewer).get(url(hackathon)).status_code == 200
        assert browser(viewer).get("/whats-on").status_code == 200
        host = factories.person("Host", roles=(Role.ADMIN,))
        assert [browser(host).get(page).status_code for page in pages] == [200] * 4


def test_the_audit_names_a_prize_and_keeps_nothing_longer(lead):
    hackathon = factories.hackathon(lead)
    prize = prizes.add(lead, hackathon, name="Best", description="")
    prizes.change(lead, hackathon, prize, name="Best of all", description="For what nobody thought of.")
    entry = db.session.query(AuditEntry).filter_by(act="prize.changed").one()
    assert (entry.before, entry.after) == (
        {"name": "Best"},
        {"name": "Best of all", "changed": "description"},
    )


def test_everything_is_moved_by_days_and_a_host_alone_is_not_told_of_it(browser, lead):
    hackathon = factories.coming(lead)
    page, opens = browser(lead), hackathon.window(WindowKind.HACKING).opens_wall
    assert "Move everything by how many days?" in page.get(url(hackathon, "/dates")).text
    shown = page.get(url(hackathon, "/dates/shift?days=7"))
    later = (opens + timedelta(days=7)).isoformat(timespec="minutes")
    assert (shown.status_code, shown.text.count(f'name="hacking_opens" value="{later}"')) == (200, 1)
    assert "Nobody is told: nobody else is on it." in shown.text
    assert page.get(url(hackathon, "/dates/shift?days=many")).status_code == 422
    since = f"version={hackathon.version}"
    again = page.get(url(hackathon, f"/dates/shift?days=7&{since}")).text
    assert hidden_fields(again) == hidden_fields(shown.text)
    for there in (f"/dates/shift?days=7&{since}0", f"/dates/preview?{since}0"):
        assert "The dates have changed since." in page.get(url(hackathon, there)).text
    assert hackathon.window(WindowKind.HACKING).opens_wall == opens


def hidden_fields(text):
    """Return what the form of the preview would post."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))
    return {name: value for name, value in found.items() if name != "csrf_token"}


def test_what_is_open_stays_open_when_everything_moves_by_days(browser, lead):
    hackathon = factories.hackathon(lead)
    submitting = hackathon.window(WindowKind.SUBMITTING)
    opened, due = submitting.opens_at, submitting.closes_at
    shown = browser(lead).get(url(hackathon, "/dates/shift?days=1"))
    assert "It has begun, so its start stays." in shown.text
    assert "This shuts what is open now" not in shown.text
    answer = browser(lead).post(url(hackathon, "/dates"), data=hidden_fields(shown.text))
    assert answer.status_code == 303
    submitting = fresh(hackathon).window(WindowKind.SUBMITTING)
    minute = timedelta(minutes=1)
    assert (abs(submitting.opens_at - opened) < minute, submitting.closes_at > due + minute) == (True, True)


def test_an_open_window_is_shut_only_by_who_says_so_by_its_name(browser, lead):
    hackathon = factories.hackathon(lead)
    opens = wall(core_clock.now() + timedelta(hours=5), factories.ZoneInfo("UTC"))
    later = dates_of(hackathon, submitting_opens=opens.isoformat(timespec="minutes"))
    shown = browser(lead).get(url(hackathon, "/dates/preview"), query_string=later)
    assert "This shuts what is open now" in shown.text
    assert "Shut Submitting now, until" in shown.text
    answer = browser(lead).post(url(hackathon, "/dates"), data=later)
    assert (answer.status_code, "Submitting is open now, and this would shut it." in answer.text) == (
        422,
        True,
    )
    assert "Shut Submitting now, until" in answer.text
    assert fresh(hackathon).window(WindowKind.SUBMITTING).opens_at < core_clock.now()
    assert (
        browser(lead).post(url(hackathon, "/dates"), data=later | {"shut": ["submitting"]}).status_code == 303
    )
    assert fresh(hackathon).window(WindowKind.SUBMITTING).opens_at > core_clock.now()


@pytest.mark.parametrize(
    ("is_me", "said"),
    [
        (True, "You changed this hackathon just now, in another window. Nothing was saved here."),
        (False, "Rolf changed this hackathon just now, while you wrote. Nothing was saved here."),
    ],
)
def test_a_move_over_another_says_who_it_was_and_both_dates(browser, lead, is_me, said):
    hackathon = factories.coming(lead)
    mine = dates_of(hackathon, hacking_closes="2040-01-01T10:00", results_closes="2040-01-02T10:00")
    other = lead if is_me else factories.person("Rolf", roles=(Role.ADMIN,))
    theirs = dates_of(hackathon, along="y", hacking_closes="2039-01-01T10:00")
    assert browser(other).post(url(hackathon, "/dates"), data=theirs).status_code == 303
    answer = browser(lead).post(url(hackathon, "/dates"), data=mine)
    assert answer.status_code == 409
    assert said in answer.text
    assert "<h3" in answer.text
    for text in (">Hacking</h3>", "2039-01-01 10:00", "2040-01-01 10:00"):
        assert text in answer.text


def test_a_start_that_has_passed_is_confirmed_before_a_hackathon_is_made_of_it(browser, lead):
    page, past = browser(lead), form(starts="2019-05-04T09:00")
    answer = page.post("/hackathons/new", data=past)
    assert (answer.status_code, db.session.query(Hackathon).count()) == (422, 0)
    assert "Nobody can sign up for what has begun." in answer.text
    assert 'name="past"' in answer.text
    assert page.post("/hackathons/new", data=past | {"past": "y"}).status_code == 303
    draft = page.get(url(only())).text
    assert re.search(r"Its start has passed, <time[^>]*>[^<]*years ago</time>: nobody can sign up.", draft)
    assert ("Publish it as past" in draft, "Publish hackathon" in draft) == (True, False)
    assert 'name="past"' not in page.get("/hackathons/new").text


def test_a_host_is_told_when_sign_up_opens_and_can_open_it_now(browser, lead):
    page = browser(lead)
    start = core_clock.now() + timedelta(days=40)
    opening = f"{start - timedelta(days=20):%Y-%m-%dT%H:%M}"
    page.post("/hackathons/new", data=form(starts=f"{start:%Y-%m-%dT%H:%M}", opening=opening))
    draft = only()
    closes = draft.window(WindowKind.SIGN_UP).closes_at
    shown, early = page.get(url(draft)).text, page.get(url(draft, "/teams")).text
    assert re.search(r"Sign-up opens <time[^>]*>in \d+ days</time>", shown)
    assert re.search(r"Team forming opens <time[^>]*>in \d+ days</time>", early)
    assert f'action="{url(draft, "/teams/open")}"' in early
    assert page.post(url(draft, "/sign-ups/open")).location == url(draft)
    window = fresh(draft).window(WindowKind.SIGN_UP)
    assert (window.opens_at <= core_clock.now(), window.closes_at) == (True, closes)
    assert fresh(draft).forming_at == window.opens_at
    assert page.post(url(draft, "/teams/open")).location == url(draft, "/teams")
    assert "Open now" not in page.get(url(draft)).text
    version = fresh(draft).version
    page.post(url(draft, "/sign-ups/open"))
    assert fresh(draft).version == version


def test_a_span_says_its_day_once(app):
    noon = datetime(2036, 12, 3, 12)
    spans = [app.jinja_env.filters["wall"](noon, noon + timedelta(hours=hours)) for hours in (2, 24)]
    assert spans == ["Wed 3 Dec 2036, 12:00 – 14:00", "Wed 3 Dec 2036, 12:00 – Thu 4 Dec 2036, 12:00"]
