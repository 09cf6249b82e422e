"""What people ask for and offer: votes, who gives it, what becomes of it."""

import re

import pytest

from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid, NotFound
from learnhub.people import skills
from learnhub.people.models import Kind, Role, SkillLevel
from learnhub.talks import request_queries, requests
from learnhub.talks.models import RequestKind, RequestState, TopicRequest, TopicVote
from learnhub.talks.request_queries import View
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
    assert request_queries.calls(tom) == []
    requests.vote(eve, request)
    save(request)
    call = request_queries.Call(request.key, "Evals in CI", 3, voted=False, mine=False)
    assert request_queries.calls(tom) == [call]
    assert [each.voted for each in request_queries.calls(bob)] == [True]
    assert request_queries.calls(factories.person("Una")) == []
    home = browser(tom)
    shown = home.get("/").text
    assert "Who gives a talk on this?" in shown
    assert "You are asked because you help with what it needs." in shown
    assert "You are asked because you voted for it." in browser(bob).get("/").text
    assert home.post(f"/talks/requests/{request.key}/give").status_code == 303
    assert request_queries.calls(bob) == []
    shown = home.get("/").text
    assert f'href="/talks/new?request={request.key}">Schedule it' in shown
    assert "All topics" in shown
    save(factories.talk(tom, request=request, published=False))
    shown = home.get("/").text
    assert "I said I’ll give" not in shown
    assert "All topics" in shown


def test_home_says_of_a_draft_that_who_voted_for_it_is_told(browser):
    """It said that those named in it are told, nobody else."""
    tom = factories.person("Tom", roles=(Role.LEAD,))
    request = requests.ask(factories.person("Ada"), kind=RequestKind.TOPIC, title="Evals in CI")
    save(factories.talk(tom, request=request, published=False))
    home = browser(tom).get("/").text
    assert "tells those named in it, and those who voted for its topic, nobody else." in home


def test_the_headline_of_topics_follows_the_view(browser):
    ada = factories.person("Ada")
    factories.request(ada)
    page = browser(ada)
    titles = {
        view: re.search(r"<h1[^>]*>([^<]*)", page.get(f"/talks/requests?state={view}").text)[1]
        for view in View
    }
    assert titles == {
        View.OPEN: "One topic wants a speaker.",
        View.WANTING: "One topic wants a speaker.",
        View.FITTING: "One topic fits you.",
        View.MINE: "One topic is yours.",
        View.SCHEDULED: "No topic is scheduled.",
        View.CLOSED: "No topic was closed.",
    }


def test_guests_neither_ask_nor_see_what_is_asked_for():
    guest, request = factories.person("Gus", kind=Kind.GUEST), factories.request()
    with pytest.raises(Forbidden):
        requests.ask(guest, kind=RequestKind.TOPIC, title="Evals")
    with pytest.raises(NotFound):
        request_queries.request(guest, request.key)
    assert request_queries.wishes(guest, View.OPEN, 1).rows == []


def test_the_list_begins_with_the_most_votes_and_says_which_are_mine():
    ada, bob = factories.person("Ada"), factories.person("Bob")
    one, two = factories.request(ada), factories.request(ada)
    requests.vote(bob, two)
    save(two)
    found = request_queries.wishes(bob, View.OPEN, 2)
    assert [(each.request.id, each.votes, each.voted) for each in found.rows] == [
        (two.id, 2, True),
        (one.id, 1, False),
    ]


def test_topics_are_looked_through_by_what_they_want_and_scheduled_by_whose_they_are(browser):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    given, free = factories.request(ada, title="Given"), factories.request(ada, title="Free")
    requests.give(bob, given)
    requests.vote(eve, free)
    save(free)
    page = browser(bob).get("/talks/requests").text
    assert "<h1>One topic wants a speaker.</h1>" in page
    assert re.search(r"Asked for by Ada, <time[^>]*>[^<]*</time>\. You give it\.", page)
    assert [key for key in (given.key, free.key) if f"/talks/new?request={key}" in page] == [given.key]
    assert "begins a draft of the talk" in page
    assert "Schedule it" not in browser(eve).get("/talks/requests").text
    assert f"/talks/new?request={free.key}" in browser(ada).get("/talks/requests").text
    counts = {who.name: request_queries.counts(who) for who in (ada, bob, eve)}
    assert [counts["Eve"][view] for view in View] == [2, 1, 1, 0, 0, 0]
    assert [counts["Bob"][view] for view in View] == [2, 1, 0, 1, 0, 0]
    assert [counts["Ada"][view] for view in View] == [2, 1, 1, 2, 0, 0]
    fitting = browser(eve).get("/talks/requests?state=fitting").text
    assert ("Free" in fitting, "Given" in fitting) == (True, False)


def test_an_offer_has_a_form_of_its_own_and_leads_to_its_row(browser):
    page = browser(factories.person("Ada"))
    form = page.get("/talks/requests/new?kind=proposal").text
    assert "<title>Offer a talk" in form
    assert "What would you give a talk on?</h1>" in form
    assert "Which skill does a speaker need?" not in form
    assert 'name="kind" value="proposal"' in form
    wrong = page.post("/talks/requests/new", data={"kind": "proposal", "title": ""})
    assert (wrong.status_code, "What would you give a talk on?" in wrong.text) == (422, True)
    sent = page.post("/talks/requests/new", data={"kind": "proposal", "title": "Evals"})
    made = db.session.query(TopicRequest).one()
    assert sent.location == f"/talks/requests?state=mine#r-{made.key}"
    assert "What should there be a talk on?</h1>" in page.get("/talks/requests/new").text


def test_topics_like_the_one_that_is_typed_are_shown_before_it_is_asked_again(browser):
    ada = factories.person("Ada")
    made, other = (factories.request(ada, title=title) for title in ("Evals for agents", "Quiet hours"))
    page = browser(factories.person("Bob"))
    alike = page.block("/talks/requests/new?title=agents", "alike").text
    assert (f"#r-{made.key}" in alike, f"#r-{other.key}" in alike) == (True, False)
    assert "<li>" not in page.block("/talks/requests/new?title=payroll", "alike").text
    assert 'value="agents"' in page.get("/talks/requests/new?title=agents").text  # without JavaScript


def test_only_what_can_be_voted_for_and_has_all_that_is_typed_is_said_to_be_asked_for_already(browser):
    ada, page = factories.person("Ada"), browser(factories.person("Bob"))
    gone = [factories.request(ada, title=f"Agents {number}") for number in range(4)]
    for each in gone:
        requests.close(ada, each, reason="It was given.")
    assert "Asked for already" not in page.get("/talks/requests/new?title=agents").text
    made = save(factories.request(ada, title="How we test and keep agents in the factory"))
    alike = page.block("/talks/requests/new?title=agents", "alike").text
    assert re.findall(r"#r-(\w+)", alike) == [made.key]
    assert "Asked for already" not in page.get("/talks/requests/new?title=agents+for+payroll").text
