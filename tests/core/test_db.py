"""How values and connections are: aware moments, and SQLite's settings as they were measured."""

from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, PendingRollbackError, StatementError

from learnhub.core.among import among
from learnhub.core.db import WRITING, changed, db, insert, plan_once
from learnhub.core.postgres_cursors import Columns
from learnhub.core.statements import is_plain, kept
from learnhub.core.transaction import release
from learnhub.people.models import Unit
from tests import factories
from tests.support.rows import fresh
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")


def test_a_moment_comes_back_aware_and_in_utc():
    moment = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
    unit = fresh(factories.unit(created_at=moment))
    assert unit.created_at == moment
    assert unit.created_at.tzinfo is UTC


def test_a_naive_moment_is_refused():
    db.session.add(Unit(name="Naive", created_at=datetime(2026, 3, 29)))
    with pytest.raises(StatementError, match="naive datetime"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 15000)],
)
def test_every_connection_to_sqlite_has_its_settings(pragma, value):
    assert db.session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


@pytest.mark.postgres_only
def test_postgres_answers_in_utc_whatever_the_cluster_says():
    assert db.session.execute(text("SHOW timezone")).scalar_one() == "UTC"
    assert db.session.execute(text("SHOW jit")).scalar_one() == "off"
    with db.engine.connect() as connection:
        default = connection.execute(text("SELECT reset_val FROM pg_settings WHERE name = 'TimeZone'"))
        assert default.scalar_one() == "UTC"


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("writing", "begin"), [(True, "BEGIN IMMEDIATE"), (False, "BEGIN")])
def test_a_write_takes_its_lock_at_the_start(writing, begin):
    with statements(frame=True) as sent:
        token = WRITING.set(writing)
        db.session.execute(text("SELECT 1"))
        WRITING.reset(token)
    assert sent[0] == begin


def test_an_insert_says_whether_it_reached_a_row():
    row = insert(Unit).values(key="u", name="Once").on_conflict_do_nothing(index_elements=["key"])
    assert [changed(row), changed(row)] == [1, 0]


def test_a_kept_select_of_columns_finds_what_was_only_just_added_and_reads_it_as_it_was_meant():
    moment = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
    db.session.add(Unit(name="Just added", created_at=moment))
    wanted = kept(lambda name: select(Unit.name, Unit.created_at).where(Unit.name == name), "Just added")
    assert is_plain(wanted[0])
    row = db.session.execute(*wanted).one()
    assert (row.name, row.created_at, row.created_at.tzinfo) == ("Just added", moment, UTC)
    assert db.session.scalars(*wanted).all() == [db.session.scalar(*wanted)] == ["Just added"]


def test_a_kept_select_of_an_object_gives_the_object():
    unit = factories.unit()
    wanted = kept(lambda id_: select(Unit, Unit.name).where(Unit.id == id_), unit.id)
    assert not is_plain(wanted[0])
    assert db.session.scalar(*wanted) is unit


def test_a_kept_select_is_asked_in_the_transaction_that_there_is_and_in_none_that_failed():
    wanted = kept(lambda name: select(Unit.name).where(Unit.name == name), "Once")
    assert db.session.scalar(*wanted) is None
    db.session.add(Unit(name="Once", key="u"))
    db.session.commit()
    assert db.session.scalar(*wanted) == "Once"
    db.session.add(Unit(name="Twice", key="u"))
    with pytest.raises(IntegrityError):
        db.session.flush()
    with pytest.raises(PendingRollbackError):
        db.session.scalar(*wanted)
    db.session.rollback()
    assert db.session.scalar(*wanted) == "Once"
    db.session.remove()
    assert db.session.scalar(*wanted) == "Once"


def test_ids_of_many_rows_are_one_parameter_none_of_them_too():
    made = [factories.unit() for _ in range(4)]
    ids = [each.id for each in made[1:3]]
    for asked, found in ((ids, ids), ([], []), ([*ids, -1], ids)):
        rows = db.session.scalars(*kept(_units_among, asked)).all()
        assert sorted(rows) == found
        with statements() as sent:
            db.session.scalars(select(Unit.id).where(among(Unit.id, asked))).all()
        assert sent[-1].count("?") + sent[-1].count("$") == 1


def _units_among(ids):
    return select(Unit.id).where(among(Unit.id, ids))


@pytest.mark.postgres_only
def test_a_page_is_planned_once_until_it_is_read_and_nothing_else_is():
    def modes():
        wanted = "plan_cache_mode", "random_page_cost"
        return [db.session.scalar(text(f"SELECT current_setting('{name}')")) for name in wanted]

    plan_once()
    assert modes() == ["force_generic_plan", "1.1"]
    release()
    assert modes() == ["auto", "4"]


@pytest.mark.sqlite_only
def test_to_plan_once_asks_sqlite_nothing():
    with statements() as sent:
        plan_once()
    assert not sent


@pytest.mark.postgres_only
def test_columns_are_described_to_who_looks_and_a_statement_is_sent_as_it_is_written():
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT $1::int AS one, '%s' AS two", (1,))
        assert isinstance(cursor.description, Columns)
        assert [column.name for column in cursor.description] == ["one", "two"]
        assert cursor.fetchall() == [(1, "%s")]
        cursor.execute("SET LOCAL work_mem = '4MB'")
        assert cursor.description is None


def test_columns_are_described_once():
    described = []
    columns = Columns(lambda: described.append("again") or ["one", "two"])
    assert described == []
    assert ([*columns], len(columns), columns[1]) == (["one", "two"], 2, "two")
    assert described == ["again"]


def test_rows_come_in_parts_where_that_is_asked_for():
    names = [factories.unit().name for _ in range(3)]
    wanted = select(Unit.name).where(Unit.name.in_(names)).order_by(Unit.id)
    assert [*db.session.scalars(wanted.execution_options(yield_per=1))] == names
