import random
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, func, select, update

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import clock
from learnhub.core.db import WRITING, db
from learnhub.core.refs import Ref
from learnhub.core.transaction import transaction
from learnhub.dashboards import figures, jobs, periods, upkeep, weeks
from learnhub.dashboards.models import Figure, FigurePart, PersonWeek
from learnhub.people import organisations, retention
from learnhub.people import queries as people_queries
from learnhub.people import services as people_services
from learnhub.people.models import Kind, Person, Unit, UnitPath, UnitStay
from tests import factories
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)
UTC = ZoneInfo("UTC")


def plain(starts, ends, tz, now):
    """Participation of each unit, and by its first program, counted slowly from the acts themselves."""
    since, until = (periods.datetime.combine(day, periods.time(), tz) for day in (starts, ends))
    at = min(until, now)
    first: dict[int, Ref] = {}
    for act in sorted(db.session.scalars(select(LearningAct)), key=lambda a: (a.at, a.within_id, a.id)):
        if since <= act.at < until:
            first.setdefault(act.person_id, Ref(act.within_kind, act.within_id))
    above: dict[int, list[int]] = {}
    for path in db.session.scalars(select(UnitPath)):
        above.setdefault(path.descendant_id, []).append(path.ancestor_id)
    numbers: dict[int, list[int]] = {}
    rows: dict[tuple[int, Ref], int] = {}
    for person in db.session.scalars(select(Person)):
        stays = db.session.scalars(select(UnitStay).where(UnitStay.person_id == person.id))
        was = [each.unit_id for each in stays if each.since <= at and (each.until is None or each.until > at)]
        gone = person.left_at is not None and person.left_at <= at
        if person.kind is not Kind.EMPLOYEE or gone or not was:
            continue
        for unit in above[was[0]]:
            mine = numbers.setdefault(unit, [0, 0])
            mine[0] += person.id in first
            mine[1] += 1
            if person.id in first:
                rows[unit, first[person.id]] = rows.get((unit, first[person.id]), 0) + 1
    return numbers, rows


def stored(metric, starts, ends):
    which = [Figure.metric == metric, Figure.starts == starts, Figure.ends == ends]
    of = select(Figure.unit_id, Figure.numbers).where(*which, Figure.own.is_(False), Figure.as_is.is_(False))
    return {unit: numbers for unit, numbers in db.session.execute(of)}


def test_figures_equal_a_plain_computation_after_late_acts_moves_and_a_rebuild(monkeypatch):
    """With a smallest group of one, everything is said; what is said is right."""
    monkeypatch.setattr(retention, "smallest", lambda _: 1)
    dice = random.Random(4)
    top = factories.unit("Company")
    units = [factories.unit(f"U{n}", parent=top) for n in range(3)]
    units += [factories.unit(f"V{n}", parent=units[0]) for n in range(2)]
    since = clock.now() - 500 * DAY
    with factories.many():
        crowd = [factories.person(f"P{n}", unit=dice.choice(units), created_at=since) for n in range(40)]
    acts(crowd, dice, 80)
    upkeep.refresh()
    check()
    with transaction():
        for number, person in enumerate(dice.sample(crowd, 8)):
            at = clock.now() - (200 * DAY if number % 2 else DAY / 2)  # some heard of it late
            people_services.move(person, db.session.get(Unit, dice.choice(units).id) if number else None, at)
        people_services.leave(crowd[0])
    acts(crowd, dice, 30)  # late ones, of weeks that were counted already
    with transaction():
        activity.forget("thing", [dice.randrange(1, 80) for _ in range(30)])
    upkeep.refresh()
    check()
    before = everything()
    jobs.rebuild()
    check()
    assert everything() == before
    assert db.session.get(upkeep.Upkeep, 1).done == db.session.get(upkeep.Upkeep, 1).steps


def acts(crowd, dice, count):
    with transaction():
        for n in range(count):
            at = clock.now() - timedelta(hours=dice.randrange(1, 24 * 380))
            within = Ref("hackathon", dice.randrange(1, 6))
            kind = dice.choice([*ActKind])
            activity.record(kind, Ref("thing", n), [dice.choice(crowd).id], within=within, at=at)


def check():
    now, tz = clock.now(), people_queries.organisation().tz
    first = weeks.week_of(db.session.scalar(select(func.min(LearningAct.at))), tz)
    for period in figures.offered(now, tz):
        numbers, rows = plain(period.starts, period.ends, tz, now)
        known = numbers if period.ends > first else {}
        assert stored("participation", period.starts, period.ends) == known
        parts = select(FigurePart).where(FigurePart.metric == "participation")
        of = parts.where(FigurePart.starts == period.starts, FigurePart.ends == period.ends)
        found = {
            (each.unit_id, Ref(each.ref_kind, each.ref_id)): each.numbers[0]
            for each in db.session.scalars(of)
        }
        assert found == rows
    quarter = periods.choices(now.date(), tz)["quarter"]
    for monday in (*quarter.weeks, weeks.week_of(now - 190 * DAY, tz)):
        numbers, _ = plain(monday, monday + 7 * DAY, tz, now)
        shown = stored(figures.WEEKLY, monday, monday + 7 * DAY)
        assert shown == (numbers if monday >= first else {})
    db.session.rollback()


def everything():
    db.session.expire_all()
    figure = [
        Figure.metric,
        Figure.starts,
        Figure.ends,
        Figure.as_is,
        Figure.unit_id,
        Figure.own,
        Figure.numbers,
    ]
    fact = [PersonWeek.person_id, PersonWeek.week, PersonWeek.acts, PersonWeek.active]
    found = [sorted(map(repr, db.session.execute(select(*columns)))) for columns in (figure, fact)]
    db.session.rollback()
    return found


def test_the_nightly_comparison_finds_what_was_lost():
    unit = factories.unit("Company")
    crowd = [factories.person(f"P{n}", unit=unit) for n in range(3)]
    for person in crowd:
        factories.act(person, Ref("hackathon", 1), at=clock.now() - 10 * DAY)
    jobs.refresh()
    jobs.compare()
    assert upkeep.state().differing == 0
    db.session.rollback()
    with transaction():
        db.session.execute(delete(PersonWeek).where(PersonWeek.person_id == crowd[0].id))
        db.session.execute(update(PersonWeek).where(PersonWeek.person_id == crowd[1].id).values(acts=9))
    factories.act(factories.person("Eve", unit=unit), Ref("hackathon", 1))  # who waits to be counted
    jobs.compare()
    assert upkeep.state().differing == 2


def test_counting_anew_holds_the_refresh_back_before_it_writes():
    """Both write the same rows: of two who delete and insert them at once, one fails on PostgreSQL."""
    person = factories.person(unit=factories.unit())
    for days in (3, 10):
        factories.act(person, Ref("hackathon", 1), at=clock.now() - days * DAY)
    jobs.refresh()
    with statements() as sent:
        jobs.rebuild()
    told = [sql.split()[0] for sql in sent if "upkeep" in sql or "person_week.week =" in sql]
    before = [told[n - 1] for n, word in enumerate(told) if word == "DELETE"]
    assert before == ["SELECT", "SELECT"]


def test_nobody_waits_while_all_is_counted_and_a_refresh_that_died_is_done_again(monkeypatch):
    person = factories.person(unit=factories.unit())
    factories.act(person, Ref("hackathon", 1), at=clock.now() - 400 * DAY)
    publish, store, writing = figures.publish, figures.store, []
    monkeypatch.setattr(
        figures, "publish", lambda *a, **named: writing.append(WRITING.get()) or publish(*a, **named)
    )
    monkeypatch.setattr(figures, "store", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        upkeep.refresh()
    monkeypatch.setattr(figures, "store", store)
    assert not upkeep.refresh()  # the other may be at it still
    db.session.rollback()
    now = clock.now() + upkeep.KILLED
    monkeypatch.setattr(clock, "now", lambda: now)
    with statements() as sent:
        assert upkeep.refresh()
    assert not any(writing)
    assert sum("sign_up.signed_up_at" in sql for sql in sent) == 1  # who is in cohorts, for all metrics
    assert not upkeep.refresh()


def test_another_zone_has_all_weeks_counted_anew():
    admin = factories.person(unit=factories.unit())
    sunday = weeks.begin(weeks.week_of(clock.now(), UTC), UTC) - timedelta(hours=1)
    factories.act(admin, Ref("hackathon", 1), at=sunday)
    jobs.refresh()
    with transaction():
        organisations.name_it(name="Acme", zone="Pacific/Auckland", first_weekday=0, by=admin)
    jobs.refresh()
    assert upkeep.is_counting(upkeep.state())
    db.session.rollback()
    jobs.rebuild()
    [monday] = db.session.scalars(select(PersonWeek.week))
    assert monday == sunday.date() + DAY
    assert not upkeep.is_counting(upkeep.state())


def test_a_refresh_that_took_long_is_followed_by_as_long_a_rest(clock):
    """In a large organisation something changes each minute, and a count takes most of one."""
    person = factories.person("Ada", unit=factories.unit())
    factories.act(person, Ref("hackathon", 1))
    assert upkeep.refresh()
    with transaction():
        upkeep.state().took = 90
    factories.act(person, Ref("hackathon", 2))
    assert not upkeep.refresh()
    clock.shift(timedelta(seconds=80))
    assert not upkeep.refresh()
    clock.shift(timedelta(seconds=15))
    assert upkeep.refresh()
    assert upkeep.state().took < 90
