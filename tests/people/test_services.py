"""What happens to people and units: moves with history, roles, leaving, the tree."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from learnhub.core import clock, events
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid, NotFound
from learnhub.people import (
    holidays,
    hours,
    identities,
    newcomers,
    organisations,
    passwords,
    profiles,
    queries,
    quiet,
    services,
    unit_trees,
    units,
)
from learnhub.people.events import AwayChanged, InvitationMade, PersonLeft, PersonMade, PersonMoved
from learnhub.people.models import Kind, Login, OneTimeLink, Organisation, Person, Role, UnitPath, UnitStay
from tests import factories
from tests.support.logins import login
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def told(monkeypatch):
    facts = []
    monkeypatch.setattr(events, "publish", facts.append)
    return facts


def stays(person):
    rows = db.session.query(UnitStay).filter_by(person_id=person.id).order_by(UnitStay.since)
    return [(queries.units_above(stay.unit_id)[-1].name, stay.since, stay.until) for stay in rows]


def acts():
    return [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def paths():
    return {(path.ancestor_id, path.descendant_id): path.depth for path in db.session.query(UnitPath)}


def test_a_person_is_made_with_their_first_stay(told):
    save(Organisation(id=1, name="Northwind", zone="Europe/Stockholm"))
    unit = factories.unit("Robotics")
    ada = services.create_person(name=" Ada\tLovelace ", email=" ADA@Example.ORG", unit=unit)
    assert (ada.name, ada.email, ada.zone) == ("Ada Lovelace", "ada@example.org", "Europe/Stockholm")
    assert [(name, until) for name, _, until in stays(ada)] == [("Robotics", None)]
    assert (acts(), told) == (["person.created"], [PersonMade(ada.id)])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "no address"}, "email"),
        ({"email": "BOB@example.org"}, "email"),
        ({"zone": "Mars/Olympus"}, "zone"),
    ],
)
def test_a_person_that_cannot_be_is_refused_by_field(wrong, field):
    factories.person("Bob", email="bob@example.org")
    with pytest.raises(Invalid) as refused:
        services.create_person(**{"name": "Ada", "email": "ada@example.org"} | wrong)
    assert refused.value.field == field


def test_a_move_keeps_where_somebody_was(told):
    ada = factories.person("Ada", unit=factories.unit("Robotics"))
    controls = factories.unit("Controls")
    services.move(ada, controls)
    [(first, since, until), (second, moved, open_end)] = stays(ada)
    assert (first, second, until, open_end) == ("Robotics", "Controls", moved, None)
    assert ada.unit_id == controls.id
    assert told == [PersonMoved(ada.id, controls.id, moved.isoformat())]
    assert since < moved


def test_a_move_of_last_week_is_written_as_of_last_week():
    now = clock.now()
    ada = factories.person("Ada", unit=factories.unit("Robotics"), created_at=now - 30 * DAY)
    services.move(ada, factories.unit("Controls"), now - 7 * DAY)
    assert stays(ada) == [
        ("Robotics", now - 30 * DAY, now - 7 * DAY),
        ("Controls", now - 7 * DAY, None),
    ]


def test_a_move_from_before_the_present_stay_rewrites_it():
    now = clock.now()
    ada = factories.person("Ada", unit=factories.unit("Robotics"), created_at=now - 30 * DAY)
    services.move(ada, factories.unit("Controls"), now - 7 * DAY)
    services.move(ada, factories.unit("Vision"), now - 10 * DAY)
    assert stays(ada) == [
        ("Robotics", now - 30 * DAY, now - 10 * DAY),
        ("Vision", now - 10 * DAY, None),
    ]


def test_nobody_moves_in_the_future_or_into_a_closed_unit():
    ada, unit = factories.person("Ada"), factories.unit()
    with pytest.raises(Invalid, match="now or earlier"):
        services.move(ada, unit, clock.now() + DAY)
    units.close(unit, by=None)
    with pytest.raises(Invalid, match="closed"):
        services.move(ada, unit)


def test_the_last_admin_stays(told):
    olga = factories.person("Olga", roles=(Role.ADMIN,))
    for act in (lambda: services.take(olga, Role.ADMIN), lambda: services.leave(olga)):
        with pytest.raises(Forbidden, match="last admin"):
            act()
    bob = factories.person("Bob")
    services.grant(bob, Role.ADMIN, by=olga)
    services.take(olga, Role.ADMIN, by=bob)
    assert [person.name for person in queries.admins()] == ["Bob"]


def test_an_admin_who_left_does_not_count():
    olga = factories.person("Olga", roles=(Role.ADMIN,))
    bob = factories.person("Bob", roles=(Role.ADMIN,))
    services.leave(bob)
    with pytest.raises(Forbidden, match="last admin"):
        services.take(olga, Role.ADMIN)


def test_a_guest_holds_no_role_and_a_leader_leads_a_unit():
    eve, ada = factories.person("Eve", kind=Kind.GUEST), factories.person("Ada")
    with pytest.raises(Forbidden, match="guest holds no role"):
        services.grant(eve, Role.LEAD)
    with pytest.raises(Invalid, match="unit that this person leads"):
        services.grant(ada, Role.LEADER)


def test_a_role_is_given_once():
    ada = factories.person("Ada")
    services.grant(ada, Role.LEAD)
    services.grant(ada, Role.LEAD)
    assert [grant.role for grant in ada.roles] == [Role.LEAD]
    assert acts() == ["role.granted"]


def test_leaving_ends_stay_roles_and_links_and_one_can_come_back(told):
    factories.person("Olga", roles=(Role.ADMIN,))
    unit = factories.unit()
    ada = factories.person("Ada", unit=unit, roles=(Role.LEADER,))
    services.invite(ada, by=None)
    services.leave(ada)
    assert (ada.roles, ada.is_active) == ([], False)
    assert [link.used_at is None for link in db.session.query(OneTimeLink)] == [False]
    assert [until is None for _, _, until in stays(ada)] == [False]
    assert told[-1] == PersonLeft(ada.id)
    services.come_back(ada)
    assert [until is None for _, _, until in stays(ada)] == [False, True]
    assert acts() == ["person.left", "person.came_back"]


def test_nobody_is_their_own_manager():
    ada = factories.person("Ada")
    with pytest.raises(Invalid, match="own manager"):
        services.set_manager(ada, ada, by=None)


@pytest.mark.parametrize(
    ("days_from_now", "away"),
    [(-1, False), (0, True), (3, True), (4, False)],
    ids=["before", "first", "last", "after"],
)
def test_one_is_away_on_days_of_ones_own_zone(told, days_from_now, away):
    ada = factories.person("Ada", zone="Pacific/Auckland")
    today = clock.now().astimezone(ada.tz).date()
    profiles.set_away(ada, until=today + 3 * DAY)
    noon = clock.now().astimezone(ada.tz).replace(hour=12) + days_from_now * DAY
    assert queries.is_away(ada, noon) is away
    assert told == [AwayChanged(ada.id)]
    profiles.set_away(ada, until=None)
    assert queries.is_away(ada, noon) is False


def test_the_tree_keeps_its_closure_when_it_moves():
    top = units.create("Company", by=None)
    left, right = units.create("Left", top, by=None), units.create("Right", top, by=None)
    child = units.create("Child", left, by=None)
    units.move(left, right, by=None)
    assert paths() == {
        (top.id, top.id): 0,
        (left.id, left.id): 0,
        (right.id, right.id): 0,
        (child.id, child.id): 0,
        (top.id, right.id): 1,
        (right.id, left.id): 1,
        (left.id, child.id): 1,
        (top.id, left.id): 2,
        (right.id, child.id): 2,
        (top.id, child.id): 3,
    }
    assert [(each.unit.name, each.depth) for each in unit_trees.tree()] == [
        ("Company", 0),
        ("Right", 1),
        ("Left", 2),
        ("Child", 3),
    ]
    units.move(left, None, by=None)
    assert [unit.name for unit in queries.units_above(child.id)] == ["Left", "Child"]


def test_a_unit_never_lies_below_itself():
    top = units.create("Company", by=None)
    child = units.create("Child", units.create("Left", top, by=None), by=None)
    before = paths()
    for parent in (top, child):
        with pytest.raises(Invalid, match="below itself"):
            units.move(top, parent, by=None)
    assert paths() == before


def test_a_unit_closes_when_it_is_empty():
    top = units.create("Company", by=None)
    child = units.create("Child", top, by=None)
    ada = factories.person("Ada", unit=child)
    with pytest.raises(Forbidden, match="Move the one person"):
        units.close(child, by=None)
    with pytest.raises(Forbidden, match="Close the unit below"):
        units.close(top, by=None)
    services.move(ada, top)
    units.close(child, by=None)
    assert [each.unit.name for each in unit_trees.tree()] == ["Company"]
    with pytest.raises(Invalid, match="closed"):
        units.create("Grandchild", child, by=None)
    units.reopen(child, by=None)
    assert len(unit_trees.tree()) == 2


def test_two_who_edit_a_unit_see_both_texts():
    unit = units.create("Robotics", by=None)
    seen = unit.version
    units.edit(unit, seen=seen, name="Field Robotics", parent=None, by=None)
    with pytest.raises(Conflict) as conflict:
        units.edit(unit, seen=seen, name="Robots", parent=None, by=None)
    assert conflict.value.theirs["Name"] == "Field Robotics"
    assert conflict.value.yours["Name"] == "Robots"


def test_many_are_invited_at_once_and_those_who_are_here_are_left_alone(told):
    olga = factories.person("Olga", roles=(Role.ADMIN,))
    factories.person("Bob", email="bob@example.org", joined_at=clock.now())
    unit = factories.unit()
    invited = {"name": "", "kind": Kind.EMPLOYEE, "unit": unit, "roles": [Role.LEAD, Role.LEADER], "by": olga}
    addresses = ["ada.lovelace@example.org", "BOB@example.org", "Ada.Lovelace@Example.org", "eve@example.org"]
    assert newcomers.invite_all(addresses, **invited) == 2
    ada = queries.by_email("ada.lovelace@example.org")
    assert (ada.name, ada.unit_id) == ("Ada Lovelace", unit.id)
    assert sorted((role, each and each.id) for role, each in queries.roles_of(ada)) == [
        (Role.LEAD, None),
        (Role.LEADER, unit.id),
    ]
    assert [type(fact) for fact in told] == [PersonMade, InvitationMade] * 2
    assert newcomers.invite_all(["eve@example.org"], **invited) == 1
    assert sorted(link.used_at is None for link in db.session.query(OneTimeLink)) == [False, True, True]
    assert len(identities.invited()) == 2


def test_all_that_is_no_address_is_named_at_once():
    olga = factories.person("Olga", roles=(Role.ADMIN,))
    addresses = ["ada@example.org", "nonsense", "Omar Said <omar>"]
    with pytest.raises(Invalid, match="“nonsense” and “omar” are no addresses"):
        newcomers.invite_all(addresses, name="", kind=Kind.EMPLOYEE, unit=None, roles=[], by=olga)


@pytest.mark.parametrize(
    ("addresses", "roles", "kind", "field"),
    [
        ([], [], Kind.EMPLOYEE, "addresses"),
        (["ada@example.org", "nonsense"], [], Kind.EMPLOYEE, "addresses"),
        ([f"p{n}@example.org" for n in range(101)], [], Kind.EMPLOYEE, "addresses"),
        (["ada@example.org"], [Role.LEAD], Kind.GUEST, "roles"),
    ],
)
def test_invitations_that_cannot_be_are_refused_whole(told, addresses, roles, kind, field):
    olga = factories.person("Olga", roles=(Role.ADMIN,))
    with pytest.raises(Invalid) as refused:
        newcomers.invite_all(addresses, name="", kind=kind, unit=None, roles=roles, by=olga)
    assert (refused.value.field, told, db.session.query(OneTimeLink).count()) == (field, [], 0)


def test_mail_domains_are_read_from_lines_and_commas():
    olga = factories.person("Olga", roles=(Role.ADMIN,))
    organisations.let_in("@Example.org, north-wind.example\nexample.org", by=olga)
    assert queries.organisation().mail_domains == ["example.org", "north-wind.example"]
    for wrong in ("example", "exa mple..org", "-x.org", "http://example.org"):
        with pytest.raises(Invalid):
            organisations.let_in(wrong, by=olga)


def test_a_person_is_named_by_address_or_by_a_name_that_one_has():
    ada, bob = factories.person("Ada Lovelace"), factories.person("Bob")
    factories.person("Bob")
    assert queries.named(bob, ada.email.upper()) is ada
    assert queries.named(bob, f"Ada Lovelace <{ada.email}>") is ada
    assert queries.named(bob, "ada lovelace") is ada
    assert queries.named(bob, "Bob") is None
    assert queries.named(bob, "100%") is None


def test_the_picker_finds_beginnings_of_names_and_addresses():
    ada, eve = factories.person("Ada Lovelace"), factories.person("Eve", kind=Kind.GUEST)
    assert [person.name for person in queries.picked(ada, "lov")] == ["Ada Lovelace"]
    assert list(queries.picked(ada, "l")) == []
    assert list(queries.picked(ada, "%%")) == []
    assert list(queries.picked(eve, "lov")) == []


def test_closing_a_unit_takes_its_leaders_role_like_any_other():
    unit = factories.unit()
    olga, rob = factories.person("Olga"), factories.person("Rob", unit=unit, roles=(Role.LEADER,))
    rob.unit_id = None
    login(rob)
    units.close(unit, by=olga)
    assert acts() == ["role.taken", "unit.closed"]
    assert (rob.roles, [each.ended_at is None for each in db.session.query(Login)]) == ([], [False])


def test_who_has_left_is_given_no_role():
    ada = factories.person("Ada")
    services.leave(ada)
    with pytest.raises(Forbidden, match="has left"):
        services.grant(ada, Role.ADMIN)
    assert ada.roles == []


def test_who_comes_back_to_a_closed_unit_is_in_none(told):
    unit = factories.unit()
    ada = factories.person("Ada", unit=unit)
    services.leave(ada)
    units.close(unit, by=None)
    services.come_back(ada)
    assert ada.unit_id is None
    assert [until is None for _, _, until in stays(ada)] == [False]


def test_what_people_cannot_say_of_themselves_is_refused_with_the_reason():
    ada, today = factories.person("Ada"), clock.now().date()
    nine, five, evening = time(9), time(17), {"days": ["0"], "starts": time(18), "ends": time(20)}
    told = {"zone": "UTC", "learning": "", "helping": "", "shortcuts": True}
    refused = {
        lambda: profiles.describe(ada, name=" ", **told): "Write your name",
        lambda: profiles.describe(ada, name="Ada", **told | {"zone": "Nowhere"}): "a time zone",
        lambda: profiles.set_hours(ada, starts=five, ends=nine, days=["0"]): "an end after the start",
        lambda: profiles.set_hours(ada, starts=nine, ends=five, days=[]): "at least one day",
        lambda: profiles.set_away(ada, until=today - DAY): "today or a later day",
        lambda: profiles.set_away(ada, until=today, since=today + DAY): "a first day before the last",
        lambda: quiet.add(ada, days=[], starts=nine, ends=five): "at least one day",
        lambda: quiet.add(ada, days=[*"01234"], starts=nine, ends=five): quiet.NO_HOUR,
        lambda: passwords.hashed("short"): "fewer than 10 characters",
        lambda: passwords.hashed("aaaaaaaaaaaa"): "too easy to guess",
        lambda: passwords.hashed("long " * 50): "at most 200 characters",
        lambda: organisations.name_it(name=" ", zone="UTC", first_weekday=0, by=ada): "Write a name",
        lambda: organisations.name_it(name="A", zone="x", first_weekday=0, by=ada): "a time zone",
        lambda: organisations.let_in(" ".join(f"d{n}.org" for n in range(51)), by=ada): "at most 50 domains",
        lambda: organisations.set_rate(hour_rate=1, currency="E1", by=ada): "three letters",
        lambda: holidays.span(today, today - DAY, ""): "a last day after the first",
        lambda: holidays.read("tomorrow"): "is no day",
    }
    for act, reason in refused.items():
        with pytest.raises(Invalid, match=re.escape(reason)):
            act()
    for _ in range(quiet.MOST):
        quiet.add(ada, **evening)
    with pytest.raises(Invalid, match="Six are the most"):
        quiet.add(ada, **evening)
    with pytest.raises(NotFound):
        quiet.remove(ada, "nothing")
    with pytest.raises(Conflict):
        profiles.edit(ada, seen=ada.version + 1, name="Grace", **told)


def test_working_time_between_two_moments_is_that_of_the_persons_own_days():
    ada = Person(zone="UTC", work_starts=time(9), work_ends=time(17), work_days="01234")
    friday = datetime(2026, 11, 20, 16, tzinfo=UTC)
    for until, worked in ((HOUR, 1), (HOUR * 24, 1), (DAY * 3, 8), (DAY * 30, 10)):
        assert hours.worked(ada, friday, friday + until, most=HOUR * 10) == HOUR * worked
