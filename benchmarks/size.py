"""Organisations of 1,000, 10,000 and 100,000 people with fifty acts each: what pages cost, how that grows.

    python -m benchmarks.size [--people 1000,10000,100000] [--acts 50] [--rounds 40] [--database sqlite]
                              [--folder DIR] [--json FILE] [--picture FILE]

Writes each organisation, then asks all of them in turn in one process, and a lean page beside them (L4b: who
it is, a form, a layout, two counts, 50 rows): the pages, and at the largest size the dashboard beside what it
reads and beside the acts themselves, recording an act beside an insert with two upserts, and the roster of
500 learners with 30 deadlines. Milliseconds of CPU of this process, and of PostgreSQL's. `--folder` keeps
what was written, and uses it again: one for each database.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flask import Flask

import app as composition
from benchmarks import content, dashboards, growth, kept, picture, reference
from benchmarks.served import looked_at
from learnhub.cli.web import settle
from learnhub.core import migrate
from learnhub.core.db import db
from learnhub.dashboards import upkeep
from learnhub.settings import Settings
from seed import crowd

PASSWORD = "bench-password"  # noqa: S105  (of nobody)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", default="1000,10000,100000", help="sizes, with commas between")
    asked.add_argument("--acts", type=int, default=50, help="of each person")
    asked.add_argument("--rounds", type=int, default=40)
    asked.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    asked.add_argument("--folder", type=Path, help="where what is written stays")
    asked.add_argument("--json", type=Path)
    asked.add_argument("--picture", type=Path, help="an SVG of the growth")
    options = asked.parse_args()
    sizes = sorted(map(int, options.people.split(",")))
    folder = options.folder or Path(tempfile.mkdtemp(prefix="lhb-"))  # on a disk: an act is to be saved
    try:
        found = measured(options.database, folder, sizes, options.acts, options.rounds)
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(found, indent=1))
    print(growth.table(found["growth"]))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    if options.picture:
        options.picture.write_text(picture.drawn(found["growth"]))


def measured(name: str, folder: Path, sizes: Sequence[int], acts: int, rounds: int) -> dict[str, Any]:
    """Write what is not there yet, and measure on it."""
    with ExitStack() as stack:
        urls, watch = stack.enter_context(kept.databases(name, folder, ["reference", *map(str, sizes)]))
        apps, written = dict[int, Flask](), {}
        for size in sizes:
            apps[size], written[size] = _written(urls[str(size)], folder / str(size), size, size * acts)
        lean = _lean(urls["reference"])
        largest = apps[sizes[-1]]
        settle()
        return {
            "database": name,
            "written, s": written,
            "growth": growth.measured(apps, lean, watch, rounds),
            f"at {sizes[-1]:,} people": dashboards.measured(largest, lean, watch, rounds),
        }


def _written(url: str, folder: Path, people: int, acts: int) -> tuple[Flask, dict[str, float]]:
    """Build LearnHub on that database, filled; return it, and how long each step took."""
    folder.mkdir(exist_ok=True)
    migrate.upgrade(url)
    app = composition.create_app(
        Settings(secret_key="bench", database_url=url, data=folder, testing=True, web_processes=1)
    )
    took = {}
    with app.app_context():
        if upkeep.state().rebuilt_at is None:
            for name, work in (
                ("people and acts", lambda: crowd.load(PASSWORD, people, acts)),
                ("the rest", content.fill),
                ("figures", lambda: upkeep.rebuild(_say)),
            ):
                began = time.perf_counter()
                db.session.remove()
                work()
                took[name] = round(time.perf_counter() - began, 1)
                print(f"{people:,} people: {name} {took[name]} s", file=sys.stderr, flush=True)
            looked_at(url)
        db.session.remove()
    return app, took


def _say(done: int, steps: int) -> None:
    if done % 10 == 0:
        print(f"  {done} of {steps} weeks", file=sys.stderr, flush=True)


def _lean(url: str) -> growth.Page:
    """The reference page L4b, as it is asked for."""
    reference.fill(url)
    cookie, _ = reference.visitor(url, 0)
    client = reference.stored(url).test_client(use_cookies=False)  # it would send its own in place of ours
    return growth.Page(lambda: client.get("/l4b", headers={"Cookie": cookie}))


if __name__ == "__main__":
    main()
