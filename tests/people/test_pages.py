"""Every page of people and admin, by whom it may be seen, and with how many statements."""

import re
from datetime import UTC, datetime

import pytest

from learnhub.core import paging
from learnhub.people import links, services, upper_units
from learnhub.people.models import Kind, Organisation, Role
from tests import factories
from tests.support.rows import save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")

PUBLIC = ["/login", "/login/sent", "/privacy", "/visibility"]
MEMBERS = ["/settings", "/people", "/people?q=ada&page=9", "/people/pick?field=who&who=ad"]
ADMINS = [
    "/admin",
    "/admin/setup",
    "/admin/setup/name",
    "/admin/setup/signin",
    "/admin/setup/mail",
    "/admin/setup/people",
    "/admin/setup/create",
    "/admin/settings",
    "/admin/people",
    "/admin/people?show=left",
    "/admin/people/invite",
    "/admin/units",
    "/admin/audit",
    "/admin/audit?act=person&who=nobody&since=2026-01-01&until=nonsense&page=0",
    "/admin/health",
]


@pytest.fixture
def house():
    return save(Organisation(id=1, name="Northwind", zone="Europe/Stockholm"))


@pytest.mark.parametrize("path", PUBLIC)
def test_a_stranger_sees_what_is_public(browser, house, path):
    assert browser().get(path).status_code == 200


@pytest.mark.parametrize("path", MEMBERS + ADMINS)
def test_a_stranger_is_asked_to_sign_in_elsewhere(browser, house, path):
    answer = browser().get(path)
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/login")


@pytest.mark.parametrize("path", PUBLIC[1:] + MEMBERS)
def test_a_member_sees_the_pages_of_members(browser, house, path):
    assert browser(factories.person("Ada", learning="Evals", helping="Rust")).get(path).status_code == 200


@pytest.mark.parametrize("path", ADMINS)
def test_admin_pages_are_for_admins(browser, house, path):
    unit = factories.unit("Platform", parent=factories.unit())
    assert browser(factories.person("Olga", unit=unit, roles=(Role.ADMIN,))).get(path).status_code == 200
    assert browser(factories.person("Ada", roles=(Role.LEAD,))).get(path).status_code == 403


def test_the_list_of_people_is_sorted_by_its_columns(browser, house):
    ada, bob, cleo = (
        factories.person(n, helping=h) for n, h in (("Ada", "Rust"), ("Bob", "Zig"), ("Cleo", ""))
    )
    for order, wanted in (
        ("-helps", [bob, ada, cleo]),
        ("helps", [ada, bob, cleo]),
        ("odd", [ada, bob, cleo]),
    ):
        shown = browser(ada).get(f"/people?order={order}").text.partition("<tbody>")[2]
        assert sorted((ada, bob, cleo), key=lambda each: shown.index(each.key)) == wanted


def test_a_guest_sees_only_themselves(browser, house):
    ada, eve = factories.person("Ada"), factories.person("Eve", kind=Kind.GUEST)
    tab = browser(eve)
    assert tab.get(f"/people/{eve.key}").status_code == 200
    theirs, unknown = tab.get(f"/people/{ada.key}"), tab.get("/people/aaaaaaaaaa")
    assert (theirs.status_code, unknown.status_code) == (404, 404)
    assert theirs.text.split("<main")[1] == unknown.text.split("<main")[1]
    assert tab.get("/people").status_code == 403


def test_admin_pages_of_one_person_and_one_unit(browser, house):
    unit = factories.unit("Platform", parent=factories.unit())
    olga = factories.person("Olga", unit=unit, roles=(Role.ADMIN, Role.LEADER))
    ada = factories.person("Ada", unit=unit, manager_id=olga.id)
    tab = browser(olga)
    for path in (f"/admin/people/{ada.key}", f"/admin/people/{ada.key}/leave", f"/admin/units/{unit.key}"):
        assert tab.get(path).status_code == 200
    assert f'value="{olga.email}"' in tab.get(f"/admin/people/{ada.key}").text
    for path in ("/admin/people/aaaaaaaaaa", "/admin/units/aaaaaaaaaa"):
        assert tab.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "budget"), [("/people", 9), ("/admin/people", 9), ("/admin/units", 9), ("/admin/audit", 9)]
)
def test_lists_take_as_many_statements_for_many_as_for_few(browser, house, path, budget):
    olga = factories.person("Olga", unit=factories.unit(), roles=(Role.ADMIN,))
    tab = browser(olga)
    counts = []
    for many in (4, 30):
        for number in range(many):
            unit = factories.unit(f"Unit {number}", parent=olga.unit)
            services.grant(factories.person("Ada", unit=unit), Role.LEADER, unit, by=olga)
        with statements() as sent:
            assert tab.get(path).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= budget


@pytest.mark.parametrize(
    "path", ["/people/{key}", "/settings", "/admin/people/{key}", "/admin", "/admin/setup"]
)
def test_one_page_takes_few_statements(browser, house, path):
    olga = factories.person("Olga", unit=factories.unit(), roles=(Role.ADMIN,))
    tab, path = browser(olga), path.format(key=olga.key)
    with statements() as sent:
        assert tab.get(path).status_code == 200
    assert len(sent) <= 12


def test_the_pages_behind_links_are_there(browser, house):
    ada = factories.person("Ada")
    secret = services.mint(links.invite(ada, by=None).id)
    page = browser().get(f"/invitations/{secret}")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert "Welcome, Ada." in page.text


def test_a_field_that_names_a_person_is_offered_people(browser, house):
    olga = factories.person("Olga", roles=(Role.ADMIN,))
    ada = factories.person("Ada Lovelace")
    offered = browser(olga).get("/people/pick?field=manager&manager=love").text
    assert f'value="Ada Lovelace &lt;{ada.email}&gt;"' in offered
    assert "Olga" not in offered


def test_of_thousands_of_units_the_upper_levels_can_be_chosen_and_the_one_that_is(browser, monkeypatch):
    monkeypatch.setattr(upper_units, "MOST", 4)
    top = factories.unit("Company")
    below = [factories.unit(name, parent=top) for name in ("Arms", "Boards")]
    deep = [factories.unit(name, parent=below[0]) for name in ("Left", "Right")]
    chosen = [name for _, name in upper_units.choices("All units", None)]
    assert chosen == ["All units", "Company", "\u2003Arms", "\u2003Boards"]
    chosen = [name for _, name in upper_units.choices("All units", deep[1])]
    assert chosen == ["All units", "Company", "\u2003Arms", "\u2003\u2003Right", "\u2003Boards"]
    monkeypatch.setattr(upper_units, "MOST", 2)
    chosen = [name for _, name in upper_units.choices("All units", None)]
    assert chosen == ["All units", "Company", "\u2003Arms", "\u2003Boards"]  # else there is nothing to choose
    shown = browser(factories.person("Ada", unit=deep[1])).get(f"/people?unit={deep[1].key}").text
    assert f'<option value="{deep[1].key}" selected>' in shown


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, "2026-12-18", "You are away until Fri 18 Dec. Reminders rest until then."),
        (
            "2026-12-14",
            "2026-12-18",
            "Away from Mon 14 to Fri 18 Dec. Until Mon 14 Dec reminders come as",
        ),
        ("2026-12-28", "2027-01-08", "Away from Mon 28 Dec to Fri 8 Jan 2027. Until Mon 28 Dec reminders"),
        ("2026-12-14", "2026-12-14", "Away on Mon 14 Dec. Until then reminders come as usual."),
    ],
)
def test_an_absence_to_come_is_told_as_one_to_come(browser, house, clock, since, until, said):
    clock.set(datetime(2026, 11, 23, 10, tzinfo=UTC))
    page = browser(factories.person("Ada"))
    answer = page.post("/settings/away", data={"since": since or "", "until": until})
    assert answer.headers["Location"] == "/settings#away-h"
    shown = page.get("/settings").text
    assert shown.count(said) == 2  # in the toast, and where it stands
    assert ("Not away after all" in shown) is (since is not None)


def test_of_very_many_people_no_more_are_counted_than_can_be_turned_to(browser, house, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 100)
    for number in range(101):
        factories.person(f"Person {number:03d}")
    tab = browser(factories.person("Ada"))
    shown, last = tab.get("/people?q=person").text, tab.get("/people?q=person&page=9").text
    assert "More than 100 people." in shown
    assert "1–50 of more than 100<" in shown
    assert "51–100 of more than 100<" in last
    assert "Person 099" in last
    assert "Person 100" not in last


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 2 … 9 Next"), (5, "Back 1 … 4 5 6 … 9 Next"), (9, "Back 1 … 8 9")]
)
def test_of_many_pages_the_ends_and_the_neighbours_are_named(app, number, said):
    pages = app.jinja_env.get_template("ui/page.html").module.pages
    shown = pages(number, 10, 90, lambda page: f"?page={page}").partition("<ul>")[2]
    assert "".join(shown.striptags().split()) == said.replace(" ", "")


def test_hours_that_were_changed_in_another_tab_are_not_overwritten(browser):
    """Two tabs overwrote each other, and neither said so; what was typed is kept."""
    page = browser(factories.person("Ada"))
    seen = re.search(r'name="was" value="([^"]+)"', page.get("/settings").text)[1]
    first = {"was": seen, "starts": "07:00", "ends": "15:00", "days": ["0", "1"], "cap": "4"}
    assert page.post("/settings/hours", data=first).status_code == 303
    late = page.post("/settings/hours", data=first | {"starts": "10:30", "ends": "18:30"})
    assert late.status_code == 409
    said = ("You changed your working hours, in another window", ">07:00<", 'value="10:30"', 'value="4"')
    assert [text in late.text for text in said] == [True] * 4
    page.post("/settings/away", data={"until": "2190-01-01"})
    now = re.search(r'name="was" value="([^"]+)"', late.text)[1]
    assert page.post("/settings/hours", data=first | {"starts": "10:30", "was": now}).status_code == 303
    assert 'value="10:30"' in page.get("/settings").text
    assert page.post("/settings/hours", data=first | {"starts": "10:30"}).status_code == 303, "it is the same"


def test_everybody_of_the_organisation_finds_who_leads_a_unit_and_no_other_role(browser, house):
    unit = factories.unit("Autonomy")
    olga = factories.person("Olga", unit=unit, roles=(Role.LEAD, Role.LEADER))
    ada, gus = factories.person("Ada", unit=unit), factories.person("Gus", kind=Kind.GUEST)
    shown = browser(ada).get(f"/people/{olga.key}").text
    assert "<dt>Leads</dt><dd>Autonomy</dd>" in shown
    assert "Program lead" not in shown
    mine = browser(olga).get(f"/people/{olga.key}").text
    assert "<dt>Leads</dt><dd>Autonomy</dd>" in mine
    assert "Program lead" in mine
    assert browser(gus).get(f"/people/{olga.key}").status_code == 404
    said = browser(gus).get("/visibility").text
    assert "That you lead a unit, and which" in said
    assert "Your roles, manager" not in said
    assert "never see how one person gets on in a course" in said


@pytest.mark.parametrize("path", ["/people", "/admin/people"])
def test_the_headline_follows_the_filter_where_htmx_replaces_the_list(browser, house, path):
    unit = factories.unit("Simulation")
    olga = factories.person("Olga", unit=factories.unit("Autonomy"), roles=(Role.ADMIN,))
    factories.person("Ada", unit=unit)
    page = browser(olga)
    url, headline = f"{path}?unit={unit.key}", "One person in Simulation.</h1>"
    whole, part = page.get(url).text, page.block(url, "people").text
    assert headline in whole
    assert part.index('id="people"') < part.index('<hx-partial data-hx-target="#headline"')
    assert headline in part
    assert whole.count('id="headline"') == part.count('id="headline"') == 1
    assert "<hx-partial" not in whole
