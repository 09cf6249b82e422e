"""How PostgreSQL finds things: by its indexes, and alike for all words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from learnhub.core.db import db
from learnhub.search import queries, ranking
from tests import factories
from tests.support.rows import many

pytestmark = pytest.mark.postgres_only


@contextmanager
def plans() -> Iterator[list[str]]:
    """Collect what PostgreSQL would do for each search inside, were its tables long."""
    found: list[str] = []

    def note(connection: Any, _cursor: Any, sql: str, parameters: Any, *_rest: Any) -> None:
        if "FROM search_document" in sql:
            cursor = connection.connection.cursor()
            cursor.execute(f"EXPLAIN {sql}", parameters)
            found.append("\n".join(line for (line,) in cursor.fetchall()))

    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def frequent(put, monkeypatch):
    """Fill with a word that all have; 300 of them are another person's alone."""
    monkeypatch.setattr(ranking, "NEWEST", 30)
    monkeypatch.setattr(ranking, "IN_TITLE", 10)
    ada = factories.person()
    with many():
        for number in range(400):
            put(f"Thing {number}", "frequent", audience=("all",) if number < 100 else ("person:0",))
    db.session.execute(text("ANALYZE"))
    return ada


def test_a_frequent_word_is_found_by_the_indexes_though_it_is_known_to_be_frequent(frequent):
    with plans() as found:
        assert queries.search(frequent, "frequent").total == 20
    often, titles, rest, *_ = found
    assert "Index Cond: (vector @@ " in often
    assert "ix_search_document_vector_headings" in titles
    assert "ix_search_document_vector " in rest


def test_of_few_hits_it_is_not_read_who_may_find_everything_else(frequent):
    with plans() as found:
        assert queries.search(frequent, "thing 17 -30").total == 1
    assert any("ts_rank" in plan and "search_audience" in plan for plan in found)
    assert not any("hashed SubPlan" in plan for plan in found)
