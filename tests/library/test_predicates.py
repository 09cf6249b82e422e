from datetime import timedelta

import pytest

from learnhub.core import clock
from learnhub.core.refs import Ref
from learnhub.goals import services as goals
from learnhub.library import reading, services
from learnhub.library.models import LinkState, Reading
from learnhub.library.services import Text
from learnhub.people.models import Kind
from learnhub.search import queries as search
from tests import factories
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


@pytest.fixture
def evals(ada):
    text = Text("Your evals are lying to you", summary="Why a score says little.", tags=("testing",))
    return save(services.add(ada, "https://example.org/evals", text=text))


def found(person, typed: str) -> list[str]:
    save(person)
    return [hit.ref.id for hit in search.search(person, typed, kind="resource").hits]


@pytest.mark.parametrize("typed", ["evals", '"score says"', "#testing", "type:article evals", "is:unread"])
def test_a_resource_is_found_by_its_words(ada, evals, typed):
    assert found(ada, typed) == [evals.id]


def test_it_is_found_by_what_people_wrote_about_it(ada, evals):
    reading.take_away(ada, evals, text="Five languages were too many.")
    assert found(ada, "five languages") == [evals.id]


def test_states_are_the_searchers_own(ada, evals):
    reading.mark(ada, evals, Reading.DONE)
    assert (found(ada, "is:done"), found(ada, "is:unread")) == ([evals.id], [])
    assert found(factories.person("Bob"), "is:done") == []


def test_what_broke_or_is_stale_is_found(ada, evals):
    assert (found(ada, "is:broken"), found(ada, "is:stale")) == ([], [])
    evals.link = LinkState.GONE
    assert found(ada, "is:broken") == [evals.id]
    evals.link, evals.expires_on = LinkState.OK, (clock.now() - timedelta(days=2)).date()
    assert found(ada, "is:stale") == [evals.id]


def test_it_is_found_by_its_goal(ada, evals):
    goal = factories.goal(ada, ada.unit, title="Fix within a week")
    assert found(ada, "goal:none") == [evals.id]
    goals.tie(ada, goal, Ref("resource", evals.id), why="", may_edit_the_other=True)
    assert found(ada, 'goal:"within a week"') == [evals.id]


def test_what_is_in_the_bin_and_guests_find_nothing(ada, evals):
    assert found(factories.person("Gus", kind=Kind.GUEST), "evals") == []
    services.discard(ada, evals)
    assert found(ada, "evals") == []
    services.restore(ada, evals)
    assert found(ada, "evals") == [evals.id]
