"""`doctor`: what is configured, what is well, and what to do about what is not."""

import os

import click

from app import create_app
from learnhub.admin import health
from learnhub.cli import require
from learnhub.cli.options import with_settings
from learnhub.notifications.sending.channels import smtp
from learnhub.ops.exits import Exit, Stop
from learnhub.people import queries as people
from learnhub.search import queries as search
from learnhub.settings import Settings, unknown_names


@click.command()
@click.option("--queue", is_flag=True, help="Check the queue server alone.")
@with_settings
def doctor(settings: Settings, queue: bool) -> None:
    """Check configuration and health, and say what to do."""
    if queue:
        return require.safe_queue(settings)
    for name in unknown_names():
        line("look", name, "is no setting of LearnHub. Is it misspelt?")
    line("well", "settings", f"data in {settings.data}, links begin with {settings.base_url}")
    if not os.access(settings.data, os.W_OK):
        line("ill", "data folder", f"{settings.data} cannot be written to.")
    require.current_database(settings)
    line("well", "revision", "the database has the shape that this release needs")
    with create_app(settings).app_context():
        found = health.parts()
        if people.anybody() and search.is_empty():
            line("look", "search", "nothing can be found yet. Run: learnhub search rebuild")
    for name, part in found.items():
        words = (
            [part.reason or "", part.remedy or ""] if not part.ok else [f"{part.count}" if part.count else ""]
        )
        line("well" if part.ok else "ill", name, ". ".join(filter(None, words)))
    mail = _mail(settings)
    if not mail or not all(part.ok for part in found.values()):
        raise Stop(Exit.UNHEALTHY, "something is not well; the lines above say what to do.")


def _mail(settings: Settings) -> bool:
    """Talk to the mail server; True where it takes mail from us, or none is set up."""
    if not settings.smtp_url:
        line("look", "mail", "LEARNHUB_SMTP_URL is not set: messages wait in the database.")
        return True
    server = smtp.Server.from_url(settings.smtp_url)
    said = smtp.trouble(server, settings.mail_from)
    name = f"{server.host}:{server.port}"
    line("ill" if said else "well", "mail", f"{name} said: {said}" if said else f"{name} takes mail from us")
    return not said


def line(state: str, name: str, words: str) -> None:
    colour = {"well": "green", "look": "yellow", "ill": "red"}[state]
    click.echo(f"{click.style(f'{state:4}', fg=colour)}  {name:12} {words}".rstrip())
