"""The people file: joiners, moves, leavers only when told, and nothing half done."""

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.imports import services as imports
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.notifications.models import Delivery, Reminder
from learnhub.people import queries
from learnhub.people import sync_rows as rows_of
from learnhub.people.models import OneTimeLink, Person, Role, Unit, UnitPath, UnitStay
from tests import factories
from tests.support.rows import fresh

pytestmark = pytest.mark.usefixtures("app")
HEAD = "Name,E-mail,External id,Unit,Manager,Kind,Time zone,Role"


def file(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines, ""]).encode()


def number(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


@pytest.fixture
def ruth() -> Person:
    return factories.person("Ruth", email="ruth@example.org", roles=(Role.ADMIN,))


@pytest.fixture
def web(browser, ruth):
    return browser(ruth)


def stage(web, data: bytes, file_name: str = "people.csv", **columns: str) -> str:
    """Upload, choose columns as offered, and return the preview's address."""
    answer = web.post("/imports/new/people", data={"file": (io.BytesIO(data), file_name)})
    assert answer.status_code == 303, answer.text
    url = answer.location.removesuffix("/columns")
    batch = db.session.scalar(select(ImportBatch).where(ImportBatch.key == url.rpartition("/")[2]))
    answer = web.post(f"{url}/columns", data={**batch.mapping, **columns})
    assert answer.status_code == 303, answer.text
    return url


def bring_in(web, data: bytes, **options: str) -> str:
    url = stage(web, data)
    answer = web.post(url, data=options)
    assert answer.status_code == 303, answer.text
    return url


def found(url: str) -> list[tuple[str, RowState, str]]:
    batch = db.session.scalar(select(ImportBatch).where(ImportBatch.key == url.rpartition("/")[2]))
    rows = db.session.scalars(
        select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.number, ImportRow.id)
    )
    return [(row.title, row.state, row.reason) for row in rows]


def person(email: str) -> Person:
    return fresh(db.session.scalars(select(Person).where(Person.email == email)).one())


def test_people_units_managers_and_roles_come_in_and_nobody_is_told(web):
    data = file(
        "Ada,ada@example.org,1,Acme / Robotics,bob@example.org,employee,Europe/Stockholm,program lead",
        "Bob,BOB@example.org,2,Acme / Robotics,9,Contractor,,org leader",
        "Cleo,cleo@example.org,9,Acme,,,,",
    )
    url = stage(web, data)
    page = web.get(url).text
    assert "3 people can come in." in page
    assert "2 units are new: Acme and Acme / Robotics." in page
    assert number(Person) == 1
    assert web.post(url).status_code == 303
    ada, bob, cleo = (person(f"{name}@example.org") for name in ("ada", "bob", "cleo"))
    assert (ada.zone, ada.manager_id, bob.manager_id) == ("Europe/Stockholm", bob.id, cleo.id)
    assert ada.has(Role.LEAD)
    assert bob.has(Role.LEADER)
    assert bob.kind == "contractor"
    assert [unit.name for unit in db.session.scalars(select(Unit).order_by(Unit.id))] == ["Acme", "Robotics"]
    assert number(UnitPath) == 3
    assert number(UnitStay) == 3
    assert number(Delivery) == number(OneTimeLink) == 0


def test_the_sample_file_has_every_column_that_is_read_and_comes_in_as_it_is(web):
    offered = web.get("/imports/new/people").text
    assert "/imports/new/people/sample.csv" in offered
    sample = web.get("/imports/new/people/sample.csv")
    url = stage(web, sample.data)
    batch = db.session.scalar(select(ImportBatch).where(ImportBatch.key == url.rpartition("/")[2]))
    assert set(batch.mapping) == {each.name for each in rows_of.FIELDS}
    assert [(state, reason) for _, state, reason in found(url)] == [
        (RowState.NEW, "Joins Engineering / Robotics.")
    ]
    assert web.get("/imports/new/devpost/sample.csv").status_code == 404


def test_the_same_file_a_second_time_changes_nothing(web):
    data = file("Ada,ada@example.org,1,Acme / Robotics,ruth@example.org,,,lead")
    bring_in(web, data)
    url = stage(web, data)
    assert [state for _, state, _ in found(url)] == [RowState.SAME]
    assert "Nothing in this file is new." in web.get(url).text


def test_moves_keep_history_and_say_what_changes(web):
    robotics, controls = factories.unit("Robotics"), factories.unit("Controls")
    ada = factories.person("Ada", email="ada@example.org", unit=robotics, external_id="1")
    url = stage(web, file("Ada L,ada.l@example.org,1,Controls,ruth@example.org,,,"))
    assert found(url) == [
        (
            "Ada L",
            RowState.CHANGED,
            "Ada is called Ada L, has the address ada.l@example.org, moves to Controls"
            " and has the manager Ruth.",
        )
    ]
    assert web.post(url).status_code == 303
    assert fresh(ada).unit_id == controls.id
    stays = db.session.scalars(select(UnitStay).order_by(UnitStay.since)).all()
    assert [(stay.unit_id, stay.until is None) for stay in stays] == [
        (robotics.id, False),
        (controls.id, True),
    ]


def test_an_empty_cell_changes_nothing(web, ruth):
    unit = factories.unit("Robotics")
    factories.person("Ada", email="ada@example.org", unit=unit, manager_id=ruth.id, external_id="1")
    assert [state for _, state, _ in found(stage(web, file("Ada,ada@example.org,,,,,,")))] == [RowState.SAME]


def test_leavers_are_named_first_and_leave_only_when_told(web):
    ada = factories.person("Ada", email="ada@example.org")
    guest = factories.person("Guest", kind="guest")
    data = file("Bob,bob@example.org,,,,,,")
    url = stage(web, data)
    page = web.get(url).text
    assert "1 person is not in the file: Ada." in page
    assert "Everybody who is not in the file has left" in page
    assert web.post(url).status_code == 303
    assert fresh(ada).left_at is None
    bring_in(web, data, leavers="y")
    assert fresh(ada).left_at is not None
    assert fresh(guest).left_at is None
    url = bring_in(web, file("Bob,bob@example.org,,,,,,", "Ada,ada@example.org,,,,,,"))
    assert ("Ada", RowState.CHANGED, "Ada comes back.") in found(url)
    assert fresh(ada).left_at is None


def test_every_error_stands_at_its_row_and_the_others_come_in(web):
    factories.person("Old", email="old@example.org", external_id="7")
    factories.person("Other", email="other@example.org", external_id="8")
    url = stage(
        web,
        file(
            "Good,good@example.org,1,,,,,",
            "Bad,not an address,2,,,,,",
            ",noname@example.org,3,,,,,",
            "Twice,good@example.org,4,,,,,",
            "Zone,zone@example.org,5,,,,Mars/Base,",
            "Kind,kind@example.org,6,,,boss,,",
            "Role,role@example.org,,,,,,king",
            "Lost,lost@example.org,,,nobody@example.org,,,",
            "Below,below@example.org,,,zone@example.org,,,",
            "Mixed,other@example.org,7,,,,,",
            "Second,old@example.org,77,,,,,",
            "Guest,guest@example.org,,,,guest,,lead",
            "Leads,leads@example.org,,,,,,leader",
            "Loop,loop@example.org,,,pool@example.org,,,",
            "Pool,pool@example.org,,,loop@example.org,,,",
            "Self,self@example.org,,,self@example.org,,,",
        ),
    )
    circle = "They would be their own manager, by way of others."
    reasons = {title or "noname": reason for title, state, reason in found(url) if state is RowState.ERROR}
    assert reasons == {
        "Bad": "“not an address” is no address.",
        "noname@example.org": "It has no name.",
        "Twice": "The same address as in row 2.",
        "Zone": "“Mars/Base” is no time zone. They are called like Europe/Stockholm.",
        "Kind": "“boss” is no kind of person: employee, contractor or guest.",
        "Role": "“king” is no role: program lead, org leader or admin.",
        "Lost": "Its manager, nobody@example.org, is neither in the file nor here.",
        "Below": "Its manager, zone@example.org, is neither in the file nor here.",
        "Mixed": "Its external id is Old’s and its address Other’s.",
        "Second": "Old has this address and another external id, 7.",
        "Guest": "A guest holds no role.",
        "Leads": "An org leader leads a unit, and it names none.",
        "Loop": circle,
        "Pool": circle,
        "Self": circle,
    }
    page = web.get(url).text
    assert "Everybody who is not in the file has left" not in page
    assert "Leavers can be marked once every row can be read." in page
    assert "not in the file:" not in page
    assert web.post(url, data={"leavers": "y"}).status_code == 303
    assert number(Person) == 4
    assert db.session.scalar(select(func.count()).where(Person.left_at.is_not(None))) == 0


def test_a_circle_through_people_who_are_not_in_the_file_is_found(web):
    top = factories.person("Top", email="top@example.org")
    middle = factories.person("Middle", email="middle@example.org", manager_id=top.id)
    url = stage(web, file("Top,top@example.org,,,middle@example.org,,,"))
    assert found(url)[0][1:] == (RowState.ERROR, "They would be their own manager, by way of others.")
    assert middle.manager_id == top.id


def test_nothing_is_half_done_where_one_row_fails_while_writing(web):
    url = stage(web, file("Ada,ada@example.org,,Acme,,,,", "Bob,bob@example.org,,Acme,,,,"))
    factories.person("Quick", email="bob@example.org")
    answer = web.post(url)
    assert answer.status_code == 422
    assert "Row 3, Bob: Somebody has this address already." in answer.text
    assert number(Person) == 2
    assert number(Unit) == 0


def test_columns_are_chosen_and_remembered(web):
    data = file("Ada,ada@example.org,R&D", head="Wer,Wohin,Wo")
    answer = web.post("/imports/new/people", data={"file": (io.BytesIO(data), "leute.csv")})
    page = web.get(answer.location)
    assert "Which column holds what?" in page.text
    answer = web.post(answer.location, data={"name": "Wer"})
    assert answer.status_code == 422
    assert "Choose a column for “E-mail”." in answer.text
    url = stage(web, data, name="Wer", email="Wohin", unit="Wo")
    assert "1 person can come in." in web.get(url).text
    assert web.post(url).status_code == 303
    again = web.post("/imports/new/people", data={"file": (io.BytesIO(data), "leute.csv")})
    batch = db.session.scalar(select(ImportBatch).order_by(ImportBatch.id.desc()))
    assert batch.mapping == {"name": "Wer", "email": "Wohin", "unit": "Wo"}
    assert again.status_code == 303


def test_a_workbook_does_as_well_with_numbers_for_ids(web):
    book = openpyxl.Workbook()
    for row in (
        ["Full name", "Email", "Employee id"],
        ["Ada", "ada@example.org", 41],
        ["Bob", "b@example.org", 42],
    ):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    bring_in(web, data.getvalue())
    assert person("ada@example.org").external_id == "41"


def test_a_unit_is_found_by_its_name_or_told_apart_by_its_path(web):
    acme = factories.unit("Acme")
    north = factories.unit("North", parent=acme)
    first = factories.unit("Sales", parent=acme)
    second = factories.unit("Sales", parent=north)
    url = stage(
        web,
        file(
            "A,a@example.org,,sales,,,,",
            "B,b@example.org,,Acme / North / Sales,,,,",
            "C,c@example.org,,North > Sales,,,,",
            "D,d@example.org,,New,,,,",
        ),
    )
    assert found(url)[0][1:] == (
        RowState.ERROR,
        "2 units are called sales. Write the path, such as Acme / Sales.",
    )
    assert web.post(url).status_code == 303
    assert person("b@example.org").unit_id == person("c@example.org").unit_id == second.id != first.id
    assert db.session.get(Unit, person("d@example.org").unit_id).parent_id == acme.id


def test_the_preview_names_the_manager_and_the_columns_that_are_not_used(web):
    data = file(
        "Ada,ada@example.org,Cleo@example.org,3", "Cleo,cleo@example.org,,4", head="Name,E-mail,Boss,Floor"
    )
    url = stage(web, data, manager="Boss")
    assert found(url)[0] == ("Ada", RowState.NEW, "Joins no unit. Manager: Cleo.")
    shown = web.get(url).text
    assert "Read: Name, E-mail and Manager." in shown
    assert "Columns of the file that are not used: Floor." in shown


def test_what_cannot_be_read_is_downloaded_with_its_reasons_for_a_week(web, clock):
    data = file("Ada,ada@example.org,,,,,,", "=1+1,nobody,,,,,,")
    url = stage(web, data)
    assert "Download what cannot be read" in web.get(url).text
    header = ["Row", *HEAD.split(","), "Why"]
    row = ["3", "'=1+1", "nobody", "", "", "", "", "", "", "“nobody” is no address."]
    for _ in ("staged", "applied"):
        answer = web.get(f"{url}/errors.csv")
        assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/csv", "no-store")
        assert list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")))) == [header, row]
        web.post(url)
    clock.shift(timedelta(days=8))
    imports.sweep()
    settle(save=True)
    kept = [["Row", "What it is", "Why"], ["3", "'=1+1", "“nobody” is no address."]]
    assert list(csv.reader(io.StringIO(web.get(f"{url}/errors.csv").text.lstrip("\ufeff")))) == kept


def test_the_errors_of_a_file_are_for_whoever_brought_it(web, browser):
    url = stage(web, file("Ada,nobody,,,,,,"))
    other = browser(factories.person("Eve", roles=(Role.ADMIN,)))
    assert (other.get(f"{url}/errors.csv").status_code, browser().get(f"{url}/errors.csv").status_code) == (
        404,
        303,
    )


def test_newcomers_are_invited_from_where_they_came_in_and_once(web):
    factories.person("Bob", email="bob@example.org")
    url = bring_in(
        web, file("Ada,ada@example.org,,,,,,", "Bob,bob@example.org,7,,,,,", "Eve,eve@example.org,,,,,,")
    )
    invite = f"/admin/people/invite/{url.rpartition('/')[2]}"
    shown = web.get(url).text
    assert ("Invite 2 people" in shown, 'href="/admin/people"' in shown) == (True, True)
    assert web.post(invite).location == url
    asked = db.session.scalars(select(Person.name).join(OneTimeLink, OneTimeLink.person_id == Person.id))
    assert sorted(asked) == ["Ada", "Eve"]
    assert "Invite 2 people" not in web.get(url).text
    web.post(invite)
    assert number(OneTimeLink) == 2


def test_without_mail_newcomers_get_links_that_are_handed_over(web, browser, unmailed):
    url = bring_in(web, file("Ada,ada@example.org,,,,,,", "Eve,eve@example.org,,,,,,"))
    shown, by_hand = web.get(url).text, f"/admin/people/invite/{url.rpartition('/')[2]}/links"
    assert ("Make links for 2 people" in shown, "Each gets one mail" in shown) == (True, False)
    assert "No mail can go from here yet: hand each a link" in shown
    page = web.post(by_hand)
    found = sorted(set(re.findall(r"/invitations/[\w-]+", page.text)))
    assert (len(found), page.headers["Cache-Control"]) == (2, "no-store")
    assert [browser().get(path).status_code for path in found] == [200, 200]
    assert "Make links" not in web.get(url).text
    assert (web.post(by_hand).location, number(OneTimeLink), number(Reminder)) == (url, 2, 0)


def test_where_mail_goes_newcomers_have_no_links_to_hand_over(web):
    url = bring_in(web, file("Ada,ada@example.org,,,,,,"))
    assert web.post(f"/admin/people/invite/{url.rpartition('/')[2]}/links").status_code == 403
    assert number(OneTimeLink) == 0


def test_the_step_of_the_first_day_is_done_once_a_people_file_came_in(web):
    assert "people" not in queries.organisation().steps
    bring_in(web, file("Ada,ada@example.org,,,,,,"))
    db.session.expire_all()
    assert queries.organisation().steps["people"] == "done"


def test_newcomers_are_for_admins_to_invite(web, browser):
    url = bring_in(web, file("Ada,ada@example.org,,,,,,"))
    eve = browser(factories.person("Eve", roles=(Role.LEAD,)))
    assert eve.post(f"/admin/people/invite/{url.rpartition('/')[2]}").status_code == 403
    assert number(OneTimeLink) == 0
