import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.dashboards.privacy import Cell, Tree, hidden, is_small, movers, people, said, total
from learnhub.dashboards.rows_kept_back import parts

LEAST = 5
COUNTS = st.integers(0, 30).flatmap(lambda whole: st.builds(people, st.integers(0, whole), st.just(whole)))
CELLS = st.dictionaries(st.integers(0, 20), COUNTS, max_size=8)


def test_large_cells_are_all_said():
    assert hidden({"a": people(6, 20), "b": people(20, 30)}, LEAST) == frozenset()


def test_a_small_cell_takes_its_smallest_neighbour_along():
    cells = {"small": people(2, 4), "next": people(6, 16), "large": people(20, 40)}
    assert hidden(cells, LEAST) == {"small", "next"}


def test_few_who_did_not_are_as_small_as_few_who_did():
    assert is_small(people(19, 20), LEAST)
    assert is_small(people(1, 20), LEAST)
    assert not is_small(people(15, 20), LEAST)


def test_that_nobody_or_all_of_many_did_is_about_many():
    assert not is_small(people(0, 30), LEAST)
    assert not is_small(people(30, 30), LEAST)
    assert is_small(people(0, 4), LEAST)


@pytest.mark.parametrize(("part", "is_said"), [(0, False), (5, True), (6, True), (11, False)])
def test_of_what_is_private_neither_none_nor_all_is_said(part, is_said):
    """Eleven of eleven with a flag, or with nothing overdue, would say it of each of them."""
    cell = Cell((part, 11), (part, 11 - part), 11, private=True)
    assert is_small(cell, LEAST) is not is_said
    beside = {"cohort": cell, "other": Cell((12, 24), (12, 12), 24, private=True)}
    assert hidden(beside, LEAST) == (frozenset() if is_said else {"cohort", "other"})


def test_a_number_that_few_tell_from_another_is_small():
    assert is_small(Cell((20, 60), (20, 40), 60, apart=(3,)), LEAST)
    assert not is_small(Cell((20, 60), (20, 40), 60, apart=(0, 5)), LEAST)


def test_below_a_unit_of_which_nothing_is_said_nothing_is_said():
    tree = Tree({1: None, 2: 1, 3: 1, 4: 2, 5: 2}, {3: people(30, 60), 4: people(2, 30), 5: people(1, 30)})
    told = said(tree, LEAST)
    assert told == {
        (1, False): people(33, 120),
        (2, False): None,
        (3, False): None,
        (3, True): None,
        (4, False): None,
        (4, True): None,
        (5, False): None,
        (5, True): None,
    }


def test_by_todays_units_a_place_that_few_went_to_or_from_is_not_said():
    tree = Tree({1: None, 2: 1, 3: 1, 4: 1}, {unit: people(20, 60) for unit in (2, 3, 4)})
    few = movers(tree, {(2, 3): people(1, 2), (2, 4): people(6, 12)}, LEAST)
    assert few == {1: {(2, False), (3, False)}, 3: {(3, True)}}


def test_units_side_by_side_share_their_rows():
    own = {2: people(20, 60), 3: people(20, 60)}
    rows = {
        2: {"a": people(12, 12), "b": people(8, 8)},
        3: {"a": people(18, 18), "b": people(2, 2)},
    }
    tree = Tree({1: None, 2: 1, 3: 1}, own)
    made_of, _ = parts(tree, said(tree, LEAST), rows, LEAST)
    assert made_of[1] == {"a": people(30, 30), "b": people(10, 10)}
    assert made_of[2] == {None: people(20, 20)}  # its neighbour's b is of two: both say a and b together
    assert made_of[3] == {None: people(20, 20)}


def test_the_same_few_in_several_rows_are_few():
    own = {1: people(20, 46)}
    rows = {1: {"a": people(14, 34), "b": people(3, 6), "c": people(3, 6)}}
    tree = Tree({1: None}, own)
    told = said(tree, LEAST)
    apart = {"a": people(14, 34), None: people(6, 12)}
    assert parts(tree, told, rows, LEAST)[0][1] == apart  # twelve people, each in one row
    assert parts(tree, told, rows, LEAST, once=False)[0][1] == {None: people(20, 46)}  # perhaps six in both


@given(CELLS)
def test_no_small_cell_is_said(cells):
    secret = hidden(cells, LEAST)
    shown = [count for cell, count in cells.items() if cell not in secret and count.whole]
    assert [count for count in shown if is_small(count, LEAST)] == []


@given(CELLS)
def test_what_is_hidden_could_be_anything_within_its_group(cells):
    secret = hidden(cells, LEAST)
    rest = [cell for cell, count in cells.items() if count.whole and cell not in secret]
    group = total(cells[cell] for cell in secret)
    assert not secret or not rest or (len(secret) > 1 and min(group.sides) >= LEAST)
