"""Live questions on two phones and on the wall."""

import re
from datetime import timedelta
from html import unescape

import pytest

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.discussions import questions
from learnhub.discussions.models import Asking, Question, QuestionState
from learnhub.discussions.questions import Mark
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling import wording
from learnhub.people.models import Kind
from learnhub.programs import services as programs
from learnhub.programs import speakers
from learnhub.search import queries as search
from learnhub.talks import question_pages, question_times, services
from tests import factories
from tests.support.rows import fresh, many, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
HOUR = timedelta(hours=1)
HTMX = {"HX-Request": "true", "HX-Target": "div#questions"}


@pytest.fixture
def ada():
    return factories.person("Ada")


@pytest.fixture
def talk():
    return factories.talk(starts_in=HOUR, title="Evals")


def post(page, talk, path="", **data):
    return page.post(f"/talks/{talk.key}/questions{path}", data=data)


def test_a_question_goes_from_a_phone_to_the_wall_and_stays_with_its_answer(browser, ada, talk, monkeypatch):
    sam, eve = factories.person("Sam Speaker"), factories.person("Eve")
    save(speakers.add(talk.created_by, talk, sam))
    phone, other, wall = browser(ada), browser(eve), browser(sam)
    url = f"/talks/{talk.key}/questions"
    assert post(phone, talk, text="").status_code == 422
    assert post(phone, talk, text="Does it scale?", unnamed="y").status_code == 303
    assert post(other, talk, text="Who pays?").status_code == 303
    scale, pays = db.session.query(Question).order_by(Question.id)
    assert post(phone, talk, f"/{pays.key}/vote", wanted="1").status_code == 303
    shown = other.get(url).text
    assert shown.index("Who pays?") < shown.index("Does it scale?")
    assert "Asked without a name" in shown
    assert other.get(f"{url}/present").status_code == 403
    stage = wall.get(f"{url}/present").text
    assert re.search(r"<h1>Who pays\?</h1>.*Eve", stage, re.S)
    assert "Ada" not in stage
    assert f'rel="next" href="{url}/present?q={scale.key}"' in stage
    assert post(wall, talk, f"/{pays.key}/mark", to="answered", back="present").location == f"{url}/present"
    assert "<h1>Does it scale?</h1>" in wall.get(f"{url}/present").text
    assert post(other, talk, f"/{pays.key}/mark", to="hidden").status_code == 403
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert post(phone, talk, text="Too late?").status_code == 403
    form = wall.get(f"{url}/{pays.key}/answer").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', form)
    answer = post(wall, talk, f"/{pays.key}/answer", answer="The **platform**.", version=version[1])
    assert answer.location == f"{url}?state=answered#q-{pays.key}"
    told = db.session.query(Reminder).filter_by(kind="question_answered").one()
    words = wording.words(told, wording.tale([told], told.person_id), eve.tz, later)
    assert (told.person_id, words.subject) == (eve.id, "Your question is answered: Evals")
    assert words.path == f"{url}?state=answered#q-{pays.key}"
    page = phone.get(f"/talks/{talk.key}").text
    assert "The <strong>platform</strong>." in page
    assert "Answered by Sam Speaker" in page


def test_a_poll_without_news_is_a_304_of_four_statements(browser, ada, talk):
    for number in range(80):
        factories.question(factories.person(f"Person {number}"), talk, f"Question {number}?")
    page, url = browser(ada), f"/talks/{talk.key}/questions"
    with statements() as sent:
        fresh = page.get(url, headers=HTMX)
    assert len(sent) <= 4
    assert fresh.text.lstrip().startswith('<div id="questions"')
    tag = re.search(r"""data-hx-headers='\{"If-None-Match": "\\"(\w+)\\""\}'""", fresh.text)
    asks = HTMX | {"If-None-Match": f'"{tag[1]}"'}
    with statements() as sent:
        same = page.get(url, headers=asks)
    assert (same.status_code, same.data, len(sent) <= 4) == (304, b"", True)
    one = db.session.query(Question).first()
    assert post(page, talk, f"/{one.key}/vote", wanted="1").status_code == 303
    assert page.get(url, headers=asks).status_code == 200
    assert page.get(url, headers={"If-None-Match": f'"{tag[1]}"'}).status_code == 200  # a whole page


def test_questions_are_asked_ahead_and_stand_where_the_speaker_sees_them(browser, ada):
    coming, sam = factories.talk(starts_in=timedelta(days=9)), factories.person("Sam Speaker")
    save(speakers.add(coming.created_by, coming, sam))
    page, speaker, overview = browser(ada), browser(sam), f"/talks/{coming.key}"
    shown = page.get(overview).text
    assert "Ask the speaker something" in shown
    assert "You can ask without your name." in shown
    assert "Nobody has asked yet." in speaker.get(overview).text
    assert 'data-hx-trigger="every 60s"' in page.get(f"{overview}/questions").text
    assert post(page, coming, text="What of small models?", unnamed="y").status_code == 303
    shown = speaker.get(overview).text
    assert "What of small models?" in shown
    assert "See and answer them" in shown
    assert 'Questions<span class="num">1</span>' in shown
    assert "<h1>What of small models?</h1>" in speaker.get(f"{overview}/questions/present").text
    assert "Ask ahead, or vote" in browser(factories.person("Eve")).get(overview).text


def test_who_moves_a_talk_moves_until_when_askers_are_counted(ada):
    coming = factories.talk(starts_in=timedelta(days=3))
    factories.question(ada, coming, unnamed=True)
    with many():
        starts = coming.starts_wall + timedelta(days=20)
        services.move(coming.created_by, coming, starts=starts, minutes=60, version=coming.version)
    until = question_times.floor(fresh(coming), leads=False).closes_at
    assert [each.until for each in db.session.query(Asking)] == [until]


def test_what_is_a_draft_or_called_off_is_not_asked_about(browser, ada):
    page = browser(ada)
    draft = factories.talk(published=False)
    assert page.get(f"/talks/{draft.key}/questions").status_code == 404
    assert post(page, draft, text="Unknown?").status_code == 404
    off = factories.talk()
    with many():
        programs.cancel(off.created_by, off, reason="Ill.")
    assert "It does not take place" in page.get(f"/talks/{off.key}/questions").text
    assert post(page, off, text="Why?").status_code == 403


def test_questions_are_found_and_what_is_hidden_is_not(ada, talk):
    asked, hidden = (factories.question(ada, talk, text) for text in ("Zebrafish?", "Zebracrossing?"))
    with many():
        questions.mark(talk.created_by, question_times.floor(talk, leads=True), hidden, Mark.HIDDEN)
        questions.answer(ada, question_times.floor(talk, leads=True), asked, "In a tank of glass.", version=1)
    gus = factories.person("Gus", kind=Kind.GUEST)
    found = {who.name: [hit.card.title for hit in search.search(who, "zebra").hits] for who in (ada, gus)}
    assert found == {"Ada": ["Zebrafish?"], "Gus": []}
    assert [hit.card.url for hit in search.search(ada, "tank type:question").hits] == [
        f"/talks/{talk.key}/questions?state=answered#q-{asked.key}"
    ]


def test_the_title_says_what_became_of_the_questions():
    found = {
        (waiting, answered): question_pages.title(
            {QuestionState.OPEN: waiting, QuestionState.ANSWERED: answered}
        )
        for waiting, answered in ((0, 0), (2, 0), (0, 3), (1, 3))
    }
    assert [*found.values()] == [
        "Nobody asked a question.",
        "Two questions stayed open.",
        "Every question was answered.",
        "Three of four questions were answered.",
    ]


def test_who_answers_reads_the_list_first_and_takes_a_mark_back(browser, ada, talk):
    asked = [factories.question(ada, talk, f"Number {number}?") for number in range(3)]
    page, url = browser(talk.created_by), f"/talks/{talk.key}/questions"
    shown = page.get(url).text
    assert "<h1>Three questions are open.</h1>" in shown
    assert shown.index("Number 0?") < shown.index("Ask a question yourself") < shown.index("<textarea")
    guest = browser(ada).get(url).text
    assert guest.index("<textarea") < guest.index("Number 0?")
    assert 'Questions<span class="num">3</span>' in shown
    assert post(page, talk, f"/{asked[2].key}/mark", to="pinned").status_code == 303
    assert "Pinned" in browser(ada).get(url).text
    assert "Pinned" in browser(ada).get(f"/talks/{talk.key}").text
    assert post(page, talk, f"/{asked[0].key}/mark", to="answered").status_code == 303
    done = page.get(url).text
    assert "Marked as answered." in done
    undo = re.search(r'action="([^"]*/mark[^"]*)"[^>]*>(?:(?!</form>).)*Undo', done, re.S)
    assert page.post(unescape(undo[1])).status_code == 303
    assert "<h1>Three questions are open.</h1>" in page.get(url).text
    assert post(browser(ada), talk, f"/{asked[1].key}/vote", wanted="1").status_code == 303
    assert "<span>yours</span>" in browser(ada).get(url).text


@pytest.fixture
def undo(browser, talk):
    """Mark a question as its host, and return what presses Undo."""

    def undo(question, to):
        page, path = browser(talk.created_by), f"/{question.key}/mark"
        assert post(page, talk, path, to=to).status_code == 303
        done = page.get(f"/talks/{talk.key}/questions").text
        found = re.search(r'action="([^"]*/mark[^"]*)"[^>]*>(?:(?!</form>).)*Undo', done, re.S)
        return lambda: page.post(unescape(found[1]))

    return undo


@pytest.mark.parametrize("to", ["hidden", "answered"])
@pytest.mark.parametrize("state", [QuestionState.ANSWERED, QuestionState.OPEN])
def test_undo_of_a_mark_puts_a_question_back_as_it_was_with_its_pin(ada, talk, undo, state, to):
    asked = factories.question(ada, talk, "Is it pinned?")
    asked.state, asked.pinned = state, True
    save(asked)
    put_back = undo(asked, to)
    assert (fresh(asked).state, asked.pinned) == (QuestionState(to), False)
    assert put_back().status_code == 303
    assert (fresh(asked).state, asked.pinned) == (state, True)


def test_undo_of_a_mark_leaves_the_pin_to_which_it_was_given_meanwhile(ada, talk, undo):
    asked, other = (factories.question(ada, talk, text) for text in ("First?", "Second?"))
    floor = question_times.floor(talk, leads=True)
    questions.mark(talk.created_by, floor, asked, Mark.PINNED)
    put_back = undo(asked, "hidden")
    questions.mark(talk.created_by, floor, save(other), Mark.PINNED)
    put_back()
    assert [(fresh(each).state, each.pinned) for each in (asked, other)] == [
        (QuestionState.OPEN, False),
        (QuestionState.OPEN, True),
    ]
