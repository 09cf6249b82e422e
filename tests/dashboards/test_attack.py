"""An attacker who reads every number that is said, and knows who is where, learns nothing of few people."""

import random
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest

from learnhub.cohorts.flag_models import RaisedFlag
from learnhub.cohorts.flag_rules import Flag
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.dashboards import figures, jobs, pages, privacy, rows_kept_back, upkeep, weeks
from learnhub.dashboards.counting import Counted
from learnhub.dashboards.periods import WEEK, Period
from learnhub.dashboards.privacy import NOBODY, people
from learnhub.people import retention
from tests import factories
from tests.dashboards.test_reports import crowd, lead

LEAST, ORGANISATIONS = 5, 200
UTC, END = ZoneInfo("UTC"), date(2026, 11, 30)
YEAR = Period("year", "", END - 52 * WEEK, END, UTC)
QUARTER = Period("quarter", "", END - 8 * WEEK, END, UTC)
LAST = Period("last-quarter", "", END - 21 * WEEK, END - 8 * WEEK, UTC)
SOME_WEEK = Period("week", "", END - 3 * WEEK, END - 2 * WEEK, UTC)
PERIODS = (YEAR, QUARTER, LAST, QUARTER.before(), LAST.before(), SOME_WEEK)


class Organisation:
    """Units, people with the unit of then and of now, and the weeks in which each did something."""

    def __init__(self, dice: random.Random) -> None:
        self.parents: dict[int, int | None] = {1: None}
        for unit in range(2, dice.randrange(4, 11)):
            self.parents[unit] = dice.randrange(1, min(unit, 5))
        self.then = [dice.choice([*self.parents]) for _ in range(dice.randrange(20, 160))]
        moving = dice.choice([0, 0.02, 0.2])
        self.now = [dice.choice([*self.parents]) if dice.random() < moving else unit for unit in self.then]
        eager = {unit: dice.choice([0, 0.04, 0.3, 0.6, 0.97, 1]) for unit in self.parents}
        starts = [YEAR.starts + WEEK * n for n in range(52)]
        self.weeks = [
            {dice.choice(starts[31:] if dice.random() < 0.7 else starts) for _ in range(dice.randrange(1, 4))}
            if dice.random() < eager[unit]
            else set()
            for unit in self.then
        ]
        self.first = [Ref("talk", dice.choice([1, 1, 1, 2, 2, 3, 4])) for _ in self.then]

    def did(self, person: int, period: Period) -> bool:
        return any(period.starts <= week < period.ends for week in self.weeks[person])

    def counted(self, period: Period) -> Counted:
        found = Counted()
        for person, places in enumerate(zip(self.then, self.now, strict=True)):
            did = self.did(person, period)
            found.units[places] = found.units.get(places, NOBODY) + people(int(did), 1)
            if did:
                rows = found.parts.setdefault(places[0], {})
                rows[self.first[person]] = rows.get(self.first[person], NOBODY) + people(1, 1)
        return found

    def below(self, unit: int) -> set[int]:
        return {unit}.union(*(self.below(child) for child, parent in self.parents.items() if parent == unit))

    def group(self, place: tuple[int, bool], units: list[int]) -> int:
        """Who is in a place, as bits: everybody knows that of everybody."""
        wanted = {place[0]} if place[1] else self.below(place[0])
        return sum(1 << person for person, unit in enumerate(units) if unit in wanted)


def learnt(organisation: Organisation) -> Iterable[str]:
    """Yield what an attacker works out about fewer than five people, from all that is said."""
    counts = {period: organisation.counted(period) for period in PERIODS}
    whole = {period: counts[period] for period in PERIODS if period is not SOME_WEEK}
    told = figures.publish(organisation.parents, whole, LEAST)
    told |= figures.publish(organisation.parents, {SOME_WEEK: counts[SOME_WEEK]}, LEAST, whole)
    known: dict[Period, dict[int, int]] = {}
    for period, said in told.items():
        known[period] = pieces(numbers(organisation, said, both=period is not SOME_WEEK))
        yield from (f"{period.key}: {each}" for each in of_few(known[period]))
        yield from (f"{period.key}: {each}" for each in rows_of_few(organisation, said))
    for outer, inner in combinations(PERIODS, 2):
        if outer.starts <= inner.starts and inner.ends <= outer.ends:
            for group in known[outer].keys() & known[inner].keys():
                if privacy.is_few(known[outer][group] - known[inner][group], LEAST):
                    yield f"{outer.key} but not {inner.key}: {group:b}"


def numbers(organisation: Organisation, said: figures.Said, *, both: bool) -> dict[int, int]:
    """What is said, by who it is said of: pages, tables, files and mails all say the same."""
    pictures = [(said.then, organisation.then)] + ([(said.now, organisation.now)] if both else [])
    return {
        organisation.group(place, units): cell.numbers[0]
        for cells, units in pictures
        for place, cell in cells.items()
        if cell
    }


def pieces(said: dict[int, int]) -> dict[int, int]:
    """What follows from what is said, by taking one group from another and by putting two together."""
    known = dict(said)
    for _ in range(2):
        for one, other in combinations(sorted(known), 2):
            if len(known) > 250:
                break
            if one & other == one:
                known.setdefault(other ^ one, known[other] - known[one])
            elif one & other == other:
                known.setdefault(one ^ other, known[one] - known[other])
            elif not one & other:
                known.setdefault(one | other, known[one] + known[other])
    known.pop(0, None)
    return known


def of_few(known: dict[int, int]) -> Iterable[str]:
    """Of a group of whom all did, or none, as is said of them, each is known: that is about many."""
    many = {group: did for group, did in known.items() if group.bit_count() >= LEAST}
    alike = [group for group, did in many.items() if did in (0, group.bit_count())]
    for group, did in known.items():
        size = group.bit_count()
        small = size < LEAST or privacy.is_few(did, LEAST) or privacy.is_few(size - did, LEAST)
        if small and not any(group & all_of_them == group for all_of_them in alike):
            yield f"{did} of {size}"


def rows_of_few(organisation: Organisation, said: figures.Said) -> Iterable[str]:
    """What follows from the rows: of one unit, and of a unit less those below it."""
    rows = {unit: {row: cell.numbers[0] for row, cell in mine.items()} for unit, mine in said.parts.items()}
    for unit, mine in rows.items():
        children = [child for child, parent in organisation.parents.items() if parent == unit]
        below = [rows[child] for child in children if child in rows]
        yield from (f"{count} in {row}" for row, count in mine.items() if privacy.is_few(count, LEAST))
        for row in mine:
            if row is None or any(row not in each and None in each for each in below):
                continue  # it is among the others of one of them
            rest = mine[row] - sum(each.get(row, 0) for each in below)
            if privacy.is_few(rest, LEAST):
                yield f"{rest} in {row} beside those below"


def all_learnt() -> list[str]:
    return [each for seed in range(ORGANISATIONS) for each in learnt(Organisation(random.Random(seed)))]


def test_nothing_is_learnt_about_fewer_than_five_in_two_hundred_organisations():
    assert all_learnt() == []


def only_small(cells, least, barred=()):
    return frozenset(key for key, cell in cells.items() if key in barred or privacy.is_small(cell, least))


@pytest.mark.parametrize(
    ("module", "name", "leaky"),
    [
        (privacy, "hidden", only_small),
        (privacy, "movers", lambda *_: {}),
        (rows_kept_back, "_is_short", lambda *_: False),
        (figures, "_apart", lambda cell, *_: cell),
        (privacy, "is_small", lambda cell, least: cell.whole < least or 0 < cell.sides[0] < least),
    ],
)
def test_the_same_attack_finds_a_planted_leak(monkeypatch, module, name, leaky):
    monkeypatch.setattr(module, name, leaky)
    found = (each for seed in range(ORGANISATIONS) for each in learnt(Organisation(random.Random(seed))))
    assert next(found, None)


LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=0) for week in (1, 6)]


@pytest.mark.usefixtures("app")
def test_two_readings_minutes_apart_do_not_tell_who_got_a_flag():
    unit = factories.unit("Company")
    leader, monday = lead(unit), _monday()
    read = {}
    with clock.at(monday):
        cohort, people = _flagged(unit, monday)
        jobs.refresh()
    for minutes in (0, 9, 7 * 24 * 60):
        with clock.at(monday + timedelta(minutes=30 + minutes)):
            if minutes:
                _flag(cohort, people[6 if minutes == 9 else 7])
                crowd(unit, 1, 1)
            jobs.refresh()
            read[minutes] = _read(leader)
    assert "6 of 24 members of running cohorts have an open flag" in read[0]
    assert "6 of 24 members of running cohorts have an open flag" in read[9]
    assert "13 of 25 people did" in read[9]  # what tells of no state is live
    assert "8 of 24 members of running cohorts have an open flag" in read[7 * 24 * 60]


@pytest.mark.usefixtures("app")
def test_the_first_number_does_not_wait_and_an_admin_who_has_all_counted_anew_reads_no_second(monkeypatch):
    unit = factories.unit("Company")
    leader, monday = lead(unit), _monday()
    said = []
    with clock.at(monday):
        factories.act(factories.person(unit=unit), Ref("hackathon", 1))
        jobs.refresh()  # nobody is in a cohort yet
    with clock.at(monday + timedelta(hours=1)):
        cohort, people = _flagged(unit, monday)
        jobs.refresh()
        said.append(_read(leader))
    with clock.at(monday + timedelta(hours=2)):
        _flag(cohort, people[6])
        jobs.refresh()
        jobs.compare()
        assert upkeep.state().differing == 0  # the facts follow within the minute
        db.session.rollback()
        for count in (jobs.rebuild, upkeep.rebuild):  # by the page, and by the operator after a fault
            count()
            said.append(_read(leader))
        _flag(cohort, people[7])
        db.session.rollback()
        monkeypatch.setattr(retention, "smallest", lambda _: 6)
        jobs.rebuild()
        said.append(_read(leader))
    assert [int(re.search(r"(\d+) of 24 members of running cohorts have", told)[1]) for told in said] == [
        6,
        6,
        7,
        8,
    ]


def _read(leader):
    """What the tiles of the page say."""
    numbers = pages.show(leader, {"period": "year"})["numbers"]
    db.session.rollback()
    return " / ".join(words[0] for _, told, words in numbers if told.numbers)


def _monday():
    return datetime.combine(weeks.monday(clock.now().date()), time(9), UTC) - 2 * WEEK


def _flagged(unit, monday):
    """A cohort of 24, of whom six have a flag."""
    with clock.at(monday):
        cohort = factories.cohort(
            factories.person("Host"), *LINES, starts=(monday - timedelta(days=5)).date()
        )
        people = crowd(unit, 24, 12)
        for each in people:
            factories.sign_up(cohort, each)
        for each in people[:6]:
            _flag(cohort, each)
    return cohort, people


def _flag(cohort, person):
    about = {"cohort_id": cohort.id, "person_id": person.id, "rule": Flag.QUIET}
    factories.save(RaisedFlag(raised_at=clock.now() - timedelta(minutes=1), **about))
