import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.dashboards.tree_maps import tiles


@given(st.lists(st.integers(1, 200), min_size=1, max_size=30))
def test_areas_are_in_proportion_and_lie_inside(amounts):
    amounts.sort(reverse=True)
    found = tiles(amounts, 760, 320)
    assert len(found) == len(amounts)
    assert sum(width * height for _, _, width, height in found) == pytest.approx(760 * 320, rel=0.05)
    assert all(x + width <= 760.5 and y + height <= 320.5 for x, y, width, height in found)


def test_without_an_amount_there_is_no_tile():
    assert tiles([], 760, 320) == []
