from datetime import datetime, timedelta

import pytest

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.dashboards import pages, periods, queries, reports
from learnhub.dashboards.reports import Report
from learnhub.dashboards.suppression import Count
from learnhub.people.models import Kind, Person, Role, Unit
from tests import factories
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
UTC = periods.ZoneInfo("UTC")
BUILD = Ref("hackathon", 1)


def crowd(unit: Unit, people: int, acting: int, within: Ref = BUILD) -> list[Person]:
    """People of a unit for two years, of whom some did something yesterday."""
    since = clock.now() - timedelta(days=800)
    made = [factories.person(f"P{n}", unit=unit, created_at=since) for n in range(people)]
    for person in made[:acting]:
        factories.act(person, within, at=clock.now() - timedelta(hours=1))
    return made


def report(leader: Person, unit: Unit, key: str = "year") -> Report:
    now = clock.now()
    units = queries.units()
    seen = reports.units_seen_by(leader, units)
    period = periods.choices(now.date(), UTC)[key]
    return reports.participation(leader, reports.chosen(seen, unit.key), units, period, least=5, now=now)


def lead(unit: Unit) -> Person:
    """An org leader who is a contractor, so that the figures stay round."""
    return factories.person("Ingrid", unit=unit, roles=(Role.LEADER,), kind=Kind.CONTRACTOR)


def test_the_number_is_participants_over_eligible_people():
    unit = factories.unit()
    crowd(unit, 10, 6)
    assert report(lead(unit), unit).count == Count(6, 10)


def test_contractors_leavers_and_those_away_are_not_counted():
    unit, today = factories.unit(), clock.now().date()
    people = crowd(unit, 12, 9)
    people[0].kind = Kind.CONTRACTOR
    people[1].left_at = clock.now() - timedelta(days=1)
    people[2].away_from, people[2].away_until = today - timedelta(days=1), today + timedelta(days=9)
    db.session.commit()
    assert report(lead(unit), unit).count == Count(6, 9)


def test_someone_whose_absence_begins_later_still_counts():
    unit, today = factories.unit(), clock.now().date()
    people = crowd(unit, 8, 6)
    people[0].away_from = people[0].away_until = today + timedelta(days=9)
    db.session.commit()
    assert report(lead(unit), unit).count == Count(6, 8)


def test_the_rows_sum_to_the_number():
    company = factories.unit("Company")
    one, two = factories.unit("One", parent=company), factories.unit("Two", parent=company)
    crowd(company, 6, 5)
    crowd(one, 8, 6, Ref("hackathon", 2))
    crowd(two, 12, 7)
    found = report(lead(company), company)
    assert found.count == Count(18, 26)
    assert sum((line.count for line in found.lines if line.count), Count(0, 0)) == found.count
    assert sum(part.people for part in found.parts) == found.count.part


def test_a_person_counts_once_at_the_first_thing_they_did():
    unit = factories.unit()
    people = crowd(unit, 9, 9)
    for person in people:
        factories.act(person, Ref("hackathon", 2))
    assert [part.people for part in report(lead(unit), unit).parts] == [9]


def test_a_small_unit_is_hidden_with_its_neighbour_and_neither_says_which_it_is():
    company = factories.unit("Company")
    tiny, small, large = (factories.unit(name, parent=company) for name in ("Tiny", "Small", "Large"))
    crowd(tiny, 3, 3)
    crowd(small, 9, 6)
    crowd(large, 20, 12)
    found = report(lead(company), company)
    assert [(line.name, line.count) for line in found.lines] == [
        ("Large", Count(12, 20)),
        ("Small", None),
        ("Tiny", None),
    ]


def test_a_hidden_neighbour_stays_hidden_on_its_own_page():
    company = factories.unit("Company")
    tiny, small = factories.unit("Tiny", parent=company), factories.unit("Small", parent=company)
    crowd(tiny, 3, 3)
    crowd(small, 9, 6)
    crowd(company, 20, 12)
    leader = lead(company)
    assert report(leader, small).count is None
    assert report(leader, small).parts == ()
    assert report(leader, company).count == Count(21, 32)


def test_fewer_than_five_participants_are_no_number_and_none_of_many_is_zero():
    company = factories.unit("Company")
    units = [factories.unit(name, parent=company) for name in ("None", "Some", "Many")]
    for unit, acting in zip(units, (0, 4, 9), strict=True):
        crowd(unit, 30, acting)
    leader = lead(company)
    found = report(leader, company)
    assert [(line.name, line.count) for line in found.lines] == [
        ("Many", None),
        ("None", Count(0, 30)),
        ("Some", None),
    ]
    own = [report(leader, unit) for unit in units]
    assert [each.count for each in own] == [Count(0, 30), None, None]
    assert (pages.headline(own[0]), set(own[0].weeks)) == ("Nobody took part.", {0})


def test_whoever_moves_counts_where_they_were_at_the_end_of_the_period():
    company = factories.unit("Company")
    old, new = factories.unit("Old", parent=company), factories.unit("New", parent=company)
    crowd(old, 6, 6)
    people = crowd(new, 9, 6)
    leader = lead(company)
    before = report(leader, company, "last-quarter")
    moved = datetime.combine(clock.now().date() - timedelta(days=3), datetime.min.time(), UTC)
    stay = db.session.query(factories.UnitStay).filter_by(person_id=people[0].id).one()
    stay.until = moved
    db.session.add(factories.UnitStay(person_id=people[0].id, unit_id=old.id, since=moved))
    db.session.commit()
    after = report(leader, company)
    assert {line.name: line.count for line in after.lines} == {"Old": Count(7, 7), "New": Count(5, 8)}
    assert report(leader, company, "last-quarter") == before


def test_a_leader_sees_their_units_and_no_others():
    company = factories.unit("Company")
    mine, other = factories.unit("Mine", parent=company), factories.unit("Other", parent=company)
    below = factories.unit("Below", parent=mine)
    seen = reports.units_seen_by(lead(mine), queries.units())
    assert [unit.key for unit in seen] == [mine.key, below.key]
    with pytest.raises(NotFound):
        reports.chosen(seen, other.key)


def test_the_same_number_of_statements_with_few_people_and_with_many():
    unit = factories.unit()
    leader = lead(unit)
    crowd(unit, 6, 5)
    with statements() as few:
        report(leader, unit)
    for n in range(6):
        crowd(factories.unit(f"U{n}", parent=unit), 12, 6, Ref("hackathon", n + 2))
    with statements() as many:
        report(leader, unit)
    assert len(few) == len(many)
