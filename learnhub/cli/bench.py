"""`bench`: how quick it is, beside references measured in the same run. Never a test: machines differ."""

import subprocess
import sys

import click

from learnhub.ops.exits import Exit, Stop
from learnhub.settings import ROOT

NAMES = ("pages", "search", "size", "reminders")


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", type=click.Choice(NAMES), default="pages")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str, arguments: tuple[str, ...]) -> None:
    """Measure NAME (the pages unless told); what follows "--" goes to it (bench pages -- --help)."""
    if not (ROOT / "benchmarks").exists():
        raise Stop(
            Exit.USAGE, "the measures are not part of the package; run this in a checkout of LearnHub."
        )
    if subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], cwd=ROOT).returncode:
        raise click.exceptions.Exit(Exit.FAILED)
