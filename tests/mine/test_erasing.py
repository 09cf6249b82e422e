"""Everything of one person: all tables are in the registry, an export has it, an erasure leaves no name."""

import json

import pytest
from sqlalchemy import select

from learnhub.commitments import queries as commitments
from learnhub.core import clock
from learnhub.core.audit import AuditEntry
from learnhub.core.db import Model, db
from learnhub.core.errors import Forbidden, Invalid, NotFound
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.library.models import TakeAway
from learnhub.mine import erasing
from learnhub.mine.registry import HELD
from learnhub.people.models import Identity, IdentityKind, Organisation, Person, PersonSkill, Role, Skill
from learnhub.programs.asked_models import SignUpAnswer
from tests import factories
from tests.commitments.test_commitments import committed
from tests.support.rows import save

NAMES = {"actor_id", "added_by_id", "author_id", "by_id", "person_id"}  # where no foreign key says it
with_rows = pytest.mark.usefixtures("app")


def test_each_column_that_names_a_person_is_in_the_registry():
    tables = Model.metadata.tables.values()
    named = {
        (table.name, column.name)
        for table in tables
        for column in table.columns
        if column.name in NAMES or any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    assert {(held.table, held.column) for held in HELD} == named
    for held in HELD:
        columns = Model.metadata.tables[held.table].columns
        assert {*held.blank} <= {*columns.keys()}
        assert all(column in Model.metadata.tables[name].columns for name, column in held.inside)


def full(name="Ada Lovelace"):
    """Somebody with a bit of everything, who hosts, and one of whose texts others rely on."""
    ada = factories.person(name, unit=factories.unit(), learning="Zebralearning", external_id="zebra-7")
    skill = save(Skill(name="Evals", folded="evals"))
    save(PersonSkill(person_id=ada.id, skill_id=skill.id, level=2, changed_at=ada.created_at))
    save(Identity(person_id=ada.id, kind=IdentityKind.PASSWORD, subject=ada.key, secret="zebrasecret"))
    hackathon = factories.hackathon()
    signup = factories.signup(ada, hackathon, removed_because="zebrareason")
    field = factories.sign_up_field(hackathon)
    factories.talk(ada)
    save(SignUpAnswer(sign_up_id=signup.id, field_id=field.id, value=["Zebranswer"], at=ada.created_at))
    factories.take_away(ada, factories.resource(ada, "Kept"))
    committed(ada, title="Zebracourse")
    factories.stuck(ada, text="Zebrastuck", topic="Zebratopic")
    factories.demo(factories.team(ada, factories.hackathon()), submitted=True)
    batch = save(ImportBatch(kind="people", file_name="people.csv", actor_id=ada.id))
    rows = {"batch_id": batch.id, "number": 2, "state": RowState.NEW}
    save(ImportRow(**rows, title=name, data={"email": ada.email}, ref_kind="person", ref_id=ada.id))
    save(ImportRow(**rows, title="Bob", reason=f"Manager: {name}.", data={"manager": ada.email}))
    return ada


@with_rows
def test_an_export_has_everything_but_secrets_and_is_for_that_person_alone(browser):
    save(Organisation(id=1, name="Example"))
    ada, eve = full(), factories.person("Eve")
    answer = browser(ada).get("/learning/everything.json")
    found = json.loads(answer.text)
    assert {"person", "person_skill.person_id", "take_away.person_id", "commitment.person_id"} <= {*found}
    for word in ("Zebralearning", "Zebranswer", "Zebracourse", ada.email):
        assert word in answer.text
    kept = ("zebrasecret", "zebrareason", "join_code", "call_url")
    assert [word for word in kept if word in answer.text] == []
    assert "Zebra" not in browser(eve).get("/learning/everything.json").text
    assert "Completed" not in browser(eve).get("/learning.csv").text


@with_rows
def test_an_erasure_takes_two_steps_and_leaves_counts_without_a_name(browser):
    ada, admin = full(), factories.person("Ann", roles=(Role.ADMIN,))
    key, name, email, id_ = ada.key, ada.name, ada.email, ada.id
    with pytest.raises(Forbidden, match="Only admins"):
        erasing.erase(factories.person("Eve"), ada, typed=name)
    with pytest.raises(Forbidden, match="Another admin"):
        erasing.erase(admin, admin, typed=admin.name)
    with pytest.raises(Invalid, match="Type the name"):
        erasing.erase(admin, ada, typed="Eve")
    page = browser(admin)
    assert page.get(f"/admin/people/{key}/erase").status_code == 200
    assert page.post(f"/admin/people/{key}/erase", data={"name": name}).status_code == 303
    texts = "\n".join(
        str(row)
        for table in Model.metadata.sorted_tables
        if not table.name.startswith("search")
        for row in db.session.execute(select(table))
    )
    assert [word for word in (name, email, "Zebra", "zebra", "Lovelace") if word in texts] == []
    assert db.session.get_one(Person, id_).name == erasing.NOBODY
    assert db.session.scalars(select(TakeAway.person_id)).all() == [id_]  # others rely on it
    assert commitments.planned_hours(db.session.get_one(Person, id_), clock.now()) == []
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (last.act, last.actor_id, last.ref_id) == ("person.erased", admin.id, id_)
    with pytest.raises((Forbidden, NotFound)):
        erasing.erase(admin, db.session.get_one(Person, id_), typed=erasing.NOBODY)
