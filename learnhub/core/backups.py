"""An archive of a whole instance: one file with the database and a list that proves it. Uploads are rows."""

import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from learnhub.core import clock, postgres_backup, sqlite_backup
from learnhub.core.errors import Invalid
from learnhub.core.schema_version import standing
from learnhub.ops import revisions
from learnhub.settings import Settings

FORMAT = 1
LIST = "contents.json"
SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"
ENDING = ".tar.gz"
BEFORE_MIGRATION, BEFORE_RESTORE = "before-migration-", "before-restore-"


@dataclass(frozen=True)
class Contents:
    """What an archive says of itself; `sums` holds the SHA-256 of every other file in it."""

    format: int
    made_at: str
    revision: str
    sums: dict[str, str]

    @property
    def database(self) -> str:
        return next(iter(self.sums))


def pack(settings: Settings, target: Path, work: Path) -> Contents:
    """Write an archive while LearnHub runs; `target` appears whole or not at all. `work`: an empty folder."""
    revision = standing(settings.database_url).revision
    if revision is None:
        raise Invalid("There is nothing to back up: the database has no tables yet.")
    copy = _copy(settings, work)
    made_at = clock.now().isoformat(timespec="seconds")
    contents = Contents(FORMAT, made_at, revision, {copy.name: _checksum(copy)})
    (work / LIST).write_text(json.dumps(asdict(contents), indent=1) + "\n")
    part = target.with_name(target.name + ".part")
    part.touch(mode=0o600)
    with tarfile.open(part, "w:gz", compresslevel=6) as archive:
        for name in (LIST, copy.name):
            archive.add(work / name, name)
    part.replace(target)
    return contents


def keep(settings: Settings, occasion: str) -> Path:
    """Write an archive into the data folder before everything changes. Raises OSError or Unavailable."""
    target = settings.data / "backups" / f"{occasion}{clock.now():%Y%m%dT%H%M%SZ}{ENDING}"
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="lh-", dir=target.parent) as work:
        pack(settings, target, Path(work))
    return target


def keep_before_migrating(settings: Settings, goal: str) -> Path:
    """The same, and remove all but the newest few that were made before migrating."""
    target = keep(settings, f"{BEFORE_MIGRATION}{goal}-")
    made = target.parent.glob(f"{BEFORE_MIGRATION}*{ENDING}")
    for old in sorted(made, key=lambda file: file.stat().st_mtime)[: -settings.backups_kept]:
        old.unlink()
    return target


def unpack(settings: Settings, source: Path, work: Path) -> Contents:
    """Take an archive apart into `work`. Raises Invalid unless all in it is whole and fits this instance."""
    try:
        with tarfile.open(source) as archive:
            _take_out(archive, LIST, work)
            contents = Contents(**json.loads((work / LIST).read_text()))
            if contents.database in (SQLITE, POSTGRESQL):
                _take_out(archive, contents.database, work)
        damaged = [name for name, wanted in contents.sums.items() if _checksum(work / name) != wanted]
    except (OSError, tarfile.TarError, EOFError, ValueError, TypeError, StopIteration) as error:
        raise Invalid(f"{source} is no backup of LearnHub, or it is damaged ({error}).") from None
    if damaged or contents.database not in (SQLITE, POSTGRESQL):
        raise Invalid(f"{source} is damaged: {', '.join(damaged) or 'it holds no database'}.")
    if contents.format != FORMAT or contents.revision not in revisions.known(settings.root):
        raise Invalid(f"{source} was made by a later release (revision {contents.revision}). Use that one.")
    if (contents.database == SQLITE) != (sqlite_backup.file_of(settings.database_url) is not None):
        kind = "an SQLite" if contents.database == SQLITE else "a PostgreSQL"
        raise Invalid(f"{source} holds {kind} database, and LEARNHUB_DATABASE_URL names another kind.")
    _check(settings, work / contents.database)
    return contents


def _take_out(archive: tarfile.TarFile, name: str, work: Path) -> None:
    """Write this one file, whatever else the archive holds and wherever that points. Raises ValueError.

    Not by `extractall`: Debian 12's Python knows none of its filters yet.
    """
    member = next((each for each in archive if each.name == name and each.isfile()), None)
    held = archive.extractfile(member) if member else None
    if held is None:
        raise ValueError(f"{name} is not in it")
    with held, (work / name).open("wb") as written:
        shutil.copyfileobj(held, written)


def place(settings: Settings, copy: Path) -> None:
    """Put an unpacked database where the settings say; nobody else may be using that place."""
    file = sqlite_backup.file_of(settings.database_url)
    if file is None:
        return postgres_backup.load(settings, copy)
    part = file.with_name(file.name + ".part")
    sqlite_backup.copy(copy, part)
    for left in ("-wal", "-shm"):
        file.with_name(file.name + left).unlink(missing_ok=True)
    part.replace(file)


def _copy(settings: Settings, work: Path) -> Path:
    file = sqlite_backup.file_of(settings.database_url)
    if file:
        sqlite_backup.copy(file, work / SQLITE)
        return work / SQLITE
    postgres_backup.dump(settings, work / POSTGRESQL)
    return work / POSTGRESQL


def _check(settings: Settings, copy: Path) -> None:
    if copy.name == POSTGRESQL:
        return postgres_backup.readable(settings, copy)
    try:
        with closing(sqlite3.connect(copy)) as connection:
            sqlite_backup.check(connection)
    except (sqlite3.Error, ValueError) as error:
        raise Invalid(f"The database in the backup is damaged: {error}") from None


def _checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
