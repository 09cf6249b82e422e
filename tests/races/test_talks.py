"""The last place on site and the last one online, for many at the same moment."""

from collections import Counter
from datetime import timedelta

from learnhub.core.db import db
from learnhub.discussions.models import ASKED_AT_MOST, Question, QuestionVote
from learnhub.programs.models import Seat, SignUp, SignUpState
from learnhub.talks.models import TopicVote
from tests import factories
from tests.support.clients import Client, together
from tests.support.rows import fresh

PEOPLE = 20
IN, WAITING, *_ = SignUpState


def listed(talk):
    """What others committed, so outside of the snapshot that this test has read in."""
    fresh(talk)
    return db.session.query(SignUp).filter_by(program_id=talk.id).order_by(SignUp.line).all()


def test_the_last_places_on_site_and_online_are_each_given_once(app, server):
    talk, url = factories.talk(on_site=3, online=2), server().url
    people = [factories.person(f"Person {number}") for number in range(PEOPLE)]
    path, seats = f"{talk.desk}/sign-up", [*Seat] * (PEOPLE // 2)
    clients = [Client(app, url, person) for person in people]
    answers = together(
        [
            lambda client=client, seat=seat: client.post(path, seat=seat.value)
            for client, seat in zip(clients, seats, strict=True)
        ]
    )
    assert [answer.status for answer in answers] == [303] * PEOPLE
    found = listed(talk)
    assert [each.line for each in found] == list(range(1, PEOPLE + 1))
    assert Counter((each.seat, each.state) for each in found) == {
        (Seat.ON_SITE, IN): 3,
        (Seat.ON_SITE, WAITING): 7,
        (Seat.ONLINE, IN): 2,
        (Seat.ONLINE, WAITING): 8,
    }
    assert (fresh(talk).places_taken, talk.online_taken) == (3, 2)


def test_who_changes_over_while_others_sign_up_never_oversells(app, server):
    """Five leave the full room for a full call with one place, ten come: nothing is given twice."""
    talk, url = factories.talk(on_site=5, online=1), server().url
    inside = [factories.person(f"Inside {number}") for number in range(5)]
    for person in inside:
        factories.sign_up(talk, person)
    path = talk.desk
    changing = [Client(app, url, person) for person in inside]
    coming = [Client(app, url, factories.person(f"Person {number}")) for number in range(10)]
    acts = [lambda client=client: client.post(f"{path}/seat", seat="online") for client in changing]
    acts += [lambda client=client: client.post(f"{path}/sign-up", seat="on_site") for client in coming]
    assert {answer.status for answer in together(acts)} == {303}
    found = Counter((each.seat, each.state) for each in listed(talk))
    assert found == {
        (Seat.ON_SITE, IN): 5,
        (Seat.ON_SITE, WAITING): 5,
        (Seat.ONLINE, IN): 1,
        (Seat.ONLINE, WAITING): 4,
    }
    assert (fresh(talk).places_taken, talk.online_taken) == (5, 1)


def test_one_who_votes_many_times_at_once_votes_once_and_one_of_two_gives_it(app, server):
    request, url = factories.request(), server().url
    bob, eve = factories.person("Bob"), factories.person("Eve")
    clients = [Client(app, url, bob) for _ in range(4)]
    givers = [Client(app, url, bob), Client(app, url, eve)]
    path = f"/talks/requests/{request.key}"
    acts = [lambda client=client: client.post(f"{path}/vote", wanted="1") for client in clients]
    acts += [lambda client=client: client.post(f"{path}/give") for client in givers]
    statuses = [answer.status for answer in together(acts)]
    assert statuses[:4] == [303] * 4
    assert sorted(statuses[4:]) == [303, 403]
    assert fresh(request).speaker_id in {bob.id, eve.id}
    assert db.session.query(TopicVote).filter_by(request_id=request.id).count() == 2


def test_votes_at_once_count_once_each_and_nobody_asks_more_than_ten(app, server):
    talk, url = factories.talk(starts_in=timedelta(hours=1)), server().url
    bob, eve, ada = (factories.person(name) for name in ("Bob", "Eve", "Ada"))
    asked = factories.question(ada, talk)
    path = f"/talks/{talk.key}/questions"
    vote = f"{path}/{asked.key}/vote"
    voting = [Client(app, url, person) for person in (bob, bob, bob, eve, eve)]
    asking = [Client(app, url, bob) for _ in range(ASKED_AT_MOST + 3)]
    acts = [lambda client=client: client.post(vote, wanted="1") for client in voting]
    acts += [lambda client=client: client.post(path, text="Why?", unnamed="y") for client in asking]
    statuses = Counter(answer.status for answer in together(acts))
    assert statuses == {303: len(voting) + ASKED_AT_MOST, 403: 3}
    fresh(asked)
    assert db.session.query(QuestionVote).filter_by(question_id=asked.id).count() == 2
    assert db.session.query(Question).filter_by(ref_id=talk.id, author_id=None).count() == ASKED_AT_MOST
