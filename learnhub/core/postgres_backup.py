"""Copies of a PostgreSQL database, by its own tools."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, pool, text
from sqlalchemy.engine import make_url

from learnhub.core.db import engine_options, sqlalchemy_url
from learnhub.core.errors import Unavailable
from learnhub.settings import Settings

BESIDE = "/usr/lib/postgresql"  # where Debian keeps the tools of each version
OURS = "--schema=public"  # what others keep in schemas of their own is theirs
PLAIN = ("--no-owner", "--no-privileges")  # they are those of whoever restores

# All that is ours goes, also what the backup does not hold; the schema stays, with its owner and rights, and
# so does what belongs to an extension. Whoever still uses a table makes this fail, and not wait for ever.
EMPTY = """
SET LOCAL lock_timeout = '10s';
SET LOCAL client_min_messages = warning;
DO $$
DECLARE drops text;
BEGIN
  SELECT string_agg(format('DROP %s IF EXISTS %s CASCADE', thing.type, thing.identity), '; ') INTO drops
  FROM (
    SELECT 'pg_class'::regclass AS kind, oid AS id FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type
      WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e', 'r')
  ) AS found, pg_identify_object(kind, id, 0) AS thing
  WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = kind AND objid = id AND deptype = 'e');
  EXECUTE coalesce(drops, '');
END $$
"""


def dump(settings: Settings, target: Path) -> None:
    """Write the database as it is at one moment, while in use. Raises Unavailable, in the tool’s words."""
    tool = _find("pg_dump", server_version(settings))
    _run(settings, tool, *_to(settings), "--format=custom", OURS, *PLAIN, f"--file={target}")


def readable(settings: Settings, source: Path) -> None:
    """Raise Unavailable unless the tool can read `source`."""
    _run(settings, _find("pg_restore"), "--list", str(source))


def load(settings: Settings, source: Path) -> None:
    """Replace everything in the database by what `source` holds, in one transaction: all of it, or nothing.

    Writes what is to be done beside `source` first. Raises Unavailable, in the tool’s words.
    """
    version = server_version(settings)
    script = source.with_name(source.name + ".sql")
    _run(settings, _find("pg_restore", version), OURS, *PLAIN, f"--file={script}", str(source))
    how = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
    # without statistics PostgreSQL would plan blindly until it next looks at the tables by itself
    what = (f"--command={EMPTY}", f"--file={script}", "--command=ANALYZE")
    _run(settings, _find("psql", version), *_to(settings), *how, *what)


def server_version(settings: Settings) -> int:
    """The server's major version, as 17."""
    url = settings.database_url
    engine = create_engine(sqlalchemy_url(url), poolclass=pool.NullPool, **engine_options(url))
    with engine.connect() as connection:
        return int(connection.scalar(text("SHOW server_version_num"))) // 10_000


def _to(settings: Settings) -> list[str]:
    url = make_url(sqlalchemy_url(settings.database_url)).set(drivername="postgresql", password=None)
    return [f"--dbname={url.render_as_string(hide_password=False)}"]


def _run(settings: Settings, tool: str, *words: str) -> None:
    environment = settings.environment()
    password = make_url(sqlalchemy_url(settings.database_url)).password
    if password:
        environment["PGPASSWORD"] = str(password)  # a command line can be read by everyone on the machine
    done = subprocess.run([tool, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"{Path(tool).name} could not do it: {done.stderr.strip() or done.returncode}")


def _find(tool: str, version: int | None = None) -> str:
    """The tool of that major version where there is one, since a later one may write what it does not know;
    otherwise a later one."""
    found = {path: _version(path) for path in _installed(tool)}
    if not found:
        raise Unavailable(f"{tool} is not installed: apt-get install postgresql-client")
    if version is None:
        return max(found, key=lambda path: found[path])
    able = [path for path in found if found[path] >= version]
    if not able:
        raise Unavailable(
            f"{tool} is of version {max(found.values())} and the server of {version}, which needs one: "
            f"apt-get install postgresql-client-{version}"
        )
    return min(able, key=lambda path: found[path])


def _installed(tool: str) -> Iterator[str]:
    """The tool on the path, and those that Debian keeps beside it."""
    for folder in (None, *map(str, sorted(Path(BESIDE).glob("*/bin")))):
        if path := shutil.which(tool, path=folder):
            yield path


def _version(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\b(\d+)", said)
    return int(found[1]) if found else 0
