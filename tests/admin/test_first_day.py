"""From an empty database to an organisation that is set up, as its first admin does it."""

import re

import pytest

from learnhub.admin import sentences
from learnhub.core import clock
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.library.models import Collection
from learnhub.people import mail_domains, queries, services, unit_trees
from learnhub.people.models import Login, Organisation, Person, Role
from learnhub.people.policies import CHOOSES_WITHIN
from learnhub.talks.models import RequestKind, TopicRequest
from tests import factories
from tests.support.rows import fresh, save

pytestmark = pytest.mark.usefixtures("app")
ANSWERS = {
    "name": "Olga Brandt",
    "email": "olga@northwind.example",
    "password": "three words in a row",
    "organisation": "Northwind Robotics",
    "zone": "Europe/Stockholm",
}


def path_of(url):
    return "/" + url.partition("://")[2].partition("/")[2]


@pytest.fixture
def first():
    url = services.first_admin_link()
    settle(save=True)
    return path_of(url)


def test_the_link_makes_the_first_admin_and_leads_to_the_list(browser, first):
    tab = browser()
    assert tab.get(first).status_code == 200
    answer = tab.post(first, data=ANSWERS)
    assert (answer.status_code, answer.location) == (303, "/admin/setup")
    assert "Four of five steps left." in tab.get("/admin/setup").text
    [olga] = db.session.query(Person)
    assert (olga.has(Role.ADMIN), olga.zone) == (True, "Europe/Stockholm")
    assert queries.organisation().name == "Northwind Robotics"
    assert browser().get(first).status_code == 404
    assert browser().post(first, data=ANSWERS).status_code == 404


def test_the_first_admin_belongs_to_a_unit_named_after_the_organisation(browser, first):
    tab = browser()
    tab.post(first, data=ANSWERS)
    [olga] = db.session.query(Person)
    assert [(branch.unit.name, branch.people) for branch in unit_trees.tree()] == [("Northwind Robotics", 1)]
    assert f'selected value="{olga.unit.key}">Northwind Robotics' in tab.get("/goals/new").text


@pytest.mark.parametrize(("ticked", "name"), [({"unit_too": "y"}, "North"), ({}, "Northwind")])
def test_a_renamed_organisation_offers_to_rename_its_top_unit(olga, ticked, name):
    assert "also the unit at the top" not in olga.get("/admin/settings").text
    top = factories.unit("Northwind")
    assert "“Northwind” is also the unit at the top." in olga.get("/admin/settings").text
    data = {"zone": "UTC", "first_weekday": "0", "version": queries.organisation().version}
    olga.post("/admin/settings/settings/name", data={**data, "name": "North", **ticked})
    assert [branch.unit.name for branch in unit_trees.tree()] == [name]
    assert db.session.get(type(top), top.id).name == name


def test_naming_an_organisation_without_units_makes_the_first(olga):
    data = {"name": "North", "zone": "UTC", "first_weekday": "0", "version": queries.organisation().version}
    olga.post("/admin/settings/setup/name", data=data)
    assert [(branch.unit.name, branch.people) for branch in unit_trees.tree()] == [("North", 1)]


def test_a_goal_without_any_unit_says_what_to_do_and_keeps_what_was_typed(olga):
    answer = olga.post("/goals/new", data={"title": "Invoices in an hour"})
    assert answer.status_code == 422
    assert 'value="Invoices in an hour"' in answer.text
    assert "There is no unit yet" in answer.text
    assert 'href="/admin/units"' in answer.text


def test_there_is_no_such_link_once_there_is_somebody():
    factories.person("Ada")
    assert services.first_admin_link() is None


def test_a_link_printed_later_ends_the_one_before(browser, first):
    second = path_of(services.first_admin_link())
    settle(save=True)
    assert second != first
    assert [browser().get(path).status_code for path in (first, second)] == [404, 200]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "olga"),
        ("password", "short"),
        ("password", "aaaaaaaaaaaa"),
        ("organisation", " "),
        ("zone", "Mars"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_kept(browser, first, field, value):
    answer = browser().post(first, data=ANSWERS | {field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert [kept in answer.text for kept in ("Olga Brandt", "Northwind Robotics")].count(True) >= 1
    assert "three words in a row" not in answer.text
    assert (db.session.query(Person).count(), db.session.query(Organisation).count()) == (0, 0)


@pytest.fixture
def olga(browser):
    save(Organisation(id=1, name="Northwind", zone="Europe/Stockholm", steps={"name": "done"}))
    return browser(factories.person("Olga", roles=(Role.ADMIN,)))


def steps():
    db.session.expire_all()
    return queries.organisation().steps


def test_each_step_can_be_skipped_and_done_later(olga):
    for step in ("signin", "mail", "people", "create"):
        assert olga.post(f"/admin/setup/{step}/skip").status_code == 303
    page = olga.get("/admin/setup").text
    assert "Set up. Three steps can still be done." in page  # mail can go
    assert page.count("Skipped.") == 4
    olga.post("/admin/settings/setup/signin", data={"mail_domains": "northwind.example"})
    assert steps()["signin"] == "done"
    olga.post("/admin/setup/signin/skip")
    assert steps()["signin"] == "done"
    assert olga.post("/admin/setup/nonsense/skip").status_code == 422


def test_the_steps_are_done_by_their_forms(olga, run_jobs, mailbox):
    olga.post("/admin/settings/setup/signin", data={"mail_domains": "northwind.example"})
    olga.post("/admin/test-mail")
    olga.post("/admin/setup/people/done")
    olga.post("/admin/settings/setup/create", data={"hackathons": "everybody", "talks": "leads"})
    assert set(steps().values()) == {"done"}
    house = queries.organisation()
    assert (house.mail_domains, house.members_may_host) == (["northwind.example"], True)
    assert house.members_may_talk is False
    run_jobs()
    assert len(mailbox.messages) == 1


def test_a_step_that_fails_stays_open_and_keeps_what_was_typed(olga):
    answer = olga.post("/admin/settings/setup/signin", data={"mail_domains": "northwind"})
    assert (answer.status_code, "northwind</textarea>" in answer.text) == (422, True)
    assert 'id="mail_domains-error"' in answer.text
    assert "signin" not in steps()


def test_two_admins_who_name_it_differently_see_both(olga):
    version = queries.organisation().version
    data = {"zone": "UTC", "first_weekday": "0", "version": version}
    assert olga.post("/admin/settings/settings/name", data=data | {"name": "North"}).status_code == 303
    second = olga.post("/admin/settings/settings/name", data=data | {"name": "South"})
    assert second.status_code == 409
    assert "North" in second.text
    assert "South" in second.text
    assert queries.organisation().name == "North"


def test_an_invitation_goes_by_mail_and_is_accepted_once(browser, olga, run_jobs, mailbox):
    unit = factories.unit("Controls")
    sent = olga.post(
        "/admin/people/invite",
        data={"addresses": "ada@example.org", "kind": "employee", "unit": unit.key, "roles": ["lead"]},
    )
    assert sent.status_code == 303
    run_jobs()
    [mail] = mailbox.messages
    text = mail.get_body(("plain",)).get_content()
    link = path_of(next(word for word in text.split() if "/invitations/" in word))
    tab = browser()
    assert "You are invited" in tab.get(link).text
    wrong = tab.post(link, data={"name": "", "zone": "UTC", "password": ""})
    assert (wrong.status_code, 'id="name-error"' in wrong.text) == (422, True)
    assert tab.post(link, data={"name": "Ada", "zone": "UTC", "password": ""}).status_code == 303
    ada = queries.by_email("ada@example.org")
    assert (ada.name, ada.unit_id, ada.has(Role.LEAD), ada.joined_at is not None) == (
        "Ada",
        unit.id,
        True,
        True,
    )
    assert tab.get("/settings").status_code == 200
    assert browser().get(link).status_code == 404


def test_names_come_along_with_addresses_however_they_are_parted(olga):
    addresses = """Omar Said <omar@example.org>, "Brandt, Eve" <EVE@example.org>; bob@example.org
ada.lovelace@example.org   mary@example.org"""
    assert (
        olga.post(
            "/admin/people/invite", data={"addresses": addresses, "kind": "employee", "unit": ""}
        ).status_code
        == 303
    )
    names = {name: queries.by_email(f"{name}@example.org").name for name in ("omar", "eve", "bob", "mary")}
    assert names == {"omar": "Omar Said", "eve": "Brandt, Eve", "bob": "Bob", "mary": "Mary"}
    assert queries.by_email("ada.lovelace@example.org").name == "Ada Lovelace"


@pytest.mark.parametrize(("name", "kept"), [("", "Omar Said"), ("Omar S.", "Omar S.")])
def test_the_name_field_comes_before_the_name_beside_the_address(olga, name, kept):
    data = {"addresses": "Omar Said <omar@example.org>", "name": name, "kind": "employee", "unit": ""}
    assert olga.post("/admin/people/invite", data=data).status_code == 303
    assert queries.by_email("omar@example.org").name == kept


def test_admins_change_people_and_all_of_it_is_in_the_log(browser, olga):
    ada, mary = factories.person("Ada"), factories.person("Mary")
    unit = factories.unit("Controls")
    at = f"/admin/people/{ada.key}"
    data = {
        "name": "Ada L",
        "email": ada.email,
        "kind": "contractor",
        "manager": mary.email,
        "version": ada.version,
    }
    assert olga.post(at, data=data).status_code == 303
    assert olga.post(f"{at}/unit", data={"unit": unit.key, "at": ""}).status_code == 303
    assert olga.post(f"{at}/roles", data={"role": "lead", "unit": ""}).status_code == 303
    assert olga.post(f"{at}/roles/take", data={"role": "lead", "unit": ""}).status_code == 303
    assert olga.post(f"{at}/leave").status_code == 303
    assert olga.post(f"{at}/back").status_code == 303
    log = olga.get("/admin/audit").text
    for act in (
        "person, changed",
        "person, moved",
        "role, granted",
        "role, taken",
        "person, left",
        "person, came back",
    ):
        assert act in log
    only = olga.get("/admin/audit?act=role").text
    assert ("role, granted" in only, "person, left" in only) == (True, False)


@pytest.mark.parametrize(
    ("path", "data", "field"),
    [
        ("", {"name": "", "email": "x@y.org", "kind": "employee"}, "name"),
        ("", {"name": "Ada", "email": "bob@example.org", "kind": "employee"}, "email"),
        ("", {"name": "Ada", "email": "ada@example.org", "kind": "robot"}, "kind"),
        ("", {"name": "Ada", "email": "ada@example.org", "kind": "employee", "manager": "nobody"}, "manager"),
        ("/unit", {"unit": "aaaaaaaaaa"}, "unit"),
        ("/unit", {"unit": "", "at": "yesterday"}, "at"),
        ("/roles", {"role": "king"}, "role"),
        ("/roles", {"role": "leader", "unit": ""}, "led"),
    ],
)
def test_what_admins_mistype_is_said_beside_the_field(olga, path, data, field):
    factories.person("Bob", email="bob@example.org")
    ada = factories.person("Ada")
    answer = olga.post(f"/admin/people/{ada.key}{path}", data=data | {"version": ada.version})
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)


def test_what_an_hour_costs_is_a_setting(olga):
    wrong = olga.post("/admin/settings/rate", data={"hour_rate": "95", "currency": "€"})
    assert (wrong.status_code, "three letters" in wrong.text) == (422, True)
    assert olga.post("/admin/settings/rate", data={"hour_rate": "95", "currency": "sek"}).status_code == 303
    assert 'value="SEK"' in olga.get("/admin/settings").text
    assert "settings, changed" in olga.get("/admin/audit").text


def test_the_last_admin_cannot_be_sent_away(olga):
    me = db.session.query(Person).one()
    answer = olga.post(f"/admin/people/{me.key}/leave")
    assert (answer.status_code, "last admin" in answer.text) == (403, True)


def test_units_are_made_and_renamed_in_the_browser(olga):
    assert olga.post("/admin/units", data={"name": "Company", "parent": ""}).status_code == 303
    [branch] = unit_trees.tree()
    data = {"name": "Northwind", "parent": "", "version": branch.unit.version}
    assert olga.post(f"/admin/units/{branch.unit.key}", data=data).status_code == 303
    assert olga.post("/admin/units", data={"name": "", "parent": ""}).status_code == 422
    below = olga.post(
        f"/admin/units/{branch.unit.key}", data={**data, "parent": branch.unit.key, "version": 2}
    )
    assert (below.status_code, "below itself" in below.text) == (422, True)


@pytest.mark.parametrize(
    "path", ["/admin/people/invite", "/admin/units", "/admin/test-mail", "/admin/settings/setup/name"]
)
def test_nobody_but_admins_writes(browser, olga, path):
    assert browser(factories.person("Ada", roles=(Role.LEAD,))).post(path).status_code == 403
    assert browser().post(path).status_code == 303


OMAR = {"addresses": "omar@example.org", "name": "", "kind": "employee", "unit": ""}


def test_without_mail_an_admin_copies_an_invitation_link_that_works_once(browser, unmailed, olga):
    page = olga.post(
        "/admin/people/invite",
        data=OMAR,
    )
    assert page.location == "/admin/people"
    shown = olga.get("/admin/people").text
    assert "One invitation waits until mail is set up." in shown
    assert "Get the link" in shown
    omar = db.session.query(Person).filter_by(email="omar@example.org").one()
    first, second = (olga.post(f"/admin/people/{omar.key}/invitation-link") for _ in range(2))
    assert (second.status_code, second.headers["Cache-Control"]) == (200, "no-store")
    old, new = link_on(first), link_on(second)
    assert [browser().get(path).status_code for path in (old, new)] == [404, 200]
    assert new.rpartition("/")[2] not in olga.get(f"/admin/people/{omar.key}").text
    acts = db.session.query(AuditEntry).filter_by(act="invitation.shown", actor_id=olga_id()).count()
    assert acts == 2


def test_without_mail_nobody_is_locked_out(browser, unmailed, olga):
    olga.post("/admin/people/invite", data=OMAR)
    omar = db.session.query(Person).filter_by(email="omar@example.org").one()
    link = link_on(olga.post(f"/admin/people/{omar.key}/invitation-link"))
    tab, said = browser(), {"name": "Omar", "zone": "UTC"}
    assert "You need it to come in again" in tab.get(link).text
    answer = tab.post(link, data=said)
    assert (answer.status_code, "you could not sign in again" in answer.text) == (422, True)
    assert olga.post(f"/admin/people/{omar.key}/sign-in-link").status_code == 403  # has not come yet
    assert tab.post(link, data={**said, "password": "three words in a row"}).status_code == 303
    assert "Make a sign-in link" in olga.get(f"/admin/people/{omar.key}").text
    link = link_on(olga.post(f"/admin/people/{omar.key}/sign-in-link"))
    other = browser()
    assert other.post(link).location == "/settings#password-h"
    login = db.session.query(Login).filter_by(by_hand=True).one()
    login.created_at -= CHOOSES_WITHIN
    save(login)
    anew = {"password": "four words in a row"}
    assert "Password until now" in other.get("/settings").text
    assert other.post("/settings/password", data=anew).status_code == 422
    login.created_at += CHOOSES_WITHIN
    save(login)
    assert "Password until now" not in other.get("/settings").text
    assert other.post("/settings/password", data=anew).status_code == 303
    assert "Password until now" in other.get("/settings").text  # this once
    assert db.session.query(AuditEntry).filter_by(act="password.chosen_anew", actor_id=omar.id).count() == 1
    assert browser().get(link).status_code == 404
    assert db.session.query(AuditEntry).filter_by(act="signin.shown", actor_id=olga_id()).count() == 1


def link_on(page):
    return path_of(page.text.split('id="invitation" value="')[1].split('"')[0])


def olga_id():
    return db.session.query(Person.id).filter_by(name="Olga").scalar()


def test_where_mail_goes_no_invitation_is_shown(olga):
    omar = factories.person("Omar", joined_at=None)
    assert "Copy the invitation link" not in olga.get(f"/admin/people/{omar.key}").text
    assert olga.post(f"/admin/people/{omar.key}/invitation-link").status_code == 403
    assert olga.post(f"/admin/people/{factories.person('Ada').key}/sign-in-link").status_code == 403


def test_without_mail_nothing_is_promised_by_mail(browser, unmailed, olga):
    olga.post("/admin/settings/setup/signin", data={"mail_domains": "northwind.example"})
    assert (
        "Everybody at northwind.example, as soon as mail works. Others come by invitation."
        in olga.get("/admin/setup").text
    )
    wrong = browser().post("/login", data={"email": "olga@example.org", "password": "no", "way": "password"})
    assert "ask the person who runs LearnHub here for a link" in wrong.text
    assert "or use a link" not in wrong.text
    invite = olga.get("/admin/people/invite").text
    assert ("No mail can go yet" in invite, "Each gets" in invite) == (True, False)
    olga.post(
        "/admin/people/invite",
        data=OMAR,
    )
    delivery = olga.get("/admin/delivery").text
    assert "One message waits until mail is set up." in delivery
    assert "Waits until" not in delivery
    assert "LEARNHUB_MAIL_FROM" not in olga.get("/admin/setup/mail").text


def test_what_was_skipped_is_not_called_set_up():
    said = {"name": "done", "mail": "skipped"}
    assert sentences.all_set(said, mail=True) == "Everything is set up."
    assert sentences.all_set(said, mail=False) == "Set up. Mail is still missing."
    assert sentences.all_set({"people": "skipped"}, mail=False) == "Set up. One step can still be done."


def test_until_all_is_set_up_the_pages_of_its_steps_lead_back(olga):
    paths = ("/admin/people/invite", "/admin/units", "/imports/new/people", "/admin/setup", "/goals")
    found = ["Back to setting up" in olga.get(path).text for path in paths]
    assert found == [True, True, True, False, False]
    for step in ("signin", "mail", "people", "create"):
        olga.post(f"/admin/setup/{step}/skip")
    assert "Back to setting up" not in olga.get("/admin/units").text


ASKED = 'name="own_domain"'  # the box that lets everybody of one's own mail domain in


def test_the_mail_domain_of_ones_own_address_is_offered_and_opened_by_who_chooses_it(browser):
    olga = browser(factories.person("Olga", email="olga@northwind.example", roles=(Role.ADMIN,)))
    pages = [olga.get(path).text for path in ("/admin/setup/signin", "/admin/settings")]
    assert [ASKED in page for page in pages] == [True, False]
    assert "That of your own address, northwind.example" in pages[0]
    assert "northwind.example</textarea>" not in pages[0]
    assert not re.search(r"<input[^>]*checked[^>]*own_domain|own_domain[^>]*checked", pages[0])
    wrong = olga.post("/admin/settings/setup/signin", data={"mail_domains": "no domain", "own_domain": "y"})
    assert (wrong.status_code, ASKED in wrong.text, "no domain</textarea>" in wrong.text) == (422, True, True)
    assert queries.organisation().mail_domains == []
    form = {"mail_domains": "south.example", "own_domain": "y"}
    olga.post("/admin/settings/setup/signin", data=form)
    assert queries.organisation().mail_domains == ["south.example", "northwind.example"]
    assert ASKED not in olga.get("/admin/setup/signin").text


def test_a_press_without_a_choice_opens_no_mail_domain(browser):
    olga = browser(factories.person("Olga", email="olga@northwind.example", roles=(Role.ADMIN,)))
    olga.post("/admin/settings/setup/signin", data={"mail_domains": ""})
    assert queries.organisation().mail_domains == []


def test_a_mail_domain_where_anybody_has_an_address_is_not_offered_nor_opened_by_the_box(browser):
    olga = browser(factories.person("Olga", email="olga@yahoo.co.uk", roles=(Role.ADMIN,)))
    assert ASKED not in olga.get("/admin/setup/signin").text
    olga.post("/admin/settings/setup/signin", data={"mail_domains": "", "own_domain": "y"})
    assert queries.organisation().mail_domains == []


@pytest.mark.parametrize(
    ("domain", "public"),
    [
        *((each, True) for each in ("gmail.com", "yahoo.co.uk", "hotmail.fr", "live.se", "outlook.com.br")),
        *(
            (each, True)
            for each in ("gmx.at", "web.de", "t-online.de", "orange.fr", "free.fr", "laposte.net")
        ),
        *((each, True) for each in ("libero.it", "icloud.com", "me.com", "proton.me", "pm.me", "GMX.net")),
        *((each, False) for each in ("northwind.example", "mail.northwind.com", "yahoo", "freedom.fr")),
    ],
)
def test_the_domains_where_anybody_has_an_address_are_known_by_their_families(domain, public):
    assert mail_domains.is_public(domain) is public


def test_once_people_are_in_their_step_asks_first_whether_it_is_done(olga):
    def first_of(page):
        return re.search(r'class="btn primary"[^>]*>(?:<[^>]+>)*([^<]+)', page[page.index("Invite some") :])[
            1
        ]

    assert first_of(olga.get("/admin/setup/people").text) == "Invite people"
    factories.person("Omar")
    shown = olga.get("/admin/setup/people").text
    assert ("this step is done" in shown, first_of(shown)) == (True, "Mark as done")
    olga.post("/admin/setup/people/done")
    shown = olga.get("/admin/setup/people").text
    assert ("This step is done" in shown, "Mark as done" in shown) == (True, False)
    assert first_of(shown) == "Invite people"


def test_where_no_mail_can_go_the_line_that_changes_it_can_be_copied(olga, unmailed):
    for path in ("/admin/setup/mail", "/admin/settings", "/admin/delivery"):
        page = olga.get(path).text
        assert 'value="LEARNHUB_SMTP_URL=smtp://USER:PASSWORD@mail.example.org:587"' in page
        assert 'data-copy="smtp-line"' in page


def test_the_list_of_people_names_managers_and_speaks_of_links_that_are_there(olga, unmailed):
    ada = factories.person("Ada", joined_at=clock.now())
    factories.person("Bob", manager_id=ada.id)
    shown = olga.get("/admin/people").text
    assert f'<td data-l="Manager"><a href="/admin/people/{ada.key}">Ada</a></td>' in shown
    assert "“Sign-in link” shows a link that you hand over" in shown
    olga.post("/admin/people/invite", data=OMAR)
    assert "“Get the link” and “Sign-in link” show a link" in olga.get("/admin/people").text
    assert "that you hand over" not in olga.get("/admin/people?q=olga").text


def test_a_skipped_step_has_no_tick(olga):
    olga.post("/admin/setup/mail/skip")
    assert olga.get("/admin/setup/create").text.count('class="done"') == 1  # the name


def test_admins_are_told_who_reads_numbers_and_who_is_not_counted(browser):
    olga = factories.person("Olga", roles=(Role.ADMIN,))
    tab, unit = browser(olga), factories.unit("Lab")
    assert f'<option selected value="{unit.key}">Lab' in tab.get("/admin/people/invite").text
    factories.person("Omar", unit=unit)
    shown = tab.get("/admin").text
    assert "Numbers are read by org leaders, not by admins: nobody is one yet." in shown
    assert '<a href="/admin/people?unit=none">One person is in no unit and is not counted</a>' in shown
    alone = tab.get("/admin/people?unit=none").text
    assert ("One person in no unit." in alone, "Olga</a>" in alone, "Omar</a>" in alone) == (
        True,
        True,
        False,
    )
    services.grant(olga, Role.LEADER, unit, by=olga)
    services.move(olga, unit, by=olga)
    settle(save=True)
    shown = browser(olga).get("/admin").text
    assert ("nobody is one yet" in shown, "not counted" in shown) == (False, False)


def test_what_a_leaver_keeps_is_handed_over(browser, olga):
    ada, mary, bob = (factories.person(name, unit=factories.unit(name)) for name in ("Ada", "Mary", "Bob"))
    goal, other = factories.goal(ada, ada.unit, title="Fewer stops"), factories.goal(bob, bob.unit)
    resource, kept = factories.resource(ada, "Evals"), factories.resource(ada, "Stays")
    collection = save(Collection(title="First month", owner_id=ada.id))
    asked = save(TopicRequest(kind=RequestKind.TOPIC, title="Robots", asked_by_id=bob.id, speaker_id=ada.id))
    at = f"/admin/people/{ada.key}/keeps"
    assert "Hand over what they keep" in olga.get(f"/admin/people/{ada.key}/leave").text
    page = olga.get(at).text
    assert all(title in page for title in ("Fewer stops", "Evals", "Stays", "First month", "Robots"))
    rows = {"goal": goal, "resource": resource, "collection": collection, "request": asked}
    chosen = [f"{kind}:{row.id}" for kind, row in rows.items()]
    assert olga.post(at, data={"to": "", "chosen": chosen}).status_code == 422
    sent = olga.post(at, data={"to": mary.email, "chosen": [*chosen, f"goal:{other.id}"]})
    assert sent.status_code == 303
    owners = [fresh(row).owner_id for row in (goal, resource, collection, kept, other)]
    assert owners == [mary.id, mary.id, mary.id, ada.id, bob.id]
    assert (fresh(asked).speaker_id, asked.asked_by_id) == (mary.id, bob.id)


def test_all_open_invitations_are_on_one_page_and_their_links_come_at_once(browser, unmailed, olga):
    olga.post("/admin/people/invite", data=OMAR | {"addresses": "omar@example.org\nzoe@example.org"})
    shown = olga.get("/admin/people?show=invited&order=-name").text
    assert "Two people with an open invitation." in shown
    assert 0 < shown.index("zoe@example.org") < shown.index("omar@example.org")
    assert 'aria-sort="descending"' in shown
    one = olga.post("/admin/people/invitation-links?q=omar").text
    assert ("omar@example.org" in one, "zoe@example.org" in one) == (True, False)
    page = olga.post("/admin/people/invitation-links?order=name&page=1")
    links = sorted(set(re.findall(r"/invitations/[\w-]+", page.text)))
    assert (len(links), page.headers["Cache-Control"]) == (2, "no-store")
    assert [browser().get(path).status_code for path in links] == [200, 200]
