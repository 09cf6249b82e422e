"""`export`: take things along as the pages do, in the same formats."""

import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from app import create_app
from learnhub.cli import require
from learnhub.cli.acting import acting
from learnhub.cli.options import with_settings
from learnhub.core import clock
from learnhub.core.errors import Forbidden
from learnhub.core.sheets import csv_lines
from learnhub.core.transaction import transaction
from learnhub.library import collection_services, lists
from learnhub.library import exporting as library
from learnhub.ops.exits import Exit, Stop
from learnhub.people.models import Person
from learnhub.programs import kinds, looking, program_pages, queries
from learnhub.programs.models import Program
from learnhub.settings import Settings
from learnhub.talks import exporting as talks


@dataclass(frozen=True, slots=True)
class Way:
    """What can be taken along; `of`: it is of one thing, whose key is asked for."""

    formats: Collection[str]
    write: Callable[[Person, str, str], bytes]  # who, the format, the key
    of: bool = False


def _library(person: Person, form: str, _key: str) -> bytes:
    today = clock.now().astimezone(person.tz).date()
    return library.written(form, library.by_filter(person, lists.Wanted(), today))


def _collection(person: Person, form: str, key: str) -> bytes:
    of = collection_services.collection(person, key)
    return library.written(form, library.by_collection(person, of))


def _talks(person: Person, form: str, _key: str, *, over: bool) -> bytes:
    return talks.written(form, person, over=over)


def _sign_ups(person: Person, _form: str, key: str) -> bytes:
    program, standing = queries.hosted(person, key, Program, *kinds.loads())
    if not looking.may_read(person, program, standing):
        raise Forbidden("its hosts see who signed up: name one of them by --as.")
    return "".join(csv_lines(*program_pages.csv_table(program, standing, person))).encode()


WAYS: Mapping[str, Way] = {
    "library": Way(library.FORMATS, _library),
    "collection": Way(library.FORMATS, _collection, of=True),
    "talks": Way(talks.FORMATS, partial(_talks, over=False)),
    "past-talks": Way(talks.FORMATS, partial(_talks, over=True)),
    "sign-ups": Way(("csv",), _sign_ups, of=True),
}


@click.command()
@click.argument("kind", type=click.Choice([*WAYS]))
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--format", "form", help="Where the end of FILE does not say it: html, md, bib, csv, json, …")
@click.option("--of", "key", default="", metavar="KEY", help="Of which collection or program: its address.")
@click.option("--as", "address", metavar="EMAIL", help="As whom; otherwise the first admin.")
@with_settings
def export(
    settings: Settings, kind: str, file: Path, form: str | None, key: str, address: str | None
) -> None:
    """Write the library, a collection, talks that come or are over, or who signed up, to FILE; - writes it
    out. It holds what the person sees on the pages, and comes in again by `import`.
    """
    require.current_database(settings)
    way, chosen = WAYS[kind], form or file.suffix.removeprefix(".")
    if chosen not in way.formats:
        raise Stop(Exit.USAGE, f"{kind} can be {', '.join(way.formats)}; end FILE so, or say --format.")
    if way.of and not key:
        raise Stop(Exit.USAGE, "say of which one: --of KEY, the end of the address of its page.")
    with create_app(settings).app_context(), transaction():
        try:
            body = way.write(acting(address), chosen, key.rpartition("/")[2])
        except Forbidden as refused:
            raise Stop(Exit.FAILED, str(refused)) from None
    if str(file) == "-":
        sys.stdout.buffer.write(body)
        return
    file.write_bytes(body)
    click.echo(f"Wrote {file}.")
