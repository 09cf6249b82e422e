"""`search`: what can be found, written anew."""

import click

from app import create_app
from learnhub.cli import require
from learnhub.cli.options import with_settings
from learnhub.search import services
from learnhub.settings import Settings


@click.group()
def search() -> None:
    """Write the index of search anew."""


@search.command()
@with_settings
def rebuild(settings: Settings) -> None:
    """Write every document of the index anew, in batches; LearnHub can run meanwhile."""
    require.current_database(settings)
    with create_app(settings).app_context():
        count = services.rebuild()
    click.echo(f"{count} {'thing' if count == 1 else 'things'} can be found.")
