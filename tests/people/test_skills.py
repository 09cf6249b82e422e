"""What people say they can do: levels are theirs alone, and no number tells of fewer than five."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.people import skills
from learnhub.people.models import Skill, SkillLevel
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def test_one_skill_has_one_spelling_however_it_is_written():
    ada, bob = factories.person("Ada"), factories.person("Bob")
    skills.say(ada, "Small  models", level=SkillLevel.ALONE, helps=True)
    skills.say(bob, "SMALL MODELS", level=SkillLevel.HEARD, helps=False)
    assert [skill.name for skill in db.session.scalars(select(Skill))] == ["Small models"]


def test_said_again_it_changes_and_it_is_taken_off():
    ada = factories.person("Ada")
    skills.say(ada, "Evals", level=SkillLevel.HEARD, helps=False)
    said = skills.say(ada, "evals", level=SkillLevel.TEACHES, helps=True)
    assert [(row.level, row.helps) for row in skills.of(ada)] == [(SkillLevel.TEACHES, True)]
    with pytest.raises(NotFound):
        skills.forget(factories.person("Bob"), said.skill.key)
    skills.forget(ada, said.skill.key)
    assert skills.of(ada) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_skill_has_a_name(name):
    with pytest.raises(Invalid) as refusal:
        skills.say(factories.person(), name, level=SkillLevel.HEARD, helps=False)
    assert refusal.value.field == "skill"


def test_others_see_what_one_helps_with_and_never_a_level(browser):
    ada = factories.person("Ada")
    page = browser(ada)
    for name, helps in (("Evals", True), ("Poetry", False)):
        said = {"skill": name, "level": "3"} | ({"helps": "y"} if helps else {})
        assert page.post("/settings/skills", data=said).status_code == 303
    mine = page.get(f"/people/{ada.key}").text
    assert mine.count("Use it alone") == 2
    for reader in (factories.person("Bob"), factories.person("Lea", unit=factories.unit())):
        theirs = browser(reader).get(f"/people/{ada.key}").text
        assert "Evals" in theirs
        assert "Poetry" not in theirs
        assert "Use it alone" not in theirs


def test_a_skill_without_a_level_is_refused_and_kept_as_typed(browser):
    reply = browser(factories.person()).post("/settings/skills", data={"skill": "Evals"})
    assert reply.status_code == 422
    assert 'value="Evals"' in reply.text
    assert "Choose one of the four." in reply.text


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((30, 23, 15, 6), [30, 23, 15, 6]),
        ((30, 26, 15, 6), [30, None, 15, 6]),
        ((4, 3, 2, 1), [None, None, None, None]),
        ((9, 9, 9, 4), [9, 9, 9, None]),
        ((9, 8, 7, 6), [9, None, None, None]),
        ((12, 9, 7, 0), [12, None, 7, None]),
    ],
)
def test_no_two_numbers_tell_of_fewer_than_five(counts, shown):
    assert skills.shown(counts, 5) == shown


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4), st.integers(2, 9))
def test_what_is_shown_and_every_difference_of_it_is_large_enough(levels, least):
    counts = [sum(levels[at:]) for at in range(4)]
    told = [count for count in skills.shown(counts, least) if count is not None]
    assert all(count >= least for count in told)
    differences = {one - other for at, one in enumerate(told) for other in told[at:]}
    assert all(difference == 0 or difference >= least for difference in differences)
