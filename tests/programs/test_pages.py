"""The pages that every program has, whatever its kind: signing up, the hosts' list, hosts, calling it off."""

from functools import partial

import pytest

from learnhub.hackathons import services
from learnhub.people.models import Kind, Role
from learnhub.programs import admission, involved, places, queries, texts
from learnhub.programs.models import SignUpState
from tests import factories
from tests.support.rows import fresh

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def lead():
    return factories.person("Lena", roles=(Role.LEAD,))


@pytest.fixture
def ada():
    return factories.person("Ada")


@pytest.fixture(params=["hackathon", "talk"])
def make(request, lead):
    """One kind of program after the other: a talk here takes place in one room alone."""
    kinds = {"hackathon": factories.coming, "talk": partial(factories.talk, call_url="")}
    return lambda **over: kinds[request.param](lead, **over)


@pytest.fixture
def program(make):
    return make()


@pytest.fixture
def draft(make):
    return make(published=False)


def test_one_click_signs_up_and_another_changes_nothing(browser, ada):
    hackathon = factories.coming(capacity=1)
    page = browser(ada)
    assert "Sign up</button>" in page.get(hackathon.url).text
    assert page.post(f"{hackathon.desk}/sign-up").status_code == 303
    assert page.post(f"{hackathon.desk}/sign-up").status_code == 303
    shown = page.get(hackathon.url).text
    assert "You’re in" in shown
    assert "You have a place." in shown
    assert fresh(hackathon).places_taken == 1


def test_who_waits_sees_their_place(browser, ada):
    hackathon = factories.coming(capacity=1)
    factories.sign_up(hackathon)
    factories.sign_up(hackathon)
    page = browser(ada)
    before = page.get(hackathon.url).text
    assert "Join the waitlist" in before
    assert "You would be 2nd." in before
    page.post(f"{hackathon.desk}/sign-up")
    assert "Waitlist, you are 2nd" in page.get(hackathon.url).text


def test_a_place_given_back_is_the_next_ones(browser, ada):
    hackathon = factories.coming(capacity=1)
    factories.sign_up(hackathon, ada)
    bob = factories.person("Bob")
    factories.sign_up(hackathon, bob)
    page = browser(ada)
    assert "whoever waits first gets it" in page.get(f"{hackathon.desk}/withdraw").text
    assert page.post(f"{hackathon.desk}/withdraw").status_code == 303
    assert queries.standing(bob, hackathon).is_in
    after = page.get(hackathon.url).text
    assert "You gave your place back." in after
    assert f"You are off the list of {hackathon.title}. The next in line gets it." in after
    again = page.get(f"{hackathon.desk}/withdraw")
    assert (again.status_code, "You are not on the list." in again.text) == (200, True)
    assert again.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("capacity", "offer_hours", "waits", "became"),
    [
        (2, None, False, " Nobody waits: it is free."),
        (1, 24, True, " The next in line is offered it."),
        (None, None, False, ""),
    ],
)
def test_who_leaves_reads_what_becomes_of_the_place(browser, lead, ada, capacity, offer_hours, waits, became):
    hackathon = factories.coming(lead, capacity=capacity)
    admission.change(lead, hackathon, admission.Admission(offer_hours=offer_hours))
    factories.sign_up(hackathon, ada)
    if waits:
        factories.sign_up(hackathon, factories.person("Bob"))
    page = browser(ada)
    asked = page.get(f"{hackathon.desk}/withdraw").text
    assert "You will be off the list of" in asked
    assert ("you go to the end of the line" in asked) == waits
    page.post(f"{hackathon.desk}/withdraw")
    assert f"You are off the list of {hackathon.title}.{became}<" in page.get(hackathon.url).text


def test_a_place_is_offered_to_nobody_who_has_an_offer_already(browser, lead, ada):
    """Who left read that the next in line is offered it, where the only one in line had an offer."""
    hackathon = factories.coming(lead, capacity=2)
    admission.change(lead, hackathon, admission.Admission(offer_hours=24))
    bob, *_ = people = [factories.person(name) for name in ("Bob", "Cid")]
    for person in (ada, *people):
        factories.sign_up(hackathon, person)
    became = []
    for person in (bob, ada):
        page = browser(person)
        page.post(f"{hackathon.desk}/withdraw")
        became.append(page.get(hackathon.url).text.partition("You are off the list of ")[2].partition("<")[0])
    title = hackathon.title
    assert became == [f"{title}. The next in line is offered it.", f"{title}. Nobody else waits: it is free."]


def test_publishing_leads_to_a_text_for_chat(browser, lead, settings):
    draft = factories.coming(lead, published=False)
    page = browser(lead)
    answer = page.post(f"{draft.desk}/publish")
    assert answer.location == f"{draft.desk}/set-up"
    shown = page.get(answer.location).text
    assert "Nobody was told." in shown
    assert f"Sign up: {settings.base_url}{draft.url}" in shown


def test_an_edit_over_anothers_shows_both_texts(browser, lead):
    hackathon = factories.coming(lead, place="Halle 3")
    old = hackathon.version
    text = services.Text("Winter Build", place="Halle 4", team_least=1, team_most=5)
    texts.edit(lead, hackathon, text, limits=texts.Limits(), version=old)
    mine = {
        "title": "Winter Build",
        "place": "Halle 5",
        "version": str(old),
        "team_least": "1",
        "team_most": "5",
    }
    answer = browser(lead).post(f"{hackathon.desk}/edit", data=mine)
    assert answer.status_code == 409
    assert "Halle 4" in answer.text
    assert 'value="Halle 5"' in answer.text
    assert fresh(hackathon).place == "Halle 4"
    again = mine | {"version": str(hackathon.version)}
    assert browser(lead).post(f"{hackathon.desk}/edit", data=again).status_code == 303
    assert fresh(hackathon).place == "Halle 5"


def test_hosts_read_by_name_who_will_be_told_and_others_the_count_alone(browser, lead, ada, program):
    factories.sign_up(program, ada)
    factories.sign_up(program, factories.person("Bob"))
    admin = factories.person("Ann", roles=(Role.ADMIN,))
    shown = browser(lead).get(f"{program.desk}/cancel").text
    assert '<summary>Who that is</summary><p class="note">Ada and Bob.</p>' in shown
    shown = browser(admin).get(f"{program.desk}/cancel").text
    assert "Will be told: 3 people." in shown
    assert "Who that is" not in shown


def test_of_very_many_the_first_are_named_and_the_rest_counted(browser, lead, ada, program, monkeypatch):
    monkeypatch.setattr(involved, "NAMED", 1)
    for each in (ada, factories.person("Bob"), factories.person("Cid")):
        factories.sign_up(program, each)
    assert "Ada and 2 more." in browser(lead).get(f"{program.desk}/cancel").text


def test_cancelling_says_who_is_told_and_keeps_the_page(browser, lead, ada, program):
    factories.sign_up(program, ada)
    page = browser(lead)
    assert "Will be told: 1 person." in page.get(f"{program.desk}/cancel").text
    assert page.post(f"{program.desk}/cancel", data={"reason": ""}).status_code == 422
    assert page.post(f"{program.desk}/cancel", data={"reason": "The hall is flooded."}).status_code == 303
    assert f"{program.title} is cancelled." in page.get(f"{program.desk}/cancel").text
    shown = browser(ada).get(program.url).text
    assert "This was cancelled." in shown
    assert "The hall is flooded." in shown
    assert "Cancelled" in browser(ada).get("/whats-on").text


def test_what_is_over_offers_no_form_to_cancel_it(browser, lead, clock):
    hackathon = factories.coming(lead)
    clock.set(hackathon.ends_at)
    page, there = browser(lead), f"{hackathon.desk}/cancel"
    for answer in (page.get(there), page.post(there, data={"reason": ""})):
        assert answer.status_code == 403
        assert "It is over, so it can no longer be cancelled." in answer.text


def test_names_are_shown_to_others_only_if_one_agrees(browser, lead, ada, program):
    places.set_capacity(lead, program, 2)
    bob, eve = factories.person("Bob Beck"), factories.person("Eve Waits")
    for each in (ada, bob, eve):
        places.sign_up(each, program)
    browser(bob).post(f"{program.desk}/name", data={"shown": "0"})
    seen = browser(ada).get(f"{program.desk}/people").text
    assert "Bob Beck" not in seen
    assert "1 person more keeps their name to themselves." in seen
    assert "Eve Waits" not in seen
    assert "Bob Beck" in browser(bob).get(f"{program.desk}/people").text
    assert "Bob Beck" in browser(lead).get(f"{program.desk}/people").text
    assert "Eve Waits" in browser(lead).get(f"{program.desk}/sign-ups?state=waiting").text


def test_people_are_found_by_name_and_unit(browser, ada):
    hackathon = factories.coming()
    robots = factories.unit("Field Robotics")
    factories.sign_up(hackathon, factories.person("Bob Beck", unit=robots))
    factories.sign_up(hackathon, factories.person("Cay Novak"))
    page = browser(ada)
    assert "Cay Novak" not in page.get(f"{hackathon.desk}/people?q=robot").text
    assert "Bob Beck" in page.get(f"{hackathon.desk}/people?q=robot").text
    assert "Nobody of that name" in page.get(f"{hackathon.desk}/people?q=%25").text


def test_people_come_in_pages_of_fifty(browser, ada):
    hackathon = factories.coming()
    for number in range(55):
        factories.sign_up(hackathon, factories.person(f"Person {number:03}"))
    page = browser(ada)
    first, second = (page.get(f"{hackathon.desk}/people?page={number}").text for number in (1, 2))
    assert ("Person 049" in first, "Person 050" in first) == (True, False)
    assert ("Person 049" in second, "Person 054" in second) == (False, True)


def test_a_host_takes_someone_off_the_list_with_a_reason(browser, lead, ada):
    hackathon = factories.coming(lead)
    factories.sign_up(hackathon, ada)
    page, where = browser(lead), f"{hackathon.desk}/sign-ups/remove?person={ada.key}"
    assert page.get(where).status_code == 200
    assert page.post(where, data={"reason": " "}).status_code == 422
    assert page.post(where, data={"reason": "No longer here"}).status_code == 303
    assert queries.signup_of(ada, hackathon).state is SignUpState.REMOVED
    assert "Ada is not on the list." in page.get(where).text
    assert "A host took you off the list." in browser(ada).get(hackathon.url).text
    assert (
        page.post(f"{hackathon.desk}/sign-ups/remove?person=aaaaaaaaaa", data={"reason": "x"}).status_code
        == 404
    )


def test_a_host_puts_a_guest_on_the_list_who_then_sees_the_hackathon(browser, lead, ada):
    hackathon = factories.coming(lead, capacity=1)
    guest = factories.person("Gus Guest", kind=Kind.GUEST)
    page, where = browser(lead), f"{hackathon.desk}/sign-ups/new"
    assert browser(guest).get(hackathon.url).status_code == 404
    assert "Put on the list" in page.get(where).text
    answer = page.post(where, data={"person": f"Gus Guest <{guest.email}>"})
    assert (answer.status_code, answer.location) == (303, f"{hackathon.desk}/sign-ups")
    assert "Gus Guest has a place, and will be told." in page.get(f"{hackathon.desk}/sign-ups").text
    assert "No place is free: whoever you add waits, last in line." in page.get(where).text
    assert browser(guest).get(hackathon.url).status_code == 200
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
    where = f"{hackathon.desk}/sign-ups/new"
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
    page, where = browser(lead), f"{hackathon.desk}/sign-ups/new"
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
    page, where = browser(lead), f"{hackathon.desk}/hosts"
    for shown in (page.get(f"{hackathon.desk}/set-up").text, page.get(f"{hackathon.desk}/sign-ups/new").text):
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
    page.post(f"{hackathon.desk}/sign-ups/remove?person={ada.key}", data={"reason": "Works the night shift"})
    assert "Taken off: Works the night shift" in page.get(f"{hackathon.desk}/sign-ups?state=removed").text
    assert "night shift" not in browser(ada).get(hackathon.url).text
    olga = factories.person("Olga", roles=(Role.ADMIN,))
    assert "night shift" not in browser(olga).get("/admin/audit").text


def test_the_export_is_guarded_against_formulas(browser, lead):
    hackathon = factories.coming(lead)
    factories.sign_up(hackathon, factories.person("=1+1"))
    answer = browser(lead).get(f"{hackathon.desk}/sign-ups.csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "'=1+1" in answer.text
    columns = "Line,Name,E-mail,Unit,State,Place,Signed up,Changed,Came"
    assert answer.text.splitlines()[0].lstrip("\ufeff") == columns


def test_sign_up_is_closed_early_and_opened_again(browser, lead, ada, program):
    page = browser(lead)
    page.post(f"{program.desk}/sign-ups/close", data={"closed": "1"})
    assert "Sign up</button>" not in browser(ada).get(program.url).text
    assert browser(ada).post(f"{program.desk}/sign-up").status_code == 403
    page.post(f"{program.desk}/sign-ups/close", data={"closed": "0"})
    assert browser(ada).post(f"{program.desk}/sign-up").status_code == 303


def test_lowered_places_are_said_to_hosts(browser, lead):
    hackathon = factories.coming(lead, capacity=4)
    for _ in range(4):
        factories.sign_up(hackathon)
    places.set_capacity(lead, hackathon, 1)
    assert "Over by 3" in browser(lead).get(f"{hackathon.desk}/sign-ups").text


def test_once_published_the_text_for_chat_comes_first(browser, lead):
    shown = browser(lead).get(f"{factories.coming(lead).desk}/set-up").text
    assert shown.index("Text for chat") < shown.index("Text and places")


def test_hosts_are_added_and_removed_and_one_stays(browser, lead, program):
    ruth = factories.person("Ruth")
    page, where = browser(lead), f"{program.desk}/hosts"
    answer = page.post(where, data={"host": "nobody@example.org"})
    assert (answer.status_code, "Nobody here has this name or address." in answer.text) == (422, True)
    assert page.post(where, data={"host": ruth.email}).location == f"{program.desk}/set-up#hosts"
    assert queries.hosts_of(program) == [lead, ruth]
    assert page.post(f"{where}/{lead.key}/remove").status_code == 303
    assert queries.hosts_of(program) == [ruth]
    assert page.get(f"{program.desk}/sign-ups").status_code == 403
    page = browser(ruth)
    assert page.post(f"{where}/{ruth.key}/remove").status_code == 403
    assert page.post(f"{where}/aaaaaaaaaa/remove").status_code == 404


def test_a_draft_is_a_404_for_others_on_every_page(browser, lead, ada, draft):
    pages = ("people", "sign-ups", "sign-ups.csv", "edit", "set-up", "cancel", "withdraw")
    found = [browser(ada).get(f"{draft.desk}/{page}").status_code for page in pages]
    assert [*found, browser(ada).post(f"{draft.desk}/sign-up").status_code] == [404] * 8


def test_what_is_for_hosts_is_refused_to_others(browser, ada, program):
    pages = ("sign-ups", "sign-ups.csv", "edit", "set-up", "cancel", "sign-ups/new")
    assert {browser(ada).get(f"{program.desk}/{page}").status_code for page in pages} == {403}
    posts = ("publish", "edit", "cancel", "hosts", "sign-ups/close", "sign-ups/new")
    assert {browser(ada).post(f"{program.desk}/{page}").status_code for page in posts} == {403}


def test_who_runs_it_sees_it_as_a_participant_and_can_press_nothing(browser):
    """Also a draft, which nobody else knows of; to others the address shows what they always see."""
    host, eve = factories.person("Host", roles=(Role.LEAD,)), factories.person("Eve")
    draft = factories.coming(host, published=False, place="Halle 3")
    talk = factories.talk(host, call_url="https://meet.example.org/secret")
    seen = browser(host).get(f"{draft.url}?as=participant").text
    assert ["Nothing can be pressed here" in seen, "<fieldset disabled>" in seen] == [True, True]
    assert ["Sign up" in seen, "Publish hackathon" in seen, "Host view" in seen] == [True, False, False]
    assert fresh(draft).published_at is None
    assert "/secret" not in browser(host).get(f"{talk.url}?as=participant").text
    shown = browser(eve).get(f"{talk.url}?as=participant")
    assert ("Nothing can be pressed here" in shown.text, shown.status_code) == (False, 200)
    assert browser(eve).get(f"{draft.url}?as=participant").status_code == 404
