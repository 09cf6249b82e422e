"""Passwords, links by mail, logins, and where one goes afterwards."""

from datetime import timedelta

import pytest

from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.people import links, passwords, queries, services
from learnhub.people.events import SignInLinkAsked
from learnhub.people.models import LinkKind, Login, OneTimeLink, Organisation, Person, Role
from learnhub.web.next_url import onward
from tests import factories
from tests.support.browsers import browser as open_browser
from tests.support.rows import fresh, save

pytestmark = pytest.mark.usefixtures("app")
SECRET = "three words in a row"


@pytest.fixture
def asked(monkeypatch):
    """The links that notifications would mail."""
    told = []
    monkeypatch.setattr(events, "publish", told.append)
    return told


def give_password(person, password=SECRET):
    hash_ = passwords.hashed(password)
    passwords.keep(db.session.merge(person), hash_)
    settle(save=True)
    return person


def signed_in(browser):
    return browser.get("/settings").status_code == 200


def test_a_password_signs_in(browser):
    ada = give_password(factories.person("Ada"))
    tab = browser()
    answer = tab.post("/login", data={"email": f"  {ada.email.upper()} ", "password": SECRET})
    assert (answer.status_code, answer.location) == (303, "/")
    assert signed_in(tab)
    assert fresh(ada).joined_at is not None


@pytest.mark.parametrize("email", ["nobody@example.org", None])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser, email):
    ada = give_password(factories.person("Ada"))
    answer = browser().post("/login", data={"email": email or ada.email, "password": "wrong, all of it"})
    assert answer.status_code == 422
    assert answer.text.count("do not belong together") == 1
    assert '<a href="#password">This address' in answer.text
    assert "ask the person who runs LearnHub here" in answer.text
    assert (email or ada.email) in answer.text


def test_an_unknown_address_takes_as_long_to_refuse(monkeypatch):
    compared = []
    monkeypatch.setattr(passwords, "_quick", Compares(passwords._quick, compared))
    ada = give_password(factories.person("Ada"))
    factories.person("Bob", email="bob@example.org")
    for email in (ada.email, "bob@example.org", "nobody@example.org"):
        assert passwords.person_by(email, "wrong, all of it") is None
    assert compared == ["wrong, all of it"] * 3


class Compares:
    def __init__(self, hasher, compared):
        self.hasher, self.compared = hasher, compared

    def hash(self, password):
        return self.hasher.hash(password)

    def verify(self, hash_, password):
        assert not db.session().in_transaction()
        self.compared.append(password)
        return self.hasher.verify(hash_, password)


def test_hashing_refuses_to_run_inside_a_write():
    db.session.add(Organisation(id=1, name="Northwind"))
    with pytest.raises(RuntimeError, match="changes pending"):
        passwords.hashed(SECRET)


def test_somebody_who_left_cannot_sign_in(browser):
    ada = give_password(factories.person("Ada", left_at=factories.unit().created_at))
    assert browser().post("/login", data={"email": ada.email, "password": SECRET}).status_code == 422


def test_a_link_is_asked_for_with_the_same_answer_for_anybody(browser, asked):
    ada = factories.person("Ada")
    answers = [
        browser().post("/login", data={"email": email, "next": "/goals"})
        for email in (ada.email, "nobody@example.org")
    ]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/login/sent")}
    assert [type(fact) for fact in asked] == [SignInLinkAsked]
    known, unknown = db.session.query(OneTimeLink).order_by(OneTimeLink.id)
    assert (known.person_id, known.email, known.next_url) == (ada.id, ada.email, "/goals")
    assert (unknown.person_id, unknown.email) == (None, "")
    assert unknown.used_at is not None


def test_a_link_signs_in_once_and_leads_on(browser, asked):
    ada = factories.person("Ada")
    links.ask(ada.email, next_url="/people")
    secret = services.mint(asked[0].link_id)
    settle(save=True)
    tab = browser()
    for _scanner in range(2):
        shown = tab.get(f"/login/{secret}")
        assert (shown.status_code, "Continue" in shown.text) == (200, True)
    assert not signed_in(tab)
    pressed = tab.post(f"/login/{secret}")
    assert (pressed.status_code, pressed.location) == (303, "/people")
    assert signed_in(tab)
    again = browser().post(f"/login/{secret}")
    assert again.status_code == 404
    assert again.text.split("<main")[1] == browser().get("/login/never-existed").text.split("<main")[1]


def test_a_link_ends_after_ten_minutes(browser, asked, clock):
    ada = factories.person("Ada")
    links.ask(ada.email)
    secret = services.mint(asked[0].link_id)
    settle(save=True)
    clock.shift(timedelta(minutes=9))
    assert browser().get(f"/login/{secret}").status_code == 200
    clock.shift(timedelta(minutes=1, seconds=1))
    assert browser().get(f"/login/{secret}").status_code == 404
    assert browser().post(f"/login/{secret}").status_code == 404


def test_only_the_digest_of_a_link_is_stored_and_a_second_attempt_sends_the_same(asked):
    ada = factories.person("Ada")
    links.ask(ada.email)
    first, second = services.mint(asked[0].link_id), services.mint(asked[0].link_id)
    link = db.session.get_one(OneTimeLink, asked[0].link_id)
    assert first == second
    assert first not in str(vars(link))


def test_a_newcomer_of_a_known_domain_becomes_a_person_at_first_use(browser, asked):
    save(Organisation(id=1, name="Northwind", mail_domains=["northwind.example"]))
    links.ask("Eve.Stone@Northwind.example")
    assert db.session.query(Person).count() == 0
    secret = services.mint(asked[0].link_id)
    settle(save=True)
    tab = browser()
    assert tab.post(f"/login/{secret}").status_code == 303
    [eve] = db.session.query(Person)
    assert (eve.name, eve.email, eve.roles) == ("Eve Stone", "eve.stone@northwind.example", [])


def test_another_domain_gets_no_link(asked):
    save(Organisation(id=1, name="Northwind", mail_domains=["northwind.example"]))
    links.ask("eve@elsewhere.example")
    links.ask("eve@not-northwind.example")
    assert asked == []


def test_signing_out_ends_the_login_and_clears_the_browser(browser):
    tab = browser(factories.person("Ada"))
    answer = tab.post("/logout")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache", "storage"')
    assert not signed_in(tab)
    assert db.session.query(Login).filter(Login.ended_at.is_(None)).count() == 0


def test_signing_in_makes_a_new_session(browser):
    ada = give_password(factories.person("Ada"))
    tab = browser(ada)
    before = tab.get_cookie("learnhub").value
    tab.post("/login", data={"email": ada.email, "password": SECRET})
    assert tab.get_cookie("learnhub").value != before
    assert len({login.digest for login in db.session.query(Login)}) == 2


def test_logins_are_listed_and_ended(browser):
    ada = factories.person("Ada")
    here, there, third = browser(ada), browser(ada), browser(ada)
    assert here.get("/settings").text.count("Signed in") == 3
    newest = db.session.query(Login).order_by(Login.id.desc()).first()
    assert here.post(f"/settings/logins/{newest.key}/end").status_code == 303
    assert [signed_in(tab) for tab in (here, there, third)] == [True, True, False]
    here.post("/settings/logins/end")
    assert [signed_in(tab) for tab in (here, there)] == [True, False]


def test_nobody_ends_the_login_of_another(browser):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    tab = browser(ada)
    login = db.session.query(Login).one()
    browser(bob).post(f"/settings/logins/{login.key}/end")
    assert signed_in(tab)


def test_all_logins_end_with_a_new_password_but_a_new_one_begins_here(browser):
    ada = give_password(factories.person("Ada"))
    here, there = browser(ada), browser(ada)
    wrong = here.post(
        "/settings/password", data={"current": "not it at all", "password": "another row of words"}
    )
    assert (wrong.status_code, "not your password until now" in wrong.text) == (422, True)
    done = here.post("/settings/password", data={"current": SECRET, "password": "another row of words"})
    assert done.status_code == 303
    assert [signed_in(tab) for tab in (here, there)] == [True, False]
    assert passwords.person_by(ada.email, "another row of words") is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda ada: services.grant(ada, Role.LEAD),
        lambda ada: services.take(ada, Role.LEADER, queries.unit(ada.unit.key)),
        lambda ada: services.leave(ada),
        lambda ada: services.change(ada, by=None, email="ada@new.example"),
    ],
    ids=["role given", "role taken", "left", "new address"],
)
def test_all_logins_end_when_what_one_is_changes(browser, change):
    ada = factories.person("Ada", unit=factories.unit(), roles=(Role.LEADER,))
    tab = browser(ada)
    assert signed_in(tab)
    change(fresh(ada))
    settle(save=True)
    assert not signed_in(tab)


SPELLINGS = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,hello",
    "mailto:eve@evil.example",
    "evil.example",
    "@evil.example",
    "https:evil.example",
    "https:/evil.example",
    "/\u00a0/evil.example",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_next_stays_on_this_host(browser, spelling):
    assert onward(spelling) == ""
    ada = give_password(factories.person("Ada"))
    data = {"email": ada.email, "password": SECRET, "next": spelling}
    assert browser().post("/login", data=data).location == "/"


def test_a_nul_before_it_is_no_form_at_all(browser):
    assert onward("\x00//evil.example") == ""
    assert browser().post("/login", data={"next": "\x00//evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/", "/goals", "/people?q=ada&page=2", "/teams/k7#demo", "/people?q=a%2F%2Fb"]
)
def test_next_leads_to_a_page_of_ours(path):
    assert onward(path) == path


def test_a_page_asked_for_by_a_stranger_is_where_they_arrive(browser):
    ada = give_password(factories.person("Ada"))
    tab = browser()
    sent = tab.get("/people?q=bob")
    assert sent.location == "/login?next=/people?q%3Dbob"
    assert 'name="next" value="/people?q=bob"' in tab.get(sent.location).text
    data = {"email": ada.email, "password": SECRET, "next": "/people?q=bob"}
    assert tab.post("/login", data=data).location == "/people?q=bob"


def test_too_many_attempts_at_one_account_have_to_wait(browser):
    ada = give_password(factories.person("Ada"))
    tab = browser()
    tries = [tab.post("/login", data={"email": ada.email, "password": "wrong"}) for _ in range(11)]
    assert [answer.status_code for answer in tries] == [422] * 10 + [429]
    assert 0 < int(tries[-1].headers["Retry-After"]) <= 15 * 60
    right = tab.post("/login", data={"email": ada.email.upper(), "password": SECRET})
    assert right.status_code == 429
    assert tab.post("/login", data={"email": "bob@example.org", "password": "wrong"}).status_code == 422


def test_too_many_attempts_from_one_address_have_to_wait(browser):
    answers = [
        browser().post("/login", data={"email": f"p{number}@example.org", "password": "wrong"}).status_code
        for number in range(61)
    ]
    assert answers == [422] * 60 + [429]


def test_attempts_are_counted_while_valkey_is_away(make_app, tmp_path):
    app = make_app(redis_url="redis://127.0.0.1:1/0", data=tmp_path)
    tab = open_browser(app)
    tries = [
        tab.post("/login", data={"email": "a@example.org", "password": "wrong"}).status_code
        for _ in range(11)
    ]
    with app.app_context():
        db.engine.dispose()
    assert tries == [422] * 10 + [429]


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "ada@example.org" + "x" * 300, "ada@exa mple.org", "a\r\nb@c.d"]
)
def test_what_is_no_address_gets_a_message_beside_it(browser, email):
    answer = browser().post("/login", data={"email": email, "password": "x"})
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text


def test_a_link_kind_opens_only_its_own_door(browser, asked):
    ada = factories.person("Ada")
    services.invite(ada, by=None)
    secret = services.mint(asked[0].link_id)
    settle(save=True)
    assert browser().post(f"/login/{secret}").status_code == 404
    assert queries.admins() == []
    assert [link.kind for link in db.session.query(OneTimeLink)] == [LinkKind.INVITATION]


@pytest.mark.parametrize("way", ["link", "password"])
def test_an_invitation_ends_when_its_person_joins_by_another_door(browser, asked, way):
    ada = factories.person("Ada")
    services.invite(ada, by=None)
    invitation = services.mint(asked[0].link_id)
    if way == "link":
        secret = links.sign_in_link(ada).rpartition("/")[2]
        assert browser().post(f"/login/{secret}").status_code == 303
    else:
        give_password(ada)
        assert browser().post("/login", data={"email": ada.email, "password": SECRET}).status_code == 303
    data = {"name": "Eve", "zone": "UTC", "password": "words of somebody else"}
    assert browser().post(f"/invitations/{invitation}", data=data).status_code == 404
    assert fresh(ada).name == "Ada"


def test_one_person_who_tries_often_stops_nobody_else(browser):
    ada, bob = browser(factories.person("Ada")), browser(factories.person("Bob"))
    tries = [ada.post("/settings/password", data={"password": "short"}).status_code for _ in range(11)]
    assert tries == [422] * 10 + [429]
    assert bob.post("/settings/password", data={"password": "short"}).status_code == 422


def test_one_link_that_is_tried_often_stops_no_other(browser):
    tries = [browser().post("/invitations/one").status_code for _ in range(11)]
    assert tries == [404] * 10 + [429]
    assert browser().post("/invitations/two").status_code == 404


def test_what_is_read_is_kept_for_back_and_what_is_secret_is_not(browser):
    tab = browser(factories.person("Ada"))
    kept = {
        path: tab.get(path).headers["Cache-Control"]
        for path in ("/", "/whats-on", "/settings", "/login", "/no")
    }
    assert kept == {
        "/": "private, no-cache",
        "/whats-on": "private, no-cache",
        "/settings": "no-store",
        "/login": "no-store",
        "/no": "no-store",
    }


def test_who_is_signed_out_meanwhile_comes_back_and_is_not_led_away_from_what_they_type(browser):
    page = "http://localhost/goals?unit=all"
    sent = browser().post("/goals/new", data={"title": "Mine"}, headers={"Referer": page})
    assert (sent.status_code, sent.location) == (303, "/login?next=/goals?unit%3Dall")
    away = browser().post("/goals/new", headers={"Referer": "https://elsewhere.example/goals"})
    assert away.location == "/login"
    assert browser().post("/goals/new", headers={"Referer": "http://["}).location == "/login"
    part = {"HX-Request": "true", "HX-Target": "div#saved", "HX-Current-URL": page}
    saved = browser().post("/goals/new", headers=part)
    assert (saved.status_code, saved.headers.get("HX-Redirect")) == (401, None)
    assert "You are signed out, so nothing was saved." in saved.text
    assert browser().get("/goals", headers=part).headers["HX-Redirect"].startswith("/login?next=/goals")
