"""`user`: the first admin, a role, a link for who is locked out."""

from pathlib import Path

import pytest

from learnhub.ops.exits import Exit
from tests.cli.commands import run

SETTINGS = {"SECRET_KEY": "s" * 40, "BASE_URL": "https://learn.example.org"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert run(tmp_path, "migrate", **SETTINGS).returncode == 0
    return tmp_path


def test_the_first_admin_gets_a_link_and_then_nobody_does(home: Path) -> None:
    first = run(home, "user", "first-admin", **SETTINGS)
    assert first.stdout.splitlines()[1].startswith("https://learn.example.org/")
    added = run(home, "user", "add", "ada@example.org", "--name", "Ada", "--admin", **SETTINGS)
    assert added.stdout.startswith("Added Ada. This link signs in once, within ten minutes:\nhttps://learn.")
    assert run(home, "user", "first-admin", **SETTINGS).stdout == ""


def test_the_last_admin_stays_one_and_an_unknown_person_is_named(home: Path) -> None:
    run(home, "user", "add", "ada@example.org", "--name", "Ada", "--admin", **SETTINGS)
    refused = run(home, "user", "role", "ada@example.org", "admin", "--take", **SETTINGS)
    assert (refused.returncode, refused.stderr) == (
        Exit.REFUSED,
        "LearnHub: This is the last admin. Name another one first.\n",
    )
    unknown = run(home, "user", "link", "bob@example.org", **SETTINGS)
    assert (unknown.returncode, unknown.stderr) == (
        Exit.NOT_FOUND,
        "LearnHub: there is nobody with the address bob@example.org.\n",
    )
