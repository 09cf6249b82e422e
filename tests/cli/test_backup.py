"""`backup` and `restore`: what was there is there again, and nothing is replaced by mistake."""

import sqlite3
import tarfile
from pathlib import Path

import pytest

from learnhub.ops.exits import Exit
from tests.cli.commands import run

SETTINGS = {"SECRET_KEY": "s" * 40}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an instance with Ada, made while something has the database open."""
    home = tmp_path_factory.mktemp("source")
    assert run(home, "migrate", **SETTINGS).returncode == 0
    assert run(home, "user", "add", "ada@example.org", "--name", "Ada", **SETTINGS).returncode == 0
    file = home / "backup.tar.gz"
    with sqlite3.connect(home / "learnhub.db") as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM person").fetchone()
        done = run(home, "backup", file, **SETTINGS)
    reader.close()
    assert done.returncode == 0, done.stderr
    return file


def names(home: Path) -> list[str]:
    with sqlite3.connect(home / "learnhub.db") as connection:
        found = [name for (name,) in connection.execute("SELECT name FROM person ORDER BY id")]
    connection.close()
    return found


def test_a_restore_brings_everything_back(tmp_path: Path, archive: Path) -> None:
    done = run(tmp_path, "restore", archive, **SETTINGS)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["Ada"]


def test_people_are_replaced_only_by_force_and_kept_beside(tmp_path: Path, archive: Path) -> None:
    run(tmp_path, "migrate", **SETTINGS)
    run(tmp_path, "user", "add", "eve@example.org", "--name", "Eve", **SETTINGS)
    refused = run(tmp_path, "restore", archive, **SETTINGS)
    assert refused.returncode == Exit.REFUSED
    assert "holds people. Add --force to replace it." in refused.stderr
    assert names(tmp_path) == ["Eve"]
    assert run(tmp_path, "restore", archive, "--force", **SETTINGS).returncode == 0
    assert names(tmp_path) == ["Ada"]
    [kept] = (tmp_path / "backups").glob("before-restore-*.tar.gz")
    assert run(tmp_path, "restore", kept, "--force", **SETTINGS).returncode == 0
    assert names(tmp_path) == ["Eve"]


@pytest.mark.parametrize("harm", ["cut", "changed", "other"])
def test_a_damaged_backup_changes_nothing(tmp_path: Path, archive: Path, harm: str) -> None:
    bad = tmp_path / "bad.tar.gz"
    if harm == "cut":
        bad.write_bytes(archive.read_bytes()[:-2000])
    elif harm == "other":
        bad.write_text("no archive at all")
    else:
        with tarfile.open(archive) as whole:
            (tmp_path / "taken").mkdir()
            for name in whole.getnames():
                (tmp_path / "taken" / name).write_bytes(whole.extractfile(name).read())
        with (tmp_path / "taken" / "database.sqlite3").open("r+b") as database:
            database.seek(9000)
            database.write(b"other bytes")
        with tarfile.open(bad, "w:gz") as again:
            for file in (tmp_path / "taken").iterdir():
                again.add(file, file.name)
    done = run(tmp_path, "restore", bad, **SETTINGS)
    assert done.returncode == Exit.BAD_FILE
    assert "damaged" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "learnhub.db").exists()


def test_a_backup_replaces_no_file(tmp_path: Path, archive: Path) -> None:
    done = run(archive.parent, "backup", archive, **SETTINGS)
    assert done.returncode == Exit.REFUSED
