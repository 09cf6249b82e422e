from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.home.sentences import Next, headline, lead

NOW = datetime(2026, 12, 3, 13, 20, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def demo(**ahead: int) -> Next:
    return Next("Your demo", NOW + timedelta(**ahead))


def build(**ahead: int) -> Next:
    return Next("Winter Build", NOW + timedelta(**ahead))


@pytest.mark.parametrize(
    ("due", "coming", "says"),
    [
        (None, None, "Nothing is due."),
        (None, build(days=-1), "Nothing is due. Winter Build is on."),
        (None, build(hours=3), "Nothing is due. Winter Build starts today."),
        (None, build(days=1), "Nothing is due. Winter Build starts tomorrow."),
        (None, build(days=3), "Nothing is due until Sunday."),
        (None, build(days=30), "Nothing is due until Sat 2 Jan 2027."),
        (demo(hours=2, minutes=40), build(hours=1), "Your demo is due in 2 h 40 min."),
        (demo(minutes=9), None, "Your demo is due in 9 min."),
        (demo(hours=26), None, "Your demo is due tomorrow at 16:20."),
        (demo(days=4), None, "Your demo is due on Monday."),
        (demo(days=40), None, "Your demo is due on Tue 12 Jan 2027."),
        (demo(minutes=-5), None, "Your demo is overdue by 5 min."),
        (Next("", NOW, "Five people wait for a place"), build(hours=1), "Five people wait for a place."),
        (demo(seconds=-2), None, "Your demo is overdue by 1 min."),
    ],
)
def test_home_says_what_is_due_in_every_state(due, coming, says):
    assert headline(due, coming, NOW, STOCKHOLM) == says


@pytest.mark.parametrize(
    ("due", "missing", "is_on", "says"),
    [
        (None, [], True, ""),
        (None, [], False, "Nothing is on today."),
        (demo(hours=2, minutes=40), [], False, "By Thu 3 Dec, 17:00 CET: 2 h 40 min left."),
        (demo(days=4), ["Pitch"], True, "By Mon 7 Dec, 14:20 CET: 4 days left. One thing is missing: pitch."),
        (demo(minutes=-5), [], False, "It was due Thu 3 Dec, 14:15 CET."),
        (
            Next("", NOW, "Somebody is stuck", NOW - timedelta(days=2)),
            [],
            False,
            "Waiting since Tue 1 Dec, 14:20 CET.",
        ),
    ],
)
def test_the_second_sentence_says_by_when_how_long_is_left_and_what_is_missing(due, missing, is_on, says):
    assert lead(due, missing, NOW, STOCKHOLM, is_on=is_on) == says


def test_an_admin_hears_what_is_left_of_the_first_day():
    assert headline(None, None, NOW, STOCKHOLM, steps=2) == "Two steps to set LearnHub up."
    assert headline(demo(minutes=9), None, NOW, STOCKHOLM, steps=2) == "Your demo is due in 9 min."


def test_of_many_things_that_are_missing_three_are_named():
    said = lead(demo(hours=1), ["A", "B", "C", "D"], NOW, STOCKHOLM, is_on=False)
    assert said.endswith("1 h left. Four things are missing: a, b, c and more.")
    assert lead(demo(hours=1), ["A", "B"], NOW, STOCKHOLM, is_on=False).endswith(
        "Two things are missing: a, b."
    )
