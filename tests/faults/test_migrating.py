"""A migration killed at a random moment changed nothing, or everything, and can be run again."""

import os
import random
import signal
import time
from contextlib import closing

import pytest
from sqlalchemy import text

from learnhub.core import migrate
from learnhub.core.db import db
from learnhub.core.schema_version import standing
from tests import factories
from tests.migrations.test_there_and_back import connected, counts, described
from tests.support import forks
from tests.support.servers import environment

pytestmark = [pytest.mark.faults]
OLD = "0005"


@pytest.fixture
def old(app, database, settings, make_app):
    """Return the address of a database of an old release, the environment of its commands, and its shape
    as it is to be."""
    url = database.fresh("killed")
    with make_app(database_url=url).app_context():
        people = [factories.person(f"Person {number}", unit=factories.unit()) for number in range(3)]
        factories.team(people[0], factories.hackathon(), *people[1:])
        db.session.remove()
        db.engine.dispose()
    shape = described(url)
    migrate.downgrade(url, OLD)
    return url, environment(settings, database_url=url), shape


def test_killed_anywhere_it_leaves_the_old_or_the_new_and_runs_again(old, size, home, counted):
    url, env, shape = old
    before, fell = counts(url), 0
    begun = time.monotonic()
    migrate.upgrade(url)
    lasts = time.monotonic() - begun
    for _ in range(size(2, 100)):
        if standing(url).revision != OLD:
            migrate.downgrade(url, OLD)
        going = started(env, home)
        time.sleep(random.uniform(0, lasts))
        os.kill(going.pid, signal.SIGKILL)
        fell += going.wait(10) == -signal.SIGKILL
        assert whole(url)
        assert standing(url).revision in (OLD, standing(url).head)
        after = counts(url)
        assert {table: after[table] for table in before} == before
    assert started(env, home).wait(60) == 0
    assert described(url) == shape
    counted("migration", f"killed {fell} times within {lasts:.1f} s, run again each time, no row lost")


def started(env, home):
    return forks.start("learnhub.cli", "migrate", "--no-backup", env=env, log=home / "migrate.log")


def whole(url):
    if not url.startswith("sqlite"):
        return True
    with closing(connected(url)) as connection:
        return connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
