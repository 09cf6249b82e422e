"""The harness itself: what it promises to the other tests."""

import smtplib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import has_app_context
from sqlalchemy.engine import make_url

from learnhub.core import clock as core_clock
from learnhub.core import queue
from learnhub.core.db import db
from learnhub.core.transaction import settle, transaction
from learnhub.people.models import Person, Role, Unit
from tests import factories
from tests.support.browsers import browser
from tests.support.statements import changes, statements

pytestmark = pytest.mark.usefixtures("app")


def name_a_unit(number):
    with transaction():
        db.session.add(Unit(name=f"Unit {number}"))


def fail(number):
    raise LookupError(f"no unit {number}")


@pytest.fixture
def mail(mailbox):
    def send(address):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "us@example.org", address, "Hello"
        message.set_content("Hello")
        host, port = mailbox.url.removeprefix("smtp://").split(":")
        with smtplib.SMTP(host, int(port), timeout=0.5) as smtp:
            smtp.send_message(message)

    return send


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_with_an_empty_database(turn):
    assert db.session.query(Person).count() == 0
    factories.person("Ada")


@pytest.mark.sqlite_only
def test_what_a_test_wrote_is_taken_back_beside_who_is_connected(database):
    pristine = _dump(database.fresh("pristine"))
    ada = factories.person("Ada", unit=factories.unit())
    factories.team(ada, factories.hackathon(ada))
    factories.resource(ada)
    assert len(_dump(database.url)) > len(pristine)
    assert database.bring_back()
    assert _dump(database.url) == pristine
    assert db.session.query(Person).count() == 0
    settle(save=False)
    assert factories.person("Bob").id == ada.id


@pytest.mark.sqlite_only
def test_another_file_or_another_schema_is_not_taken_back_but_made_anew(database):
    path = Path(make_url(database.url).database)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE odd (id INTEGER)")
    assert not database.bring_back()
    db.engine.dispose()
    database.empty()
    assert database.bring_back()
    path.replace(path.with_name("before.db"))
    database.fresh("main")
    assert not database.bring_back()


def _dump(url):
    """All that stands in a file of SQLite, but for how its index of words lies there."""
    with closing(sqlite3.connect(Path(make_url(url).database))) as connection:
        return [line for line in connection.iterdump() if "search_index_data" not in line]


def test_ids_of_different_tables_lie_apart():
    unit = factories.unit()
    ada = factories.person(unit=unit)
    assert abs(ada.id - unit.id) >= 900


def test_a_leader_leads_their_unit():
    unit = factories.unit("Platform", parent=factories.unit("Engineering"))
    ada = factories.person(unit=unit, roles=(Role.LEADER,))
    assert [(grant.role, grant.unit_id) for grant in ada.roles] == [(Role.LEADER, unit.id)]


def test_a_browser_sees_no_context_of_the_test_and_what_was_committed(make_app):
    app = make_app()

    @app.get("/count")
    def count():
        return str(db.session.query(Unit).count())

    db.session.add(Unit(name="Written, not yet committed"))
    assert browser(app).get("/count").text == "1"
    assert has_app_context()
    with app.app_context():
        db.engine.dispose()


def test_the_clock_moves_and_comes_back(clock):
    before = core_clock.now()
    assert clock.shift(timedelta(days=3)) - before >= timedelta(days=3)
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    assert clock.set(moment) - moment < timedelta(seconds=1)


def test_work_asked_for_is_done_by_a_real_worker_after_the_commit(run_jobs):
    queue.later(name_a_unit, 7)
    assert run_jobs() == 1
    assert [unit.name for unit in db.session.query(Unit)] == ["Unit 7"]


def test_a_job_that_fails_fails_the_test(run_jobs):
    queue.later(fail, 7)
    with pytest.raises(RuntimeError, match="no unit 7"):
        run_jobs()


def test_the_mailbox_is_a_real_server(mailbox, mail):
    mail("one@example.org")
    mailbox.refuse("451 4.3.0 Later", address="two@example.org")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mail("two@example.org")
    mailbox.cut()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        mail("three@example.org")
    mailbox.hang()
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        mail("four@example.org")
    mailbox.recover()
    mail("five@example.org")
    assert [message["To"] for message in mailbox.messages] == [
        "one@example.org",
        "three@example.org",
        "five@example.org",
    ]


def test_statements_are_collected():
    with statements() as sent:
        db.session.query(Person).all()
        factories.unit()
    assert sent[0].startswith("SELECT")
    assert [sql.split()[2] for sql in changes(sent)] == ["unit", "unit_path"]
