"""`import`: bring in a file as the pages do, staged and previewed."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from app import create_app
from learnhub.cli import require
from learnhub.cli.acting import acting
from learnhub.cli.options import with_settings
from learnhub.core.errors import Invalid
from learnhub.core.transaction import transaction
from learnhub.imports import importer as kinds
from learnhub.imports import queries, sentences, services
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.ops.exits import Exit, Stop
from learnhub.settings import Settings

SHOWN = 50


@click.command()
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "mapped", multiple=True, metavar="FIELD=HEADER", help="Which column holds a field.")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="What the preview asks: title, …")
@click.option("--as", "address", metavar="EMAIL", help="Who brings it in; otherwise the first admin.")
@click.option("--dry-run", is_flag=True, help="Say what would come in, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask; nothing is asked where nobody types.")
@with_settings
def import_(
    settings: Settings,
    kind: str,
    file: Path,
    mapped: Sequence[str],
    given: Sequence[str],
    address: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Bring in FILE, and tell nobody: a past hackathon (devpost), the people of the organisation (people),
    resources for the library (bookmarks, awesome, bibtex, feed, resources, links), or talks
    (calendar, events, schedule).

    A second time nothing is new. Rows that cannot be read stay out, are listed, and make the status 1.
    """
    require.current_database(settings)
    with create_app(settings).app_context():
        if kind not in kinds.kinds():
            raise Stop(Exit.USAGE, f"there is no kind {kind}; the kinds are {', '.join(kinds.kinds())}.")
        try:
            key = _stage(kind, file, address, pairs(mapped, "--map"), pairs(given, "--set"))
            _decide(key, address, dry_run=dry_run, yes=yes)
        except Invalid as wrong:
            field = f"{wrong.field}: " if wrong.field and wrong.field != "file" else ""
            raise Stop(Exit.BAD_FILE, f"{file.name}: {field}{wrong} Nothing was changed.") from None


def pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    """Return {"name": "Full name"} for ["name=Full name"]."""
    for text in texts:
        if "=" not in text:
            raise Stop(Exit.USAGE, f"{option} wants NAME=VALUE, not {text}.")
    return {text.partition("=")[0].strip(): text.partition("=")[2].strip() for text in texts}


def _stage(
    kind: str, file: Path, address: str | None, mapping: Mapping[str, str], given: Mapping[str, str]
) -> str:
    with file.open("rb") as stream:
        sheet = services.read(kind, stream, mapping)
    with transaction():
        batch = services.stage(acting(address), kind, file.name, sheet, mapping)
        for name in given:
            if name not in batch.options:
                raise Invalid(
                    f"It cannot be set; what can be is {', '.join(batch.options) or 'nothing'}.", name
                )
        batch.options = {**batch.options, **given}
        kinds.connected(kind).importer.parse(batch.options, acting(address))  # what is refused is not staged
        return batch.key


def _decide(key: str, address: str | None, *, dry_run: bool, yes: bool) -> None:
    """Show what the file would do, and do it if told to. What is not brought in is forgotten."""
    with transaction():
        batch = queries.batch(acting(address), key)
        counts, wrong = queries.counts(batch), queries.rows_in(batch, RowState.ERROR)
        _show(batch, counts, wrong)
        values = kinds.connected(batch.kind).importer.parse(batch.options, acting(address))
        coming = len(queries.rows_in(batch, *services.doing(values)))
        if dry_run or not coming:
            services.discard(batch)
    if coming and not dry_run:
        _apply(
            key, address, yes=yes or not sys.stdin.isatty() or click.confirm("Bring it in?"), coming=coming
        )
    if wrong:
        raise Stop(Exit.FAILED, f"{len(wrong)} rows cannot be read and stayed out; they are listed above.")


def _apply(key: str, address: str | None, *, yes: bool, coming: int) -> None:
    with transaction():
        batch = queries.batch(acting(address), key)
        if not yes:
            services.discard(batch)
            return click.echo("Nothing was changed.")
        services.apply(acting(address), batch, batch.options)
    click.echo(f"Brought in {coming:,}. Nobody was told.")


def _show(batch: ImportBatch, counts: Mapping[RowState, int], wrong: Sequence[ImportRow]) -> None:
    click.echo(f"{batch.file_name}: {sentences.title(batch.state, _noun(batch), counts)}")
    for state, number in counts.items():
        if number:
            click.echo(f"  {number:>7,}  {sentences.LABELS[state].lower()}")
    reasons = [row.reason for row in queries.rows_in(batch, RowState.LEFT_OUT)]
    for reason in dict.fromkeys(reasons):
        click.echo(f"  {reasons.count(reason):>7,}  left out: {reason}")
    for row in wrong[:SHOWN]:
        click.echo(f"  row {row.number}: {row.title}: {row.reason}", err=True)
    if len(wrong) > SHOWN:
        click.echo(f"  and {len(wrong) - SHOWN} more", err=True)
    for note in batch.notes:
        click.echo(f"  {note}")


def _noun(batch: ImportBatch) -> str:
    return kinds.connected(batch.kind).importer.noun
