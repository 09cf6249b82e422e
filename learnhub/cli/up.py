"""`up`: everything on this machine, under one supervisor."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from learnhub.cli.options import data_option, host_option, port_option
from learnhub.ops import folder, ports, processes, revisions
from learnhub.ops.parts import Service
from learnhub.ops.supervisor import Supervisor
from learnhub.ops.valkey import Valkey, installed
from learnhub.settings import DATABASE, QUEUE_ADDRESS, WEB_ADDRESS, Settings, data_folder


@click.command()
@host_option
@port_option
@data_option
@click.option("--demo", is_flag=True, help="Load the demo organisation into an empty database first.")
def up(host: str | None, port: str | None, data: Path | None, demo: bool) -> None:
    """Run everything on this machine: database, queue, worker, schedule and web, until Ctrl-C."""
    home = folder.prepare(data_folder(given=data))
    with folder.alone(home):
        folder.secret_key(home)
        address = home / WEB_ADDRESS
        address.unlink(missing_ok=True)
        settings = Settings.from_env(data=home, host=host, port=port)
        ports.require_free(settings.host, settings.port)
        bring_up_to_date(settings)
        if demo:
            load_demo(settings)
        with queue(settings) as (base, settings), told(settings.base_url, address):
            Supervisor([*base, *services(settings)]).run(partial(announce, settings))


def bring_up_to_date(settings: Settings) -> None:
    """Migrate where it is needed; a process of its own, since most starts can do without what that loads."""
    file = own_database(settings)
    if file is None or revisions.of_file(file) != revisions.newest(settings.root):
        command(settings, "migrate")


def load_demo(settings: Settings) -> None:
    """Load it once; the database says whether it is there. One that holds other people is refused."""
    file = own_database(settings)
    if file and revisions.holds_demo(file):
        return tell(revisions.DEMO_IS_THERE)
    command(settings, "seed", "--once")


def own_database(settings: Settings) -> Path | None:
    """The SQLite file in the data folder, unless the settings name another database."""
    file = settings.data / DATABASE
    return file if settings.database_url == f"sqlite:///{file}" else None


def command(settings: Settings, *words: str) -> None:
    """Run another of our commands; end with its status unless it succeeds."""
    status = subprocess.call(**child(settings, *words))
    if status:
        raise click.exceptions.Exit(status)


def child(settings: Settings, *words: str) -> dict[str, Any]:
    """How to start another of our commands with these settings."""
    return {
        "args": [sys.executable, "-m", "learnhub.cli", *words],
        "env": settings.environment(),
        "cwd": settings.root,
        "preexec_fn": processes.die_with_parent,
    }


@contextmanager
def told(base_url: str, address: Path) -> Iterator[None]:
    """Let commands that run beside this one make links that lead here."""
    address.write_text(base_url + "\n")
    try:
        yield
    finally:
        address.unlink(missing_ok=True)


@contextmanager
def queue(settings: Settings) -> Iterator[tuple[list[Service], Settings]]:
    """A queue server of our own, unless the settings name another one; and the settings that name it."""
    if not settings.own_queue:
        command(settings, "doctor", "--queue")
        yield [], settings
        return
    address = settings.data / QUEUE_ADDRESS
    server = Valkey(installed(), address.parent, address)
    service = server.prepare()
    try:
        yield [service], replace(settings, redis_url=server.url)
    finally:
        server.remove()


def services(settings: Settings) -> list[Service]:
    """What runs beside the queue: the web first, since people wait for it."""
    environment = {**settings.environment(), "PYTHONUNBUFFERED": "1"}
    answers = partial(ports.answers, settings.host, settings.port, "/livez")

    def part(name: str, *command: str, **more: Any) -> Service:
        line = [sys.executable, "-m", "learnhub.cli", *command]
        return Service(name, line, environment, cwd=settings.root, **more)

    # Of several workers the first keeps itself free for what people wait for.
    first = ["--only", "urgent"] if settings.worker_processes > 1 else []
    others = [part(f"worker {n}", "worker") for n in range(2, settings.worker_processes + 1)]
    workers = [part("worker", "worker", *first), *others]
    return [part("web", "web", ready=answers), *workers, part("schedule", "scheduler")]


def announce(settings: Settings) -> None:
    tell(f"LearnHub is ready at http://{ports.shown(settings.host)}:{settings.port}")
    if settings.base_url != f"http://{ports.shown(settings.host)}:{settings.port}":
        tell(f"People reach it at {settings.base_url}")
    if revisions.may_be_empty(own_database(settings)):
        # Not waited for: the supervisor has signals to hear. It ends with us if it must.
        subprocess.Popen(**child(settings, "user", "first-admin"))


def tell(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
