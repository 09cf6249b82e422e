"""The dashboard of a large organisation beside a bare query of what it reads, and beside the acts themselves;
recording an act beside an insert with two upserts; the roster of a large class. For `benchmarks.size`.
"""

import statistics
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import func, select, text

from benchmarks.growth import Page
from benchmarks.meters import Watch
from learnhub.activity import services as activity
from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.transaction import release, transaction
from learnhub.dashboards import figures, periods, queries, upkeep
from learnhub.people.models import Person, Unit, UnitPath, UnitStay
from learnhub.programs.models import Host, Program
from seed import crowd
from tests.support.browsers import browser
from tests.support.statements import statements

VIEWS = ("quarter", "year")
RAW = 3  # times that the acts are grouped: it takes seconds
Times = dict[str, list[tuple[float, float]]]  # CPU and by the clock, in milliseconds


def measured(app: Flask, lean: Page, watch: Watch, rounds: int) -> dict[str, Any]:
    """Measure on an organisation that is written, the largest."""
    found = _views(app, lean, watch, rounds)
    found["record"] = _recording(app, watch, rounds)
    found["refresh, s"] = _refresh(app, watch)
    return found | {"class": _class(app, lean, watch, rounds)}


def _views(app: Flask, lean: Page, watch: Watch, rounds: int) -> dict[str, Any]:
    """Ask for both views of the dashboard, what they read, and the lean page, in turn."""
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.email == crowd.LEADER)).one()
        leader, _ = browser(app, person), person.roles  # what says what they may see is read before it leaves
        root = db.session.scalars(select(Unit.id).where(Unit.parent_id.is_(None))).one()
        below = list(db.session.scalars(select(Unit.id).where(Unit.parent_id == root)))
        db.session.remove()
    asked: dict[str, Callable[[], object]] = {"l4b": lambda: lean.ask(0)}
    for key, period in _periods().items():
        asked[f"{key}, page"] = lambda key=key: leader.get(f"/dashboard?period={key}")
        asked[f"{key}, bare"] = _within(app, lambda period=period: _bare(person, root, below, period))
    times = _in_turn(asked, watch, rounds)
    raw = _in_turn({"acts": _within(app, lambda: _raw(_periods()["year"]))}, watch, RAW, warm=0)["acts"]
    found: dict[str, Any] = {what: _line(each) for what, each in (times | {"acts": raw}).items()}
    for key in VIEWS:
        page, bare = found[f"{key}, page"], found[f"{key}, bare"]
        both = bare["p95"] + found["l4b"]["p95"]
        found[f"{key}, p95 of the page / (bare + l4b)"] = round(page["p95"] / both, 2)
    found["acts / year, page"] = round(found["acts"]["p50"] / found["year, page"]["p50"])
    found["acts / year, bare"] = round(found["acts"]["p50"] / found["year, bare"]["p50"])
    return found


def _periods() -> dict[str, periods.Period]:
    known = periods.choices(clock.now().date(), ZoneInfo("UTC"))
    return {key: known[key] for key in VIEWS}


def _bare(person: Person, root: int, below: Sequence[int], period: periods.Period) -> None:
    """What the page reads of figures: those of one unit and of those right below it, and its weeks."""
    queries.figures(person, root, below, period, "participation", as_is=False)
    queries.weekly([root, *below], figures.WEEKLY, period)


def _raw(period: periods.Period) -> None:
    """Participation of every unit with those below it, grouped from the acts themselves."""
    did = select(LearningAct.person_id).where(LearningAct.at >= period.since, LearningAct.at < period.until)
    did = did.group_by(LearningAct.person_id)
    db.session.execute(
        select(UnitPath.ancestor_id, func.count(UnitStay.person_id.distinct()))
        .join(UnitStay, UnitStay.unit_id == UnitPath.descendant_id)
        .where(UnitStay.until.is_(None), UnitStay.person_id.in_(did))
        .group_by(UnitPath.ancestor_id)
    ).all()


# What an act would have to keep up to date where each was counted at once, in place of a mark for later.
BARE = (
    "INSERT INTO learning_act (id, person_id, unit_id, kind, ref_kind, ref_id, within_kind, within_id, at) "
    "VALUES (:id, :person, :unit, 'hosted', 'bare', :ref, 'bare', :ref, :at)",
    "INSERT INTO bare_person (person_id, week, acts) VALUES (:person, :week, 1) "
    "ON CONFLICT (person_id, week) DO UPDATE SET acts = bare_person.acts + 1",
    "INSERT INTO bare_unit (unit_id, week, acts) VALUES (:unit, :week, 1) "
    "ON CONFLICT (unit_id, week) DO UPDATE SET acts = bare_unit.acts + 1",
)
TABLES = tuple(
    f"CREATE TABLE IF NOT EXISTS bare_{what} "
    f"({what}_id INT, week DATE, acts INT, PRIMARY KEY ({what}_id, week))"
    for what in ("person", "unit")
)


def _recording(app: Flask, watch: Watch, rounds: int) -> dict[str, Any]:
    """Record acts as a feature does, and insert them bare with two upserts, each saved by itself."""
    with app.app_context():
        with transaction():
            for statement in TABLES:
                db.session.execute(text(statement))
        ids = db.session.execute(select(Person.id, Person.unit_id).limit(rounds * 5)).all()
        last = db.session.scalar(select(func.max(LearningAct.ref_id))) or 0
        db.session.remove()
    turns = {"record": iter(ids), "bare": iter(ids)}
    number = iter(range(last + 1, last + 10 * len(ids)))

    def record() -> None:
        with transaction():
            activity.record(ActKind.HOSTED, Ref("thing", next(number)), [next(turns["record"])[0]])

    def bare() -> None:
        person, unit = next(turns["bare"])
        made = {"id": _id(), "person": person, "unit": unit, "ref": next(number)}
        with transaction():
            at = clock.now()
            for statement in BARE:
                db.session.execute(text(statement), made | {"at": _at(at), "week": at.date().isoformat()})

    times = _in_turn({"record": _within(app, record), "bare": _within(app, bare)}, watch, 4 * rounds)
    lines = {what: _line(each) for what, each in times.items()}
    clocks = {what: statistics.median(by_clock for _, by_clock in each) for what, each in times.items()}
    return lines | {
        "p50 by the clock": {what: round(took, 2) for what, took in clocks.items()},
        "acts a second / those of the bare insert": round(clocks["bare"] / clocks["record"], 2),
        "by CPU": round(lines["bare"]["p50"] / lines["record"]["p50"], 2),
    }


def _id() -> Any:
    made = uuid.uuid4()
    return made.hex if db.engine.dialect.name == "sqlite" else made


def _at(moment: Any) -> Any:
    return str(moment.replace(tzinfo=None)) if db.engine.dialect.name == "sqlite" else moment


def _refresh(app: Flask, watch: Watch) -> dict[str, float]:
    """Count what these acts changed, as a worker does each minute."""
    cpu, by_clock = watch.both(_within(app, upkeep.refresh))
    return {"CPU": round(cpu / 1000, 1), "by the clock": round(by_clock / 1000, 1)}


def _class(app: Flask, lean: Page, watch: Watch, rounds: int) -> dict[str, Any]:
    """Ask for the roster of the class: 500 learners with 30 deadlines."""
    with app.app_context():
        key, host = db.session.execute(
            select(Program.key, Person)
            .join(Host, Host.program_id == Program.id)
            .join(Person, Person.id == Host.person_id)
            .where(Program.title.like("The class%"))
        ).one()
        facilitator = browser(app, host)
        db.session.remove()
    page = Page(lambda: facilitator.get(f"/cohorts/{key}/host"))
    times = _in_turn({"roster": lambda: page.ask(0), "l4b": lambda: lean.ask(0)}, watch, rounds)
    with statements() as sent:
        answer = page.ask(0)
    lines = {what: _line(each) for what, each in times.items()}
    return lines | {
        "times l4b": round(lines["roster"]["p50"] / lines["l4b"]["p50"], 2),
        "statements": len(sent),
        "kB": round(len(answer.data) / 1000, 1),
    }


def _within(app: Flask, work: Callable[[], object]) -> Callable[[], None]:
    def inside() -> None:
        with app.app_context():
            work()
            release()  # as pages end: after a ROLLBACK, PostgreSQL would plan their statements anew

    return inside


def _in_turn(asked: Mapping[str, Callable[[], object]], watch: Watch, rounds: int, *, warm: int = 3) -> Times:
    """Do each in turn, after some rounds that do not count."""
    times: Times = {what: [] for what in asked}
    for turn in range(rounds + warm):
        for what, work in asked.items():
            took = watch.both(work)
            if turn >= warm:
                times[what].append(took)
    return times


def _line(times: Sequence[tuple[float, float]]) -> dict[str, float]:
    took = sorted(cpu for cpu, _ in times)
    p95 = took[min(len(took) - 1, int(len(took) * 0.95))]
    return {"p50": round(statistics.median(took), 2), "p95": round(p95, 2)}
