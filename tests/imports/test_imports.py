"""Staging: the words for every state, columns, sweeping, and two who press at once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.imports import columns, jobs, policies, sentences, services
from learnhub.imports.importer import Field
from learnhub.imports.models import BatchState, ImportBatch, ImportRow, RowState
from learnhub.people.models import Person, Role
from tests import factories
from tests.support.rows import perform, save

FIELDS = (Field("name", "Name", ("Full name",), required=True), Field("email", "E-mail", ("Mail",)))


@pytest.mark.parametrize(
    ("state", "counts", "title"),
    [
        (BatchState.MATCHING, {}, "Which column holds what?"),
        (BatchState.STAGED, {RowState.NEW: 118}, "118 demos can come in."),
        (BatchState.STAGED, {RowState.NEW: 1, RowState.CHANGED: 4}, "1 demo can come in."),
        (BatchState.STAGED, {RowState.CHANGED: 2}, "2 demos would change."),
        (BatchState.STAGED, {RowState.SAME: 5, RowState.ERROR: 1}, "Nothing in this file is new."),
        (BatchState.STAGED, {RowState.LEFT_OUT: 5}, "Nothing in this file is new."),
        (BatchState.STAGED, {RowState.ERROR: 2}, "No row of this file can come in."),
        (BatchState.APPLIED, {RowState.NEW: 118}, "118 demos came in."),
        (BatchState.APPLIED, {RowState.CHANGED: 1}, "1 demo changed."),
        (BatchState.APPLIED, {RowState.ABSENT: 1}, "The file was brought in."),
        (BatchState.UNDONE, {RowState.NEW: 118}, "This import was undone."),
    ],
)
def test_the_title_is_the_answer(state, counts, title):
    assert sentences.title(state, "demo", counts) == title


def test_the_button_and_the_lead_carry_their_numbers():
    counts = {RowState.NEW: 1204, RowState.CHANGED: 2, RowState.LEFT_OUT: 28, RowState.ERROR: 1}
    assert sentences.button("person", counts) == "Bring in 1,204 people, change 2"
    assert sentences.button("demo", {RowState.CHANGED: 2}) == "Change 2 demos"
    said = "28 left out, 1 cannot be read. Nothing has changed yet, and nobody will be told."
    assert sentences.lead(BatchState.STAGED, counts) == said


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["Name", "E-mail"], {"name": "Name", "email": "E-mail"}),
        (["FULL_NAME", " mail "], {"name": "FULL_NAME", "email": " mail "}),
        (["Wer", "email"], {"email": "email"}),
        (["Person’s name", "Mail’s"], {"email": "Mail’s"}),
        (["x"], {}),
    ],
)
def test_columns_are_known_by_their_headers(headers, found):
    assert columns.matched(FIELDS, headers, {}) == found


def test_what_was_chosen_before_counts_for_more_where_it_is_there():
    before = {"name": "Wer", "email": "gone"}
    assert columns.matched(FIELDS, ["Name", "Wer", "Mail"], before) == {"name": "Wer", "email": "Mail"}


@pytest.mark.parametrize(
    ("wanted", "field", "says"),
    [
        ({"email": "b"}, "name", "Choose a column for “Name”."),
        ({"name": "z"}, "name", "The file has no column “z”."),
        ({"name": "a", "email": "a"}, "email", "The column “a” is chosen twice."),
        ({"naem": "a"}, "naem", "There is no field “naem”."),
    ],
)
def test_a_choice_that_cannot_be_names_its_field(wanted, field, says):
    with pytest.raises(Invalid, match=says) as caught:
        columns.chosen(FIELDS, ["a", "b"], wanted)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("state", "rows", "allowed"),
    [
        (BatchState.STAGED, 1, True),
        (BatchState.STAGED, 0, False),
        (BatchState.MATCHING, 1, False),
        (BatchState.APPLIED, 1, False),
        (BatchState.UNDONE, 1, False),
    ],
)
def test_a_batch_is_applied_once_and_only_for_something(state, rows, allowed):
    assert bool(policies.may_apply(state, rows=rows)) is allowed


@pytest.mark.usefixtures("app")
def test_files_that_nobody_brought_in_are_forgotten_after_a_week(clock):
    ada = factories.person("Ada")
    old = [factories.batch(ada), factories.batch(ada, state=BatchState.MATCHING)]
    kept = factories.batch(ada, state=BatchState.APPLIED)
    assert len(old) == 2
    clock.shift(timedelta(days=6))
    young = factories.batch(ada)
    clock.shift(timedelta(days=2))
    perform(jobs.sweep)
    found = set(db.session.scalars(select(ImportBatch.id)))
    assert found == {kept.id, young.id}
    assert set(db.session.scalars(select(ImportRow.batch_id))) == found


@pytest.mark.usefixtures("app")
def test_of_two_who_press_at_once_one_goes_on(browser):
    ruth = factories.person("Ruth", roles=(Role.ADMIN,))
    data = {"name": "Ada", "email": "ada@example.org", "external_id": None, "unit": None, "manager": None}
    batch = factories.batch(ruth, "people", rows=0)
    row = ImportRow(batch_id=batch.id, number=2, state=RowState.NEW, title="Ada")
    row.data = {**data, "kind": None, "zone": None, "roles": []}
    save(row)
    db.session.refresh(batch)
    assert batch.state is BatchState.STAGED  # as the slower one read it
    assert browser(ruth).post(f"/imports/{batch.key}").status_code == 303
    with pytest.raises(StaleDataError):
        services.apply(ruth, _as_read(batch), {})
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Person)) == 2


def _as_read(batch: ImportBatch) -> ImportBatch:
    """The batch as it was before the other press: staged, at its first version."""
    set_committed_value(batch, "version", 1)
    set_committed_value(batch, "state", BatchState.STAGED)
    return batch
