"""Bringing the database up to date."""

import importlib
import subprocess
import sys
from pathlib import Path

import click
from sqlalchemy import MetaData

import learnhub
from learnhub.cli import require
from learnhub.cli.options import with_settings
from learnhub.core import backups
from learnhub.core import migrate as shape
from learnhub.core.db import Model
from learnhub.core.errors import Unavailable
from learnhub.core.schema_version import Standing
from learnhub.ops import folder, revisions
from learnhub.ops.exits import Exit, Stop
from learnhub.settings import ROOT, Settings

BASE = "base"


@click.command()
@click.argument("revision", default="head")
@click.option("--draft", metavar="NAME", help="Write the next migration from the models, for a developer.")
@click.option("--no-backup", is_flag=True, help="Make no backup first.")
@with_settings
def migrate(settings: Settings, revision: str, draft: str | None, no_backup: bool) -> None:
    """Bring the database to the newest revision, or up or down to REVISION ("base": no tables)."""
    if draft:
        return click.echo(write_draft(draft))
    folder.prepare(settings.data)
    before = require.known_database(settings)
    goal = before.head if revision == "head" else revision
    if goal not in (BASE, *revisions.known(ROOT)):
        raise Stop(Exit.USAGE, f"there is no revision {goal}; the newest is {before.head}.")
    if goal == before.revision:
        return click.echo(f"The database is at revision {goal} already.")
    if not no_backup:
        back_up(settings, before, goal)
    if goal == BASE or goal < (before.revision or ""):
        shape.downgrade(settings.database_url, goal)
    else:
        shape.upgrade(settings.database_url, goal)
    after = require.known_database(settings).revision
    click.echo(f"The database is at revision {after or 'none'} (before: {before.revision or 'none'}).")


def back_up(settings: Settings, before: Standing, goal: str) -> None:
    """Write a backup of a database with our tables, or stop: it is about to change."""
    if before.revision is None:
        return
    try:
        kept = backups.keep_before_migrating(settings, goal)
    except (Unavailable, OSError) as error:
        raise Stop(
            Exit.REFUSED,
            f"no backup could be made before migrating. {error}\n"
            "Nothing was changed. To go on with a backup of your own: learnhub migrate --no-backup",
        ) from None
    click.echo(f"A backup was written to {kept} first.")


def write_draft(name: str) -> Path:
    path = shape.draft(name, all_tables())
    for tidy in (("format", "-q"), ("check", "--fix", "-q")):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, str(path)], check=False)
    return path


def all_tables() -> MetaData:
    """The tables of every model there is, also of a feature that is not connected yet."""
    for models in files_of_models():
        importlib.import_module(f"learnhub.{models.parent.name}.{models.stem}")
    return Model.metadata


def files_of_models() -> list[Path]:
    """Where models are: a file that is split by noun is called after it, such as `pod_models.py`."""
    package = Path(learnhub.__path__[0])
    return [*package.glob("*/*models.py"), *package.glob("core/*.py")]
