"""Copies of a PostgreSQL database, by its own tools."""

import shutil
import subprocess
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from learnhub.core.db import engine_options, sqlalchemy_url
from learnhub.core.errors import Unavailable
from learnhub.settings import Settings


def dump(settings: Settings, target: Path) -> None:
    """Write the database as it is at one moment, while in use. Raises Unavailable, in the tool’s words."""
    _run(settings, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def readable(settings: Settings, source: Path) -> None:
    """Raise Unavailable unless the tool can read `source`."""
    _run(settings, "pg_restore", "--list", str(source), connect=False)


def load(settings: Settings, source: Path) -> None:
    """Replace everything in the database by what `source` holds."""
    url = settings.database_url
    engine = create_engine(sqlalchemy_url(url), **engine_options(url))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    words = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source))
    _run(settings, "pg_restore", *words)


def _run(settings: Settings, tool: str, *words: str, connect: bool = True) -> None:
    url = make_url(sqlalchemy_url(settings.database_url))
    environment = settings.environment()
    if url.password:
        environment["PGPASSWORD"] = str(url.password)  # a command line can be read by everyone on the machine
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    to = [f"--dbname={address}"] if connect else []
    done = subprocess.run(
        [_find(tool), *to, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unavailable(f"{tool} could not do it: {done.stderr.strip() or done.returncode}")


def _find(tool: str) -> str:
    """The tool on the path, or the newest that Debian keeps beside it."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name))
    for folder in (None, *map(str, reversed(versions))):
        if found := shutil.which(tool, path=folder):
            return found
    raise Unavailable(f"{tool} is not installed: apt-get install postgresql-client")
