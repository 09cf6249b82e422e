"""One commit: what a request keeps, and what it leaves behind."""

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy import insert as insert_
from sqlalchemy.exc import IntegrityError, OperationalError

from learnhub.core import audit, clock
from learnhub.core.db import db
from learnhub.core.errors import Forbidden
from learnhub.core.refs import Ref
from learnhub.core.transaction import keep, transaction
from learnhub.people.models import Unit
from learnhub.web.access import access, anyone
from learnhub.web.transaction import csrf_token
from tests.support.browsers import browser


@pytest.fixture
def site(make_app):
    """An application with routes that write and then answer as they are told."""
    app = make_app()

    @app.route("/write/<int:status>", methods=["GET", "POST"])
    @access(anyone)
    def write(status):
        db.session.add(Unit(name="Written"))
        db.session.flush()
        return "", status

    @app.get("/insert")
    @access(anyone)
    def insert():
        db.session.execute(insert_(Unit).values(name="Written", key="k" * 10, created_at=clock.now()))
        return ""

    @app.get("/count")
    @access(anyone)
    def count():
        return str([db.session.scalar(select(func.count()).select_from(Unit)) for _ in range(7)])

    @app.post("/refuse")
    @access(anyone)
    def refuse():
        db.session.add(Unit(name="Written"))
        db.session.flush()
        keep(audit.entry(None, "unit.refused", Ref("unit", 1)))
        raise Forbidden("Not you.")

    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("method", "status", "kept"),
    [("POST", 200, 1), ("POST", 303, 1), ("POST", 422, 0), ("POST", 500, 0), ("GET", 200, 0)],
)
def test_a_request_keeps_its_changes_if_it_writes_and_succeeds(site, app, method, status, kept):
    assert browser(site).open(f"/write/{status}", method=method).status_code == status
    assert db.session.query(Unit).count() == kept


def test_a_statement_that_changes_rows_is_undone_after_a_get(site, app):
    assert browser(site).get("/insert").status_code == 200
    assert db.session.query(Unit).count() == 0


@pytest.mark.postgres_only
def test_what_is_prepared_stays_so_after_a_request_that_reads(site, app):
    assert browser(site).get("/count").status_code == 200
    with site.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM pg_prepared_statements")) > 0


def test_a_write_without_its_token_is_refused(site, app):
    assert browser(site).post("/write/200", csrf=False).status_code == 400
    assert db.session.query(Unit).count() == 0


def test_the_token_of_a_page_is_signed_once_for_its_session(site):
    """By another way Flask-WTF gives templates its own, which signs anew with each page."""
    context: dict[str, object] = {}
    with site.test_request_context():
        site.update_template_context(context)
    assert context["csrf_token"] is csrf_token


def test_a_refusal_leaves_nothing_but_what_was_to_be_kept(site, app):
    assert browser(site).post("/refuse").status_code == 403
    assert db.session.query(Unit).count() == 0
    assert [entry.act for entry in db.session.query(audit.AuditEntry)] == ["unit.refused"]


@pytest.mark.parametrize(
    ("error", "lost", "status", "words"),
    [
        (OperationalError, False, 503, "cannot save right now. Nothing was changed"),
        (OperationalError, True, 503, "Look whether it is there in a minute, before you send it again"),
        (IntegrityError, False, 409, "at the same moment"),
    ],
)
def test_a_commit_that_fails_is_answered_like_a_write_that_fails(site, app, error, lost, status, words):
    def fail(_connection: object, *executed: object) -> None:
        if not executed or executed[1] == "COMMIT":
            raise error("COMMIT", {}, Exception("database or disk is full"), connection_invalidated=lost)

    # On SQLite we send it ourselves, while it is the writer's turn.
    when = "before_cursor_execute" if db.engine.dialect.name == "sqlite" else "commit"
    event.listen(Engine, when, fail)
    try:
        answer = browser(site).post("/write/200")
    finally:
        event.remove(Engine, when, fail)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert "Content-Security-Policy" in answer.headers
    assert db.session.query(Unit).count() == 0


@pytest.mark.usefixtures("app")
def test_a_transaction_inside_another_is_refused():
    with transaction():
        db.session.add(Unit(name="Outer"))
        db.session.flush()
        with pytest.raises(RuntimeError, match="already open"), transaction():
            db.session.add(Unit(name="Inner"))
    assert [unit.name for unit in db.session.query(Unit)] == ["Outer"]
