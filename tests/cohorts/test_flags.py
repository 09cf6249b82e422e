"""Flags are kept with rule and time, and are the person's first; what came after says how right a rule is."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.cohorts import check_ins, flags, jobs, queries, rosters, ticking
from learnhub.cohorts.check_ins import Said
from learnhub.cohorts.deadlines import Progress
from learnhub.cohorts.flag_models import RaisedFlag, Truth
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.flag_rules import flags as rules
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.notifications import jobs as sending
from learnhub.notifications.models import Reminder
from learnhub.programs import places
from learnhub.programs.models import ProgramState
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import fresh, perform, save

UTC = ZoneInfo("UTC")
LINES = [
    Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in (1, 2, 3, 4, 5)
]
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, []),
        ({"lapsed": True}, [Flag.LAPSED]),
        ({"blocked": True}, [Flag.BLOCKED]),
        ({"last_act": NOW - timedelta(days=7), "blocked": True}, [Flag.QUIET, Flag.BLOCKED]),
    ],
)
def test_who_lapsed_or_is_blocked_is_flagged(facts, said):
    found = Progress(done=3, expected=3, of=5, on_time=3, overdue=0)
    known = {"last_act": NOW, "since": NOW - timedelta(days=20), "now": NOW}
    assert rules(found, **known | facts) == said
    assert rules(Progress(5, 5, 5, 5, 0), **known | facts) == [], "who has done all is not"


def test_a_flag_is_the_persons_first_and_what_came_after_is_kept(app, monkeypatch):
    def at(day, hour=12):
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, day, hour, tzinfo=UTC))

    at(6)
    host, ada, bob, eve = (factories.person(name) for name in ("Ruth", "Ada", "Bob", "Eve"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    for each in (ada, bob, eve):
        factories.sign_up(cohort, each)
    check_ins.check_in(ada, *queries.find(ada, cohort.key), Said("A page", blocked="No key"))
    assert [row.rule for row in flags.open_flags(cohort)] == [Flag.BLOCKED]
    assert "something is in the way" in str([each.said for each in _lines(host, cohort)]), "they said it"
    check_ins.check_in(ada, *queries.find(ada, cohort.key), Said("Got the key"))
    assert [row.rule for row in flags.open_flags(cohort)] == [], "it goes with what it rests on"
    at(8)
    for _ in range(2):
        perform(jobs.raise_flags)
    raised = {row.person_id: row for row in flags.open_flags(cohort) if row.rule is Flag.OVERDUE}
    assert set(raised) == {ada.id, bob.id, eve.id}
    told = db.session.query(Reminder).filter_by(kind="flag_raised")
    assert sorted(row.person_id for row in told) == sorted(raised), "each once, however many rules hold"
    page, desk = browser(app, ada), browser(app, host)
    assert "Your facilitators see it from" in page.get(f"/cohorts/{cohort.key}").text
    path = f"/cohorts/{cohort.key}/flags/{raised[ada.id].key}"
    assert desk.post(path).status_code == 404, "they do not know of it yet"
    assert browser(app, bob).post(path).status_code == 404
    assert page.post(path, data={"helped": "0"}).status_code == 303
    at(9, 13)
    assert "Overdue: they say it is not so." in desk.get(f"/cohorts/{cohort.key}/host").text
    assert "You say it is not so" in page.get(f"/cohorts/{cohort.key}").text
    assert "They say it is not so" in desk.get(f"/cohorts/{cohort.key}/people/{ada.key}").text
    theirs = f"/cohorts/{cohort.key}/flags/{raised[bob.id].key}"
    assert desk.post(theirs, data={"helped": "1", "person": bob.key}).status_code == 303
    save(places.withdraw(eve, cohort))
    for row in queries.dates(cohort):
        save(ticking.tick(ada, cohort, row.key))
    perform(jobs.raise_flags)
    truths = {each.id: fresh(raised[each.id]).truth for each in (ada, bob, eve)}
    assert truths == {ada.id: Truth.WRONG, bob.id: Truth.HELPED, eve.id: Truth.DROPPED}
    known = {row.rule: row.truth for row in db.session.query(RaisedFlag).filter_by(person_id=ada.id)}
    assert known[Flag.BEHIND] is Truth.FINISHED
    assert flags.precision(5) == []
    [overdue] = [each for each in flags.precision(3) if each.rule is Flag.OVERDUE]
    assert (overdue.known, overdue.right) == (3, 2)
    at(20)
    perform(jobs.raise_flags)
    cohort.state = ProgramState.CANCELLED
    save(cohort)
    perform(jobs.raise_flags)
    known = db.session.query(RaisedFlag).filter_by(truth=None)
    assert known.count(), "of a cohort that was called off nobody knows what would have come after"
    assert not known.filter_by(ended_at=None).count()
    at(30)
    assert cohort.id not in flags.running(clock.now())


def test_a_flag_raised_anew_is_the_persons_for_a_day_and_one_taken_up_again_is_not(app, clock):
    """Whoever ticked something off and took it back was seen by no facilitator for another day."""

    def at(day, hour=12):
        clock.stop(datetime(2026, 11, day, hour, tzinfo=UTC))

    def seen():
        perform(jobs.raise_flags)
        [line] = _lines(host, cohort)
        return Flag.OVERDUE in line.flags

    at(2)
    host, ada = factories.person("Ruth"), factories.person("Ada")
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    factories.sign_up(cohort, ada)
    first, *_ = queries.dates(cohort)
    at(6, 19)
    assert not seen()
    at(7, 18)
    save(ticking.tick(ada, cohort, first.key))
    ticking.take_back(ada, cohort, first.key)
    assert not seen(), "an hour of her day is left"
    at(7, 20)
    assert seen(), "it stands as it stood"
    save(ticking.tick(ada, cohort, first.key))
    assert not seen(), "she caught up"
    at(8)
    ticking.take_back(ada, cohort, first.key)
    assert seen(), "she had not: it is the one that they saw"
    save(ticking.tick(ada, cohort, first.key))
    at(13, 19)
    told = db.session.query(Reminder).filter_by(kind="flag_raised").count()
    assert not seen(), "something else is overdue, and that is hers for a day"
    assert db.session.query(Reminder).filter_by(kind="flag_raised").count() == told + 1
    at(14, 19)
    assert seen()


def test_a_flag_that_stands_again_is_none_of_the_future_whatever_the_clock_did(app, clock):
    """What the demo organisation lived through out of order left flags that no facilitator saw for weeks."""
    clock.stop(datetime(2026, 11, 8, 12, tzinfo=UTC))
    host, ada = factories.person("Ruth"), factories.person("Ada")
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    factories.sign_up(cohort, ada)
    perform(jobs.raise_flags)
    [raised] = [row for row in flags.open_flags(cohort) if row.rule is Flag.OVERDUE]
    raised.ended_at = clock.now() - timedelta(days=3)
    save(raised)
    perform(jobs.raise_flags)
    again = fresh(raised)
    assert again.ended_at is None
    assert again.raised_at <= clock.now()


def _lines(host, cohort):
    return rosters.lines_of(host, *queries.find(host, cohort.key), clock.now())


def test_a_roster_reads_what_those_on_its_page_did_who_needs_somebody_first(app, monkeypatch):
    """With 500 learners and 30 deadlines it read 12,000 rows to show 50 lines."""
    monkeypatch.setattr(rosters, "PER_PAGE", 3)
    host = factories.person("Ruth")
    cohort = factories.cohort(host, *LINES, starts=clock.now().date())
    people = [factories.person(name) for name in ("Ada", "Bob", "Cy", "Di", "Eve")]
    for each in people:
        factories.signup(each, cohort)
    ago = clock.now() - timedelta(days=3)
    save(RaisedFlag(cohort_id=cohort.id, person_id=people[3].id, rule=Flag.QUIET, raised_at=ago))
    read = []
    progress_of = queries.progress_of
    monkeypatch.setattr(
        queries, "progress_of", lambda cohort, ids=None: read.append(len(ids)) or progress_of(cohort, ids)
    )
    found = [rosters.roster(host, cohort.key, clock.now(), number) for number in (1, 2, 9)]
    names = [[line.person.name for line in each["lines"]] for each in found]
    assert names == [["Di", "Ada", "Bob"], ["Cy", "Eve"], ["Cy", "Eve"]]
    assert [(each["total"], each["needing"]) for each in found] == [(5, 1)] * 3
    assert read == [3, 2, 2]


def test_the_message_of_a_flag_says_which_it_is(app, clock, run_jobs):
    """It did not; then its subject did, which screens show to others too."""
    clock.set(datetime(2026, 11, 2, 12, tzinfo=UTC))
    ada = save(factories.person("Ada", zone="UTC"))
    cohort = factories.cohort(factories.person("Ruth"), *LINES, starts=date(2026, 11, 2))
    factories.sign_up(cohort, ada)
    clock.set(datetime(2026, 11, 7, 12, tzinfo=UTC))
    perform(jobs.raise_flags)
    perform(sending.tick)
    run_jobs()
    shown = browser(app, ada).get("/inbox").text
    assert f">A flag at your name: {cohort.title}</" in shown
    assert "It says: pace below 0.6 and something overdue or missed." in shown
