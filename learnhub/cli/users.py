"""`user`: people, where the browser does not help: the first one, one who is locked out, a script."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from app import create_app
from learnhub.cli import require
from learnhub.cli.options import with_settings
from learnhub.core.errors import NotFound
from learnhub.core.transaction import transaction
from learnhub.people import queries, services
from learnhub.people.models import Person, Role
from learnhub.settings import Settings

ROLES = click.Choice([role.value for role in Role])


@click.group()
def user() -> None:
    """Add a person, give or take a role, print a sign-in link."""


@contextmanager
def work(settings: Settings) -> Iterator[None]:
    require.current_database(settings)
    with create_app(settings).app_context(), transaction():
        yield


def somebody(email: str) -> Person:
    found = queries.by_email(email)
    if found is None or found.left_at is not None:
        raise NotFound(f"there is nobody with the address {email}.")
    return found


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="As others will see it.")
@click.option("--admin", is_flag=True, help="Make them an admin.")
@with_settings
def add(settings: Settings, email: str, name: str, admin: bool) -> None:
    """Add a person and print a link with which they sign in within ten minutes."""
    with work(settings):
        person = services.create_person(name=name, email=email)
        if admin:
            services.grant(person, Role.ADMIN)
        click.echo(f"Added {person.name}. This link signs in once, within ten minutes:")
        click.echo(services.sign_in_link(person))


@user.command()
@click.argument("email")
@click.argument("role", type=ROLES)
@click.option("--unit", metavar="KEY", help="The unit that an org leader leads: the end of its address.")
@click.option("--take", is_flag=True, help="Take the role instead of giving it.")
@with_settings
def role(settings: Settings, email: str, role: str, unit: str | None, take: bool) -> None:
    """Give a person a role, or take it. They must sign in again."""
    with work(settings):
        act = services.take if take else services.grant
        act(somebody(email), Role(role), queries.unit(unit) if unit else None)
    click.echo(f"{email}: {role} {'taken' if take else 'given'}.")


@user.command()
@click.argument("email")
@with_settings
def link(settings: Settings, email: str) -> None:
    """Print a link with which the person signs in once, within ten minutes."""
    with work(settings):
        click.echo(services.sign_in_link(somebody(email)))


@user.command("first-admin")
@with_settings
def first_admin(settings: Settings) -> None:
    """While there is nobody: print the link that makes its reader the first admin. Earlier ones end."""
    with work(settings):
        url = services.first_admin_link()
    if url:
        click.echo(f"There is nobody here yet. This link makes you the first admin, once:\n{url}")
