import re
from datetime import timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.walltime import wall
from learnhub.demos.models import PrizeEntry
from learnhub.goals import services as goals
from learnhub.hackathons import prizes, services
from learnhub.hackathons import queries as hackathons
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.people.models import Kind, Organisation, Role
from learnhub.programs import places, queries
from learnhub.programs.models import ProgramState, SignUpState
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
    pages = (
        "",
        "/people",
        "/sign-ups",
        "/sign-ups.csv",
        "/edit",
        "/dates",
        "/set-up",
        "/cancel",
        "/withdraw",
    )
    assert [browser(ada).get(url(draft, page)).status_code for page in pages] == [404] * len(pages)
    unknown = browser(ada).get("/hackathons/aaaaaaaaaa")
    assert unknown.status_code == 404
    assert browser(ada).post(url(draft, "/sign-up")).status_code == 404


def test_what_is_for_hosts_is_refused_to_others(browser, ada):
    hackathon = factories.coming()
    pages = ("/sign-ups", "/sign-ups.csv", "/edit", "/dates", "/set-up", "/cancel")
    assert [browser(ada).get(url(hackathon, page)).status_code for page in pages] == [403] * len(pages)
    posts = (
        "/publish",
        "/edit",
        "/dates",
        "/cancel",
        "/hosts",
        "/prizes",
        "/sign-ups/close",
        "/sign-ups/open",
    )
    assert [browser(ada).post(url(hackathon, page)).status_code for page in posts] == [403] * len(posts)


def test_one_click_signs_up_and_another_changes_nothing(browser, ada):
    hackathon = factories.coming(capacity=1)
    page = browser(ada)
    assert "Sign up</button>" in page.get(url(hackathon)).text
    assert page.post(url(hackathon, "/sign-up")).status_code == 303
    assert page.post(url(hackathon, "/sign-up")).status_code == 303
    shown = page.get(url(hackathon)).text
    assert "You’re in" in shown
    assert "You have a place." in shown
    assert fresh(hackathon).places_taken == 1


def test_who_waits_sees_their_place(browser, ada):
    hackathon = factories.coming(capacity=1)
    factories.sign_up(hackathon)
    factories.sign_up(hackathon)
    page = browser(ada)
    before = page.get(url(hackathon)).text
    assert "Join the waitlist" in before
    assert "You would be 2nd." in before
    page.post(url(hackathon, "/sign-up"))
    assert "Waitlist, you are 2nd" in page.get(url(hackathon)).text


def test_a_place_given_back_is_the_next_ones(browser, ada):
    hackathon = factories.coming(capacity=1)
    factories.sign_up(hackathon, ada)
    bob = factories.person("Bob")
    factories.sign_up(hackathon, bob)
    page = browser(ada)
    assert "whoever waits first gets your place" in page.get(url(hackathon, "/withdraw")).text
    assert page.post(url(hackathon, "/withdraw")).status_code == 303
    assert queries.standing(bob, hackathon).is_in
    assert "You gave your place back." in page.get(url(hackathon)).text
    again = page.get(url(hackathon, "/withdraw"))
    assert (again.status_code, "You are not on the list." in again.text) == (200, True)
    assert again.headers["Cache-Control"] == "no-store"


def test_publishing_leads_to_a_text_for_chat(browser, lead, settings):
    draft = factories.coming(lead, published=False)
    page = browser(lead)
    answer = page.post(url(draft, "/publish"))
    assert answer.location == url(draft, "/set-up")
    shown = page.get(answer.location).text
    assert "Nobody was told." in shown
    assert f"Sign up: {settings.base_url}{url(draft)}" in shown


def test_the_call_link_is_for_those_who_are_in(browser, lead, ada):
    hackathon = factories.coming(lead, call_url="https://call.example.org/42")
    assert "call.example.org" not in browser(ada).get(url(hackathon)).text
    factories.sign_up(hackathon, ada)
    assert "call.example.org" in browser(ada).get(url(hackathon)).text


def test_an_edit_over_anothers_shows_both_texts(browser, lead):
    hackathon = factories.coming(lead, place="Halle 3")
    old = hackathon.version
    text = services.Text("Winter Build", place="Halle 4", team_least=1, team_most=5)
    services.edit(lead, hackathon, text, capacity=None, version=old)
    mine = {
        "title": "Winter Build",
        "place": "Halle 5",
        "version": str(old),
        "team_least": "1",
        "team_most": "5",
    }
    answer = browser(lead).post(url(hackathon, "/edit"), data=mine)
    assert answer.status_code == 409
    assert "Halle 4" in answer.text
    assert 'value="Halle 5"' in answer.text
    assert fresh(hackathon).place == "Halle 4"
    again = mine | {"version": str(hackathon.version)}
    assert browser(lead).post(url(hackathon, "/edit"), data=again).status_code == 303
    assert fresh(hackathon).place == "Halle 5"


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


def test_cancelling_says_who_is_told_and_keeps_the_page(browser, lead, ada):
    hackathon = factories.coming(lead)
    factories.sign_up(hackathon, ada)
    page = browser(lead)
    assert "Will be told: 1 person." in page.get(url(hackathon, "/cancel")).text
    assert page.post(url(hackathon, "/cancel"), data={"reason": ""}).status_code == 422
    assert page.post(url(hackathon, "/cancel"), data={"reason": "The hall is flooded."}).status_code == 303
    assert f"{hackathon.title} is cancelled." in page.get(url(hackathon, "/cancel")).text
    shown = browser(ada).get(url(hackathon)).text
    assert "This was cancelled." in shown
    assert "The hall is flooded." in shown
    assert "Cancelled" in browser(ada).get("/whats-on").text


def test_what_is_over_offers_no_form_to_cancel_it(browser, lead, clock):
    hackathon = factories.coming(lead)
    clock.set(hackathon.ends_at)
    page, there = browser(lead), url(hackathon, "/cancel")
    for answer in (page.get(there), page.post(there, data={"reason": ""})):
        assert answer.status_code == 403
        assert "It is over, so it can no longer be cancelled." in answer.text


def test_addresses_to_hand_on_are_ours_whatever_host_is_asked(browser, lead, settings):
    hackathon = factories.coming(lead)
    team = factories.team(lead, hackathon)
    page = browser(lead)
    for path, address in (
        (url(hackathon, "/set-up"), url(hackathon)),
        (f"/teams/{team.key}", f"/teams/join/{team.join_code}"),
    ):
        asked = page.get(path)
        assert asked.request.host not in settings.base_url
        assert f"{settings.base_url}{address}" in asked.text


def test_hosts_and_prizes_and_goals_are_set_up_on_one_page(browser, lead):
    hackathon = factories.coming(lead)
    ruth = factories.person("Ruth")
    page = browser(lead)
    assert page.post(url(hackathon, "/hosts"), data={"host": "nobody@example.org"}).status_code == 422
    assert page.post(url(hackathon, "/hosts"), data={"host": ruth.email}).status_code == 303
    assert queries.hosts_of(hackathon) == [lead, ruth]
    assert page.post(url(hackathon, f"/hosts/{lead.key}/remove")).status_code == 303
    assert queries.hosts_of(hackathon) == [ruth]
    page = browser(ruth)
    assert page.post(url(hackathon, f"/hosts/{ruth.key}/remove")).status_code == 403
    assert page.post(url(hackathon, "/hosts/aaaaaaaaaa/remove")).status_code == 404
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
    assert "Fewer line stops" in page.get(url(hackathon, "/set-up")).text
    back = url(hackathon, "/set-up#goals")
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


def test_names_are_shown_to_others_only_if_one_agrees(browser, lead, ada):
    hackathon = factories.coming(lead, capacity=2)
    bob, eve = factories.person("Bob Beck"), factories.person("Eve Waits")
    for each in (ada, bob, eve):
        places.sign_up(each, hackathon)
    browser(bob).post(url(hackathon, "/name"), data={"shown": "0"})
    seen = browser(ada).get(url(hackathon, "/people")).text
    assert "Bob Beck" not in seen
    assert "1 person more keeps their name to themselves." in seen
    assert "Eve Waits" not in seen
    assert "Bob Beck" in browser(bob).get(url(hackathon, "/people")).text
    assert "Bob Beck" in browser(lead).get(url(hackathon, "/people")).text
    assert "Eve Waits" in browser(lead).get(url(hackathon, "/sign-ups?state=waiting")).text


def test_people_are_found_by_name_and_unit(browser, ada):
    hackathon = factories.coming()
    robots = factories.unit("Field Robotics")
    factories.sign_up(hackathon, factories.person("Bob Beck", unit=robots))
    factories.sign_up(hackathon, factories.person("Cay Novak"))
    page = browser(ada)
    assert "Cay Novak" not in page.get(url(hackathon, "/people?q=robot")).text
    assert "Bob Beck" in page.get(url(hackathon, "/people?q=robot")).text
    assert "Nobody of that name" in page.get(url(hackathon, "/people?q=%25")).text


def test_people_come_in_pages_of_fifty(browser, ada):
    hackathon = factories.coming()
    for number in range(55):
        factories.sign_up(hackathon, factories.person(f"Person {number:03}"))
    page = browser(ada)
    first, second = (page.get(url(hackathon, f"/people?page={number}")).text for number in (1, 2))
    assert ("Person 049" in first, "Person 050" in first) == (True, False)
    assert ("Person 049" in second, "Person 054" in second) == (False, True)


def test_a_host_takes_someone_off_the_list_with_a_reason(browser, lead, ada):
    hackathon = factories.coming(lead)
    factories.sign_up(hackathon, ada)
    page, where = browser(lead), url(hackathon, f"/sign-ups/{ada.key}/remove")
    assert page.get(where).status_code == 200
    assert page.post(where, data={"reason": " "}).status_code == 422
    assert page.post(where, data={"reason": "No longer here"}).status_code == 303
    assert queries.signup_of(ada, hackathon).state is SignUpState.REMOVED
    assert "Ada is not on the list." in page.get(where).text
    assert "A host took you off the list." in browser(ada).get(url(hackathon)).text
    assert page.post(url(hackathon, "/sign-ups/aaaaaaaaaa/remove"), data={"reason": "x"}).status_code == 404


def test_a_host_puts_a_guest_on_the_list_who_then_sees_the_hackathon(browser, lead, ada):
    hackathon = factories.coming(lead, capacity=1)
    guest = factories.person("Gus Guest", kind=Kind.GUEST)
    page, where = browser(lead), url(hackathon, "/sign-ups/new")
    assert browser(guest).get(url(hackathon)).status_code == 404
    assert "Put on the list" in page.get(where).text
    answer = page.post(where, data={"person": f"Gus Guest <{guest.email}>"})
    assert (answer.status_code, answer.location) == (303, url(hackathon, "/sign-ups"))
    assert "Gus Guest has a place, and will be told." in page.get(url(hackathon, "/sign-ups")).text
    assert "No place is free: whoever you add waits, last in line." in page.get(where).text
    assert browser(guest).get(url(hackathon)).status_code == 200
    assert page.post(where, data={"person": ada.email}).status_code == 303
    assert (
        "No place is free, so Ada is on the waitlist, 1st in line, and will be told." in page.get(where).text
    )
    again = page.post(where, data={"person": ada.email})
    assert (again.status_code, "Ada waits for a place already." in again.text) == (422, True)


def test_only_hosts_and_admins_put_people_on_the_list(browser, lead, ada):
    hackathon = factories.coming(lead)
    other = factories.person("Lars", roles=(Role.LEAD,))
    admin = factories.person("Olga", roles=(Role.ADMIN,))
    where = url(hackathon, "/sign-ups/new")
    for person in (ada, other):
        assert browser(person).get(where).status_code == 403
        assert browser(person).post(where, data={"person": ada.email}).status_code == 403
    assert queries.signup_of(ada, hackathon) is None
    assert browser(admin).post(where, data={"person": ada.email}).status_code == 303
    assert fresh(queries.signup_of(ada, hackathon)).state is SignUpState.IN


def test_a_name_that_several_have_is_chosen_from_without_javascript(browser, lead):
    hackathon = factories.coming(lead)
    robots = factories.unit("Field Robotics")
    first, second = factories.person("Bo Ek", unit=robots), factories.person("Bo Ek")
    page, where = browser(lead), url(hackathon, "/sign-ups/new")
    asked = page.post(where, data={"person": "bo ek"})
    assert asked.status_code == 422
    assert "Two people have this name. Choose one below." in asked.text
    assert f'name="person" value="Bo Ek &lt;{second.email}&gt;"' in asked.text
    assert f"Field Robotics, {first.email}" in asked.text
    part = page.post(where, data={"person": "ek"})
    assert "Nobody has exactly this name. Choose one below." in part.text
    chosen = page.post(where, data={"person": ["bo ek", f"Bo Ek <{second.email}>"]})
    assert chosen.status_code == 303
    assert queries.signup_of(second, hackathon).state is SignUpState.IN
    assert queries.signup_of(first, hackathon) is None
    assert "Nobody here has this name or address." in page.post(where, data={"person": "Zoe"}).text


def test_a_host_is_picked_as_any_person_is(browser, lead):
    hackathon = factories.coming(lead)
    one, two = factories.person("Bo Ek"), factories.person("Bo Ek")
    page, where = browser(lead), url(hackathon, "/hosts")
    for shown in (page.get(url(hackathon, "/set-up")).text, page.get(url(hackathon, "/sign-ups/new")).text):
        assert 'data-hx-get="/people/pick?field=' in shown
    asked = page.post(where, data={"host": "Bo Ek"})
    assert (asked.status_code, "Two people have this name." in asked.text) == (422, True)
    assert page.post(where, data={"host": ["Bo Ek", f"Bo Ek <{two.email}>"]}).status_code == 303
    assert [host.name for host in queries.hosts_of(hackathon)] == ["Lena", "Bo Ek"]
    assert queries.host(hackathon, one) is None


def test_hosts_read_why_somebody_was_taken_off(browser, lead, ada):
    hackathon = factories.coming(lead)
    factories.sign_up(hackathon, ada)
    page = browser(lead)
    page.post(url(hackathon, f"/sign-ups/{ada.key}/remove"), data={"reason": "Works the night shift"})
    assert "Taken off: Works the night shift" in page.get(url(hackathon, "/sign-ups?state=removed")).text
    assert "night shift" not in browser(ada).get(url(hackathon)).text
    olga = factories.person("Olga", roles=(Role.ADMIN,))
    assert "night shift" not in browser(olga).get("/admin/audit").text


def test_the_export_is_guarded_against_formulas(browser, lead):
    hackathon = factories.coming(lead)
    factories.sign_up(hackathon, factories.person("=1+1"))
    answer = browser(lead).get(url(hackathon, "/sign-ups.csv"))
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "'=1+1" in answer.text
    assert answer.text.splitlines()[0].lstrip("\ufeff") == "Line,Name,E-mail,Unit,State,Signed up,Changed"


def test_sign_up_is_closed_early_and_opened_again(browser, lead, ada):
    hackathon = factories.coming(lead)
    page = browser(lead)
    page.post(url(hackathon, "/sign-ups/close"), data={"closed": "1"})
    assert "Sign up</button>" not in browser(ada).get(url(hackathon)).text
    assert browser(ada).post(url(hackathon, "/sign-up")).status_code == 403
    page.post(url(hackathon, "/sign-ups/close"), data={"closed": "0"})
    assert browser(ada).post(url(hackathon, "/sign-up")).status_code == 303


def test_a_guest_sees_their_own_hackathon_alone(browser):
    guest = factories.person("Gus", kind=Kind.GUEST)
    hackathon, other = factories.coming(), factories.coming(title="Other")
    factories.sign_up(hackathon, guest)
    page = browser(guest)
    assert page.get(url(hackathon)).status_code == 200
    assert page.get(url(other)).status_code == 404
    assert page.get("/hackathons/new").status_code == 403


def test_lowered_places_are_said_to_hosts(browser, lead):
    hackathon = factories.coming(lead, capacity=4)
    for _ in range(4):
        factories.sign_up(hackathon)
    places.set_capacity(lead, hackathon, 1)
    assert "Over by 3" in browser(lead).get(url(hackathon, "/sign-ups")).text


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
    addresses = [url(hackathon), url(hackathon, "/people"), "/whats-on", "/whats-on?when=past"]
    hosts = [url(hackathon, "/sign-ups"), url(hackathon, "/set-up"), url(hackathon, "/dates")]
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
    pages = ("", "/people", "/sign-ups", "/set-up")
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
        assert [browser(host).get(url(hackathon, page)).status_code for page in pages] == [200] * 4


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
    assert page.get(url(hackathon, f"/dates/shift?days=7&{since}")).text == shown.text
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
        (True, "You changed this hackathon in another tab. Nothing was saved here."),
        (False, "Someone else changed this hackathon meanwhile. Nothing was saved here."),
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
    draft = factories.coming(lead, starts_in=timedelta(days=60), published=False)
    page, closes = browser(lead), draft.window(WindowKind.SIGN_UP).closes_at
    shown = page.get(url(draft)).text
    assert re.search(r"Sign-up opens <time[^>]*>in \d+ days</time>", shown)
    assert page.post(url(draft, "/sign-ups/open")).location == url(draft)
    window = fresh(draft).window(WindowKind.SIGN_UP)
    assert (window.opens_at <= core_clock.now(), window.closes_at) == (True, closes)
    assert "Open now" not in page.get(url(draft)).text
    version = fresh(draft).version
    page.post(url(draft, "/sign-ups/open"))
    assert fresh(draft).version == version


def test_once_published_the_text_for_chat_comes_first(browser, lead):
    shown = browser(lead).get(url(factories.coming(lead), "/set-up")).text
    assert shown.index("Text for chat") < shown.index("Text and places")
