"""LearnHub and the reference applications side by side: one web process each, with LearnHub's own options."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask

import app as composition
from benchmarks import reference, world
from benchmarks.clients import Connection, get
from benchmarks.world import World
from learnhub.core import migrate
from learnhub.core.db import db
from learnhub.ops.processes import descendants
from learnhub.settings import Settings
from tests.support import processes
from tests.support.postgres import Cluster
from tests.support.queues import Valkey

READERS = 8


@dataclass(frozen=True, slots=True)
class Site:
    """What can be asked, and which processes answer. `database` are those of PostgreSQL, if any."""

    world: World
    readers: list[tuple[str, str]]  # of the references: cookie and CSRF token
    port: int
    reference_port: int
    process: int
    reference_process: int
    database: tuple[int, ...]

    @property
    def worker(self) -> int:
        """The web process that answers, below the one that watches over it."""
        return descendants(self.process)[0]


@dataclass(frozen=True, slots=True)
class Stored:
    """Both databases, filled, and LearnHub's application on its own."""

    settings: Settings
    app: Flask
    world: World
    reference: str  # the address of the references' database
    database: tuple[int, ...]
    readers: list[tuple[str, str]]


@contextmanager
def served(name: str, folder: Path, first_port: int) -> Iterator[Site]:
    """Fill both databases, start both servers, and end everything in the end."""
    with ExitStack() as stack:
        made = stack.enter_context(stored(name, folder, first_port))
        settings, own = made.settings, made.reference
        ours = _started(stack, folder, first_port, settings, "learnhub.cli", "web")
        theirs = _started(
            stack, folder, first_port + 1, settings, "benchmarks.reference", str(first_port + 1), own
        )
        yield Site(made.world, made.readers, first_port, first_port + 1, ours, theirs, made.database)


@contextmanager
def stored(name: str, folder: Path, port: int = 8500) -> Iterator[Stored]:
    """Fill both databases; what serves them ends in the end."""
    with ExitStack() as stack:
        valkey = Valkey(_made(folder / "queue"))
        stack.callback(valkey.stop)
        database: tuple[int, ...] = ()
        if name == "sqlite":
            url, own = (f"sqlite:///{folder / file}.db" for file in ("learnhub", "reference"))
        else:
            cluster = Cluster(_made(folder / "postgres"))
            stack.callback(cluster.stop)
            for each in ("learnhub", "reference"):
                cluster.execute(f"CREATE DATABASE {each}")
            url, own = cluster.url("learnhub"), cluster.url("reference")
            database = (cluster.process,) if cluster.process else ()
        settings = Settings(
            secret_key=secrets.token_hex(32),
            database_url=url,
            redis_url=valkey.url,
            data=_made(folder / "data"),
            port=port,
            web_processes=1,
        )
        app, filled = _filled(settings)
        reference.fill(own)
        for each in (url, own):
            looked_at(each)
        readers = [reference.visitor(own, number) for number in range(READERS)]
        yield Stored(settings, app, filled, own, database, readers)


def looked_at(url: str) -> None:
    """Have PostgreSQL look at what was written, as it does by itself within minutes (autovacuum).

    Until then it takes each table for a row or two, and joins them row by row.
    """
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _filled(settings: Settings) -> tuple[Flask, World]:
    migrate.upgrade(settings.database_url)
    app = composition.create_app(settings)
    with app.app_context():
        filled = world.fill(app)
        db.session.remove()
        db.engine.dispose()
    return app, filled


def _started(stack: ExitStack, folder: Path, port: int, settings: Settings, module: str, *words: str) -> int:
    """Start a server and wait until it answers anything at all; return its process."""
    log = folder / f"{port}.log"
    command = [sys.executable, "-m", module, *words]
    process = processes.start(command, log=log, env=settings.environment())
    stack.callback(processes.stop, process)

    def answers() -> bool:
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            with Connection(port) as connection:
                return connection.ask(get("/livez")) > 0
        except OSError:
            return False

    processes.wait_until(answers, seconds=60, what=module, every=0.2)
    return process.pid
