"""`seed`: the demo organisation, on an empty database."""

import secrets
import sys

import click

import seed as demo
from app import create_app
from learnhub.cli import require
from learnhub.cli.options import with_settings
from learnhub.dashboards import upkeep
from learnhub.ops import revisions
from learnhub.people import queries as directory
from learnhub.settings import Settings
from seed import crowd


@click.command()
@click.option("--once", is_flag=True, help="Where it is loaded already, say so and change nothing.")
@click.option("--people", type=click.IntRange(10), help="A crowd of so many instead, to measure with.")
@click.option("--acts", type=click.IntRange(0), default=0, help="With --people: what they did, in 400 days.")
@with_settings
def seed(settings: Settings, once: bool, people: int | None, acts: int) -> None:
    """Load the demo organisation into a database that holds nobody, and print its accounts."""
    require.current_database(settings)
    password = settings.demo_password or secrets.token_urlsafe(9)
    if people:
        return _crowd(settings, password, people, acts)
    with create_app(settings).app_context():
        if once and directory.organisation().is_demo:
            return click.echo(revisions.DEMO_IS_THERE)
        demo.load(password)
    click.echo("The demo organisation is loaded. Sign in as one of these:")
    for account in demo.ACCOUNTS:
        click.echo(f"  {account.email:28} {account.name:18} {account.shows}")
    click.echo(
        f"Password for all: {'as LEARNHUB_DEMO_PASSWORD says' if settings.demo_password else password}"
    )


def _crowd(settings: Settings, password: str, people: int, acts: int) -> None:
    """Write the crowd, then count its numbers."""
    with create_app(settings).app_context():
        with click.progressbar(length=acts or 1, label="Writing acts", file=sys.stderr) as bar:
            crowd.load(password, people, acts, lambda done: bar.update(done - bar.pos))
        weeks = upkeep.rebuild()
    click.echo(f"{people} people did {acts} things in {weeks} weeks. Sign in as {crowd.LEADER}.")
    if not settings.demo_password:
        click.echo(f"Password: {password}")
