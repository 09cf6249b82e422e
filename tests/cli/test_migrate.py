"""`migrate`: a backup first, on both databases, and no change without one."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learnhub import cli
from learnhub.core import backups, migrate, postgres_backup, schema_version
from learnhub.ops import revisions
from learnhub.ops.exits import Exit
from learnhub.settings import ROOT, Settings
from tests.support.clocks import Clock
from tests.support.databases import Database

pytestmark = pytest.mark.usefixtures("postgres_tools")
EARLIER, NEWEST = revisions.known(ROOT)[-2:]


@pytest.fixture
def behind(
    database: Database, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """An instance whose database is one revision behind; commands run with its settings."""
    ours = replace(settings, database_url=database.blank("behind"), data=tmp_path / "data", test_clock=None)
    migrate.upgrade(ours.database_url, EARLIER)
    for name, text in ours.environment().items():
        monkeypatch.setenv(name, text)
    return ours


def revision(settings: Settings) -> str | None:
    return schema_version.standing(settings.database_url).revision


def kept(settings: Settings) -> list[Path]:
    return sorted((settings.data / "backups").glob("before-migration-*.tar.gz"))


def test_a_backup_is_written_first_and_brings_the_old_shape_back(behind: Settings) -> None:
    assert cli.main(["migrate"]) == 0
    assert revision(behind) == NEWEST
    [backup] = kept(behind)
    assert backup.name.startswith(f"before-migration-{NEWEST}-")
    assert cli.main(["restore", str(backup), "--force"]) == 0
    assert revision(behind) == EARLIER


def test_an_empty_database_needs_no_backup(
    behind: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEARNHUB_DATABASE_URL", database.blank("behind"))
    assert cli.main(["migrate", EARLIER]) == 0
    assert kept(behind) == []


@pytest.mark.sqlite_only
def test_the_data_folder_is_made_where_it_is_missing(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "not" / "yet"
    ours = replace(settings, database_url=f"sqlite:///{data}/learnhub.db", data=data, test_clock=None)
    for name, text in ours.environment().items():
        monkeypatch.setenv(name, text)
    assert cli.main(["migrate", EARLIER]) == Exit.OK
    assert revision(ours) == EARLIER


def test_only_the_newest_backups_are_kept(behind: Settings, clock: Clock) -> None:
    few = replace(behind, backups_kept=2)
    other = backups.keep(few, backups.BEFORE_RESTORE)
    made = []
    for _ in range(3):
        made.append(backups.keep_before_migrating(few, NEWEST))
        clock.stop(clock.now() + timedelta(seconds=2))
    assert kept(few) == made[1:]
    assert other.exists()


@pytest.mark.postgres_only
@pytest.mark.parametrize(
    ("there", "words"),
    [
        ("", "pg_dump is not installed: apt-get install postgresql-client"),
        ("9.6.24", "pg_dump is of version 9 and the server of "),
    ],
)
def test_without_a_tool_that_can_nothing_is_changed(
    there: str,
    words: str,
    behind: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(postgres_backup, "BESIDE", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    if there:
        (tmp_path / "pg_dump").write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {there}'\n")
        (tmp_path / "pg_dump").chmod(0o755)
    assert cli.main(["migrate"]) == Exit.REFUSED
    said = capsys.readouterr().err
    assert words in said
    assert "Nothing was changed." in said
    assert revision(behind) == EARLIER
    assert cli.main(["migrate", "--no-backup"]) == 0
    assert (revision(behind), kept(behind)) == (NEWEST, [])
