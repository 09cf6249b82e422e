"""Worlds that are made once in a worker: pages are read, so nothing in them changes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from learnhub.core.db import db
from learnhub.settings import Settings
from tests.pages.walk import Visit, walk
from tests.pages.world import World, populate
from tests.support import folders
from tests.support.databases import Database
from tests.support.once import once
from tests.support.queues import Valkey
from tests.support.site import build

SMALL, LARGE = 5, 200
FIRST = ("sqlite", SMALL)
SHUT = {"ui/error.html"}


@dataclass
class Site:
    """An application on a world of its own, and the walk over it."""

    app: Flask
    settings: Settings
    world: World
    visits: list[Visit]


@pytest.fixture(scope="session")
def _sites() -> Iterator[dict[tuple[str, int], Site]]:
    made: dict[tuple[str, int], Site] = {}
    yield made
    for site in made.values():
        with site.app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that the workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture
def site(
    _sites: dict[tuple[str, int], Site],
    _databases: Callable[[str], Database],
    database_name: str,
    valkey: Valkey,
    home: Path,
    run_folder: Path,
) -> Callable[[int], Site]:
    """Return the site with that many rows: `site(SMALL)`.

    The small one on SQLite is walked whole, by one worker for all. The others are walked where that one
    showed something, if this worker has it: what is shut with five rows is shut with two hundred, and who
    gets the same from the same statements gets it there.
    """

    def make(rows: int) -> Site:
        if (database_name, rows) not in _sites:
            folders.empty(home / "var", but=("assets", "templates"))
            settings = Settings(
                secret_key="only for tests",
                database_url=_databases(database_name).fresh(f"world_{rows}"),
                redis_url=valkey.url,
                smtp_url="smtp://127.0.0.1:9",
                data=home / "var",
                test_clock=home / "clock",
                testing=True,
            )
            app = build(settings)
            if (database_name, rows) == FIRST:
                world, visits = _first(run_folder, app)
            else:
                world, visits = _walked(app, rows, _shown(_sites.get(FIRST)))
            _sites[database_name, rows] = Site(app, settings, world, visits)
        return _sites[database_name, rows]

    return make


def _first(folder: Path, app: Flask) -> tuple[World, list[Visit]]:
    """Make the small world, walk it and its blocks; or take them and its file from the worker that did."""
    file = Path(app.config["SETTINGS"].database_url.removeprefix("sqlite:///"))

    def make() -> tuple[World, list[Visit], bytes]:
        world, visits = _walked(app, SMALL, None, blocks=True)
        with app.app_context():
            db.engine.dispose()  # the last connection writes what is in the log into the file
        return world, visits, file.read_bytes()

    world, visits, content = once(folder, "first world", make)
    file.write_bytes(content)
    return world, visits


def _walked(
    app: Flask, rows: int, only: set[str] | None, *, blocks: bool = False
) -> tuple[World, list[Visit]]:
    with app.app_context():
        world = populate(rows)
        return world, walk(app, world, only=only, blocks=blocks)


def _shown(first: Site | None) -> set[str] | None:
    """Return the names of what showed something: of roles that were shown the same by the same statements,
    one."""
    if first is None:
        return None
    shown = (visit for visit in first.visits if visit.status == 200 or set(visit.templates) - SHUT)
    return set({(visit.looks, *visit.sent): visit.name for visit in shown}.values())
