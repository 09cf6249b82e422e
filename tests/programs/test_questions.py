"""What is asked at sign-up: answered, changed, shown to whom, forgotten."""

from datetime import timedelta
from decimal import Decimal

import pytest

from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid
from learnhub.people.models import Role
from learnhub.programs import answer_sums, answers, jobs, places, queries, sign_up_fields
from learnhub.programs.asked_models import FieldKind, SignUpAnswer, SignUpField
from learnhub.programs.sign_up_fields import Asked
from tests import factories
from tests.support.rows import fresh, perform

K = FieldKind


def asked(kind, *choices, required=False):
    return SignUpField(key="k", kind=kind, label="?", choices=list(choices), required=required)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (K.LINE, ["  Vegan\n"], ["Vegan"]),
        (K.LINE, [""], []),
        (K.TEXT, ["one\ntwo"], ["one\ntwo"]),
        (K.ONE, ["B"], ["B"]),
        (K.ONE, ["gone"], []),
        (K.SEVERAL, ["C", "A", "gone"], ["A", "C"]),
        (K.YES_NO, ["yes"], ["yes"]),
        (K.YES_NO, ["maybe"], []),
        (K.NUMBER, ["2,5"], ["2,5"]),
        (K.NUMBER, ["-3"], ["-3"]),
    ],
)
def test_an_answer_is_kept_as_it_was_meant(kind, typed, kept):
    assert answers.read(asked(kind, "A", "B", "C"), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (K.LINE, [" "], "Answer this."),
        (K.ONE, [], "Choose one."),
        (K.YES_NO, [""], "Choose one."),
        (K.NUMBER, ["many"], "Write a number, such as 3 or 2.5."),
        (K.LINE, ["x" * 201], "Use 200 characters at most."),
    ],
)
def test_an_answer_that_cannot_be_is_said_beside_its_question(kind, typed, said):
    with pytest.raises(Invalid, match=said) as error:
        answers.read(asked(kind, "A", "B", required=True), typed)
    assert error.value.field == "k"


def test_choices_are_counted_numbers_added_up_and_texts_listed():
    offered = answer_sums.summed(asked(K.SEVERAL, "A", "B"), [["A"], ["A", "gone"], []])
    assert (offered.answered, offered.counts) == (2, [("A", 2), ("B", 0), ("gone", 1)])
    assert answer_sums.summed(asked(K.YES_NO), [["yes"], ["no"], ["yes"]]).counts == [("Yes", 2), ("No", 1)]
    number = answer_sums.summed(asked(K.NUMBER), [["2,5"], ["-1"]])
    assert (number.total, number.least, number.most) == (Decimal("1.5"), -1, Decimal("2.5"))
    assert answer_sums.summed(asked(K.LINE), [["nuts"], ["Eggs"], ["nuts"]]).texts == ["Eggs", "nuts"]


@pytest.fixture
def lead(app):
    return factories.person("Lena", roles=(Role.LEAD,))


@pytest.fixture
def ada(app):
    return factories.person("Ada")


@pytest.fixture(params=["hackathon", "talk"])
def program(request, lead):
    return {"hackathon": factories.coming, "talk": factories.talk}[request.param](lead)


def test_who_signs_up_is_asked_and_keeps_what_they_typed(browser, ada, program):
    food = factories.sign_up_field(program, K.ONE, label="Food?", required=True)
    bring = factories.sign_up_field(program, label="What do you bring?", help="A word is enough.")
    page, where = browser(ada), f"{program.desk}/sign-up"
    for shown in (page.get(program.url).text, page.get("/whats-on").text):
        assert (f'href="{where}' in shown, f'action="{where}"' in shown) == (True, False)
    assert "A word is enough." in page.get(where).text
    answer = page.post(where, data={bring.key: "A robot"})
    assert (answer.status_code, "Choose one." in answer.text, 'value="A robot"' in answer.text) == (
        422,
        True,
        True,
    )
    assert queries.signup_of(ada, program) is None
    assert page.post(where, data={bring.key: "A robot", food.key: "Vegan"}).location == program.url
    mine = queries.signup_of(ada, program)
    assert answers.of([mine]) == {mine.id: {food.id: ["Vegan"], bring.id: ["A robot"]}}
    assert "You have signed up." in page.get(where).text
    assert 'value="A robot"' in page.get(f"{program.desk}/answers").text
    page.post(f"{program.desk}/answers", data={food.key: "Anything", bring.key: ""})
    assert answers.of([fresh(mine)]) == {mine.id: {food.id: ["Anything"]}}


def test_who_was_put_on_the_list_is_asked_on_the_programs_page(browser, lead, ada):
    program = factories.coming(lead)
    food = factories.sign_up_field(program, label="Food?", required=True)
    places.enter(lead, program, ada)
    db.session.commit()
    page = browser(ada)
    assert "One question waits for your answer" in page.get(program.url).text
    assert page.post(f"{program.desk}/answers", data={food.key: ""}).status_code == 422
    page.post(f"{program.desk}/answers", data={food.key: "Vegan"})
    assert "waits for your answer" not in page.get(program.url).text
    assert browser(factories.person("Bob")).get(f"{program.desk}/answers").status_code == 404


def test_what_was_for_the_hosts_alone_goes_two_weeks_after_the_end_or_with_the_person(app, lead, ada, clock):
    program = factories.coming(lead)
    access, team = factories.sign_up_field(program, sensitive=True), factories.sign_up_field(program)
    bob = factories.person("Bob")
    for person in (ada, bob):
        answers.sign_up(person, program, None, {access.key: ["A ramp"], team.key: ["Robots"]})
    places.withdraw(bob, program)
    db.session.commit()
    assert [(row.field_id, row.value) for row in db.session.query(SignUpAnswer)].count(
        (access.id, ["A ramp"])
    ) == 1
    for days, left in ((13, {access.id, team.id}), (15, {team.id})):
        clock.stop(program.ends_at + timedelta(days=days))
        perform(jobs.forget_reasons)
        assert {row.field_id for row in db.session.query(SignUpAnswer)} == left


def test_questions_are_changed_ordered_and_stopped_without_losing_answers(browser, lead, ada):
    program = factories.coming(lead)
    page, where = browser(lead), f"{program.desk}/questions"
    wanted = {"label": "Food?", "kind": "one", "choices": "Vegan\n\nAnything", "required": "y"}
    assert "Write 2 to 20 choices" in page.post(f"{where}/new", data=wanted | {"choices": "One"}).text
    assert page.post(f"{where}/new", data=wanted).location == f"{program.desk}/set-up#questions"
    food, team = sign_up_fields.of(program)[0], factories.sign_up_field(program, label="Team?")
    answers.sign_up(ada, program, None, {food.key: ["Vegan"], team.key: ["Robots"]})
    db.session.commit()
    assert "so its kind stays" in page.post(f"{where}/{food.key}", data=wanted | {"kind": "line"}).text
    page.post(f"{where}/{food.key}", data=wanted | {"choices": "Meat\nFish"})
    page.post(f"{where}/{team.key}/up")
    assert [each.label for each in sign_up_fields.of(program)] == ["Team?", "Food?"]
    page.post(f"{where}/{team.key}/stop")
    assert [each.label for each in sign_up_fields.of(program)] == ["Food?"]
    page.post(f"{where}/{team.key}/again")
    assert [each.label for each in sign_up_fields.of(program)] == ["Food?", "Team?"]
    shown = page.get(f"{program.desk}/sign-ups.csv").text.splitlines()[1]
    assert shown.endswith("Vegan,Robots")
    assert browser(ada).post(f"{where}/new", data=wanted).status_code == 403


def test_eight_questions_are_enough_and_asking_is_no_edit_of_the_text(app, lead, ada):
    program = factories.coming(lead)
    version = program.version
    made = [factories.sign_up_field(program) for _ in range(8)]
    assert (fresh(program).asks, program.version) == (True, version)
    with pytest.raises(Invalid, match="Eight questions"):
        sign_up_fields.add(lead, program, Asked("Ninth?", K.LINE))
    for each in made:
        sign_up_fields.stop(lead, program, each)
    assert program.asks is False
    with pytest.raises(Forbidden):
        sign_up_fields.add(ada, program, Asked("Mine?", K.LINE))
