"""Who hears of what hosts change: the form says it before, and the page after it what came of it."""

import pytest

from learnhub.core import clock as core_clock
from learnhub.programs import hearing, series_edits, series_queries, speakers, texts
from learnhub.programs.models import SignUpState
from learnhub.programs.series_plans import Reach
from learnhub.talks import services as talks
from tests import factories
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")
WOULD = "Another room or call link is told to 2 people, once each."


@pytest.fixture
def ada():
    return factories.person("Ada")


@pytest.fixture
def talk(ada):
    """Ada hosts it, and two have a place."""
    made = factories.talk(ada, place="Canteen 2")
    for name in ("Bob", "Eve"):
        factories.signup(factories.person(name), made)
    return save(made)


def said(page, talk, **over):
    """Save the text as it stands but for `over`, and return the page that follows."""
    kept = {name: getattr(talk, name) for name in ("title", "place", "call_url", "version")}
    typed = kept | {"reach": "this"} | over
    answer = page.post(f"/programs/{talk.key}/edit", data=typed)
    assert answer.status_code == 303
    return page.get(answer.location).text


def test_the_form_of_a_talks_text_says_how_many_hear_of_another_room(browser, ada, talk):
    assert WOULD in browser(ada).get(f"/programs/{talk.key}/edit").text


def test_who_changes_the_room_hears_that_the_others_were_told(browser, ada, talk):
    after = said(browser(ada), talk, place="Canteen 3")
    assert "The place changed. In the inbox of 2 people at once; mail follows" in after


@pytest.mark.usefixtures("unmailed")
def test_no_mail_is_promised_where_none_can_go(browser, ada, talk):
    assert "no mail goes until an admin sets up mail" in said(browser(ada), talk, place="Canteen 3")


def test_who_changes_the_text_alone_hears_that_nobody_was_told(browser, ada, talk):
    assert "The text is saved. Nobody was told." in said(browser(ada), talk, title="Evals, again")


def test_who_changes_how_many_places_there_are_reads_what_there_is_now_and_who_waits(browser, ada, talk):
    page = browser(ada)
    assert "Nobody was told. 2 places on site now, 2 taken. Nobody waits." in said(page, talk, capacity=2)
    factories.signup(factories.person("Fay"), talk, state=SignUpState.WAITING)
    factories.signup(factories.person("Gus"), talk, state=SignUpState.WAITING)
    after = said(page, save(talk), capacity=3)
    assert "3 places on site now, 3 taken. One person waits in line." in after
    assert "places on site now" not in said(page, save(talk), title="Evals, again", capacity=3)


def test_another_room_of_a_draft_is_told_to_nobody_and_the_form_says_why(browser, ada):
    made = save(factories.talk(ada, place="Canteen 2", published=False))
    page = browser(ada)
    assert "Nobody is told of what you change: it is a draft." in page.get(f"/programs/{made.key}/edit").text
    assert "The place changed. Nobody was told: it is a draft." in said(page, made, place="Canteen 3")


def test_who_adds_a_speaker_or_a_host_hears_that_they_were_told(browser, ada, talk):
    ruth, page = factories.person("Ruth"), browser(ada)
    asked = (("talks", "speakers", "speaker", "speaks at"), ("programs", "hosts", "host", "hosts"))
    for under, what, name, does in asked:
        told = f"Ruth {does} it. They find it in their inbox; a mail follows."
        for says in (told, f"Ruth {does} it already."):
            answer = page.post(f"/{under}/{talk.key}/{what}", data={name: ruth.email})
            assert says in page.get(answer.location).text


def test_who_adds_a_host_of_a_series_again_hears_that_they_host_it_already(browser, ada):
    made, ruth, page = factories.series(ada), factories.person("Ruth"), browser(ada)
    told = "Ruth hosts it, and each date to come. They find it in their inbox; a mail follows."
    for says in (told, "Ruth hosts it already."):
        answer = page.post(f"{made.url}/hosts", data={"host": ruth.email})
        assert says in page.get(answer.location).text


def test_who_is_named_in_a_draft_hears_once_it_is_published_and_the_pages_say_so(browser, ada):
    made, page = factories.talk(ada, published=False), browser(ada)
    ruth = factories.person("Ruth")
    answer = page.post(f"/talks/{made.key}/speakers", data={"speaker": ruth.email})
    assert "Ruth speaks at it. They hear of it once it is published." in page.get(answer.location).text
    answer = page.post(f"/programs/{made.key}/publish")
    after = page.get(answer.location).text
    assert f"{made.title} is published. Ruth hears of it, as host or speaker.</p>" in after
    assert f'<a class="btn small" href="{made.url}">See the talk</a>' in after


def test_of_many_who_hear_that_it_is_published_the_first_are_named(ada):
    made = factories.talk(ada, published=False)
    for name in ("Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal"):
        save(speakers.add(ada, made, factories.person(name)))
    said = hearing.after_publishing(ada, made, "Those who voted for it hear first.")
    hear = "Bo, Cy, Di, Ed, Flo and two others hear of it, as host or speaker."
    assert said == f"{made.title} is published. {hear} Those who voted for it hear first."


def test_who_names_somebody_from_outside_hears_that_nobody_is_written_to(browser, ada, talk):
    page = browser(ada)
    answer = page.post(f"/talks/{talk.key}/speakers/outside", data={"name": "Ines"})
    after = page.get(answer.location).text
    assert "Ines speaks at it. LearnHub writes to nobody without an account." in after


def test_a_date_of_a_series_with_a_room_of_its_own_is_not_said_to_be_elsewhere():
    ada = factories.person("Ada")
    made = factories.series(ada, title="Clinic")
    first, second, *rest = series_queries.coming(made, core_clock.now())
    own = talks.Text("Clinic", place="Canteen 9")
    assert texts.edit(ada, second, own, limits=texts.Limits(), version=second.version) == [second]
    text, version = talks.Text("Model clinic", place="Studio 1"), first.version
    elsewhere = series_edits.edit(ada, first, text, Reach.ALL, limits=texts.Limits(), version=version)
    assert elsewhere == [first, *rest]
    assert (second.title, second.place) == ("Model clinic", "Canteen 9")


def test_no_wait_is_promised_where_a_change_of_a_series_moves_one_date_alone(browser, ada):
    made = factories.series(ada, title="Clinic", place="Canteen 2")
    last = series_queries.coming(made, core_clock.now())[-1]
    factories.signup(factories.person("Bob"), last)
    after = said(browser(ada), save(last), place="Canteen 3", reach="following")
    assert "The place changed at one date. 1 person hears of it, once." in after
    assert "unless it changes again" not in after
