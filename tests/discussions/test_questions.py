"""Live questions: when, how many, whose votes, and what nobody can know."""

from datetime import timedelta

import pytest

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid
from learnhub.core.policy import Verdict
from learnhub.core.refs import Ref
from learnhub.discussions import policies, question_queries, questions
from learnhub.discussions.models import Asking, Question, QuestionState, QuestionVote
from learnhub.discussions.questions import Floor, Mark
from tests import factories
from tests.support.rows import save
from tests.support.statements import statements

HOUR = timedelta(hours=1)


def floor(*, leads=False, closes=HOUR, is_on=True):
    return Floor(Ref("talk", 7), clock.now() + closes, is_on=is_on, leads=leads)


def rows(person, *, leads=False):
    return [
        (each.text, each.votes, each.voted)
        for each in question_queries.asked(person, floor().ref, leads=leads)
    ]


@pytest.fixture
def ada(app):
    return factories.person("Ada")


@pytest.fixture
def bob(app):
    return factories.person("Bob")


def test_questions_are_asked_and_voted_for_in_their_time_alone():
    now = clock.now()
    span = {"closes_at": now + HOUR, "is_on": True}
    moments = {-9999: "", 59: "", 60: "have closed"}
    found = {
        minutes: policies.may_ask(**span, now=now + timedelta(minutes=minutes)).reason for minutes in moments
    }
    assert [expected in found[minutes] for minutes, expected in moments.items()] == [True] * 3
    assert not policies.may_ask(**span | {"is_on": False}, now=now)
    closed = Verdict(False, "Closed.")
    assert policies.may_vote(open_now=closed, state=QuestionState.OPEN) is closed
    assert not policies.may_vote(open_now=Verdict(True), state=QuestionState.ANSWERED)


def test_without_a_name_nothing_is_kept_of_who_asked(ada, bob):
    made = save(questions.ask(ada, floor(), "Why did it fail?", unnamed=True))
    asking = db.session.query(Asking).one()
    assert (made.author_id, asking.asked) == (None, 1)
    assert str(ada.id) not in asking.asker.split()
    assert {column.name for column in Asking.__table__.columns} == {
        "ref_kind",
        "ref_id",
        "asker",
        "asked",
        "until",
    }
    assert {column.name for column in QuestionVote.__table__.columns} == {"question_id", "person_id"}
    assert [(each.by, each.mine) for each in question_queries.asked(ada, floor().ref, leads=True)] == [
        (None, False)
    ]
    with pytest.raises(Forbidden, match="with their name"):
        questions.withdraw(ada, made)


def test_one_person_asks_ten_with_and_without_a_name(ada, bob):
    for number in range(10):
        save(questions.ask(ada, floor(), f"Question {number}?", unnamed=number % 2 == 0))
    with pytest.raises(Forbidden, match="You asked 10 questions"):
        questions.ask(ada, floor(), "One more?", unnamed=True)
    save(questions.ask(bob, floor(), "Mine?"))
    with pytest.raises(Invalid, match="Write your question"):
        questions.ask(bob, floor(), " ")
    with pytest.raises(Forbidden, match="closed"):
        questions.ask(bob, floor(closes=-timedelta(minutes=1)), "Late?")


def test_votes_count_once_and_order_the_list(ada, bob):
    first, second = (save(questions.ask(ada, floor(), text)) for text in ("First?", "Second?"))
    for _ in range(2):
        questions.vote(bob, floor(), second)
    questions.vote(ada, floor(), second)
    assert rows(bob) == [("Second?", 2, True), ("First?", 0, False)]
    for _ in range(2):
        questions.vote(bob, floor(), second, wanted=False)
    questions.mark(ada, floor(leads=True), first, Mark.PINNED)
    assert rows(bob) == [("First?", 0, False), ("Second?", 1, False)]
    questions.mark(ada, floor(leads=True), second, Mark.PINNED)
    db.session.refresh(first)
    assert (first.pinned, second.pinned) == (False, True)
    questions.mark(ada, floor(leads=True), second, Mark.ANSWERED)
    with pytest.raises(Forbidden, match="It is answered"):
        questions.vote(bob, floor(), second)


def test_who_leads_hides_and_who_asked_takes_back(ada, bob):
    hidden, own = save(questions.ask(bob, floor(), "Rude?")), save(questions.ask(bob, floor(), "Mine?"))
    with pytest.raises(Forbidden, match="Only its hosts and speakers"):
        questions.mark(ada, floor(), hidden, Mark.HIDDEN)
    questions.mark(ada, floor(leads=True), hidden, Mark.HIDDEN)
    questions.withdraw(bob, own)
    assert rows(ada) == []
    assert [text for text, *_ in rows(bob)] == ["Mine?"]
    assert [text for text, *_ in rows(ada, leads=True)] == ["Rude?"]
    with pytest.raises(Forbidden, match="took it back"):
        questions.mark(ada, floor(leads=True), own, Mark.OPEN)
    questions.put_back(bob, own)
    questions.put_back(bob, hidden)
    assert [text for text, *_ in rows(ada)] == ["Mine?"]


def test_of_two_answers_at_once_the_second_shows_both(ada, bob):
    asked = save(questions.ask(bob, floor(closes=HOUR), "Why?"))
    late = floor(leads=True, closes=-timedelta(minutes=1))
    version = asked.answer_version
    questions.answer(ada, late, asked, "Because.", version=version)
    save(asked)
    assert (asked.state, asked.answered_by_id) == (QuestionState.ANSWERED, ada.id)
    with pytest.raises(Conflict) as caught:
        questions.answer(bob, late, asked, "Perhaps.", version=version)
    assert (caught.value.theirs, caught.value.yours) == ({"Answer": "Because."}, {"Answer": "Perhaps."})
    questions.answer(ada, late, asked, "", version=asked.answer_version)
    assert (asked.answer, asked.answered_by_id) == ("", None)


def test_eighty_questions_are_one_statement_and_go_with_their_talk(ada, bob):
    for number in range(80):
        made = Question(ref_kind="talk", ref_id=7, text=f"Question {number}?", author_id=ada.id)
        db.session.add(made)
        db.session.flush()
        db.session.add(QuestionVote(question_id=made.id, person_id=bob.id))
    save(made)
    db.session.refresh(bob)
    with statements() as sent:
        assert len(question_queries.asked(bob, floor().ref, leads=False)) == 80
    assert len(sent) == 1
    questions.forget(floor().ref)
    assert db.session.query(Question).count() == db.session.query(QuestionVote).count() == 0
