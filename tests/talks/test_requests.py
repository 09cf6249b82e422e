"""What people ask for and offer: votes, who gives it, what becomes of it."""

import pytest

from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid, NotFound
from learnhub.people import skills
from learnhub.people.models import Kind, Role, SkillLevel
from learnhub.talks import requests, wishes
from learnhub.talks.models import RequestKind, RequestState, TopicVote
from tests import factories
from tests.support.rows import fresh, save

pytestmark = pytest.mark.usefixtures("app")


def votes(request):
    return db.session.query(TopicVote).filter_by(request_id=request.id).count()


def test_who_asks_votes_and_who_offers_gives_it():
    ada = factories.person("Ada")
    topic, offer = factories.request(ada), factories.request(ada, RequestKind.PROPOSAL)
    assert [(votes(each), each.speaker_id) for each in (topic, offer)] == [(1, None), (0, ada.id)]
    with pytest.raises(Invalid, match="what it is about"):
        requests.ask(ada, kind=RequestKind.TOPIC, title="")


def test_a_vote_counts_once_and_can_be_taken_back():
    request, bob = factories.request(), factories.person("Bob")
    requests.vote(bob, request)
    requests.vote(bob, request)
    assert votes(request) == 2
    requests.unvote(bob, request)
    requests.unvote(bob, request)
    assert votes(request) == 1


def test_of_two_who_would_give_it_the_first_does():
    request, bob, eve = factories.request(), factories.person("Bob"), factories.person("Eve")
    requests.give(bob, request)
    requests.give(bob, request)
    with pytest.raises(Forbidden, match="Somebody gives it"):
        requests.give(eve, request)
    with pytest.raises(Forbidden, match="Only who gives it"):
        requests.give_back(eve, request)
    requests.give_back(bob, request)
    requests.give(eve, request)
    assert request.speaker_id == eve.id


def test_what_is_closed_says_why_and_takes_no_votes():
    ada = factories.person("Ada")
    request = factories.request(ada)
    with pytest.raises(Forbidden, match="Only who asked"):
        requests.close(factories.person("Bob"), request, reason="Old.")
    with pytest.raises(Invalid, match="Say why"):
        requests.close(ada, request, reason="")
    requests.close(ada, request, reason="I found a video.")
    assert (request.state, request.closed_because) == (RequestState.CLOSED, "I found a video.")
    for act in (requests.vote, requests.unvote, requests.give):
        with pytest.raises(Forbidden, match="no longer open"):
            act(ada, request)


def test_admins_close_what_others_asked_for():
    request = factories.request()
    requests.close(factories.person("Ann", roles=(Role.ADMIN,)), request, reason="Twice the same.")
    assert request.state is RequestState.CLOSED


def test_who_asked_says_it_better_while_it_is_open(browser):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    request = factories.request(ada)
    requests.vote(bob, request)
    save(request)
    said = {"title": "Evals in CI", "why": "", "skill": "Evals", "version": request.version}
    assert browser(bob).post(f"/talks/requests/{request.key}/edit", data=said).status_code == 403
    mine = browser(ada)
    assert mine.post(f"/talks/requests/{request.key}/edit", data=said | {"title": ""}).status_code == 422
    assert mine.post(f"/talks/requests/{request.key}/edit", data=said).status_code == 303
    late = mine.post(f"/talks/requests/{request.key}/edit", data=said | {"title": "Later"})
    request = fresh(request)
    assert (request.title, request.skill.name, votes(request)) == ("Evals in CI", "Evals", 2)
    assert (late.status_code, "was changed while you wrote" in late.text) == (409, True)
    for words in ('value="Later"', f'name="version" value="{request.version}"'):
        assert words in late.text
    requests.close(ada, request, reason="Done.")
    with pytest.raises(Forbidden, match="stays as people read it"):
        requests.edit(ada, request, **said)


def test_a_topic_that_three_want_calls_for_a_speaker_on_home(browser):
    """Those are asked who voted, or who help with what it needs; once somebody gives it, nobody is."""
    ada, bob, eve, tom = (factories.person(name) for name in ("Ada", "Bob", "Eve", "Tom"))
    request = requests.ask(ada, kind=RequestKind.TOPIC, title="Evals in CI", skill="evals")
    skills.say(tom, "Evals", level=SkillLevel.ALONE, helps=True)
    requests.vote(bob, request)
    assert wishes.calls(tom) == []
    requests.vote(eve, request)
    save(request)
    call = wishes.Call(request.key, "Evals in CI", 3, voted=False)
    assert wishes.calls(tom) == [call]
    assert [each.voted for each in wishes.calls(bob)] == [True]
    assert wishes.calls(factories.person("Una")) == []
    home = browser(tom)
    assert "Who gives a talk on this?" in home.get("/").text
    assert home.post(f"/talks/requests/{request.key}/give").status_code == 303
    assert wishes.calls(bob) == []


def test_guests_neither_ask_nor_see_what_is_asked_for():
    guest, request = factories.person("Gus", kind=Kind.GUEST), factories.request()
    with pytest.raises(Forbidden):
        requests.ask(guest, kind=RequestKind.TOPIC, title="Evals")
    with pytest.raises(NotFound):
        wishes.request(guest, request.key)
    assert wishes.wishes(guest, RequestState.OPEN).rows == []


def test_the_list_begins_with_the_most_votes_and_says_which_are_mine():
    ada, bob = factories.person("Ada"), factories.person("Bob")
    one, two = factories.request(ada), factories.request(ada)
    requests.vote(bob, two)
    save(two)
    found = wishes.wishes(bob, RequestState.OPEN)
    assert [(each.request.id, each.votes, each.voted) for each in found.rows] == [
        (two.id, 2, True),
        (one.id, 1, False),
    ]
