"""The fixtures. What a test gets by `app`, it gets twice: on SQLite and on PostgreSQL."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from rq import Queue

from learnhub.core.db import db
from learnhub.core.queue import SLOW, named
from learnhub.core.transaction import settle
from learnhub.settings import Settings
from tests.support import browsers, databases, folders, forks, jobs, need, processes, schema
from tests.support.browsers import Browser
from tests.support.chromium import chromium as real_browser
from tests.support.clocks import Clock
from tests.support.databases import Database, Postgres, SQLite
from tests.support.forks import Fork
from tests.support.instances import Instance
from tests.support.mailboxes import Mailbox, Post
from tests.support.postgres import Cluster
from tests.support.queues import Valkey
from tests.support.servers import Server
from tests.support.site import build
from tests.support.sites import INSIDE, Answer, Site, sites

gc.disable()  # what tests load stays: looking through it takes a sixth of the loading; on again below
pytest_plugins = ["tests.support.groups"]
# How long one example takes says more of the machine than of the code.
hypothesis.settings.register_profile("learnhub", deadline=None)
# `--hypothesis-profile deep`: what the suite tries in seconds, for as long as one likes.
hypothesis.settings.register_profile("deep", deadline=None, max_examples=300, stateful_step_count=60)
hypothesis.settings.load_profile("learnhub")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=databases.NAMES, help="only this database, while working")
    parser.addoption(
        "--every-page", action="store_true", help="look at each page as each role, not each part once"
    )
    parser.addoption(
        "--full-faults", action="store_true", help="faults and races at the size that is promised"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever needs a database on both, unless its marker names one."""
    if "database_name" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--database")
    names = [name for name in databases.NAMES if chosen in (None, name)]
    for name in databases.NAMES:
        if metafunc.definition.get_closest_marker(f"{name}_only"):
            names = [each for each in names if each == name]
    metafunc.parametrize("database_name", names, indirect=True, scope="session")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for what could go took a quarter of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    gc.enable()


@pytest.fixture(scope="session")
def size(pytestconfig: pytest.Config) -> Callable[[int, int], int]:
    """Return the first of two sizes, or the second, which is promised, with `--full-faults`."""
    full = pytestconfig.getoption("--full-faults")
    return lambda small, promised: promised if full else small


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """A folder of this worker, in memory, with a short path."""
    made = folders.make("lh")
    made.chmod(0o711)  # `nobody`, who runs PostgreSQL for root, must get through
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def valkey(home: Path) -> Iterator[Valkey]:
    folder = home / "valkey"
    folder.mkdir()
    server = Valkey(folder)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def post() -> Iterator[Post]:
    office = Post()
    yield office
    office.stop()


@pytest.fixture(scope="session")
def _databases(home: Path, worker_id: str) -> Iterator[Callable[[str], Database]]:
    """Give each database when it is first asked for: most runs of one file need no PostgreSQL."""
    made: dict[str, Database] = {}

    def database(name: str) -> Database:
        if name not in made:
            folder = home / name
            folder.mkdir(exist_ok=True)
            if name == "sqlite":
                made[name] = databases.SQLite(folder, schema.create)
            else:
                made[name] = databases.Postgres(
                    _cluster(folder), f"lh_{home.name.replace('-', '_')}_{worker_id}", schema.create
                )
        return made[name]

    yield database
    server = made.get("postgres")
    if isinstance(server, databases.Postgres):
        server.close()


def _cluster(folder: Path) -> Cluster:
    try:
        return Cluster(folder)
    except FileNotFoundError as reason:
        need.missing(str(reason))


@pytest.fixture(scope="session")
def database_name(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgres`."""
    return str(request.param)


@pytest.fixture(scope="session")
def _apps(_databases: Callable[[str], Database]) -> Iterator[dict[str, Flask]]:
    """One application per database and worker: building it costs more than most tests do."""
    made: dict[str, Flask] = {}
    yield made
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def database(
    database_name: str,
    _databases: Callable[[str], Database],
    _apps: dict[str, Flask],
    request: pytest.FixtureRequest,
) -> Database:
    """The database in the state right after the migrations; ids of different tables lie far apart.

    Where the application is not asked for, nobody is connected.
    """
    found = _databases(database_name)
    if isinstance(found, SQLite) and database_name in _apps:
        with _apps[database_name].app_context():
            if "app" in request.fixturenames and found.bring_back():
                return found
            db.engine.dispose()
    found.empty()
    return found


@pytest.fixture
def postgres_tools(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL, put the tools that belong to the server first on the path."""
    if not isinstance(database, Postgres):
        return
    if database.cluster.binaries:
        monkeypatch.setenv("PATH", f"{database.cluster.binaries}:{os.environ['PATH']}")
    if not shutil.which("pg_dump"):
        need.missing("no pg_dump: install postgresql-client")


@pytest.fixture
def settings(database: Database, valkey: Valkey, post: Post, home: Path) -> Settings:
    """As the tested application has them; `make_app` takes others."""
    return Settings(
        secret_key="only for tests",
        database_url=database.url,
        redis_url=valkey.url,
        smtp_url=post.mailbox.url,
        data=home / "var",
        test_clock=home / "clock",
        testing=True,
    )


@pytest.fixture
def make_app(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Build another application on the same database: `make_app(smtp_url="")`. It shares no connection.

    Its connections end with the test: on SQLite each keeps a lock on the file, which the next test replaces.
    """
    made: list[Flask] = []

    def make(**over: Any) -> Flask:
        made.append(build(replace(settings, **over)))
        return made[-1]

    yield make
    for each in made:
        with each.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def app(
    settings: Settings, database: Database, valkey: Valkey, post: Post, clock: Clock, _apps: dict[str, Flask]
) -> Iterator[Flask]:
    """The application, with a context for factories and services.

    Browsers, jobs and servers run outside of that context; what the test did is committed before they start.
    """
    valkey.empty()
    post.mailbox.empty()
    folders.empty(settings.data, but=("assets", "templates"))
    if database.name not in _apps:
        _apps[database.name] = build(settings)
    app = _apps[database.name]
    with app.app_context():
        yield app
        db.session.remove()
        open_still = db.engine.pool.checkedout()  # both pools have it
    assert open_still == 0, "a connection was never given back: close the session after its work"


@pytest.fixture
def clock(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Move time: `clock.shift(by)` and `clock.set(moment)` in all processes, `clock.stop(moment)` in this."""
    file = home / "clock"
    file.unlink(missing_ok=True)
    yield Clock(file, monkeypatch)
    file.unlink(missing_ok=True)


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """`browser(ada)` is signed in; `browser()` is a stranger's."""
    return partial(browsers.browser, app)


@pytest.fixture
def mailbox(app: Flask, post: Post) -> Mailbox:
    """A real SMTP server: `mailbox.messages`; `refuse`, `hang`, `cut` and `recover` make it difficult."""
    return post.mailbox


@pytest.fixture
def unmailed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same installation where no mail server is set up."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=""))


@pytest.fixture
def queue(app: Flask) -> Queue:
    """The real queue."""
    found: Queue = app.extensions["queue"]
    return found


@pytest.fixture
def slow_queue(queue: Queue) -> Queue:
    """The queue of what waits for other sites."""
    return named(SLOW, queue.connection)


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Do all queued work, and what it queues, in a real worker; return how many jobs were done.

    A job that fails fails the test.
    """
    return partial(jobs.run, app)


@pytest.fixture
def server(app: Flask, settings: Settings, home: Path) -> Iterator[Callable[..., Server]]:
    """Start real web processes: `server().url`, `server(workers=1)`, `server(variant="module:function")`."""
    settle(save=True)
    started: list[Server] = []

    def start(**options: Any) -> Server:
        settle(save=True)
        started.append(Server(settings, home, **options))
        return started[-1]

    yield start
    for each in started:
        each.stop()


@pytest.fixture
def dying_worker(app: Flask, settings: Settings, home: Path) -> Iterator[Callable[[str], Fork]]:
    """Start real workers that die by SIGKILL at a step; "never" works until the queue is empty."""
    started: list[Fork] = []

    def start(step: str) -> Fork:
        words = ("tests.notifications.dying_worker", step)
        started.append(forks.start(*words, log=home / "worker.log", env=settings.environment()))
        return started[-1]

    yield start
    for process in started:
        processes.stop(process)


@pytest.fixture
def instance(app: Flask, settings: Settings, home: Path) -> Iterator[Callable[..., Instance]]:
    """Start a real instance: `instance("web", "worker", "scheduler", tick_seconds=1)`."""
    made: list[Instance] = []

    def start(*parts: str, **over: Any) -> Instance:
        settle(save=True)
        made.append(Instance(settings, home, **over))
        return made[-1].start(*parts)

    yield start
    for each in made:
        each.stop()


@pytest.fixture
def site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Answer], Site]]:
    """Start web servers: `site(answer).url()` is at a host of the intranet that may be read."""
    inside = replace(app.config["SETTINGS"], intranet_hosts=INSIDE)
    monkeypatch.setitem(app.config, "SETTINGS", inside)
    with sites(monkeypatch) as start:
        yield start


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A real browser; each test opens its own contexts.

    It ends with its module: while Playwright runs, its thread can run no event loop, and jobs that fetch do.
    """
    with real_browser() as running:
        yield running
