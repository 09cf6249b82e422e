"""The database's shape: is it reachable, is it ours, bring it up to date."""

import importlib
import subprocess
import sys
from pathlib import Path

import click
from redis import Redis, RedisError
from redis.exceptions import ResponseError
from sqlalchemy import MetaData
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

import learnhub
from learnhub.cli.options import with_settings
from learnhub.core import migrate as shape
from learnhub.core.db import Model, sqlalchemy_url
from learnhub.ops.exits import Exit, Stop
from learnhub.settings import Settings


def standing(settings: Settings) -> shape.Standing:
    """Where the database stands; Stop when it cannot be reached or a later release has migrated it."""
    try:
        found = shape.standing(settings.database_url)
    except (DBAPIError, ArgumentError, OSError) as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise Stop(
            Exit.DATABASE_UNREACHABLE,
            f"the database {shown(settings)} cannot be reached: {reason}. Is LEARNHUB_DATABASE_URL right?",
        ) from None
    if found.is_newer:
        raise Stop(
            Exit.DATABASE_NEWER,
            f"the database is at revision {found.revision}, which this release does not know "
            f"(it ends at {found.head}). Start the newer release again, or restore a backup.",
        )
    return found


def require_current(settings: Settings) -> None:
    """Stop unless the database has the shape that this code expects."""
    found = standing(settings)
    if not found.is_current:
        raise Stop(
            Exit.DATABASE_BEHIND,
            f"the database is at revision {found.revision or 'none'}, and this release needs {found.head}. "
            "Run: learnhub migrate",
        )


def require_queue(settings: Settings) -> None:
    """Stop unless the queue server answers and keeps every job."""
    try:
        with Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2) as server:
            policy = server.config_get("maxmemory-policy").get("maxmemory-policy", "noeviction")
    except ResponseError:
        return  # some hosted servers do not tell
    except (RedisError, OSError) as error:
        message = f"the queue server cannot be reached: {error}. Is LEARNHUB_REDIS_URL right?"
        raise Stop(Exit.QUEUE_UNREACHABLE, message) from None
    if policy != "noeviction":
        raise Stop(
            Exit.QUEUE_UNREACHABLE,
            f"the queue server's maxmemory-policy is {policy}, which drops jobs without a word. "
            "Set it to noeviction.",
        )


def shown(settings: Settings) -> str:
    """The database's address without its password."""
    return make_url(sqlalchemy_url(settings.database_url)).render_as_string(hide_password=True)


@click.command()
@click.argument("revision", default="head")
@click.option("--draft", metavar="NAME", help="Write the next migration from the models, for a developer.")
@with_settings
def migrate(settings: Settings, revision: str, draft: str | None) -> None:
    """Bring the database to the newest revision, or up or down to REVISION ("base": no tables)."""
    if draft:
        return click.echo(write_draft(draft))
    before = standing(settings)
    goal = before.head if revision == "head" else revision
    if goal != "base" and not shape.is_known(goal):
        raise Stop(Exit.USAGE, f"there is no revision {goal}; the newest is {before.head}.")
    if goal == "base" or goal < (before.revision or ""):
        shape.downgrade(settings.database_url, goal)
    else:
        shape.upgrade(settings.database_url, goal)
    after = standing(settings).revision
    click.echo(f"The database is at revision {after or 'none'} (before: {before.revision or 'none'}).")


def write_draft(name: str) -> Path:
    path = shape.draft(name, all_tables())
    for tidy in (("format", "-q"), ("check", "--fix", "-q")):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, str(path)], check=False)
    return path


def all_tables() -> MetaData:
    """The tables of every model there is, also of a feature that is not connected yet."""
    package = Path(learnhub.__path__[0])
    for models in [*package.glob("*/models.py"), *package.glob("core/*.py")]:
        importlib.import_module(f"learnhub.{models.parent.name}.{models.stem}")
    return Model.metadata
