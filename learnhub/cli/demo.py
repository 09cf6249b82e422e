"""`seed`: the demo organisation, on an empty database."""

import secrets

import click

import seed as demo
from app import create_app
from learnhub.cli import require
from learnhub.cli.options import with_settings
from learnhub.ops import revisions
from learnhub.people import queries as people
from learnhub.settings import Settings


@click.command()
@click.option("--once", is_flag=True, help="Where it is loaded already, say so and change nothing.")
@with_settings
def seed(settings: Settings, once: bool) -> None:
    """Load the demo organisation into a database that holds nobody, and print its accounts."""
    require.current_database(settings)
    password = settings.demo_password or secrets.token_urlsafe(9)
    with create_app(settings).app_context():
        if once and people.organisation().is_demo:
            return click.echo(revisions.DEMO_IS_THERE)
        demo.load(password)
    click.echo("The demo organisation is loaded. Sign in as one of these:")
    for account in demo.ACCOUNTS:
        click.echo(f"  {account.email:28} {account.name:18} {account.shows}")
    click.echo(
        f"Password for all: {'as LEARNHUB_DEMO_PASSWORD says' if settings.demo_password else password}"
    )
