"""Geometry: windows on an axis, lines, bars."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from learnhub.web import charts, line_charts
from learnhub.web.charts import Window

NOW = datetime(2026, 12, 3, 14, 20, tzinfo=UTC)


def at(day: int, hour: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def build() -> list[Window]:
    return [
        Window("Sign-up", at(10, 9, 11), at(27, 17, 11)),
        Window("Forming", at(16, 9, 11), at(2, 9)),
        Window("Hacking", at(2, 10), at(3, 17)),
        Window("Submitting", at(3, 9), at(3, 17)),
        Window("Judging", at(4, 9), at(4, 12)),
        Window("Results", at(4, 16)),
    ]


def test_busy_days_are_columns_and_the_weeks_before_are_one():
    axis = charts.axis(build(), NOW, UTC)
    assert [column.label for column in axis.columns] == ["10 Nov", "Wed 2 Dec", "Thu 3", "Fri 4"]
    assert [column.is_now for column in axis.columns] == [False, False, True, False]


def test_today_is_a_column_of_its_own_and_a_stretch_named_by_another_day_is_not_now():
    later = charts.axis(build(), at(22, 11, 11), UTC).columns
    assert [(each.label, each.is_now) for each in later[:3]] == [
        ("10 Nov", False),
        ("Sun 22", True),
        ("23 Nov", False),
    ]
    assert charts.axis(build(), at(10, 11, 11), UTC).columns[0].is_now


def test_windows_know_whether_they_are_open():
    axis = charts.axis(build(), NOW, UTC)
    assert [row.state for row in axis.rows] == ["past", "past", "now", "now", "next", "next"]
    hacking = axis.rows[2]
    assert 0 < hacking.gone < hacking.width
    assert [row.gone for row in axis.rows if row.state != "now"] == [0, 0, 0, 0]


def test_the_needle_stands_at_the_end_of_what_is_gone():
    axis = charts.axis(build(), NOW, UTC)
    row = axis.rows[2]
    assert axis.needle == pytest.approx(row.x + row.gone, abs=0.2)
    assert axis.here == "You are here: Thu 3 Dec, 14:20"


def test_there_is_no_needle_outside_of_the_axis():
    assert charts.axis(build(), at(20), UTC).needle is None
    assert charts.axis([], NOW, UTC).rows == []


def test_words_at_the_needle_stay_inside():
    assert [charts.Axis([], [], needle, "").side for needle in (2.0, 50.0, 98.0, None)] == ["l", "", "e", ""]


def test_windows_are_worded_shortly():
    words = [row.words for row in charts.axis(build(), NOW, UTC).rows]
    assert words == [
        "10–27 Nov",
        "16 Nov – 2 Dec",
        "Wed 2, 10:00 – Thu 3 Dec, 17:00",
        "Thu 3 Dec, 09:00 – 17:00",
        "Fri 4 Dec, 09:00 – 12:00",
        "Fri 4 Dec, 16:00",
    ]


def test_every_month_that_begins_on_the_axis_is_named():
    days = [at(29, 9, 11), at(30, 9, 11), at(1, 9), at(2, 9)]
    axis = charts.axis([Window("Hacking", day, day + timedelta(hours=8)) for day in days], NOW, UTC)
    assert [column.label for column in axis.columns] == ["Sun 29 Nov", "Mon 30", "Tue 1 Dec", "Wed 2"]
    over = charts.axis([Window("Hacking", days[1], days[2])], NOW, UTC)
    assert over.rows[0].words == "Mon 30 Nov, 09:00 – Tue 1 Dec, 09:00"


def test_a_short_event_has_hours():
    axis = charts.axis(
        [Window("Talk", at(3, 12), at(3, 14)), Window("Questions", at(3, 14), at(3, 15))], NOW, UTC
    )
    assert [column.label for column in axis.columns] == ["Thu 3 Dec, 12:00", "13:00", "14:00"]


def test_a_moment_alone_can_be_drawn():
    axis = charts.axis([Window("Results", NOW)], NOW, UTC)
    assert axis.rows[0].width == charts.NARROWEST
    assert axis.rows[0].state == "now"


def test_many_busy_days_become_even_steps():
    weeks = [Window(str(n), at(1) + timedelta(days=n), at(1, 8) + timedelta(days=n)) for n in range(28)]
    axis = charts.axis(weeks, NOW, UTC)
    assert [column.label for column in axis.columns] == ["1 Dec", "8 Dec", "15 Dec", "22 Dec"]


@given(
    some.lists(
        some.tuples(some.integers(0, 60 * 24 * 60), some.integers(0, 20 * 24 * 60)), min_size=1, max_size=9
    ),
    some.integers(0, 80 * 24 * 60),
)
def test_every_bar_lies_on_the_axis(spans: list[tuple[int, int]], ago: int):
    windows = [
        Window("w", at(1) + timedelta(minutes=start), at(1) + timedelta(minutes=start + length))
        for start, length in spans
    ]
    axis = charts.axis(windows, at(1) + timedelta(minutes=ago), UTC)
    for row in axis.rows:
        assert row.x >= 0
        assert row.width >= charts.NARROWEST
        assert row.x + row.width <= 100.11
        assert 0 <= row.gone <= row.width + 0.1
    assert all(first.x < last.x for first, last in pairwise(axis.columns))
    assert 1 <= len(axis.columns) <= charts.MOST_COLUMNS


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(53, [0, 20, 40, 60]), (91, [0, 50, 100]), (10, [0, 5, 10]), (1, [0, 0.5, 1]), (0, [0, 0.5, 1])],
)
def test_ticks_are_round(most: float, ticks: list[float]):
    assert line_charts.nice_ticks(0, most) == pytest.approx(ticks)


def test_a_line_has_a_wide_drawing_and_one_for_phones():
    chart = line_charts.lines([[31, 34, 53], [28, None, None]], ["w 41", "42", "43"], unit=" %")
    assert [label for _, label in chart.big.grid] == ["0 %", "20 %", "40 %", "60 %"]
    assert [len(line) for line in chart.big.lines] == [3, 1]
    assert chart.big.lines[0][0] == (60, pytest.approx(116.9, abs=0.1))
    assert chart.small.width == 350


def test_a_line_breaks_where_nothing_is_known_but_not_between_measurements_on_a_scale():
    values, labels = [None, 4, 3, None, None, 5, None], list("abcdefg")
    [pieces] = line_charts.lines([values], labels).big.pieces
    assert [len(each.split()) for each in pieces] == [2, 1]
    scaled = line_charts.lines([values], labels, at=range(7)).big
    assert scaled.pieces == [[" ".join(f"{x},{y}" for x, y in scaled.lines[0])]]


def test_labels_thin_out_on_phones():
    chart = line_charts.lines([list(range(12))], [str(n) for n in range(12)])
    assert len(chart.big.labels) == 12
    assert [label for _, label in chart.small.labels] == ["0", "3", "6", "9"]


def test_on_a_scale_a_label_stands_where_its_day_is_if_it_has_the_room():
    chart = line_charts.lines([[4, 3, 2, 1]], ["a", "b", "c", "d"], at=[0, 5, 50, 100])
    assert [x for x, _ in chart.big.lines[0]] == [60, 103.9, 499, 938]
    assert [label for _, label in chart.big.labels] == ["a", "c", "d"]
    assert [label for _, label in chart.small.labels] == ["a", "c", "d"]


def test_an_empty_chart_can_be_drawn():
    assert line_charts.lines([[]], []).big.lines == [[]]
    assert line_charts.lines([], []).big.dots == ""


def test_a_line_keeps_its_own_figure_where_nothing_is_known_of_the_one_before_it(app):
    """It was given the last value of the first, which had none, and the page ended in a 500."""
    with app.test_request_context():
        draw = app.jinja_env.get_template("ui/charts.html").module.line_chart
        drawn = draw("id", "Title", "Words", ["Done", "Expected"], [[None, None], [1, 7]], ["a", "b"])
    assert re.findall(r'class="lab (v\d)"[^>]*>([^<]*)<', drawn) == [("v2", "7")] * 2


def test_the_parts_of_a_bar_fill_it():
    places = charts.parts([12, 15, 4])
    assert places[0][0] == 0
    assert sum(places[-1]) == pytest.approx(100, abs=0.2)
    assert charts.parts([3, 0, 3]) == [(0.0, 49.7), (50.3, 0.0), (50.3, 49.7)]
    assert charts.parts([0, 0]) == [(0.0, 0.0), (0.0, 0.0)]


def test_a_strip_has_a_bar_for_each_share_and_a_gap_where_there_is_none():
    bars = "M10.8 23.5v-11.5M70.8 23.5v-1M100.8 23.5v-23"
    assert charts.strip([50, None, 0, 100], 120, 23) == (21.6, bars, 3, 0, 100)
    assert charts.strip([None], 120, 23) is None


def test_squares_stand_in_rows():
    squares = charts.squares(2, 21)
    assert [filled for _, _, filled in squares].count(True) == 2
    assert squares[19][:2] == (1.0, 21.0)


def test_a_chart_in_a_column_is_as_wide_as_the_column_so_that_its_letters_are_read():
    series, labels = [[float(n) for n in range(20)]], [f"{n} Oct" for n in range(20)]
    wide, column = (line_charts.lines(series, labels, width=width).big for width in (1000, 680))
    assert (wide.width, column.width) == (1000, 680)
    assert len(column.labels) <= 10
    assert max(x for x, _ in column.lines[0]) < 680


@pytest.mark.parametrize(
    ("measured", "path", "side"),
    [
        ([15, 11, None], [15, 12, 7], 1),  # behind on a way that falls: the path is above, the figure below
        ([15, 9, None], [15, 12, 7], 1),
        ([15, 13, None], [15, 12, 7], -1),
        ([2, 9, None], [2, 6, 14], -1),
        ([2, 5, None], [2, 6, 14], 1),
        ([2, 6, None], [2, 6, 14], 1),  # on the path, which rises
    ],
)
def test_the_last_figure_stands_on_the_side_away_from_the_path(measured, path, side):
    """The dashed path to the goal ran through the figure where we are."""
    drawn = line_charts.lines([measured, path], ["a", "b", "c"], at=[0, 40, 120])
    for each in (drawn.big, drawn.small):
        (_, y), said = each.lines[0][-1], each.said_at[0]
        assert said is not None
        assert (said[1] > y) == (side > 0)
        assert abs(said[1] - y) > 10
        end = each.lines[1][-1]
        assert each.said_at[1] == (end[0] + 12, end[1] + 5)


def test_a_figure_on_the_floor_stays_beside_its_point():
    drawn = line_charts.lines([[0, 0, None], [0, 3, 9]], ["a", "b", "c"], at=[0, 40, 120])
    (x, y) = drawn.big.lines[0][-1]
    assert drawn.big.said_at[0] == (x + 12, y + 5)
