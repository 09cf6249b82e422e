import pytest

from learnhub.library.sentences import title


@pytest.mark.parametrize(
    ("total", "used", "said"),
    [
        (385, 24, "385 in the library, 24 of them with a take-away."),
        (3, 3, "Three in the library, all of them with a take-away."),
        (3, 0, "Three in the library, none with a take-away yet."),
        (1, 1, "One in the library, with a take-away."),
        (1, 0, "One in the library."),
    ],
)
def test_the_title_says_for_how_many_somebody_wrote_what_came_of_it(total, used, said):
    assert title(total, used, "", filtered=False) == said
