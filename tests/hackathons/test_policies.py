"""The rule of prizes: until submitting has closed, and then only what no demo was handed in for."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.hackathons import policies

NOW = datetime(2026, 12, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("entered", "closes", "reason"),
    [
        (0, NOW - HOUR, ""),
        (3, NOW + HOUR, ""),
        (1, NOW, "One demo was handed in for it"),
        (3, NOW, "Three demos were handed in for it"),
    ],
)
def test_a_prize_stays_once_demos_were_handed_in_for_it(entered, closes, reason):
    verdict = policies.may_remove_prize(entered=entered, snapshot_at=closes, now=NOW)
    assert (bool(verdict), verdict.reason.partition(",")[0]) == (not reason, reason)
