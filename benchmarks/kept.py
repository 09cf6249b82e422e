"""Databases in a folder that may be kept, so that what takes long to write is measured again and again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.meters import Watch
from tests.support.postgres import Cluster


@contextmanager
def databases(name: str, folder: Path, names: Sequence[str]) -> Iterator[tuple[dict[str, str], Watch]]:
    """Give an address for each name, and what measures CPU there; what is in the folder already stays."""
    folder.mkdir(exist_ok=True)
    if name == "sqlite":
        yield {each: f"sqlite:///{folder / each}.db" for each in names}, Watch()
        return
    folder.chmod(0o711)  # `nobody`, who runs PostgreSQL for root, must get through
    home = folder / "postgres"
    home.mkdir(exist_ok=True)
    cluster = Cluster(home)
    try:
        known = cluster.databases()
        for each in names:
            if each not in known:
                cluster.execute(f'CREATE DATABASE "{each}"')
        yield {each: cluster.url(each) for each in names}, Watch(cluster.process)
    finally:
        cluster.execute("CHECKPOINT")  # it is ended at once, and begins there the next time
        cluster.stop()
