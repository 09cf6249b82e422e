"""The dashboard at several sizes, against a bare query of what it reads, in one run.

    python -m benchmarks.dashboards [--people 1000,10000] [--acts 50] [--database sqlite] [--json FILE]

In turn: the page as an org leader gets it (`page`, the year's view), the bare query of its stored figures
(`bare`), and, once, the same number grouped from the acts (`acts`). Milliseconds of this process's CPU on
SQLite, of the wall on PostgreSQL, whose server is apart. `count`: seconds to count everything anew;
`refresh`: seconds to count what one act changed.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import func, select

import app as composition
from benchmarks.search import databases
from learnhub.activity import services as activity
from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import clock, migrate
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.transaction import transaction
from learnhub.dashboards import periods, queries, upkeep
from learnhub.people.models import Person, UnitPath, UnitStay
from learnhub.settings import Settings
from seed import crowd
from tests.support.browsers import browser

PAGE = "/dashboard?period=year"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", default="1000,10000", help="sizes, with commas between")
    asked.add_argument("--acts", type=int, default=50, help="of each person")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    found = {}
    for people in map(int, options.people.split(",")):
        with tempfile.TemporaryDirectory() as name, databases(options.database, Path(name)) as url:
            found[people] = measured(url, Path(name), people, options)
        print(f"{people:>7} people  " + "  ".join(f"{what} {value}" for what, value in found[people].items()))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))


def measured(url: str, folder: Path, people: int, options: argparse.Namespace) -> dict[str, Any]:
    """Fill a database and measure on it."""
    migrate.upgrade(url)
    app = composition.create_app(Settings(secret_key="bench", database_url=url, data=folder, testing=True))
    took = time.process_time if options.database == "sqlite" else time.perf_counter
    with app.app_context():
        crowd.load("bench-password", people, people * options.acts)
        count = timed(upkeep.rebuild, time.perf_counter)
    refresh = timed(lambda: _one_act(app), time.perf_counter)
    with app.app_context():
        leader = db.session.scalars(select(Person).where(Person.email == crowd.LEADER)).one()
        page = browser(app, leader)
    times: dict[str, list[float]] = {"page": [], "bare": []}
    for _ in range(options.rounds + 1):  # the first warms up
        times["page"].append(timed(lambda: page.get(PAGE), took))
        with app.app_context():
            times["bare"].append(timed(_bare, took))
    with app.app_context():
        raw = timed(_raw, took)
    medians = {what: 1000 * statistics.median(each[1:]) for what, each in times.items()}
    return {
        "page ms": round(medians["page"], 1),
        "p95 ms": round(1000 * sorted(times["page"][1:])[-1], 1),
        "bare ms": round(medians["bare"], 2),
        "acts ms": round(1000 * raw, 1),
        "acts/bare": round(1000 * raw / medians["bare"]),
        "count s": round(count, 1),
        "refresh s": round(refresh, 1),
    }


def timed(work: Callable[[], Any], took: Callable[[], float]) -> float:
    began = took()
    work()
    return took() - began


def _year() -> periods.Period:
    now = clock.now()
    return periods.choices(now.date(), ZoneInfo("UTC"))["year"]


def _one_act(app: Flask) -> None:
    with app.app_context():
        with transaction():
            person_id = db.session.scalar(select(func.max(Person.id))) or 0
            activity.record(ActKind.HOSTED, Ref("thing", 0), [person_id])
        upkeep.refresh()


def _bare() -> None:
    """What the page reads of figures: those of one unit and of those below it, and its weeks."""
    year = _year()
    units = queries.units()
    root = next(each for each in units if each.parent_id is None)
    below = [each.id for each in units if each.parent_id == root.id]
    queries.figures(root.id, below, [year, year.before()], ["participation"], as_is=False)
    queries.weekly([root.id, *below], "week", year)


def _raw() -> None:
    """Participation of every unit with those below it, from the acts themselves."""
    year = _year()
    did = select(LearningAct.person_id).where(LearningAct.at >= year.since, LearningAct.at < year.until)
    did = did.group_by(LearningAct.person_id)
    db.session.execute(
        select(UnitPath.ancestor_id, func.count(UnitStay.person_id.distinct()))
        .join(UnitStay, UnitStay.unit_id == UnitPath.descendant_id)
        .where(UnitStay.until.is_(None), UnitStay.person_id.in_(did))
        .group_by(UnitPath.ancestor_id)
    ).all()


if __name__ == "__main__":
    main()
