"""The same attacker, of what is private: who also learns it of many, where none or all of them did."""

import random
from collections.abc import Iterable, Iterator
from itertools import combinations

import pytest

from learnhub.core.refs import Ref
from learnhub.dashboards import figures, privacy
from learnhub.dashboards.counting import Case, Counted, counted
from learnhub.dashboards.periods import WEEK, Period
from tests.dashboards.test_attack import LAST, LEAST, QUARTER, YEAR, Organisation, numbers, pieces

ORGANISATIONS = 200
PERIODS = YEAR, QUARTER, LAST, QUARTER.before(), LAST.before()
COHORT, OTHER = Ref("cohort", 1), Ref("cohort", 2)


def completed(people: Iterable[int], yes: int, ref: Ref = COHORT) -> list[Case]:
    """A case of each of them, of whom the first `yes` did."""
    return [Case(person, ref, (int(n < yes), 1), (n < yes, n >= yes)) for n, person in enumerate(people)]


@pytest.mark.parametrize("before", [0, 3, 7, 10])
def test_a_year_does_not_tell_of_a_quarter_that_all_of_it_or_none_did(before):
    """This quarter 5 of 10 and in the year 15 of 20 is 10 of 10 in the last: each of them is known."""
    places = {person: (1, 1) for person in range(20)}
    lately, earlier = completed(range(10), 5), completed(range(10, 20), before)
    counts = {
        YEAR: counted([*lately, *earlier], places),
        QUARTER: counted(lately, places),
        LAST: counted(earlier, places),
    }
    told = figures.publish({1: None}, counts, LEAST)
    assert [told[period].then[1, False] is not None for period in counts] == [False, True, False]
    assert [1 in told[period].parts for period in counts] == [False, True, False]


def test_a_year_is_said_that_tells_of_many_on_both_sides():
    places = {person: (1, 1) for person in range(20)}
    lately, earlier = completed(range(10), 5), completed(range(10, 20), 5)
    counts = {YEAR: counted([*lately, *earlier], places), QUARTER: counted(lately, places)}
    told = figures.publish({1: None}, counts, LEAST)
    assert told[YEAR].then[1, False].numbers == (10, 20)
    assert told[YEAR].parts[1][COHORT].numbers == (10, 20)


def test_the_same_people_twice_do_not_hide_that_all_of_them_did():
    """Ten did then what they do now, so that the people on each side are as many with them as without."""
    places = {person: (1, 1) for person in range(20)}
    lately, earlier = completed(range(20), 15), completed(range(10), 10)
    counts = {YEAR: counted([*lately, *earlier], places), QUARTER: counted(lately, places)}
    told = figures.publish({1: None}, counts, LEAST)
    assert [told[period].then[1, False] is not None for period in counts] == [False, True]


def test_six_deadlines_that_two_people_missed_are_of_two_people():
    places = {person: (1, 1) for person in range(40)}
    met = [Case(person, COHORT, (3, 3), (True, False)) for person in range(20, 30)]
    missed = [Case(person, COHORT, (0, 3), (False, True)) for person in range(30, 32)]
    lately = completed(range(20), 10)
    counts = {YEAR: counted([*lately, *met, *missed], places), QUARTER: counted(lately, places)}
    told = figures.publish({1: None}, counts, LEAST)
    assert [told[period].then[1, False] is not None for period in counts] == [False, True]


def test_what_people_are_at_when_a_period_ends_is_taken_from_no_other():
    places = {person: (1, 1) for person in range(20)}
    counts = {
        period: counted(completed(range(20), yes), places, adds_up=False)
        for period, yes in ((YEAR, 10), (QUARTER, 10), (LAST, 0))
    }
    told = figures.publish({1: None}, counts, LEAST)
    assert [told[period].then[1, False] is not None for period in counts] == [True, True, False]


def test_of_what_was_said_by_the_end_of_both_one_is_taken_from_the_other():
    places = {person: (1, 1) for person in range(20)}
    lately, earlier = completed(range(10), 5), completed(range(10, 20), 10)
    counts = {
        YEAR: counted([*lately, *earlier], places, adds_up=False),
        QUARTER: counted(lately, places, adds_up=False),
    }
    told = figures.publish({1: None}, counts, LEAST)
    assert [told[period].then[1, False] is not None for period in counts] == [False, True]


def test_a_cohort_in_a_year_does_not_tell_of_its_quarter_either():
    """Beside another cohort the unit’s numbers are of many on both sides, and say nothing of one cohort."""
    places = {person: (1, 1) for person in range(80)}
    lately = [*completed(range(10), 5), *completed(range(20, 40), 10, OTHER)]
    earlier = [*completed(range(10, 20), 10), *completed(range(40, 80), 20, OTHER)]
    counts = {YEAR: counted([*lately, *earlier], places), QUARTER: counted(lately, places)}
    told = figures.publish({1: None}, counts, LEAST)
    assert [told[period].then[1, False].numbers for period in counts] == [(45, 80), (15, 30)]
    assert [COHORT in told[period].parts[1] for period in counts] == [False, True]


class Private(Organisation):
    """Each was in one to three cohorts. In some quarters all came to the end, or none: by unit or cohort."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__(dice)
        self.then, self.now = 4 * self.then, 4 * self.now
        spans, cohorts = [(31, 52), (18, 31), (0, 18), (44, 52)], (1, 2, 3)
        eager = {(unit, span): dice.choice([0, 0.4, 0.6, 1]) for unit in self.parents for span in spans}
        alike = {(cohort, span): dice.choice([None, None, 0, 1]) for cohort in cohorts for span in spans}
        by_cohort = dice.random() < 0.5
        self.cases: list[tuple[int, Case]] = []
        for person, unit in enumerate(self.then):
            for span in dice.sample(spans, dice.choice([1, 1, 2, 3])):
                cohort = dice.choice((1, 1, *cohorts))
                chance = alike[cohort, span] if by_cohort else None
                yes = dice.random() < (eager[unit, span] if chance is None else chance)
                case = Case(person, Ref("cohort", cohort), (int(yes), 1), (yes, not yes))
                self.cases.append((dice.randrange(*span), case))

    def counted(self, period: Period) -> Counted:
        places = dict(enumerate(zip(self.then, self.now, strict=True)))
        weeks = [(YEAR.starts + WEEK * week, case) for week, case in self.cases]
        return counted([case for week, case in weeks if period.starts <= week < period.ends], places)


def learnt(organisation: Private) -> Iterator[str]:
    """Yield what follows from all that is said: by units, rows, and taking periods from one another."""
    counts = {period: organisation.counted(period) for period in PERIODS}
    told = figures.publish(organisation.parents, counts, LEAST)
    units = {period: both_sides(organisation, said) for period, said in told.items()}
    stays = organisation.then == organisation.now
    rows = {
        period: {
            (unit, row): (cell.numbers[0], cell.numbers[1] - cell.numbers[0])
            for unit, mine in said.parts.items()
            for row, cell in mine.items()
            if row and stays
        }
        for period, said in told.items()
    }
    for known in (units, rows):
        for outer in PERIODS:
            for less in taken_away(outer):
                for group in set(known[outer]).intersection(*(known[each] for each in less)):
                    left = [
                        known[outer][group][side] - sum(known[each][group][side] for each in less)
                        for side in (0, 1)
                    ]
                    few = any(privacy.is_few(side, LEAST) for side in left)
                    if few or bool(left[0]) != bool(left[1]):
                        yield f"{outer.key} less {[each.starts for each in less]}: {left} of {group}"


def both_sides(organisation: Private, said: figures.Said) -> dict[int, tuple[int, int]]:
    did = numbers(organisation, said, both=True)
    whole = {
        organisation.group(place, units): cell.numbers[1]
        for cells, units in ((said.then, organisation.then), (said.now, organisation.now))
        for place, cell in cells.items()
        if cell
    }
    wholes = pieces(whole)
    return {group: (part, wholes[group] - part) for group, part in pieces(did).items()}


def taken_away(outer: Period) -> Iterator[tuple[Period, ...]]:
    inner = [
        each for each in PERIODS if each != outer and outer.starts <= each.starts and each.ends <= outer.ends
    ]
    for size in range(len(inner) + 1):
        for group in combinations(inner, size):
            if all(one.ends <= two.starts or two.ends <= one.starts for one, two in combinations(group, 2)):
                yield group


def organisations() -> Iterator[Private]:
    return (Private(random.Random(seed)) for seed in range(ORGANISATIONS))


def test_nothing_private_is_learnt_of_anybody_in_two_hundred_organisations():
    assert [each for organisation in organisations() for each in learnt(organisation)] == []


def one_at_a_time(period, known, _):
    return [(each,) for each in known if figures._is_near(period, each, known)]


@pytest.mark.parametrize(
    ("module", "name", "leaky"),
    [
        (figures, "_left", lambda *_: ()),
        (figures, "_taken_away", one_at_a_time),
        (figures, "_marked_rows", lambda counted, _: counted.parts),
        (privacy, "_leaves_one_side", lambda _: False),
    ],
)
def test_the_same_attack_finds_what_periods_tell_of_one_another(monkeypatch, module, name, leaky):
    monkeypatch.setattr(module, name, leaky)
    assert next((each for organisation in organisations() for each in learnt(organisation)), None)
