"""Outlines as values: hours, parts, moves and what changed. No database."""

from dataclasses import replace
from datetime import time

import pytest

from learnhub.courses import outlines, sentences
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line, Load

ONE = Line(ItemKind.PART, "Part one", key="a")
MON = Line(ItemKind.SESSION, "Monday", week=1, weekday=0, at=time(9), minutes=90, hours=1, key="b")
HAND = Line(ItemKind.DELIVERABLE, "Hand in", week=2, hours=2.5, key="c")
TWO = Line(ItemKind.PART, "Part two", key="d")
LAST = Line(ItemKind.SESSION, "Last", week=2, minutes=60, key="e")
ALL = [ONE, MON, HAND, TWO, LAST]


def keys(lines):
    return "".join(line.key for line in lines)


def test_hours_are_summed_by_week_and_part():
    assert outlines.weeks(ALL) == {1: Load(1.5, 1), 2: Load(1, 2.5)}
    assert [(part.head.title, part.load.total) for part in outlines.parts(ALL)] == [
        ("Part one", 5.0),
        ("Part two", 1.0),
    ]
    assert outlines.load(ALL).total == 6.0
    assert [part.head for part in outlines.parts([MON, ONE])] == [None, ONE]


@pytest.mark.parametrize(
    ("hours", "said"), [(0, ""), (5, "5 h"), (1.25, "1 h 15 min"), (0.75, "45 min"), (2.999, "3 h")]
)
def test_hours_are_said_in_hours_and_minutes(hours, said):
    """75 minutes stood there as 1.2 h."""
    assert sentences.hours(Load(hours)) == said


def test_a_part_moves_with_what_it_holds():
    moves = [("b", 1, "acbde"), ("b", -1, "bacde"), ("d", -1, "deabc"), ("a", 1, "deabc"), ("a", -1, "abcde")]
    assert [keys(outlines.moved(ALL, key, by)) for key, by, _ in moves] == [want for *_, want in moves]
    assert keys(outlines.moved([MON, ONE, HAND], "a", -1)) == "bac", (
        "what stands before the first part stays there"
    )
    assert keys(outlines.moved(ALL, "unknown", 1)) == "abcde"


def test_a_diff_says_what_was_added_removed_changed_and_moved():
    later = replace(LAST, week=3, at=time(17))
    added = Line(ItemKind.DELIVERABLE, "Report", key="f")
    diff = outlines.diff(ALL, [ONE, HAND, MON, later, added])
    assert (keys(diff.added), keys(diff.removed), keys(diff.moved)) == ("f", "d", "b")
    assert [(change.line.key, change.fields) for change in diff.changed] == [
        ("e", [("Week", "2", "3"), ("Time", "nothing", "17:00")])
    ]
    assert diff.words() == "1 line added, 1 line removed, 1 line changed, 1 line moved."
    assert not outlines.diff(ALL, ALL)
    assert outlines.diff([], []).words() == "Nothing changed."


def test_a_line_is_the_same_after_json():
    assert [Line.from_data(line.as_data()) for line in ALL] == ALL
    assert outlines.digest(ALL) == outlines.digest([replace(line, key="") for line in ALL])
    assert outlines.digest(ALL) != outlines.digest(ALL[:-1])
