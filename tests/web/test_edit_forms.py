"""A form that is shown to change something holds what is there: sent as it is shown, it changes nothing."""

from collections.abc import Callable

import pytest

from learnhub.library import collection_services
from learnhub.people.models import Person, Role
from tests import factories
from tests.support.forms import shown
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")


def _goal(me: Person) -> str:
    above = factories.goal(me, me.unit, title="Service without us")
    goal = factories.goal(me, me.unit)
    goal.parent_id = above.id
    return f"/goals/{save(goal).key}/edit"


def _key_result(me: Person) -> str:
    goal = factories.goal(me, me.unit)
    return f"/goals/{goal.key}/measures/{save(factories.metric(goal)).key}"


def _resource(me: Person) -> str:
    return f"/library/{save(factories.resource(me, tags=['evals', 'agents'])).key}/edit"


def _collection(me: Person) -> str:
    made = collection_services.create(me, title="First week")
    return f"/collections/{save(made).key}/edit"


def _hackathon(me: Person) -> str:
    return f"/programs/{save(factories.hackathon(host=me)).key}/edit"


def _talk(me: Person) -> str:
    return f"/programs/{save(factories.talk(me)).key}/edit"


def _team(me: Person) -> str:
    return f"/teams/{save(factories.team(me, factories.hackathon())).key}/edit"


def _topic(me: Person) -> str:
    return f"/talks/requests/{save(factories.request(me)).key}/edit"


def _course(me: Person) -> str:
    return f"/courses/{save(factories.course(me)).key}/edit"


def _unit(me: Person) -> str:
    return f"/admin/units/{save(factories.unit('Motion', me.unit)).key}"


def _person(me: Person) -> str:
    return f"/admin/people/{save(factories.person('Bob', unit=me.unit, manager_id=me.id)).key}"


def _profile(_me: Person) -> str:
    return "/settings"


@pytest.mark.parametrize(
    ("made", "field"),
    [
        (_goal, "title"),
        (_key_result, "result_title"),
        (_resource, "title"),
        (_collection, "title"),
        (_hackathon, "title"),
        (_talk, "title"),
        (_team, "name"),
        (_topic, "title"),
        (_course, "title"),
        (_unit, "name"),
        (_person, "name"),
        (_profile, "name"),
    ],
)
def test_a_form_sent_as_it_is_shown_is_taken_and_changes_nothing(
    made: Callable[[Person], str], field: str, browser
):
    unit = factories.unit("Field Robotics")
    me = save(factories.person("Greta", unit=unit, roles=(Role.ADMIN, Role.LEAD, Role.LEADER)))
    path, page = made(me), browser(me)
    before = shown(page.get(path).text, path, field)
    answer = page.post(before.action, data=before.fields)
    assert answer.status_code == 303, answer.text
    after = shown(page.get(path).text, path, field)
    unsaid = {"csrf_token", "version"}
    assert {name: said for name, said in after.fields.items() if name not in unsaid} == {
        name: said for name, said in before.fields.items() if name not in unsaid
    }
