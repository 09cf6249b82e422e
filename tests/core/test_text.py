"""What people type, read as what it is."""

import pytest

from learnhub.core.text import whole_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" 007 ", 7),
        ("0", 0),
        ("999999999", 999_999_999),
        *(
            (text, None)
            for text in ("", None, "-1", "+1", "1.0", "1e3", "1_000", "²", "٣", "9" * 10, "9" * 5000)
        ),
    ],
)
def test_a_whole_number_is_nine_plain_digits_at_most(typed, number):
    assert whole_number(typed) == number
