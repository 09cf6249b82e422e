"""How numbers and lists are worded."""

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from learnhub.core import words


@pytest.mark.parametrize(
    ("word", "many"),
    [
        ("demo", "demos"),
        ("person", "people"),
        ("key result", "key results"),
        ("entry", "entries"),
        ("day", "days"),
        ("take-away", "take-aways"),
        ("class", "classes"),
        ("pitch", "pitches"),
        ("open person", "open people"),
        ("is", "are"),
    ],
)
def test_plurals(word: str, many: str):
    assert words.plural(word) == many


def test_counts_in_figures_and_in_sentences():
    assert [words.count(n, "demo") for n in (0, 1, 3, 1204)] == [
        "0 demos",
        "1 demo",
        "3 demos",
        "1,204 demos",
    ]
    assert [words.counted(n, "thing") for n in (0, 1, 4, 13)] == [
        "no things",
        "one thing",
        "four things",
        "13 things",
    ]
    assert words.count(2, "medium", "media") == "2 media"


@given(
    st.floats(-1e9, 1e9) | st.decimals(-10_000, 10_000, places=3) | st.integers(-(10**12), 10**12),
    st.integers(0, 2),
)
def test_figures_are_what_babel_writes(number, places):
    pattern = "#,##0" if places == 0 else "#,##0." + "#" * places
    assert words.figure(number, places) == format_decimal(number, pattern, "en").replace("-", "−")


def test_figures_are_short_and_have_a_true_minus():
    assert [words.figure(n) for n in (0.91, 3.0, -1, 1234.56)] == ["0.9", "3", "−1", "1,234.6"]
    assert [words.signed(n) for n in (3, 0, -1)] == ["+3", "0", "−1"]
    assert [words.percent(n) for n in (0.61, None, 1)] == ["61 %", "–", "100 %"]


def test_ordinals():
    assert [words.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
    ]  # fmt: skip


def test_lists_sizes_and_initials():
    assert [words.joined(["Ada", "Bob", "Eve"][:n]) for n in range(4)] == [
        "",
        "Ada",
        "Ada and Bob",
        "Ada, Bob and Eve",
    ]
    assert [words.size(n) for n in (12, 4200, 5_000_000)] == ["12 bytes", "4.2 kB", "5 MB"]
    assert [words.initials(n) for n in ("Maya Lindqvist", "Prince", "Ana de Sousa", "")] == [
        "ML",
        "P",
        "AS",
        "?",
    ]


def test_titles_and_what_follows_a_comma_are_no_initials():
    names = ("Dr. Helena Vos, Sahlgrenska", "Prof. Dr. Ana de Sousa", "Drew Vos", "Dr.", ", Lab")
    assert [words.initials(name) for name in names] == ["HV", "AS", "DV", "D", ",L"]


def test_a_name_keeps_its_tint():
    assert {words.tint("Maya Lindqvist") for _ in range(3)} <= set("abcd")
    assert len({words.tint(name) for name in ("Ada", "Bob", "Eve", "Jonas", "Priya", "Tomasz")}) > 1


def test_a_half_percent_is_rounded_up_wherever_one_stands():
    pairs = (5, 8), (1, 8), (1, 2), (45, 80), (0, 0)
    assert [words.in_hundred(*each) for each in pairs] == [63, 13, 50, 56, 0]
    assert [words.percent(part / whole) for part, whole in pairs[:4]] == ["63 %", "13 %", "50 %", "56 %"]


def test_a_hundred_percent_are_all_and_none_are_nothing():
    """1,994 of 2,000 stood as 100 %."""
    pairs = (1_994, 2_000), (2_000, 2_000), (3, 2_000), (0, 2_000), (3, 2)
    assert [words.in_hundred(*each) for each in pairs] == [99, 100, 1, 0, 150]
    assert [words.percent(share) for share in (0.997, 1.0, 0.0015, 0.0)] == ["99 %", "100 %", "1 %", "0 %"]


def test_what_somebody_typed_ends_as_a_sentence_does_where_more_follows():
    """“We had forgotten Undone Mon 2 Nov.” stood in a history."""
    typed = "We had forgotten", "We had forgotten. ", "Had we?", ""
    assert [words.stopped(each) for each in typed] == [
        "We had forgotten.",
        "We had forgotten.",
        "Had we?",
        "",
    ]
