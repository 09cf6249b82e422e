"""Pods and check-ins: who is put together, what is said, who reads it, who is asked for it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from learnhub.activity.models import ActKind, LearningAct
from learnhub.cohorts import check_in_pages, check_ins, pausing, pod_notes, pods, queries
from learnhub.cohorts.check_ins import Said
from learnhub.cohorts.dues import CHECK_INS
from learnhub.cohorts.streaks import Streak
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.help import queries as help_queries
from learnhub.help.models import HelpAsk, RequestState
from learnhub.home.help_dues import HELP
from learnhub.notifications import engine, jobs
from learnhub.notifications import services as notifications
from learnhub.notifications.models import Category, Channel, Frequency, Reminder, State
from learnhub.people import profiles
from learnhub.people.models import Kind, Role
from learnhub.programs import places
from learnhub.programs.dated import of_sources
from learnhub.programs.models import ProgramState
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import perform, save
from tests.support.statements import statements

UTC = ZoneInfo("UTC")
LINES = [
    Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in range(1, 7)
]


@pytest.fixture
def studying(app, monkeypatch):
    """A cohort in its second week with its host, Ada and Bob; and what sets the clock."""

    def at(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    at(datetime(2026, 11, 24, 9, tzinfo=UTC))
    host, ada, bob = (factories.person(name) for name in ("Ruth", "Ada", "Bob"))
    made = factories.cohort(host, *LINES, starts=date(2026, 11, 16))
    for each in (ada, bob):
        factories.signup(each, made)
    return made, host, ada, bob, at


def standing(person, cohort):
    return queries.find(person, cohort.key)


def pod(host, cohort, *people):
    return save(pods.make(host, *standing(host, cohort), [each.key for each in people]))


def test_a_pod_has_two_or_three_of_whom_none_manages_another(app, studying):
    cohort, host, ada, bob, _ = studying
    unit = factories.unit()
    boss = factories.person("Boss")
    middle = factories.person("Middle", manager_id=boss.id)
    low = factories.person("Low", manager_id=middle.id, unit=unit)
    head = factories.person("Head", unit=unit, roles=(Role.LEADER,))
    for each in (boss, low, head):
        factories.signup(each, cohort)
    for other in (boss, head):
        with pytest.raises(Invalid, match="one manages the other"):
            pods.make(host, *standing(host, cohort), [low.key, other.key])
    for few in ([ada.key], [each.key for each in (ada, bob, boss, head)], [ada.key, middle.key]):
        with pytest.raises(Invalid, match="two or three"):
            pods.make(host, *standing(host, cohort), few)
    with pytest.raises(Forbidden):
        pods.make(ada, *standing(ada, cohort), [ada.key, bob.key])
    page = browser(app, host)
    seen = page.get(f"/cohorts/{cohort.key}/pods?propose=1").text
    assert "Make these pods" in seen
    groups = pods.proposed(pods.without(cohort))
    names = [{each.name for each in group} for group in groups]
    assert not any({"Low", "Boss"} <= group or {"Low", "Head"} <= group for group in names)
    sent = {"group": [" ".join(each.key for each in group) for group in groups]}
    assert page.post(f"/cohorts/{cohort.key}/pods", data=sent).status_code == 303
    with pytest.raises(Conflict, match="in a pod already"):
        pods.make(host, *standing(host, cohort), [ada.key, bob.key])
    told = {row.person_id for row in db.session.query(Reminder).filter_by(kind="pod_made")}
    assert told == {each.id for group in groups for each in group}


def test_zones_are_named_by_their_city_and_only_where_they_differ(app, studying):
    """ "Ada, Europe/Stoc kholm", of whom all were in Stockholm."""
    cohort, host, ada, bob, _ = studying
    path = f"/cohorts/{cohort.key}/pods?propose=1"
    for zone, others in (("Europe/Stockholm", False), ("America/Argentina/Buenos_Aires", True)):
        ada.zone, bob.zone = "Europe/Stockholm", zone
        save(ada), save(bob)
        seen = browser(app, host).get(path).text
        part = seen.partition('id="pr-h"')[2].partition('id="said-h"')[0]
        assert ["Stockholm" in part, "Buenos Aires" in part] == [others, others]
        assert "Europe/" not in part


def test_whom_no_pod_fits_is_named_beside_what_is_proposed(app, studying):
    """Two were left out in silence, and once they were alone the press did nothing."""
    cohort, host, ada, bob, _ = studying
    pod(host, cohort, ada, bob)
    boss = factories.person("Boss")
    low = factories.person("Low", manager_id=boss.id)
    for each in (boss, low):
        factories.signup(each, cohort)
    page, path = browser(app, host), f"/cohorts/{cohort.key}/pods?propose=1"
    seen = page.get(path).text
    assert "No pod fits Boss and Low:" in seen
    assert "Make these pods" not in seen
    assert "Propose pods" not in seen
    factories.signup(factories.person("Eve"), cohort)
    seen = page.get(path).text
    assert ("No pod fits Low:" in seen, "Make these pods" in seen) == (True, True)
    assert "or would leave somebody alone" in seen, "Eve does not manage Low, and is needed by Boss"


def test_who_alone_has_no_pod_is_not_said_to_be_managed_by_anybody(app, studying):
    """The address of the proposal, opened again, said so of who was the only one without a pod."""
    cohort, host, ada, *_ = studying
    eve, zoe = (factories.person(name) for name in ("Eve", "Zoe"))
    for each in (eve, zoe):
        factories.signup(each, cohort)
    pod(host, cohort, ada, eve, zoe)
    assert "No pod fits" not in browser(app, host).get(f"/cohorts/{cohort.key}/pods?propose=1").text


def test_a_pod_from_which_nobody_is_heard_says_so_and_stands_first(app, studying):
    """It read as any other: "This week 0 of 2 checked in"."""
    cohort, host, ada, bob, at = studying
    cid, dan = (factories.person(name) for name in ("Cid", "Dan"))
    for each in (cid, dan):
        factories.signup(each, cohort)
    pod(host, cohort, ada, bob)
    pod(host, cohort, cid, dan)
    ada_in = standing(ada, cohort)

    def shown():
        return [(each.pod.members[0].person.name, each.silent) for each in _desk(host, cohort)["pods"]]

    at(datetime(2026, 11, 18, 9, tzinfo=UTC))
    assert {silent for _, silent in shown()} == {""}, "it has not begun"
    at(datetime(2026, 11, 21, 9, tzinfo=UTC))
    save(check_ins.check_in(ada, *ada_in, Said("Read it")))
    assert shown() == [("Cid", "Nobody has checked in yet"), ("Ada", "")]
    assert "Nobody has checked in yet" in browser(app, host).get(f"{cohort.url}/pods").text
    at(datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert shown() == [("Cid", "Nobody has checked in yet"), ("Ada", "")], "it is asked on Thursday again"
    at(datetime(2026, 11, 27, 9, tzinfo=UTC))
    assert ("Ada", "Nobody has checked in this week") in shown()
    at(datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert ("Ada", "Nobody has checked in this week or last") in shown()
    for each in (cid, dan):
        pausing.pause(each, cohort, until=date(2026, 12, 9))
    assert ("Cid", "") in shown(), "who rests is waited for by nobody"
    at(cohort.ends_at + timedelta(days=1))
    assert {silent for _, silent in shown()} == {""}


def _desk(host, cohort):
    return check_in_pages.host(host, cohort.key, clock.now(), wanted=False)


def test_who_would_be_alone_in_a_pod_is_free_for_another(studying):
    cohort, host, ada, bob, _ = studying
    eve = factories.person("Eve")
    factories.signup(eve, cohort)
    pod(host, cohort, ada, bob, eve)
    for left, free in ((eve, []), (bob, ["Ada"])):
        save(places.withdraw(left, cohort))
        assert [each.name for each in pods.without(cohort)] == free
    assert (pods.of_cohort(cohort), pods.pod_of(cohort, ada)) == ([], None)


def test_what_one_says_is_read_by_the_facilitators_and_by_the_pod_that_one_agreed_to(app, studying):
    cohort, host, ada, bob, _ = studying
    pod(host, cohort, ada, bob)
    page, theirs = browser(app, ada), browser(app, bob)
    path = f"/cohorts/{cohort.key}/check-in"
    said = {"done": "Read it twice", "planned": "Step 2", "hours": "3 to 4", "blocked": "No key for the API"}
    answer = page.post(path, data=said)
    saved = page.get(answer.location).text
    assert "Your check-in is saved, and your facilitators read what is in the way: No key" in saved
    asks = page.get(f"/help/new?where=cohort:{cohort.key}").text
    assert "No key for the API" in asks
    assert f'<a class="btn plain" href="{cohort.url}">Cancel</a>' in asks
    assert page.post(path, data={"done": "Read it thrice", "hours": ""}).location.endswith("/check-in")
    assert db.session.query(LearningAct).filter_by(kind=ActKind.CHECKED_IN).count() == 1
    assert page.post(path, data={"done": " "}).status_code == 422
    assert "Read it thrice" not in theirs.get(path).text
    assert page.post(f"{path}/choose", data={"shares": "y", "streak": "y"}).status_code == 303
    assert "Read it thrice" in theirs.get(path).text
    assert "One week in a row, 1 freeze left." in page.get(path).text
    desk = f"/cohorts/{cohort.key}/pods"
    assert "Read it thrice" in browser(app, host).get(desk).text
    ada.manager_id = host.id
    save(ada)
    hidden = browser(app, host).get(desk).text
    assert "Read it thrice" not in hidden
    assert "you are one of their managers" in hidden
    ada.manager_id = bob.id
    save(ada)
    assert "Read it thrice" not in theirs.get(path).text
    admin = browser(app, factories.person("Ann", roles=(Role.ADMIN,)))
    assert [admin.get(each).status_code for each in (path, desk)] == [403, 403]


def test_one_writes_to_a_pod_mate_once_a_day_and_nobody_else_reads_it(app, studying, run_jobs):
    """There was no way to write to a quiet pod-mate, and the cohort's page did not name the pod."""
    cohort, host, ada, bob, at = studying
    eve = factories.person("Eve")
    factories.signup(eve, cohort)
    pod(host, cohort, ada, bob)
    mine, theirs, path = browser(app, ada), browser(app, bob), f"{cohort.url}/pod/{bob.key}"
    assert f'href="{path}">Write a note' in mine.get(cohort.url).text
    assert mine.post(path, data={"text": " "}).status_code == 422
    assert mine.post(path, data={"text": "How is it going?"}).location == f"{cohort.url}#pod-h"
    assert "Bob finds it on this page, beside the pod." in mine.get(cohort.url).text
    assert "Today’s note to Bob is written: “How is it going?”" in mine.get(path).text
    again = mine.post(path, data={"text": "And now?"})
    assert again.status_code == 422
    assert "Bob has a note of yours from today. Write again tomorrow." in again.text
    assert "And now?</textarea>" in again.text
    perform(jobs.tick)
    run_jobs()
    inbox = theirs.get("/inbox").text
    assert "Ada of your pod writes" in inbox
    assert "Ada writes: How is it going?" in inbox
    assert f'{cohort.url}/pod/{ada.key}"' in inbox
    assert "How is it going?" not in mine.get("/inbox").text
    for other in (eve, host, factories.person("Ann", roles=(Role.ADMIN,))):
        assert browser(app, other).get(path).status_code == 404
    at(datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert mine.post(path, data={"text": "Shall we look at it together?"}).status_code == 303


def test_a_note_reaches_who_rests_or_has_the_inbox_off(app, studying, run_jobs):
    """It was refused as muted, or stood nowhere, and its writer was told that it had arrived."""
    cohort, host, ada, bob, at = studying
    pod(host, cohort, ada, bob)
    pausing.pause(bob, cohort, date(2026, 12, 13))
    notifications.choose(ada, Category.TEAMS, Channel.IN_APP, Frequency.NEVER)
    save(bob)
    run_jobs()
    mine, theirs = browser(app, ada), browser(app, bob)
    mine.post(f"{cohort.url}/pod/{bob.key}", data={"text": "Rest well"})
    theirs.post(f"{cohort.url}/pod/{ada.key}", data={"text": "I will"})
    perform(jobs.tick)
    run_jobs()
    assert "Ada writes: Rest well" in theirs.get("/inbox").text
    assert "I will" not in mine.get("/inbox").text
    held = theirs.get(cohort.url).text.partition('id="pod-h"')[2].partition("</section>")[0]
    assert "<span>Rest well</span>" in held
    assert "<span>I will</span>" in mine.get(cohort.url).text
    assert "<span>I will</span>" not in browser(app, host).get(cohort.url).text
    at(datetime(2026, 12, 9, 9, tzinfo=UTC))
    assert "<span>Rest well</span>" not in theirs.get(cohort.url).text


def test_no_note_is_written_in_a_cohort_that_is_over_or_was_cancelled(app, studying):
    cohort, host, ada, bob, at = studying
    pod(host, cohort, ada, bob)
    mine, path = browser(app, ada), f"{cohort.url}/pod/{bob.key}"
    cohort.state = ProgramState.CANCELLED
    save(cohort)
    assert [mine.get(path).status_code, mine.post(path, data={"text": "Hello"}).status_code] == [403, 403]
    assert f'href="{path}"' not in mine.get(cohort.url).text
    cohort.state = ProgramState.PUBLISHED
    save(cohort)
    at(cohort.ends_at)
    with pytest.raises(Forbidden, match="over"):
        pod_notes.write(ada, cohort, bob.key, "Hello")


def test_home_shows_ones_pod_this_weeks_check_in_and_what_one_asked(app, studying):
    cohort, host, ada, bob, _ = studying
    pod(host, cohort, ada, bob)
    mine = browser(app, ada)
    with statements() as before:
        shown = mine.get("/").text
    held = shown.partition('id="pod-h"')[2].partition("</section>")[0]
    assert "<h3>Bob</h3>" in held
    assert f'<a href="{cohort.url}/check-in">Check in for this week</a>' in held
    save(check_ins.check_in(ada, *standing(ada, cohort), Said("Some")))
    request = factories.stuck(ada, within=cohort, text="Nothing works")
    with statements() as after:
        shown = mine.get("/").text
    assert len(before) == len(after) <= 12
    assert "You checked in this week." in shown
    assert f'<a href="/help/{request.key}">Nothing works</a>' in shown
    save(places.withdraw(bob, cohort))
    assert 'id="pod-h"' not in mine.get("/").text


def test_the_pod_reads_what_one_is_stuck_on(app, studying):
    cohort, host, ada, bob, _ = studying
    request = factories.stuck(ada, within=cohort, text="Nothing works")
    pod(host, cohort, ada, bob)
    assert help_queries.find(bob, request.key).request.text == "Nothing works"


def test_days_away_or_of_a_pause_hold_a_streak_also_once_they_are_over(studying):
    cohort, _, ada, bob, at = studying
    for each in (ada, bob):
        check_ins.choose(each, *standing(each, cohort), shares=False, streak=True)
        save(check_ins.check_in(each, *standing(each, cohort), Said("Some")))
    pausing.pause(bob, cohort, date(2026, 12, 13))
    profiles.set_away(ada, until=date(2026, 12, 20))
    at(datetime(2026, 12, 15, 9, tzinfo=UTC))
    profiles.set_away(ada, until=None)  # back before the day that was said
    for each in (ada, bob):
        save(check_ins.check_in(each, *standing(each, cohort), Said("More")))
        assert check_in_pages.week(each, cohort.key, clock.now())["streak"] == Streak(2, 1, True), each.name


def test_a_check_in_is_asked_for_once_by_ones_own_clock_and_not_when_it_is_done(app, studying):
    cohort, _, ada, bob, at = studying
    bob.zone, ada.zone = "Pacific/Auckland", "America/Los_Angeles"
    for each in (ada, bob):
        save(each)
    away = factories.person("Away", away_until=date(2026, 12, 24))
    factories.signup(away, cohort)

    def asked():
        perform(engine.plan)
        due_rev = date(2026, 11, 23).toordinal()
        found = db.session.query(Reminder).filter_by(kind="check_in_due", due_rev=due_rev)
        return {row.person_id: row for row in found}

    found = asked()
    assert set(found) == {ada.id, bob.id, away.id}
    assert found[bob.id].fire_at == datetime(2026, 11, 26, 2, tzinfo=UTC)  # at three in Auckland
    assert found[ada.id].fire_at == datetime(2026, 11, 26, 23, tzinfo=UTC)  # and in Los Angeles
    bob.zone = "Europe/Berlin"  # he moves, and is not asked again
    save(bob)
    assert asked()[bob.id].id == found[bob.id].id
    assert found[ada.id].expires_at == datetime(2026, 11, 30, 7, 59, tzinfo=UTC)
    at(datetime(2026, 11, 26, 1, tzinfo=UTC))
    save(check_ins.check_in(ada, *standing(ada, cohort), Said("Some")))
    assert asked()[ada.id].state is State.CANCELLED
    next_week = db.session.query(Reminder).filter_by(kind="check_in_due", state=State.PENDING)
    assert {row.person_id for row in next_week if row.due_rev > found[ada.id].due_rev} == {
        ada.id,
        bob.id,
        away.id,
    }
    this = date(2026, 11, 23)
    assert not check_ins.is_due(cohort.id, ada.id, this, clock.now())
    assert check_ins.is_due(cohort.id, bob.id, this, clock.now())
    assert check_in_pages.week(ada, cohort.key, clock.now())["title"] == "You checked in this week."
    at(clock.now() + timedelta(days=7))
    assert check_ins.is_due(cohort.id, ada.id, this + timedelta(days=7), clock.now())
    assert not check_ins.is_due(cohort.id, ada.id, this, clock.now())


def test_a_check_in_and_a_question_that_waits_for_help_stand_on_home(studying):
    cohort, _, ada, bob, at = studying
    request = factories.stuck(bob, text="It never ends\nTried: all")
    save(HelpAsk(request_id=request.id, person_id=ada.id, why="helps", at=clock.now()))

    def shown():
        return [due.title for due in of_sources((CHECK_INS, HELP), ada, clock.now())]

    assert shown() == ["Somebody is stuck: “It never ends”"], "it is Tuesday"
    at(datetime(2026, 11, 26, 16, tzinfo=UTC))
    assert shown() == ["Your check-in of this week", "Somebody is stuck: “It never ends”"]
    save(check_ins.check_in(ada, *standing(ada, cohort), Said("Read it")))
    request.state = RequestState.SOLVED
    save(request)
    assert shown() == []


def test_a_guest_is_not_led_to_ask_for_help_and_reads_who_helps(app, studying):
    cohort, _, ada, *_ = studying
    guest = factories.person("Gus", kind=Kind.GUEST)
    factories.signup(guest, cohort)
    theirs, hers = (browser(app, each).get(f"/cohorts/{cohort.key}/check-in").text for each in (guest, ada))
    read = "What is in the way. Your facilitators read it."
    assert ("/help/new" in theirs, "You can ask for help after." in theirs, read in theirs) == (
        False,
        False,
        True,
    )
    assert ("/help/new" in hers, "You can ask for help after." in hers, read in hers) == (True, True, False)


def test_an_org_leader_writes_to_who_facilitates_and_has_an_answer(app, studying, run_jobs):
    cohort, host, ada, *_ = studying
    leader = factories.person("Ingrid", unit=factories.unit("Company"), roles=(Role.LEADER,))
    theirs, path = browser(app, leader), f"{cohort.url}/pod/{host.key}"
    back = f"{cohort.url}/pod/{leader.key}"
    assert browser(app, host).get(back).status_code == 404  # nobody asked
    assert browser(app, ada).get(path).status_code == 404
    assert f'href="{path}"' in theirs.get(cohort.url).text
    form = theirs.get(path).text
    assert "not how one person gets on" in form
    assert f"You and {host.name}. Nobody else of the cohort" in form
    assert "You wrote to" not in theirs.get(cohort.url).text
    assert theirs.post(path, data={"text": "What does it need?"}).status_code == 303
    assert f"You wrote to {host.name} on <time" in theirs.get(cohort.url).text
    assert "You wrote to" not in browser(app, ada).get(cohort.url).text
    assert f"Facilitated by {host.name}" in theirs.get(f"/programs/{cohort.key}/people").text
    assert browser(app, host).post(back, data={"text": "A week more."}).status_code == 303
    said = [(row.kind, row.person_id) for row in db.session.scalars(select(Reminder).order_by(Reminder.id))]
    assert [each for each in said if each[0].endswith("_note")] == [
        ("cohort_note", host.id),
        ("cohort_note", leader.id),
    ]
    run_jobs()
    perform(jobs.tick)
    run_jobs()
    assert "writes: A week more." in theirs.get("/inbox").text
