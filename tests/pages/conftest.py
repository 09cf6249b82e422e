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
from tests.support.queues import Valkey
from tests.support.site import build

SMALL, LARGE = 5, 200


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


@pytest.fixture
def site(
    _sites: dict[tuple[str, int], Site],
    _databases: Callable[[str], Database],
    database_name: str,
    valkey: Valkey,
    home: Path,
) -> Callable[[int], Site]:
    """Return the site with that many rows: `site(SMALL)`."""

    def make(rows: int) -> Site:
        if (database_name, rows) not in _sites:
            url = _databases(database_name).fresh(f"world_{rows}")
            folders.empty(home / "var", but="assets")
            settings = Settings(
                secret_key="only for tests",
                database_url=url,
                redis_url=valkey.url,
                smtp_url="smtp://127.0.0.1:9",
                data=home / "var",
                test_clock=home / "clock",
                testing=True,
            )
            app = build(settings)
            with app.app_context():
                world = populate(rows)
                visits = walk(app, world, blocks=(database_name, rows) == ("sqlite", SMALL))
            _sites[database_name, rows] = Site(app, settings, world, visits)
        return _sites[database_name, rows]

    return make
