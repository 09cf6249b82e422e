from datetime import UTC, date, datetime, timedelta

import pytest

from learnhub.programs import series_sentences
from learnhub.programs.models import Seat
from learnhub.programs.sentences import Choice, changing, choices
from learnhub.talks.models import Talk


@pytest.mark.parametrize(
    ("waits_here", "waits_there", "said"),
    [
        (True, True, "You keep the moment of your sign-up: 3rd in line online."),
        (True, False, "You get a place online at once, and leave the line on site."),
        (False, True, "You give your place on site back at once, and wait as 3rd in line online."),
        (False, False, "You get a place online at once, and give the one on site back."),
    ],
)
def test_what_comes_of_changing_is_said_before(waits_here, waits_there, said):
    other = Choice(Seat.ONLINE, "", waits_there, "")
    assert changing(Seat.ON_SITE, other, waits=waits_here, place=3) == said


def test_approval_is_asked_of_who_signs_up_and_a_full_kind_of_place_is_full_for_who_changes():
    full = {"place": "Halle", "places_taken": 0, "online_capacity": 1, "online_taken": 1, "call_url": ""}
    talk = Talk(approves=True, **full)
    assert [(each.label, each.waits) for each in choices(talk, {})] == [
        ("Sign up, on site", False),
        ("Join the waitlist online", True),
    ]
    assert {each.label for each in choices(talk, {}, approves=True)} == {
        "Sign up for approval, on site",
        "Sign up for approval, online",
    }


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "No date"),
        (1, "1 date: Mon 2 Nov"),
        (3, "3 dates: Mon 2 Nov, Tue 3 Nov and Wed 4 Nov"),
        (
            14,
            "14 dates: Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov, Fri 6 Nov, Sat 7 Nov, Sun 8 Nov, "
            "Mon 9 Nov, Tue 10 Nov, Wed 11 Nov, Thu 12 Nov and three more up to Sun 15 Nov",
        ),
    ],
)
def test_dates_of_a_series_are_named_and_many_up_to_the_last(number, said):
    first = datetime(2026, 11, 2, 12, tzinfo=UTC)
    found = [Talk(starts_at=first + timedelta(days=nth)) for nth in range(number)]
    assert series_sentences.these(found, UTC, date(2026, 11, 1)) == said
