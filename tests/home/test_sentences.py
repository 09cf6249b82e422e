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
        (demo(minutes=-5), None, "Your demo is 5 min late."),
        (Next("", NOW, "Five people wait for a place"), build(hours=1), "Five people wait for a place."),
        (demo(seconds=-2), None, "Your demo is 1 min late."),
    ],
)
def test_home_says_what_is_due_in_every_state(due, coming, says):
    assert headline(due, coming, NOW, STOCKHOLM) == says


@pytest.mark.parametrize(
    ("missing", "is_on", "says"),
    [
        (["Pitch"], True, "One thing is missing: pitch."),
        (["Pitch", "Repository"], False, "Two things are missing: pitch, repository."),
        (["A", "B", "C", "D"], False, "Four things are missing: a, b, c and more."),
        ([], True, ""),
        ([], False, "Nothing is on today."),
    ],
)
def test_the_second_sentence_says_what_is_missing_or_that_nothing_is_on(missing, is_on, says):
    assert lead(missing, is_on=is_on) == says


def test_an_admin_hears_what_is_left_of_the_first_day():
    assert headline(None, None, NOW, STOCKHOLM, steps=2) == "Two steps to set LearnHub up."
    assert headline(demo(minutes=9), None, NOW, STOCKHOLM, steps=2) == "Your demo is due in 9 min."
