"""Pages beside reference applications, in turn in one run; what counts is the CPU time of the servers.

    python -m benchmarks.pages [--rounds 3] [--seconds 0.8] [--database sqlite] [--only WORD] [--inside]

Each round asks every reference and every page for as long, from 8 clients. A page's bar is a multiple of
a reference of the same round; the ratio shown is the median of the rounds. CPU is user and system time of the
web process, and of PostgreSQL's where that is the database. Answers are not compressed.
The tails of the answers' times, p95 and p99, are held against their p50, where those of l4b hold as well.
On a machine that others use as well, `--inside` says more: it asks the page and its reference by turns, a few
milliseconds apart, in one process and without servers, for `--seconds` each.
No list is open to people who are not signed in, so every page is measured signed in.
"""

import argparse
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks import clients, inside, meters
from benchmarks.report import Measured, report, table
from benchmarks.served import Site, served
from tests.support import folders

CLIENTS, WRITERS = 8, 16
DATABASES = ("sqlite", "postgres")
REFERENCES = ("bare", "hello", "jinja", "l4", "l4b")
Found = dict[str, Measured]


def measure(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Fill a database, serve both from it, and ask in turn; the first turn warms up and does not count."""
    found = Found()
    with _folder() as folder, served(name, folder, options.port) as site:
        busy = [meters.busy()]
        pairs = sign_ups(site)
        for turn in range(options.rounds + 1):
            now = Found() if turn == 0 else found
            for what, wanted, asked in things(site, pairs):
                if what in REFERENCES or what == "write" or options.only.lower() in what.lower():
                    slot(site, now, what, asked, wanted, options.seconds)
            if turn == 0:
                early = meters.memory(site.worker)
        busy.append(meters.busy())
        return report(found) | {
            "memory of the web process (PSS), MB": [
                round(early, 1),
                round(meters.memory(site.worker), 1),
            ],
            "requests counted": sum(len(each.took) for each in found.values()),
            "processes waiting for a processor": busy,
            "processors": os.cpu_count(),
        }


def measure_inside(name: str, options: argparse.Namespace) -> dict[str, Any]:
    with _folder() as folder:
        return inside.measure(name, folder, only=options.only, seconds=options.seconds)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = folders.make("lhb")
    folder.chmod(0o711)  # `nobody`, who runs PostgreSQL for root, must get through
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def things(site: Site, pairs: Iterator[bytes]) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """Yield what is asked in one round: its name, the status that is right, the requests."""
    readers = [cookie for cookie, _ in site.readers]
    for name in REFERENCES:
        yield name, 200, (clients.get(f"/{name}", cookie) for cookie in cycle(readers))
    for name, path in site.world.paths.items():
        yield name, 200, (clients.get(path, cookie) for cookie, _ in cycle(site.world.visitors[:CLIENTS]))
    yield "write", 303, (clients.post("/write", *reader, title="Another") for reader in cycle(site.readers))
    yield "sign-up", 303, pairs
    yield f"sign-up, {WRITERS} at once", 303, pairs


def sign_ups(site: Site) -> Iterator[bytes]:
    """Yield forms that sign each visitor up for each hackathon, once."""
    for key in site.world.open:
        for visitor in site.world.visitors:
            yield clients.post(f"/programs/{key}/sign-up", *visitor)


def slot(site: Site, found: Found, what: str, asked: Iterator[bytes], wanted: int, seconds: float) -> None:
    """Ask for one thing for a while, and add what it took."""
    ours = what not in (*REFERENCES, "write")
    port = site.port if ours else site.reference_port
    answering = (site.process if ours else site.reference_process, *site.database)
    many = WRITERS if what.endswith("at once") else CLIENTS
    before = meters.cpu(*answering)
    answers = clients.load(port, asked, wanted, clients=many, seconds=seconds)
    used = meters.cpu(*answering) - before
    if answers.took:
        found.setdefault(what, Measured()).add(used, answers)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.8, help="for each thing in each round")
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--only", default="", help="pages whose name has this")
    parser.add_argument("--inside", action="store_true", help="in one process, by turns; only pages")
    parser.add_argument("--port", type=int, default=8500, help="the first of two that are free")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = {}
    for name in options.database or DATABASES:
        results[name] = (measure_inside if options.inside else measure)(name, options)
        print((inside.table if options.inside else table)(name, results[name]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
