from hypothesis import given
from hypothesis import strategies as st

from learnhub.dashboards.suppression import NOBODY, Count, hidden, is_small

LEAST = 5
COUNTS = st.integers(0, 30).flatmap(lambda whole: st.builds(Count, st.integers(0, whole), st.just(whole)))
CELLS = st.dictionaries(st.integers(0, 20), COUNTS, max_size=8)


def test_large_cells_are_all_shown():
    assert hidden({"a": Count(5, 9), "b": Count(20, 30)}, LEAST) == frozenset()


def test_a_small_cell_takes_its_smallest_neighbour_along():
    cells = {"small": Count(2, 4), "next": Count(6, 9), "large": Count(20, 40)}
    assert hidden(cells, LEAST) == {"small", "next"}


def test_few_participants_are_as_small_as_few_people():
    assert hidden({"shy": Count(1, 30), "other": Count(9, 12)}, LEAST) == {"shy", "other"}


def test_that_nobody_of_many_took_part_is_about_many():
    assert hidden({"none": Count(0, 30), "other": Count(9, 12)}, LEAST) == frozenset()
    assert hidden({"none of few": Count(0, 4), "other": Count(9, 12)}, LEAST) == {"none of few", "other"}


def test_a_small_cell_is_not_hidden_among_none_alone():
    cells = {"small": Count(0, 3), "none": Count(0, 9), "large": Count(20, 40)}
    assert hidden(cells, LEAST) == {"small", "large"}


def test_a_cell_about_nobody_hides_nothing():
    assert hidden({"empty": Count(0, 0), "large": Count(20, 40)}, LEAST) == frozenset()


@given(CELLS)
def test_no_small_cell_is_shown(cells):
    secret = hidden(cells, LEAST)
    shown = [count for cell, count in cells.items() if cell not in secret and count.whole]
    assert [count for count in shown if is_small(count, LEAST)] == []


@given(CELLS)
def test_what_is_hidden_cannot_be_worked_out_from_the_sum(cells):
    secret = hidden(cells, LEAST)
    rest = [cell for cell, count in cells.items() if count.whole and cell not in secret]
    together = sum((cells[cell] for cell in secret), NOBODY)
    assert not secret or not rest or (len(secret) > 1 and together.part >= LEAST)
