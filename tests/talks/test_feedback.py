"""Feedback without names, and what a talk changed: shown from five answers on."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import text

from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid
from learnhub.notifications.planning import audiences
from learnhub.people.models import Person
from learnhub.programs import queries, speakers
from learnhub.programs.models import SignUpState
from learnhub.talks import feedback, sentences
from learnhub.talks.models import Answer, Change, Feedback, FeedbackGiven, Use
from tests import factories
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


@pytest.fixture
def talk():
    """A talk that was given yesterday."""
    return factories.talk(starts_in=-DAY)


def attendee(talk, name="Ada"):
    return factories.signup(factories.person(name), talk, arrived_at=talk.starts_at).person


def give(talk, number, **over):
    for step in range(number):
        values = {"worth": step % 5 + 1, "use": Use.YES, "better": f"Text {step}"} | over
        feedback.give(attendee(talk), talk, **values)


def test_feedback_is_given_once_and_keeps_no_name(talk):
    ada = attendee(talk)
    feedback.give(ada, talk, worth=4, use=Use.MAYBE, better="More time for questions.")
    with pytest.raises(Forbidden, match="without your name"):
        feedback.give(ada, talk, worth=1, use=Use.NO)
    assert [each.person_id for each in db.session.query(FeedbackGiven)] == [ada.id]
    assert db.session.query(Feedback).one().worth == 4
    assert {column.name for column in Feedback.__table__.columns} == {
        "id",
        "talk_id",
        "worth",
        "use",
        "better",
    }


@pytest.mark.postgres_only
def test_no_row_tells_whose_feedback_it_is(talk, monkeypatch):
    """Neither the transaction that wrote a row nor its place in the table leads from a person to a text."""
    monkeypatch.setattr(feedback, "CHANCE", random.Random(7))
    people = [attendee(talk) for _ in range(8)]
    for number, person in enumerate(people):
        feedback.give(person, talk, worth=3, use=Use.YES, better=str(number))
        db.session.commit()
    said = "SELECT xmin::text, better FROM feedback ORDER BY ctid"
    gave = "SELECT xmin::text, person_id FROM feedback_given ORDER BY ctid"
    texts, givers = (db.session.execute(text(each)).all() for each in (said, gave))
    assert {by for by, _ in texts} == {by for by, _ in givers} == {texts[0][0]}
    by_place = [
        (people.index(db.session.get_one(Person, id_)), int(said))
        for (_, id_), (_, said) in zip(givers, texts, strict=True)
    ]
    assert sorted(one for one, _ in by_place) == sorted(other for _, other in by_place) == [*range(8)]
    linked = [one for one, other in by_place if one == other]
    assert len(linked) <= 2, "as many as chance links"
    assert [other for _, other in by_place] != [*range(8)]


def test_feedback_comes_from_those_who_were_there_after_the_end(talk):
    came, host = attendee(talk), queries.hosts_of(talk)[0]
    speaker = attendee(talk, "Sam")
    save(speakers.add(host, talk, speaker))
    waited = factories.signup(factories.person("Wes"), talk, SignUpState.WAITING).person
    soon = factories.talk()
    refused = [
        (host, talk, "It is yours"),
        (speaker, talk, "It is yours"),
        (waited, talk, "those who were there"),
        (factories.person("Eve"), talk, "those who were there"),
        (attendee(soon), soon, "when the talk is over"),
        (attendee(old := factories.talk(starts_in=-31 * DAY)), old, "has closed"),
    ]
    for person, of, reason in refused:
        with pytest.raises(Forbidden, match=reason):
            feedback.give(person, of, worth=3, use=Use.YES)
    with pytest.raises(Invalid, match="from 1 to 5"):
        feedback.give(came, talk, worth=6, use=Use.YES)


def test_who_was_there_are_those_who_arrived_or_without_any_arrival_all_who_had_a_place(browser, talk):
    ada, host = factories.signup(factories.person("Ada"), talk).person, queries.hosts_of(talk)[0]

    def asked():
        page, told = feedback.part_of(ada, talk).took_part, audiences.people("feedback_asked", talk.id)
        return page, ada.id in db.session.scalars(told).all()

    assert asked() == (True, True)
    assert "everyone who had a place is asked" in browser(host).get(talk.url).text
    attendee(talk, "Bob")
    assert asked() == (False, False)
    assert "Asked of those who came." in browser(host).get(talk.url).text


def test_feedback_is_shown_from_five_on(talk):
    give(talk, 4)
    assert feedback.summed(talk, smallest=5)[0] is None
    give(talk, 1, worth=5, use=Use.NO, better="")
    found, _ = feedback.summed(talk, smallest=3)
    assert (found.given, found.mean, found.use[Use.YES]) == (5, 3.0, 4)
    assert sorted(found.texts) == ["Text 0", "Text 1", "Text 2", "Text 3"]


def test_what_it_changed_is_asked_after_a_week_and_after_a_month():
    asked = []
    for days in (5, 8, 20, 29, 31, 59, 61):
        talk = factories.talk(starts_in=-DAY * days)
        ada = attendee(talk)
        try:
            feedback.say_changed(ada, talk, Answer.CHANGED, what="I write an eval first.")
        except Forbidden:
            asked.append(None)
        else:
            asked.append(db.session.query(Change).filter_by(talk_id=talk.id).one().days)
    assert asked == [None, 7, 7, 7, 30, 30, None]


def test_an_answer_is_replaced_while_its_question_is_open_and_the_latest_counts(clock):
    talk = factories.talk(starts_in=-8 * DAY)
    people = [attendee(talk) for _ in range(5)]
    for person in people:
        feedback.say_changed(person, talk, Answer.NO, what="Nothing.")
        feedback.say_changed(person, talk, Answer.NOT_YET, what="Nothing yet.")
        save(talk)
    assert db.session.query(Change).count() == 5
    clock.shift(30 * DAY)
    feedback.say_changed(people[0], talk, Answer.CHANGED, what="I write an eval first.")
    found = feedback.changes(talk, smallest=5)
    assert (found.answered, found.by[Answer.CHANGED], found.by[Answer.NOT_YET]) == (5, 1, 4)
    assert found.texts == ["I write an eval first."]


def test_the_page_asks_in_each_round_and_for_feedback_meanwhile(browser, clock):
    talk = factories.talk(starts_in=-8 * DAY)
    ada = attendee(talk)

    def asks():
        page = browser(ada).get(talk.url).text
        return "Say what it changed" in page, "Give feedback" in page

    assert asks() == (True, True)
    feedback.say_changed(ada, talk, Answer.NOT_YET)
    save(talk)
    assert asks() == (False, True)
    clock.shift(24 * DAY)
    assert asks() == (True, False)
    feedback.say_changed(ada, talk, Answer.CHANGED)
    save(talk)
    assert asks() == (False, False)


def test_the_page_says_when_it_asks_what_changed_and_how_to_change_the_answer(browser, clock):
    talk = factories.talk(starts_in=-2 * DAY)
    ada, host = attendee(talk), queries.hosts_of(talk)[0]
    says, change = "You are asked whether it changed something on ", "Change my answer</a> until "
    assert says in browser(ada).get(talk.url).text
    assert says not in browser(host).get(talk.url).text
    assert says not in browser(factories.person("Eve")).get(talk.url).text
    assert "Feedback: three questions, without your name." in browser(ada).get(talk.url).text
    clock.shift(6 * DAY)
    page = browser(ada).get(talk.url).text
    assert (says in page, change in page) == (False, False)
    assert sentences.CHANGES_SEEN in page
    feedback.say_changed(ada, talk, Answer.NOT_YET)
    save(talk)
    page = browser(ada).get(talk.url).text
    assert "“Not yet”" in page
    assert change in page
    clock.shift(60 * DAY)
    assert change not in browser(ada).get(talk.url).text


def test_one_sentence_says_who_sees_what_a_talk_changed(browser, clock):
    talk = factories.talk(starts_in=-8 * DAY)
    page = browser(attendee(talk))
    asked = page.get(f"{talk.url}/changed").text
    assert sentences.CHANGES_SEEN in asked
    page.post(f"{talk.url}/changed", data={"answer": "no"})
    assert f"Noted. {sentences.CHANGES_SEEN}" in page.get(talk.url).text
    assert sentences.FEEDBACK_SEEN in page.get(f"{talk.url}/feedback").text


def test_what_it_changed_is_hidden_below_five():
    talk = factories.talk(starts_in=-8 * DAY)
    for _ in range(4):
        feedback.say_changed(attendee(talk), talk, Answer.CHANGED)
    assert feedback.changes(talk, smallest=5) is None


def test_it_is_asked_of_those_who_were_there_alone():
    talk = factories.talk(starts_in=-8 * DAY)
    host = queries.hosts_of(talk)[0]
    for person, reason in ((host, "It is yours"), (factories.person("Eve"), "those who were there")):
        with pytest.raises(Forbidden, match=reason):
            feedback.say_changed(person, talk, Answer.NO)
