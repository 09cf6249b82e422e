"""`seed`: the demo organisation, loaded before anything else runs."""

import sqlite3
from contextlib import closing
from pathlib import Path

import seed as demo
from learnhub.ops.exits import Exit
from tests.cli.commands import run


def test_it_loads_once_and_says_nothing_of_a_queue_that_does_not_run_yet(tmp_path: Path) -> None:
    settings = {"SECRET_KEY": "s" * 40, "REDIS_URL": f"unix://{tmp_path}/none"}
    assert run(tmp_path, "migrate", **settings).returncode == 0
    done = run(tmp_path, "seed", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert [account.email in done.stdout for account in demo.ACCOUNTS] == [True] * len(demo.ACCOUNTS)
    with closing(sqlite3.connect(tmp_path / "learnhub.db")) as connection:
        found = {email for (email,) in connection.execute("SELECT email FROM person")}
    assert {account.email for account in demo.ACCOUNTS} <= found
    assert run(tmp_path, "seed", **settings).returncode == Exit.REFUSED
