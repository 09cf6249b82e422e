import gc
from datetime import datetime, timedelta

import pytest

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.transaction import transaction
from learnhub.dashboards import pages, periods, queries, reports, upkeep
from learnhub.dashboards.metrics import BY_NAME
from learnhub.dashboards.queries import UnitRow
from learnhub.dashboards.reports import Report, Told
from learnhub.people import services as people_services
from learnhub.people.models import Kind, Person, Role, Unit
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
UTC = periods.ZoneInfo("UTC")
BUILD = Ref("hackathon", 1)


def crowd(
    unit: Unit, people: int, acting: int, within: Ref = BUILD, at: datetime | None = None
) -> list[Person]:
    """People of a unit for two years, of whom some did something yesterday, or at that moment."""
    since = clock.now() - timedelta(days=800)
    with factories.many():
        made = [factories.person(f"P{n}", unit=unit, created_at=since) for n in range(people)]
        for person in made[:acting]:
            factories.act(person, within, at=at or clock.now() - timedelta(hours=1))
    return made


def report(leader: Person, unit: Unit, key: str = "year", *, as_is: bool = False) -> Report:
    with transaction():
        upkeep.state().refreshed_at = None
    upkeep.refresh()
    row, _, below = reports.chosen(leader, unit.key)
    period = periods.choices(clock.now().date(), UTC)[key]
    found = reports.report(leader, row, below, period, as_is=as_is, since=upkeep.state().first_week)
    db.session.rollback()
    return found


def made_of(leader: Person, unit: Unit, key: str = "year") -> list[int]:
    row, _, _ = reports.chosen(leader, unit.key)
    period = periods.choices(clock.now().date(), UTC)[key]
    return [part.numbers[0] for part in reports.made_of(leader, row, BY_NAME["participation"], period)]


def numbers(found: Report) -> dict[str, list[int] | None]:
    return {line.name: line.told.numbers for line in found.lines}


def lead(unit: Unit) -> Person:
    """An org leader who is a contractor, so that the figures stay round."""
    return factories.person("Ingrid", unit=unit, roles=(Role.LEADER,), kind=Kind.CONTRACTOR)


def test_contractors_leavers_and_those_away_are_not_counted():
    unit, today = factories.unit(), clock.now().date()
    people = crowd(unit, 19, 9)
    people[0].kind = Kind.CONTRACTOR
    people[1].left_at = clock.now() - timedelta(days=1)
    people[2].away_from, people[2].away_until = today - timedelta(days=1), today + timedelta(days=9)
    people[3].away_from = people[3].away_until = today + timedelta(days=9)  # not yet
    db.session.commit()
    assert report(lead(unit), unit).main.numbers == [6, 16]


def test_the_rows_sum_to_the_number_and_people_count_once_at_the_first_thing_they_did():
    company = factories.unit("Company")
    one, two = factories.unit("One", parent=company), factories.unit("Two", parent=company)
    crowd(company, 16, 5)
    crowd(one, 18, 6, Ref("hackathon", 2))
    for person in crowd(two, 12, 7)[:7]:
        factories.act(person, Ref("hackathon", 2))
    leader = lead(company)
    found = report(leader, company)
    assert found.main.numbers == [18, 46]
    assert numbers(found) == {"One": [6, 18], "Two": [7, 12], "Directly in Company": [5, 16]}
    assert sum(made_of(leader, company)) == 18


def test_a_small_unit_is_hidden_with_its_neighbour_on_every_page():
    company = factories.unit("Company")
    tiny, small, large = (factories.unit(name, parent=company) for name in ("Tiny", "Small", "Large"))
    crowd(tiny, 3, 3)
    crowd(small, 19, 6)
    crowd(large, 30, 12)
    leader = lead(company)
    found = report(leader, company)
    assert numbers(found) == {"Large": [12, 30], "Small": None, "Tiny": None}
    own = report(leader, small)
    assert (own.main.numbers, own.main.hidden, own.lines) == (None, True, [])
    assert made_of(leader, small) == []
    assert {week for line in (*found.lines, own) for week in line.weeks if line is own} == {None}


def test_few_on_either_side_are_no_number_and_none_of_many_is_zero():
    company = factories.unit("Company")
    for name, acting in (("None", 0), ("Some", 4), ("Nearly all", 28), ("Many", 9)):
        crowd(factories.unit(name, parent=company), 30, acting)
    found = report(lead(company), company)
    assert numbers(found) == {"Many": [9, 30], "Nearly all": None, "None": [0, 30], "Some": None}
    assert pages.headline(found.lines[2].told, 8) == "Nobody took part."


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0, "Nobody took part."),
        (5, "Fewer than one in a hundred took part."),
        (1540, "77\u00a0% took part."),
        (1600, "80\u00a0% took part."),
        (1994, "Nearly all took part."),
        (2000, "All took part."),
    ],
)
def test_the_title_says_one_way_how_many_took_part(part, said):
    assert pages.headline(Told([part, 2000], None), 8) == said


def test_of_nobody_nobody_took_part():
    assert pages.headline(Told([0, 0], None), 8) == "Nobody took part."


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (50, "77\u00a0% took part, 27 points more than in the 8 weeks before."),
        (77, "77\u00a0% took part, as in the 8 weeks before."),
    ],
)
def test_the_title_says_what_it_is_compared_with(before, said):
    told = Told([77, 100], [before, 100])
    assert pages.headline(told, 8) == said
    assert pages.headline(told, 8, runs=True) == said.replace("part,", "part so far,")


def test_nothing_is_compared_with_weeks_before_there_were_records_and_a_week_of_nobody_is_zero():
    unit, now = factories.unit("Company"), clock.now()
    for weeks_ago in (0, 3, 5):
        crowd(unit, 12, 6, at=now - timedelta(weeks=weeks_ago))
    leader = lead(unit)
    found = report(leader, unit, "year")
    assert (found.main.numbers, found.main.before) == ([18, 36], None)
    assert found.weeks[-6:] == [17, 0, 17, 0, 0, None]
    crowd(unit, 12, 6, at=now - timedelta(days=725))
    assert report(leader, unit, "year").main.before == [0, 48]


def test_whoever_moves_counts_where_they_were_unless_todays_organisation_is_asked_for():
    company = factories.unit("Company")
    old, new = factories.unit("Old", parent=company), factories.unit("New", parent=company)
    crowd(old, 16, 6)
    people = crowd(new, 29, 14)
    leader = lead(company)
    when = clock.now() - timedelta(days=130)
    for person in people[:16]:
        factories.act(person, BUILD, at=when)
    before = report(leader, company, "last-quarter")
    move(people[:1], old)
    assert report(leader, company, "last-quarter").told == before.told
    alone = report(leader, company, "last-quarter", as_is=True)
    assert set(numbers(alone).values()) <= {None}  # that one person moved would be told
    assert numbers(report(leader, company, "quarter")) == {"Old": [7, 17], "New": [13, 28]}


def move(people: list[Person], to: Unit) -> None:
    with transaction():
        for person in people:
            people_services.move(db.session.get(Person, person.id), db.session.get(Unit, to.id))


def test_a_leader_sees_their_units_and_no_others():
    company = factories.unit("Company")
    mine, other = factories.unit("Mine", parent=company), factories.unit("Other", parent=company)
    below = factories.unit("Below", parent=mine)
    leader = lead(mine)
    first, seen, right_below = reports.chosen(leader, None)
    assert (first.key, [unit.key for unit in seen]) == (mine.key, [mine.key, below.key])
    assert [unit.key for unit in right_below] == [below.key]
    with pytest.raises(NotFound):
        reports.chosen(leader, other.key)


def test_units_that_were_read_are_gone_with_the_page():
    """What holds itself waits for the garbage collector, and in the end one page pays for dozens."""
    leader = lead(factories.unit("Company"))
    gc.collect()
    gc.disable()
    try:
        assert reports.chosen(leader, None)[0].name == "Company"
        assert not [each for each in gc.get_objects() if isinstance(each, UnitRow)]
    finally:
        gc.enable()


def test_of_many_units_one_chooses_from_the_highest_and_those_around_the_one_shown(monkeypatch):
    """The page of each leads to those below it: a list of thousands helps nobody, and costs all."""
    monkeypatch.setattr(queries, "OFFERED", 3)
    above = factories.unit("Above")
    company = factories.unit("Company", parent=above)
    units = {name: factories.unit(name, parent=company) for name in ("A", "B", "C")}
    deep = units["B"]
    for name in ("B1", "B2", "B3"):
        deep = units[name] = factories.unit(name, parent=deep)
    leader = lead(company)
    names = {
        shown: [each.name for each in reports.chosen(leader, key)[1]]
        for shown, key in (("the highest", None), ("deep", units["B2"].key))
    }
    assert names["the highest"] == ["Company", "A", "B", "C"]
    assert [name for name in names["deep"] if name not in ("A", "C")] == ["Company", "B", "B1", "B2", "B3"]
