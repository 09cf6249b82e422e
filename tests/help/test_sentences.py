"""What is said of help requests, in every state."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.help import sentences
from learnhub.help.models import HelpRequest, Need, RequestState
from learnhub.people.models import Person

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
OPEN, TAKEN, ANSWERED, LATER, SOLVED = (
    RequestState.OPEN,
    RequestState.TAKEN,
    RequestState.ANSWERED,
    RequestState.LATER,
    RequestState.SOLVED,
)


def request(state, need=Need.KNOW_HOW, **over):
    return HelpRequest(state=state, need=need, since=NOW, **over)


@pytest.mark.parametrize(
    ("asked", "mine", "said"),
    [
        ([], [], "Nobody waits for you."),
        ([], [SOLVED], "Nobody waits for you."),
        ([OPEN], [ANSWERED], "One question waits for your help."),
        ([OPEN, OPEN], [], "Two questions wait for your help."),
        ([OPEN, TAKEN], [], "One question waits for your help."),
        ([TAKEN], [], "You look at one question."),
        ([TAKEN], [OPEN], "You look at one question; one question of yours waits."),
        ([], [ANSWERED, OPEN], "One answer waits for you."),
        ([], [ANSWERED, ANSWERED], "Two answers wait for you."),
        ([], [OPEN], "One question of yours waits."),
        ([], [OPEN, TAKEN], "Two questions of yours wait."),
    ],
)
def test_the_list_says_who_waits_for_whom(asked, mine, said):
    assert sentences.headline([*map(request, asked)], [*map(request, mine)]) == said


@pytest.mark.parametrize(("stuck", "said"), [(0, "Nobody is"), (1, "One person is"), (2, "Two people are")])
def test_a_program_says_how_many_are_stuck(stuck, said):
    assert sentences.waiting([request(OPEN)] * stuck) == f"{said} stuck."


@pytest.mark.parametrize(
    ("which", "asked", "said"),
    [
        (request(LATER, look_at=NOW + timedelta(hours=2)), 0, "You are told to look again "),
        (request(TAKEN, taken_by=Person(name="Bob")), 2, "Bob looks at it."),
        (request(ANSWERED), 2, "There is an answer. Say whether it helped."),
        (request(OPEN, Need.ACCESS), 1, "It is with who decides in the program, "),
        (request(OPEN, Need.ACCESS), 0, "It may go to nobody there: "),
        (request(OPEN), 0, "Nobody who can help is at work right now. "),
        (request(OPEN), 1, "One person was asked."),
        (request(OPEN), 2, "Two people were asked."),
        (request(SOLVED), 2, ""),
    ],
)
def test_who_asked_reads_what_happens_now(which, asked, said):
    told = sentences.stands(which, asked, NOW, UTC)
    assert told.startswith(said)
    assert bool(told) is bool(said)


@pytest.mark.parametrize(
    ("answered", "helped", "said"),
    [
        (0, 0, "You have not answered anyone yet."),
        (1, 0, "You answered one question."),
        (3, 2, "You answered three questions; 2 helped."),
    ],
)
def test_what_one_gave_is_said(answered, helped, said):
    assert sentences.given(answered, helped) == said
