"""The web falls, or what it writes to, while people write: what they were told is what is stored."""

import os
import resource
import signal
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from learnhub.core.db import db
from learnhub.ops import processes as family
from tests.support import processes
from tests.support.clients import together

pytestmark = [pytest.mark.faults]
SOME = 6  # writes between two faults
FULL = "LearnHub cannot save right now. Nothing was changed"


def served(instance):
    """The web processes, without the one that started them."""
    return family.descendants(instance.parts["web"].pid)


def test_however_the_web_ends_nothing_it_acknowledged_is_lost(instance, ledger, size, counted):
    web = instance("web")
    told = ledger(web.url)
    with told.writing():
        for end in [kill_one, kill_all, ask] * size(1, 30):
            told.wait_for(SOME)
            end(web)
        told.wait_for(SOME)
    assert {*told.told.values()} == {0, 303}
    counted("web killed with -9, in part and whole, and asked to end", told.compare())


def kill_one(web):
    os.kill(served(web)[0], signal.SIGKILL)


def kill_all(web):
    """The processes end with the one that started them."""
    left = served(web)
    web.kill("web")
    processes.wait_until(lambda: not any(map(runs, left)), seconds=10, what="the end of its processes")
    web.start("web")


def ask(web):
    """As a deploy does."""
    ending = web.parts.pop("web")
    ending.terminate()
    assert ending.wait(15) == 0, web.said("web")
    web.start("web")


def runs(pid):
    return Path(f"/proc/{pid}").exists()


@pytest.fixture
def disk(instance):
    """Let a running instance write no byte more, as on a full disk, or write again."""

    def set_(parts, full):
        for part in parts.values():
            for pid in [part.pid, *family.descendants(part.pid)]:
                hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (0 if full else hard, hard))

    return set_


@pytest.mark.sqlite_only
def test_on_a_full_disk_reads_go_on_writes_are_refused_and_then_go_on(instance, ledger, disk, counted):
    whole = instance("web", "worker", "scheduler", tick_seconds=1)
    told = ledger(whole.url)
    person = told.clients[0]
    with told.writing():
        told.wait_for(SOME)
        disk(whole.parts, full=True)
    assert told.write("On a full disk") == 503
    answer = person.post("/collections/new", title="On a full disk, too")
    assert (answer.status, FULL in answer.text, "<nav" in answer.text) == (503, True, True)
    assert {person.get(path).status for path in ("/", "/library", "/collections")} == {200}
    large = person.upload("/collections/new", "pictures", b"x" * 2_000_000, title="With a large file")
    assert (large.status, FULL in large.text) == (503, True)
    disk(whole.parts, full=False)
    assert told.write("After it") == 303
    counted("disk full", told.compare())
    assert {part: process.poll() for part, process in whole.parts.items()} == dict.fromkeys(whole.parts)


@pytest.fixture
def durable(database):
    """Let the test's PostgreSQL write down what it acknowledges, as it does unless told otherwise."""
    name = make_url(database.url).database
    database.cluster.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = on')
    yield
    database.cluster.execute(f'ALTER DATABASE "{name}" RESET synchronous_commit')


@pytest.mark.postgres_only
@pytest.mark.usefixtures("durable")
def test_after_postgres_restarts_each_process_fails_once_at_most(instance, ledger, database, size, counted):
    whole = instance("web", "worker", "scheduler", tick_seconds=1)
    told = ledger(whole.url)
    with told.writing():
        told.wait_for(SOME)
    for _ in range(size(1, 20)):
        restart(database)
        later = together([lambda client=client: client.get("/library").status for client in told.clients * 5])
        assert later.count(200) >= len(later) - whole.settings.web_processes
    with told.writing():
        for _ in range(size(1, 20)):
            told.wait_for(SOME)
            restart(database)
        told.wait_for(SOME)
    assert set(told.told.values()) <= {303, 503}
    counted("PostgreSQL restarted", told.compare())
    assert {part: process.poll() for part, process in whole.parts.items()} == dict.fromkeys(whole.parts)


def restart(database):
    """End the server as a crash does, every connection with it, and start it again."""
    db.session.remove()
    database.cluster.stop()
    database.cluster.start()
