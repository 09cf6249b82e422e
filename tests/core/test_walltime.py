from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from learnhub.core.walltime import instant, is_skipped, wall

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_a_wall_time_is_read_in_its_zone():
    assert instant(datetime(2026, 12, 3, 17), STOCKHOLM) == datetime(2026, 12, 3, 16, tzinfo=UTC)


def test_in_spring_a_time_that_is_left_out_moves_forward_by_the_hour():
    for deadline in (False, True):
        moment = instant(datetime(2026, 3, 29, 2, 30), STOCKHOLM, deadline=deadline)
        assert moment == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
        assert wall(moment, STOCKHOLM) == datetime(2026, 3, 29, 3, 30)


def test_in_autumn_a_time_that_comes_twice_means_the_first():
    assert instant(datetime(2026, 10, 25, 2, 30), STOCKHOLM) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_in_autumn_a_deadline_that_comes_twice_means_the_later():
    moment = instant(datetime(2026, 10, 25, 2, 30), STOCKHOLM, deadline=True)
    assert moment == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_only_times_that_the_clocks_jump_over_are_skipped():
    assert is_skipped(datetime(2026, 3, 29, 2, 30), STOCKHOLM)
    assert not is_skipped(datetime(2026, 3, 29, 3, 30), STOCKHOLM)
    assert not is_skipped(datetime(2026, 10, 25, 2, 30), STOCKHOLM)


def test_an_aware_time_is_no_wall_time():
    with pytest.raises(ValueError, match="carries no zone"):
        instant(datetime(2026, 1, 1, tzinfo=UTC), STOCKHOLM)
