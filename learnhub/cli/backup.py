"""`backup` and `restore`: a whole instance in one file."""

import tempfile
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import create_engine, inspect, text

from learnhub.cli import require
from learnhub.cli.options import with_settings
from learnhub.core import backups
from learnhub.core.db import engine_options, sqlalchemy_url
from learnhub.core.errors import Invalid
from learnhub.ops import folder
from learnhub.ops.exits import Exit, Stop
from learnhub.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_settings
def backup(settings: Settings, file: Path) -> None:
    """Write the whole instance to FILE, also while it runs. Keep FILE as safe as the database."""
    require.known_database(settings)
    if file.exists():
        raise Stop(Exit.REFUSED, f"{file} exists already; choose another name.")
    try:
        with tempfile.TemporaryDirectory(prefix="lh-", dir=file.absolute().parent) as work:
            contents = backups.pack(settings, file.absolute(), Path(work))
    except OSError as error:
        raise Stop(Exit.FOLDER, f"{file} cannot be written: {error.strerror or error}") from None
    size = file.stat().st_size / 1_000_000
    click.echo(f"Written to {file}: {size:.1f} MB, revision {contents.revision}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is there, after a copy of it.")
@with_settings
def restore(settings: Settings, file: Path, force: bool) -> None:
    """Bring back what FILE holds. LearnHub must not be running on that database."""
    if not file.is_file():
        raise Stop(Exit.BAD_FILE, f"there is no file {file}.")
    home = folder.prepare(settings.data)
    with folder.alone(home), tempfile.TemporaryDirectory(prefix="lh-", dir=home) as work:
        try:
            contents = backups.unpack(settings, file, Path(work))
        except Invalid as wrong:
            raise Stop(Exit.BAD_FILE, str(wrong)) from None
        if holds_people(settings):
            make_room(settings, force=force)
        backups.place(settings, Path(work) / contents.database)
    made = datetime.fromisoformat(contents.made_at)
    click.echo(
        f"Restored the backup of {made:%d %B %Y, %H:%M} UTC. The next `up` or `migrate` brings it up to date."
    )


def holds_people(settings: Settings) -> bool:
    """Whether there is anything to lose: a database with people in it."""
    if require.known_database(settings).empty:
        return False
    engine = create_engine(sqlalchemy_url(settings.database_url), **engine_options(settings.database_url))
    with engine.connect() as connection:
        if not inspect(connection).has_table("person"):
            return False
        found = connection.scalar(text("SELECT EXISTS (SELECT 1 FROM person)"))
    engine.dispose()
    return bool(found)


def make_room(settings: Settings, *, force: bool) -> None:
    """Refuse to replace a database that holds people; when forced, keep a backup of it."""
    if not force:
        raise Stop(
            Exit.REFUSED, f"the database {require.shown(settings)} holds people. Add --force to replace it."
        )
    target = backups.keep(settings, backups.BEFORE_RESTORE)
    click.echo(f"What was there is in {target}.")
