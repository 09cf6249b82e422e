"""Every wrong use: one clear message, a status of its own, no traceback."""

import fcntl
import socket
import sqlite3
from pathlib import Path

import pytest

from learnhub.ops.exits import Exit
from learnhub.settings import ROOT
from tests.cli.commands import run

SECRET = "s" * 40


def refused(tmp_path: Path, *words: str | Path, **settings: str) -> tuple[int, str]:
    done = run(tmp_path, *words, **settings)
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, message = refused(tmp_path, "up", "--port", str(port))
    assert status == Exit.PORT_TAKEN
    assert message == (
        f"LearnHub: port {port} on 127.0.0.1 is taken by another program. Choose another with --port.\n"
    )


def test_an_address_of_another_machine(tmp_path: Path) -> None:
    status, message = refused(tmp_path, "up", "--host", "192.0.2.1", "--port", "8118")
    assert status == Exit.PORT_TAKEN
    assert message.startswith("LearnHub: 192.0.2.1 is not an address of this machine")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    status, message = refused(tmp_path, "up", "--data", tmp_path / "file" / "data")
    assert status == Exit.FOLDER
    assert "cannot be written to (Not a directory). Choose one with --data." in message


def test_a_folder_that_another_instance_uses(tmp_path: Path) -> None:
    with (tmp_path / "instance.lock").open("w") as held:
        held.write("4711\n")
        held.flush()
        fcntl.flock(held, fcntl.LOCK_EX)
        status, message = refused(tmp_path, "up", "--port", "8118")
    assert status == Exit.FOLDER_IN_USE
    assert message.startswith("LearnHub: another LearnHub (process 4711) is using the data folder")


def test_a_database_that_cannot_be_reached(tmp_path: Path) -> None:
    status, message = refused(
        tmp_path, "migrate", SECRET_KEY=SECRET, DATABASE_URL="postgresql://me:hidden@127.0.0.1:1/x"
    )
    assert status == Exit.DATABASE_UNREACHABLE
    assert message.startswith(
        "LearnHub: the database postgresql+psycopg://me:***@127.0.0.1:1/x cannot be reached"
    )
    assert "hidden" not in message


@pytest.mark.parametrize("command", ["up", "web", "worker", "scheduler", "migrate", "doctor"])
def test_a_database_of_a_later_release(tmp_path: Path, command: str) -> None:
    with sqlite3.connect(tmp_path / "learnhub.db") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()
    done = run(tmp_path, command, SECRET_KEY=SECRET, PORT="8118")
    assert done.returncode == Exit.DATABASE_NEWER
    assert "the database is at revision 9999, which this release does not know" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_was_never_migrated(tmp_path: Path) -> None:
    status, message = refused(tmp_path, "worker", SECRET_KEY=SECRET)
    assert status == Exit.DATABASE_BEHIND
    assert message.endswith("Run: learnhub migrate\n")


def test_a_queue_server_that_is_away(tmp_path: Path) -> None:
    assert run(tmp_path, "migrate", SECRET_KEY=SECRET).returncode == 0
    status, message = refused(tmp_path, "up", "--port", "8118", REDIS_URL="redis://127.0.0.1:1/0")
    assert status == Exit.QUEUE_UNREACHABLE
    assert "the queue server cannot be reached" in message


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["dance"], Exit.USAGE, "No such command 'dance'."),
        (["up", "--sideways"], Exit.USAGE, "No such option"),
        (["migrate", "4711"], Exit.USAGE, "there is no revision 4711"),
        (["restore", "nowhere.tar.gz"], Exit.BAD_FILE, "there is no file nowhere.tar.gz."),
        (["up", "--port", "many"], Exit.SETTINGS, "LEARNHUB_PORT must be a whole number from 1 to 65535."),
    ],
)
def test_words_that_mean_nothing(tmp_path: Path, words: list[str], status: Exit, message: str) -> None:
    found, said = refused(tmp_path, *words, SECRET_KEY=SECRET)
    assert found == status
    assert message in said


def test_a_missing_secret_key_is_named(tmp_path: Path) -> None:
    status, message = refused(tmp_path, "worker")
    assert status == Exit.SETTINGS
    assert message.startswith("LearnHub: LEARNHUB_SECRET_KEY is not set.")


def test_each_status_is_explained_once() -> None:
    lines = (ROOT / "docs" / "operations.md").read_text().splitlines()
    explained = [line.split("|")[1].strip() for line in lines if line.startswith("| ") and line[2].isdigit()]
    assert explained == [str(int(status)) for status in Exit]
