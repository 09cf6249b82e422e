"""`dashboards`: the numbers that org leaders read, counted anew."""

import sys

import click

from app import create_app
from learnhub.cli import require
from learnhub.cli.options import with_settings
from learnhub.dashboards import upkeep
from learnhub.settings import Settings


@click.group()
def dashboards() -> None:
    """Keep the numbers of the dashboards."""


@dashboards.command()
@with_settings
def rebuild(settings: Settings) -> None:
    """Count every number anew from what people did; LearnHub can run meanwhile.

    Those that stand for a week are counted too.
    """
    require.current_database(settings)
    counting = click.progressbar(length=1, label="Counting", file=sys.stderr)
    with create_app(settings).app_context(), counting as bar:

        def say(done: int, steps: int) -> None:
            bar.length = steps
            bar.update(done - bar.pos)

        weeks = upkeep.rebuild(say)
    click.echo(f"{weeks} {'week' if weeks == 1 else 'weeks'} counted.")
