"""The same attacker joins the page of cohorts with what else is said of them, and solves it."""

import random
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import replace

import pytest

from learnhub.core.refs import Ref
from learnhub.dashboards import audits, deadline_figures, figures
from learnhub.dashboards.counting import Case, Counted, Due, counted
from learnhub.dashboards.privacy import Cell
from tests.dashboards.equations import Equations
from tests.dashboards.test_attack import LEAST, QUARTER, Organisation

ORGANISATIONS = 200
PACE, ON_TIME, OVERDUE, RISK = deadline_figures.FAMILY
Sums = dict[Ref, tuple[int, int]]


class Courses(Organisation):
    """Each was in a cohort of one to three deadlines. All did some of them, or none, and sometimes the same
    people did nothing at all.
    """

    def __init__(self, dice: random.Random) -> None:
        super().__init__(dice)
        self.then = 3 * self.then
        self.dues: dict[Ref, Due] = {}
        for number in range(dice.choice([1, 2, 2, 3])):
            goes_on = dice.random() < 0.8
            for days in sorted(
                dice.sample([2, 5, 9, 12, 20, 40, 70], dice.choice([1, 2, 2, 3])), reverse=True
            ):
                due = Due(Ref("cohort", number), days, days < 56, goes_on)
                self.dues[Ref("deadline", len(self.dues))] = due
        self.cohorts = sorted({due.cohort for due in self.dues.values()}, key=lambda ref: ref.id)
        eager = {ref: dice.choice([0, 0.3, 0.5, 0.7, 0.9, 1, 1, 1]) for ref in self.dues}
        idle = dice.choice([0, 0, 0.1, 0.3])
        slow = dice.choice([0, 0, 0.1])
        self.cases: dict[str, list[Case]] = {name: [] for name in deadline_figures.FAMILY}
        for person in range(len(self.then)):
            self._count(person, dice, eager, idle=idle, slow=slow)

    def _count(
        self, person: int, dice: random.Random, eager: Mapping[Ref, float], *, idle: float, slow: float
    ) -> None:
        cohort, lazy = dice.choice(self.cohorts), dice.random() < idle
        mine = [ref for ref, due in self.dues.items() if due.cohort == cohort]
        done = {ref: dice.random() < eager[ref] and not lazy for ref in mine}
        slow_at = {ref for ref in mine if dice.random() < slow}
        self.keep(person, cohort, done, slow_at, flagged=dice.random() < 0.05)

    def keep(
        self, person: int, cohort: Ref, done: Mapping[Ref, bool], slow_at: Collection[Ref], *, flagged: bool
    ) -> None:
        """Note what one did in a cohort; who has anything open is flagged anyway."""
        in_time = [did and ref not in slow_at for ref, did in done.items() if self.dues[ref].is_within]
        late = any(not did and self.dues[ref].goes_on for ref, did in done.items())
        self.cases[PACE] += [Case(person, ref, (int(did), 1), (did, not did)) for ref, did in done.items()]
        if in_time:
            sides = any(in_time), not all(in_time)
            self.cases[ON_TIME].append(Case(person, cohort, (sum(in_time), len(in_time)), sides))
        for name, yes in ((OVERDUE, late), (RISK, flagged or not all(done.values()))):
            self.cases[name].append(Case(person, cohort, (int(yes), 1), (yes, not yes)))

    def counts(self) -> dict[str, Counted]:
        places = dict(enumerate(zip(self.then, self.then, strict=True)))
        found = {name: counted(cases, places, adds_up=name == ON_TIME) for name, cases in self.cases.items()}
        return found | {PACE: replace(found[PACE], deadlines=self.dues)}

    def told(self) -> dict[str, figures.Said]:
        counts = {name: {QUARTER: each} for name, each in self.counts().items()}
        return {name: told[QUARTER] for name, told in figures.together(self.parents, counts, LEAST).items()}


class Demo(Courses):
    """Two cohorts of the demo: all 24 did the first deadline of one, and 12 of 18 that of the other."""

    def __init__(self) -> None:
        self.parents, self.then = {1: None}, [1] * 42
        first, second = Ref("cohort", 1), Ref("cohort", 2)
        self.dues = {Ref("deadline", days): Due(first, days, True, True) for days in (24, 17, 10, 3)}
        self.dues[Ref("deadline", 4)] = Due(second, 4, True, False)
        self.cohorts, self.cases = [first, second], {name: [] for name in deadline_figures.FAMILY}
        did = {24: 24, 17: 18, 10: 15, 3: 15}
        for person in range(24):
            done = {Ref("deadline", days): person < count for days, count in did.items()}
            self.keep(person, first, done, [Ref("deadline", 24)] * (person < 2), flagged=person == 0)
        for person in range(18):
            self.keep(24 + person, second, {Ref("deadline", 4): person < 12}, (), flagged=person == 0)


class Group:
    """Some people, those of a unit or of it without those below: what is said of them, and what is true."""

    def __init__(
        self,
        organisation: Courses,
        told: Mapping[str, figures.Said],
        unit: int,
        less: Collection[int] = (),
    ) -> None:
        self.dues, self.told, self.units = organisation.dues, told, (unit, *less)
        self.kept: dict[Ref, int] = {}
        inside = organisation.below(unit).difference(*(organisation.below(each) for each in less))
        self.true: dict[str, Sums] = {name: {} for name in deadline_figures.FAMILY}
        for name, cases in organisation.cases.items():
            for case in cases:
                if organisation.then[case.person_id] in inside:
                    part, whole = self.true[name].get(case.ref, (0, 0))
                    self.true[name][case.ref] = part + case.numbers[0], whole + case.numbers[1]

        self.near: dict[Hashable, int] = {ref: of - done for ref, (done, of) in self.true[PACE].items()}
        for name in (OVERDUE, RISK):
            self.near |= {(name, ref): part for ref, (part, _) in self.true[name].items()}
        self.solved = self.equations()

    def could(self, ref: Ref, bounds: tuple[int, int]) -> bool:
        """Whether what is said could be so, with so many who have it open."""
        return self.solved is None or self.solved.has({ref: bounds}, self.near)

    def moves(self, ref: Ref, open_: int) -> tuple[int, int]:
        """By how many, up to five, it could be fewer than it is, and more."""
        if self.solved is None:
            return LEAST, LEAST
        most = range(LEAST, 0, -1)
        fewer = (count for count in most if self.could(ref, (0, open_ - count)))
        more = (count for count in most if self.could(ref, (open_ + count, self.kept[ref])))
        return next(fewer, 0), next(more, 0)

    def all_of(self, name: str) -> tuple[int, int] | None:
        """What is said of everybody."""
        return self._less([self.told[name].then.get((unit, False)) for unit in self.units])

    def rows(self, name: str) -> Sums:
        """What is said of single rows."""
        if self.all_of(name) is None:
            return {}
        first, *rest = [self.told[name].parts.get(unit, {}) for unit in self.units]
        found = {ref: self._less([first[ref], *(each.get(ref) for each in rest)]) for ref in first if ref}
        return {ref: numbers for ref, numbers in found.items() if numbers}

    @staticmethod
    def _less(cells: list[Cell | None]) -> tuple[int, int] | None:
        if not all(cells):
            return None
        (part, whole), *rest = [cell.numbers[:2] for cell in cells if cell]
        return part - sum(each[0] for each in rest), whole - sum(each[1] for each in rest)

    def equations(self) -> Equations | None:
        """All that is said of them, as of how many have open what is kept back, are overdue, and flagged."""
        found, pace, said = Equations(), self.all_of(PACE), self.rows(PACE)
        if pace is None:
            return None
        self.kept = {ref: of for ref, (_, of) in self.true[PACE].items() if ref not in said and of}
        shown = {ref: of - done for ref, (done, of) in said.items()}
        cohorts = {due.cohort for due in self.dues.values()}
        members = {ref: self.true[RISK].get(ref, (0, 0))[1] for ref in cohorts}
        found.bounds = {ref: (0, of) for ref, of in self.kept.items()}
        found.bounds |= {(name, ref): (0, members[ref]) for name in (OVERDUE, RISK) for ref in cohorts}
        found.add(dict.fromkeys(self.kept, 1), *2 * (pace[1] - pace[0] - sum(shown.values()),))
        for name in (OVERDUE, RISK):
            if numbers := self.all_of(name):
                found.add({(name, ref): 1 for ref in cohorts}, numbers[0], numbers[0])
            for ref, numbers in self.rows(name).items():
                found.add({(name, ref): 1}, numbers[0], numbers[0])
        for cohort in cohorts:
            self._of_members(found, cohort, shown)
        in_time = self.rows(ON_TIME)
        for those in [{ref} for ref in in_time] + [cohorts, cohorts - in_time.keys()]:
            self._met(found, those, shown)
        return found

    def _of_members(self, found: Equations, cohort: Ref, shown: Mapping[Ref, int]) -> None:
        """Who is overdue has a deadline open that goes on, and who has any open has a flag."""
        late, members = {}, 0
        for ref, due in self.dues.items():
            if due.cohort != cohort:
                continue
            for name in (OVERDUE, RISK) if due.goes_on else (RISK,):
                if ref in self.kept:
                    found.add({(name, cohort): 1, ref: -1}, low=0)
                else:
                    found.add({(name, cohort): 1}, low=shown.get(ref, 0))
            if due.goes_on and ref in self.kept:
                late[ref] = -1
            elif due.goes_on:
                members += shown.get(ref, 0)
        found.add({(OVERDUE, cohort): 1} | late, high=members)
        found.add({(RISK, cohort): 1, (OVERDUE, cohort): -1}, low=0)

    def _met(self, found: Equations, those: set[Ref], shown: Mapping[Ref, int]) -> None:
        """What is open was not met on time."""
        in_time, numbers = self.rows(ON_TIME), self.all_of(ON_TIME)
        if numbers is None:
            return
        if those <= in_time.keys():
            met = [in_time[ref] for ref in those]
        else:
            met = [numbers] + [(-a, -b) for ref, (a, b) in in_time.items() if ref not in those]
        unmet = sum(of - part for part, of in met)
        inside = [ref for ref, due in self.dues.items() if due.is_within and due.cohort in those]
        open_ones = {ref: 1 for ref in inside if ref in self.kept}
        found.add(open_ones, high=unmet - sum(shown.get(ref, 0) for ref in inside))


def learnt(organisation: Courses) -> Iterator[str]:
    """Yield what follows from all that is said: of a unit, of it without those below, and of those side by
    side.
    """
    told = organisation.told()
    for unit in organisation.parents:
        below = [
            child
            for child, parent in organisation.parents.items()
            if parent == unit and told[PACE].then.get((child, False))
        ]
        rest = Group(organisation, told, unit, below)
        each_below = [Group(organisation, told, child) for child in below]
        for group in (Group(organisation, told, unit), rest) if below else (rest,):
            yield from of_group(group)
        yield from of_neighbours(told[PACE].parts.get(unit, {}), [rest, *each_below])
        yield from of_ages(told, unit, organisation.dues)


def of_group(group: Group) -> Iterator[str]:
    """What is said must leave open whether five did it, and whether five did not."""
    for ref, of in group.kept.items():
        done, many = group.true[PACE][ref][0], min(LEAST, of)
        if not (of - done >= many or group.could(ref, (many, of))):
            yield f"at most {many - 1} of {of} did not do {ref}, in {group.units}"
        if not (done >= many or group.could(ref, (0, of - many))):
            yield f"at most {many - 1} of {of} did {ref}, in {group.units}"


def of_neighbours(rows: Mapping[Ref | None, Cell], groups: list[Group]) -> Iterator[str]:
    """Of a deadline that is said of all of them together, what is known of one tells of its neighbours."""
    for ref in filter(None, rows):
        kept = [each for each in groups if ref in each.kept]
        if len(kept) < 2:
            continue
        true = [each.kept[ref] - each.true[PACE][ref][0] for each in kept]
        moves = [each.moves(ref, count) for each, count in zip(kept, true, strict=True)]
        for at, each in enumerate(kept):
            of, others = each.kept[ref], [*moves[:at], *moves[at + 1 :]]
            up, down = (
                min(moves[at][1], sum(one[0] for one in others)),
                min(moves[at][0], sum(one[1] for one in others)),
            )
            many = min(LEAST, of)
            if true[at] + up < many or of - true[at] + down < many:
                yield f"{true[at]} of {of} did not do {ref}, in {each.units}"


def of_ages(told: Mapping[str, figures.Said], unit: int, dues: Mapping[Ref, Due]) -> Iterator[str]:
    """How long deadlines are open says nothing that the rows of pace do not."""
    cell = told[OVERDUE].then.get((unit, False))
    ages = [*cell.numbers[2:]] if cell else []
    rows = {ref: row.numbers for ref, row in told[PACE].parts.get(unit, {}).items() if ref}
    by_age = [0, 0, 0, 0]
    for ref, (done, of) in rows.items():
        if dues[ref].goes_on:
            by_age[sum(dues[ref].days > most for most in (3, 7, 14))] += of - done
    if ages not in ([], by_age):
        yield f"{ages} are open by age, in {unit}, and {by_age} are said"


def all_learnt() -> Iterator[str]:
    return (each for seed in range(ORGANISATIONS) for each in learnt(Courses(random.Random(seed))))


def test_no_deadline_that_is_kept_back_is_worked_out_from_all_other_figures_in_two_hundred_organisations():
    assert [*all_learnt()] == []


def test_what_an_org_leader_worked_out_in_the_demo_stays_open_and_pace_is_said_as_it_was(monkeypatch):
    """24 of 24, from: others 36 of 42, three weeks of a cohort, 12 of 18 on time, and overdue by age."""
    assert [*learnt(Demo())] == []
    told = Demo().told()
    pace = {ref and ref.id: cell.numbers for ref, cell in told[PACE].parts[1].items()}
    assert pace == {17: (18, 24), 10: (15, 24), 3: (15, 24), None: (36, 42)}
    assert told[OVERDUE].then[1, False].numbers == (9, 42, 9, 0, 9, 6)
    monkeypatch.setattr(deadline_figures, "kept_back", lambda *_: {})
    assert [*learnt(Demo())] == ["at most 4 of 24 did not do Ref(kind='deadline', id=24), in (1,)"]


def of_all(overdue: figures.Said, _: figures.Said, counted: Counted) -> figures.Said:
    """The ages of every deadline, as they were once."""
    ages = [0, 0, 0, 0]
    for rows in counted.parts.values():
        for ref, cell in rows.items():
            due = counted.deadlines[ref]
            ages[sum(due.days > most for most in deadline_figures.AGES)] += cell.numbers[1] - cell.numbers[0]
    then = {
        place: replace(cell, numbers=(*cell.numbers, *ages)) if cell else None
        for place, cell in overdue.then.items()
    }
    return overdue._replace(then=then)


@pytest.mark.parametrize(
    ("module", "name", "leaky"),
    [
        (audits.Table, "tells", lambda *_: None),
        (deadline_figures, "kept_back", lambda *_: {}),
        (deadline_figures, "with_ages", of_all),
    ],
)
def test_the_same_attack_finds_what_figures_tell_of_one_another(monkeypatch, module, name, leaky):
    monkeypatch.setattr(module, name, leaky)
    assert next(all_learnt(), None)
