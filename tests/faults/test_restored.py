"""An instance that comes back from its backup: all of one moment is there, and nobody hears again."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.library.models import Collection
from learnhub.notifications import jobs
from learnhub.people.models import Person
from tests import factories
from tests.support.rows import perform

pytestmark = [pytest.mark.faults]
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
WRITTEN = 10  # before the backup and after it
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def other(instance, make_app, database, tmp_path):
    """An instance with a data folder and a database of its own, and its application."""
    url = database.blank("restored")
    made = instance(database_url=url, data=tmp_path / "data")
    made.run("migrate")
    site = make_app(database_url=url)
    with site.app_context():
        yield made
        leave()


def leave():
    """Keep what was done and close every connection, as if this process were gone."""
    settle(save=True)
    db.session.remove()
    db.engine.dispose()


@pytest.mark.usefixtures("postgres_tools")
def test_a_restored_instance_does_not_mail_again_what_was_sent(other, clock, mailbox, tmp_path):
    clock.set(MONDAY)
    ada = remind(other, clock, "Ada")
    backup = tmp_path / "backup.tar.gz"
    other.run("backup", backup)
    eve = remind(other, clock, "Eve")
    assert Counter(message["X-RcptTo"] for message in mailbox.messages) == {ada: 1, eve: 1}
    leave()
    other.run("restore", backup, "--force")
    assert ada in [email for (email,) in db.session.query(Person.email)]
    assert eve not in [email for (email,) in db.session.query(Person.email)]
    clock.shift(10 * MINUTE)
    work(other)
    assert Counter(message["X-RcptTo"] for message in mailbox.messages) == {ada: 1, eve: 1}


@pytest.mark.usefixtures("postgres_tools")
def test_a_backup_made_while_people_write_is_one_moment_of_it(
    instance, ledger, database, tmp_path, size, counted, make_app
):
    web = instance("web")
    told, file = ledger(web.url), tmp_path / "backup.tar.gz"
    for _ in range(size(1, 20)):
        with told.writing():
            told.wait_for(WRITTEN)
            before = {*told.kept()}
            file.unlink(missing_ok=True)
            web.run("backup", file)
            told.wait_for(WRITTEN)
        url = database.blank("one_moment")
        instance(database_url=url, data=tmp_path / "data").run("restore", file)
        there = titles(make_app(database_url=url))
        assert before <= there <= {*told.kept()}
        assert there == {*earliest(there)}
    counted("backup", f"{len(there)} there of {len(told.kept())} acknowledged, {len(before)} before it began")


def titles(site):
    with site.app_context():
        found = {title for (title,) in db.session.query(Collection.title)}
        leave()
    return found


def earliest(there):
    """Yield as many of each writer's titles as are there, from the first on."""
    for writer, count in Counter(title.rpartition("-")[0] for title in there).items():
        yield from (f"{writer}-{number}" for number in range(1, count + 1))


def remind(other, clock, name):
    """Make somebody whose demo is due within a day, and let the reminder go out."""
    someone = factories.person(name)
    factories.team(someone, factories.hackathon(due_in=2 * DAY))
    email = someone.email
    clock.shift(DAY + HOUR)
    work(other)
    return email


def work(other):
    """One tick, and all work that it queues, in a real worker."""
    perform(jobs.tick)
    leave()
    other.run("worker", "--burst")
