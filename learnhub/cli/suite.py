"""`test`: every check there is, each with its time, and one summary."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from time import monotonic
from typing import IO

import click

from learnhub.cli import covered
from learnhub.ops import processes
from learnhub.ops.exits import Exit, Stop
from learnhub.settings import ROOT


@dataclass(frozen=True)
class Check:
    """One tool. `budget`: the seconds that it may take on two cores; more is said, not failed."""

    name: str
    command: tuple[str, ...]
    budget: int


FIRST = (
    Check("ruff check", ("ruff", "check", "."), 10),
    Check("ruff format", ("ruff", "format", "--check", "."), 10),
)
# They use one core, and tests wait at times for a browser or a server: together they end sooner.
BESIDE = (
    Check("mypy", ("mypy",), 90),
    Check("lint-imports", ("lint-imports", "--no-cache"), 20),
    Check("djlint", ("djlint", "templates", "--lint", "--quiet"), 30),
)
TESTS = Check("pytest", ("pytest", "-n", "auto"), 420)
MEASURED = Check("pytest", ("coverage", "run"), 600)
ADDED_UP = Check("combine", ("coverage", "combine", "--quiet"), 30)
TOLD = Check("tell", ("coverage", "json", "--quiet", "--fail-under=0"), 30)  # what must run is held below
ENOUGH = Check("enough runs", (), 0)


@dataclass(frozen=True)
class Outcome:
    check: Check
    status: int
    seconds: float


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.option("--coverage", is_flag=True, help="Measure what the tests run, instead; see pyproject.toml.")
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(pytest_arguments: tuple[str, ...], coverage: bool) -> None:
    """Run the checks, and the tests on both databases. Given arguments for pytest, run it alone."""
    if not (ROOT / "pyproject.toml").exists():
        raise Stop(Exit.USAGE, "the tests are not part of the package; run this in a checkout of LearnHub.")
    if coverage:
        outcomes = measure(pytest_arguments)
    elif pytest_arguments:
        outcomes = [run(TESTS, pytest_arguments)]
    else:
        outcomes = [run(check) for check in FIRST]
        with ThreadPoolExecutor(1) as pool, TemporaryFile("w+") as printed:
            others = pool.submit(lambda: [run(check, out=printed) for check in BESIDE])
            outcomes += [run(TESTS), *others.result()]
            printed.seek(0)
            click.echo(printed.read())
    click.echo("\n" + "\n".join(map(describe, outcomes)))
    failed = [outcome.check.name for outcome in outcomes if outcome.status]
    if failed:
        click.echo(f"failed: {', '.join(failed)}")
        raise click.exceptions.Exit(Exit.FAILED)
    click.echo("all passed")


def measure(pytest_arguments: Sequence[str]) -> list[Outcome]:
    """Say what the tests run of each package. All of them must run enough; those asked for need not."""
    with TemporaryDirectory(prefix="learnhub-") as folder:
        data, told = ("--data-file", f"{folder}/data"), Path(folder, "told.json")
        outcomes = [
            run(MEASURED, (*data, *covered.PYTEST, *(pytest_arguments or covered.ALL))),
            run(ADDED_UP, data),
            run(TOLD, (*data, "-o", str(told))),
        ]
        if not told.exists():  # it broke before it could tell
            return outcomes
        files = covered.read(told)
    bar = covered.required()
    below = covered.gaps(covered.deciding(files), bar)
    click.echo(
        "\n" + "\n".join([*covered.table(files), "", f"rules, queries, services below {bar:g} %:", *below])
    )
    if not pytest_arguments and covered.falls_short(files, bar):
        outcomes.append(Outcome(ENOUGH, Exit.FAILED, 0))
    return outcomes


def run(check: Check, more: Sequence[str] = (), out: IO[str] | None = None) -> Outcome:
    """Run the tool of this environment; all that it prints goes to `out` or is passed through."""
    click.echo(f"== {check.name}", file=out)
    (out or sys.stdout).flush()
    tool = str(Path(sys.executable).with_name(check.command[0]))
    began = monotonic()
    status = subprocess.call(
        [tool, *check.command[1:], *more],
        cwd=ROOT,
        env=processes.keeping_compiled(),  # or each worker and each process of a test compiles it anew
        stdout=out,
        stderr=out,
        preexec_fn=processes.die_with_parent,
    )
    return Outcome(check, status, monotonic() - began)


def describe(outcome: Outcome) -> str:
    word = "failed" if outcome.status else "ok"
    over = "  over its budget" if outcome.seconds > outcome.check.budget else ""
    return f"{word:6}  {outcome.check.name:13} {outcome.seconds:6.1f} s of {outcome.check.budget} s{over}"
