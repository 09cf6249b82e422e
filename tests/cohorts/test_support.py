"""What is overdue goes on to those whom it was agreed with, and to nobody else; who pauses is left alone."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from learnhub.calendars.learning import kept
from learnhub.cohorts import flags, jobs, learning, pausing, pods, queries, shifting, ticking
from learnhub.cohorts.deadlines import Strictness
from learnhub.cohorts.shifting import Wanted
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.notifications import services
from learnhub.notifications.models import Mute, Reminder, State
from learnhub.notifications.sending import rechecks
from learnhub.notifications.telling import wording
from learnhub.programs import places
from learnhub.programs import services as programs
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import fresh, perform, save

UTC = ZoneInfo("UTC")
LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=2, at=time(18)) for week in (1, 2, 3)]


@pytest.fixture
def at(monkeypatch):
    def set_to(day, hour=12):
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, day, hour, tzinfo=UTC))

    set_to(2)
    return set_to


def told(kind):
    return db.session.query(Reminder).filter_by(kind=kind).order_by(Reminder.id).all()


def subject(row):
    return wording.words(row, wording.tale([row], row.person_id), UTC, clock.now()).subject


def lead(row):
    return wording.words(row, wording.tale([row], row.person_id), UTC, clock.now()).lead


def test_the_pod_hears_after_two_days_and_facilitators_after_four_but_never_a_manager(app, at):
    host, boss, ada, bob = (factories.person(name) for name in ("Ruth", "Boss", "Ada", "Bob"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2), escalates=True)
    silent = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    save(programs.add_host(host, cohort, boss))
    ada.manager_id = boss.id
    for each in (ada, bob):
        factories.sign_up(cohort, each)
        factories.sign_up(silent, each)
    save(pods.make(host, *queries.find(host, cohort.key), [ada.key, bob.key]))
    assert "your pod after two days" in browser(app, factories.person("Eve")).get(cohort.url).text
    at(6, 17)
    perform(jobs.escalate)
    assert told("pod_mate_late") == []
    at(6, 19)
    for _ in range(2):
        perform(jobs.escalate)
    found = {(row.person_id, row.by_id): row for row in told("pod_mate_late")}
    assert set(found) == {(bob.id, ada.id), (ada.id, bob.id)}, "of the cohort that agreed, once"
    of_bob = found[ada.id, bob.id]
    assert rechecks.situation(of_bob, clock.now()).concerned
    save(ticking.tick(bob, cohort, queries.dates(cohort)[0].key))
    assert fresh(of_bob).state is State.CANCELLED
    at(8, 6)
    perform(jobs.escalate)
    assert told("late_list") == [], "after four days, in the list of seven in the morning"
    for hour in (8, 9):
        at(9, hour)
        perform(jobs.escalate)
    [row] = told("late_list")
    assert (row.person_id, lead(row)) == (
        host.id,
        f"{cohort.title}:\nAda: “Step 1” (for 4 days)\n\n"
        "Each is listed once; the roster has what is overdue for longer.",
    ), "not her manager"


def test_the_list_of_what_is_overdue_has_a_line_for_each_cohort_and_each_person(app, at):
    host, ada, bob = (factories.person(name) for name in ("Ruth", "Ada", "Bob"))
    both, one = (factories.cohort(host, *LINES, starts=date(2026, 11, 2), escalates=True) for _ in range(2))
    for cohort, each in ((both, ada), (both, bob), (one, ada)):
        factories.sign_up(cohort, each)
    for day in (6, 9):
        at(day, 19)
        perform(jobs.escalate)
    [row] = told("late_list")
    of_both, of_one = (
        [f"{name}: “Step 1” (for 5 days)" for name in ("Ada", "Bob")],
        ["Ada: “Step 1” (for 5 days)"],
    )
    assert lead(row).split("\n")[:-1] == [f"{both.title}:", *of_both, "", f"{one.title}:", *of_one, ""]
    one.strictness = Strictness.HARD
    save(one)
    assert "Ada: “Step 1” (missed, due 5 days ago)" in lead(row), "it can be done no more"
    assert subject(row) == "Three deadlines are overdue or missed"
    both.strictness = Strictness.HARD
    save(both)
    assert subject(row) == "Three deadlines were missed"


def test_who_pauses_has_later_dates_and_is_left_in_peace(app, at):
    host, ada, bob = (factories.person(name) for name in ("Ruth", "Ada", "Bob"))
    cohort = factories.cohort(
        host, *LINES, starts=date(2026, 11, 2), strictness=Strictness.HARD, escalates=True
    )
    for each in (ada, bob):
        factories.sign_up(cohort, each)
    at(9)
    perform(jobs.raise_flags)
    assert {row.person_id for row in flags.open_flags(cohort)} == {ada.id, bob.id}
    page, url = browser(app, ada), f"/cohorts/{cohort.key}"
    for wrong in ("2026-11-09", "2028-01-01"):
        assert page.post(f"{url}/pause", data={"until": wrong}).status_code == 422
    assert page.post(f"{url}/pause", data={"until": "2026-11-16"}).status_code == 303
    assert page.post(f"{url}/pause", data={"until": "2026-11-20"}).status_code == 403
    assert (
        browser(app, factories.person("Eve")).post(f"{url}/pause", data={"until": "2026-11-16"}).status_code
        == 403
    )
    first, second, third = queries.dates(cohort)
    mine = queries.progress_of(cohort, [ada.id])[ada.id]
    assert first.id not in mine, "what is over stays over"
    slid = {id_: row.extended_to.date() for id_, row in mine.items()}
    assert slid == {second.id: date(2026, 11, 19), third.id: date(2026, 11, 26)}
    assert {row.person_id for row in flags.open_flags(cohort)} == {bob.id}
    [mute] = db.session.query(Mute).filter_by(person_id=ada.id)
    assert mute.until == datetime(2026, 11, 17, tzinfo=UTC)
    assert "Paused until" in browser(app, host).get(f"{url}/host").text
    assert "Paused until" in page.get(url).text
    at(11)
    assert page.post(f"{url}/resume").status_code == 303
    assert db.session.query(Mute).count() == 0
    assert fresh(mine[second.id]).extended_to.date() == date(2026, 11, 13), "two days were rested"
    late = page.post(f"{url}/pause", data={"until": "2026-11-19"})
    assert late.status_code == 422, "after its last day"
    assert "not before the first, until Wed 18 Nov." in late.text
    assert "Wed 18 Nov at the latest" in late.text
    assert 'max="2026-11-18"' in page.get(f"{url}/pause").text
    assert page.post(f"{url}/pause", data={"until": "2026-11-17"}).status_code == 303
    assert fresh(mine[second.id]).extended_to.date() == date(2026, 11, 20)
    longer = datetime(2026, 11, 28, 18)
    ticking.extend(host, cohort, third.key, ada, until=longer, reason="Ill")
    assert page.post(f"{url}/resume").status_code == 303
    assert fresh(mine[second.id]).extended_to.date() == date(2026, 11, 13), "nobody gains by asking again"
    assert fresh(mine[third.id]).extended_to.date() == date(2026, 11, 28), "what was granted stays"
    assert pausing.rested(cohort, ada, date(2026, 11, 2)) == [(date(2026, 11, 9), date(2026, 11, 10))]
    at(13)
    assert page.post(f"{url}/pause", data={"until": "2026-11-16"}).status_code == 303
    assert fresh(mine[second.id]).extended_to.date() == date(2026, 11, 17), "due on the first day of rest"


def test_a_pause_begins_on_a_later_day_and_until_then_all_goes_on(app, at):
    host, ada = factories.person("Ruth"), factories.person("Ada")
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2), escalates=True)
    factories.sign_up(cohort, ada)
    learning.keep(ada, cohort, queries.find(ada, cohort.key)[1], learning.blocks(range(7), time(9), 30))
    at(9)
    perform(jobs.raise_flags)
    page, url = browser(app, ada), f"/cohorts/{cohort.key}"
    chosen = {"since": "2026-11-15", "until": "2026-11-17"}
    for wrong in ({"since": "2026-11-08"}, {"since": "2027-01-05"}, {"until": "2026-11-14"}):
        assert page.post(f"{url}/pause", data=chosen | wrong).status_code == 422
    assert page.post(f"{url}/pause", data=chosen).status_code == 303
    assert page.post(f"{url}/pause", data=chosen).status_code == 403
    assert "A pause of yours stands already." in page.get(f"{url}/pause").text
    *_, third = queries.dates(cohort)
    mine = queries.progress_of(cohort, [ada.id])[ada.id]
    assert {id_: row.extended_to.date() for id_, row in mine.items()} == {third.id: date(2026, 11, 21)}
    perform(jobs.begin_pauses)
    assert db.session.query(Mute).count() == 0
    assert "Paused from" in page.get(url).text
    assert "Paused until" not in browser(app, host).get(f"{url}/host").text
    assert {row.person_id for row in flags.open_flags(cohort)} == {ada.id}
    free = {each.starts_at.day for each in kept(ada, date(2026, 11, 9), date(2026, 11, 18))}
    assert free == {9, 10, 11, 12, 13, 14, 18}
    assert page.post(f"{url}/resume").status_code == 303
    assert fresh(mine[third.id]).extended_to.date() == date(2026, 11, 18)
    assert pausing.rested(cohort, ada, date(2026, 11, 2)) == []
    assert page.post(f"{url}/pause", data=chosen).status_code == 303
    at(15)
    for _ in range(2):
        perform(jobs.begin_pauses)
    [mute] = db.session.query(Mute).filter_by(person_id=ada.id)
    assert mute.until == datetime(2026, 11, 18, tzinfo=UTC)
    assert "Paused until" in page.get(url).text
    assert "Paused until" in browser(app, host).get(f"{url}/host").text
    assert flags.open_flags(cohort) == []
    at(16)
    assert page.post(f"{url}/resume").status_code == 303
    assert db.session.query(Mute).count() == 0
    assert fresh(mine[third.id]).extended_to.date() == date(2026, 11, 19), "one day was rested"
    assert pausing.rested(cohort, ada, date(2026, 11, 2)) == [(date(2026, 11, 15), date(2026, 11, 15))]


def test_ending_a_pause_has_one_name_whether_it_has_begun_or_not(app, at):
    """Before its first day it was called taking it back."""
    host, ada = (factories.person(name) for name in ("Ruth", "Ada"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    factories.sign_up(cohort, ada)
    pausing.pause(ada, cohort, date(2026, 11, 7), since=date(2026, 11, 5))
    db.session.commit()
    page = browser(app, ada)
    for day in (3, 5):
        at(day)
        shown = page.get(cohort.url).text
        assert ["End the pause" in shown, "Take the pause back" in shown] == [True, False]
    at(3)
    assert page.post(f"{cohort.url}/resume").status_code == 303
    assert "Ended the pause before it began" in page.get(f"{cohort.url}/history").text


def test_of_pauses_that_begin_one_that_fails_leaves_the_others_alone(app, at, monkeypatch):
    """All began in one transaction: whoever's failed kept everybody's from beginning, each quarter hour."""
    host, ada, bob = (factories.person(name) for name in ("Ruth", "Ada", "Bob"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    for each in (ada, bob):
        factories.sign_up(cohort, each)
        pausing.pause(each, cohort, date(2026, 11, 7), since=date(2026, 11, 5))
    rest, fails = services.rest, ada.id

    def refuse(person_id, *of, **until):
        if person_id == fails:
            raise RuntimeError("Ada's cannot begin")
        rest(person_id, *of, **until)

    monkeypatch.setattr(services, "rest", refuse)
    at(5)
    perform(jobs.begin_pauses)
    assert [row.person_id for row in db.session.query(Mute)] == [bob.id]
    monkeypatch.setattr(services, "rest", rest)
    perform(jobs.begin_pauses)
    assert {row.person_id for row in db.session.query(Mute)} == {ada.id, bob.id}


def test_a_pause_does_not_begin_for_who_has_left_nor_in_a_cohort_that_does_not_take_place(app, at):
    """It began all the same: a mute for who is not in it, and everybody's reminders planned anew."""
    host, ada, bob = (factories.person(name) for name in ("Ruth", "Ada", "Bob"))
    left, off, over = (factories.cohort(host, *LINES, starts=date(2026, 11, 2)) for _ in range(3))
    for cohort, who in ((left, ada), (left, bob), (off, ada), (over, ada)):
        factories.sign_up(cohort, who)
        pausing.pause(who, cohort, date(2026, 11, 18), since=date(2026, 11, 6))
    save(places.withdraw(ada, left))
    programs.cancel(host, off, reason="Too few")
    shifting.shift(host, over, Wanted(-14), version=over.version)
    db.session.commit()
    at(6)
    perform(jobs.begin_pauses)
    assert [(row.person_id, row.program_id) for row in db.session.query(Mute)] == [(bob.id, left.id)]
    factories.sign_up(left, ada)
    perform(jobs.begin_pauses)
    mutes = db.session.query(Mute).filter_by(program_id=left.id)
    assert {row.person_id for row in mutes} == {ada.id, bob.id}, "who comes back rests as they chose"
