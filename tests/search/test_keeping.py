"""What is kept to be found follows what happens."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.transaction import settle, transaction
from learnhub.people import profiles, units
from learnhub.people import services as people
from learnhub.people.models import Kind, Person, Role
from learnhub.search import queries, services
from learnhub.search.models import SavedSearch, SearchAudience, SearchDocument
from tests import factories
from tests.support.clients import together
from tests.support.rows import many

pytestmark = pytest.mark.usefixtures("app")


def found(person: Person, typed: str) -> list[tuple[str, str]]:
    return sorted((hit.ref.kind, hit.card.title) for hit in queries.search(person, typed).hits)


def test_a_unit_is_found_by_its_name_as_long_as_it_is_open_and_leads_to_its_people(app):
    """A search for it gave its people alone, or nothing where nobody was in it."""
    ada, gus = factories.person("Ada"), factories.person("Gus", kind=Kind.GUEST)

    def after(act, *given, **named):
        with many():
            made = act(*given, **named, by=None)
        return made, found(ada, "field"), found(ada, "yard")

    unit, *told = after(units.create, "Field Crew")
    assert told == [[("unit", "Field Crew")], []]
    assert found(gus, "field") == []
    [hit] = queries.search(ada, "field").hits
    assert hit.card.url == f"/people?unit={unit.key}"
    yard = [("unit", "Yard Crew")]
    assert after(units.rename, unit, "Yard Crew")[1:] == ([], yard)
    assert after(units.close, unit)[1:] == ([], [])
    assert after(units.reopen, unit)[1:] == ([], yard)


def test_a_person_is_found_by_name_unit_and_what_they_help_with(app):
    ada = factories.person("Asking")
    with many():
        unit = units.create("Robotics", by=None)
        eve = people.create_person(name="Eve Müller", email="eve@example.org", unit=unit)
        profiles.describe(
            eve, name="Eve Müller", zone="UTC", learning="Rust", helping="Prompt reviews", shortcuts=True
        )
    assert found(ada, "muller") == found(ada, "prompt rev") == [("person", "Eve Müller")]
    assert found(ada, "robotics") == [("person", "Eve Müller"), ("unit", "Robotics")]
    assert found(ada, "rust") == []
    with many():
        units.rename(unit, "Vision", by=None)
    assert found(ada, "vision") == [("person", "Eve Müller"), ("unit", "Vision")]
    assert found(ada, "robotics") == []
    with many():
        people.leave(eve)
    assert found(ada, "muller") == []
    with many():
        people.come_back(eve)
    assert found(ada, "muller") == [("person", "Eve Müller")]


def test_what_is_undone_is_not_found(app, put):
    ada = factories.person()
    unit = factories.unit()
    goal = factories.goal(ada, unit, title="Undone")
    settle(save=True)
    services.changed(Ref("goal", goal.id))
    settle(save=False)
    with many():
        pass
    assert found(ada, "undone") == []


def test_what_changed_often_is_written_once_as_it_is_at_last(put):
    ada = factories.person()
    goal = factories.goal(ada, factories.unit(), title="First")
    with many():
        services.changed(Ref("goal", goal.id), Ref("goal", goal.id))
        goal.title = "Second"
        services.changed(Ref("goal", goal.id))
        goal.title = "Third"
    assert found(ada, "third") == [("goal", "Third")]
    assert found(ada, "first or second") == []


def test_a_document_is_replaced_with_its_audience(put):
    ada = factories.person()
    goal = factories.goal(ada, factories.unit(), title="Once")
    for _ in range(2):
        with many():
            services.changed(Ref("goal", goal.id))
    assert db.session.scalar(select(func.count()).select_from(SearchDocument)) == 1
    assert db.session.scalar(select(func.count()).select_from(SearchAudience)) == 1


def test_many_who_write_one_document_at_once_leave_one(app):
    ada = factories.person()
    ref = Ref("goal", factories.goal(ada, factories.unit(), title="Raced").id)

    def write() -> None:
        with app.app_context(), transaction():
            services.changed(ref)

    settle(save=True)
    together([write] * 6)
    assert db.session.scalar(select(func.count()).select_from(SearchDocument)) == 1
    assert db.session.scalar(select(func.count()).select_from(SearchAudience)) == 1
    assert found(ada, "raced") == [("goal", "Raced")]


def test_what_is_gone_is_not_found_and_leaves_nothing(put):
    ada = factories.person()
    unit = factories.unit()
    goal = factories.goal(ada, unit, title="Gone")
    ref = Ref("goal", goal.id)
    with many():
        services.changed(ref)
    with many():
        db.session.delete(goal)
        services.gone(ref)
    assert found(ada, "gone") == []
    assert db.session.scalar(select(func.count()).select_from(SearchAudience)) == 0


def test_rebuilding_writes_everything_anew_oldest_first(app):
    ada = factories.person()
    with many():
        for number, age in enumerate((5, 1, 9)):
            made = clock.now() - timedelta(days=age)
            factories.goal(ada, factories.unit(), title=f"Goal {number}", created_at=made)
        people.create_person(name="Known", email="known@example.org")
        db.session.flush()
    db.session.query(SearchDocument).update({"title_words": "stale"})
    settle(save=True)
    said: list[int] = []
    assert services.rebuild(said.append) == 8  # the units of the goals with them
    assert said == [8]
    goals = select(SearchDocument.title).where(SearchDocument.kind == "goal").order_by(SearchDocument.id)
    assert db.session.scalars(goals).all() == ["Goal 2", "Goal 0", "Goal 1"]
    assert found(ada, "stale") == []
    assert found(ada, "known") == [("person", "Known")]


def test_rebuilding_forgets_what_is_there_no_more(app):
    ada = factories.person()
    with many():
        services.changed(Ref("person", ada.id))
    with many():
        ada.left_at = clock.now()
    assert services.rebuild() == 0
    assert db.session.scalar(select(func.count()).select_from(SearchDocument)) == 0


def test_goals_are_found_by_reason_and_measure(browser):
    greta = factories.person("Greta", unit=factories.unit("Field"), roles=(Role.ADMIN,))
    goal = factories.goal(greta, greta.unit)
    page = browser(greta)
    measured = {"kind": "metric", "result_title": "Hours lost", "baseline": "91", "target": "45"}
    assert page.post(f"/goals/{goal.key}/measures", data=measured).status_code == 303
    assert found(greta, "hours lost") == [("goal", goal.title)]


def test_a_saved_search_is_kept_replaced_and_forgotten(app):
    ada = factories.person()
    with transaction():
        services.save_search(ada, name="Mine", text="agents")
    with transaction():
        services.save_search(ada, name="Mine", text="agents is:saved", kind="goal")
    kept = db.session.scalars(select(SavedSearch)).one()
    assert (kept.name, kept.text, kept.kind) == ("Mine", "agents is:saved", "goal")
