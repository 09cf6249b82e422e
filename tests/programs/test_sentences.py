import pytest

from learnhub.programs.models import Seat
from learnhub.programs.sentences import Choice, changing


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
