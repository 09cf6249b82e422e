"""What falls due becomes one row per person, and follows what happens to people and dates."""

from datetime import UTC, datetime, time, timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core import events
from learnhub.core.db import db
from learnhub.demos.events import DemoReopened, DemoSubmitted
from learnhub.demos.models import DemoState
from learnhub.hackathons.models import WindowKind
from learnhub.notifications import engine, jobs, queries
from learnhub.notifications.models import Reminder, ReminderRule, State
from learnhub.notifications.planning import notices
from learnhub.notifications.sending.rechecks import situation
from learnhub.notifications.showing.to_hosts import going_out as told
from learnhub.people import services as people_services
from learnhub.people.events import PersonLeft
from learnhub.programs import involved, places
from learnhub.programs.events import ProgramCancelled, ProgramMoved, SignedUp, Withdrew
from learnhub.programs.models import ProgramState, SignUpState
from tests import factories
from tests.support.rows import fresh, perform, save

pytestmark = pytest.mark.usefixtures("monday")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIVING = (State.PENDING, State.CLAIMED, State.BATCHED)


@pytest.fixture
def plan(reminders):
    """Plan as a tick does, and return (kind, offset) of what is pending."""

    def run(kind="demo_due"):
        perform(engine.plan)
        return [row.offset for row in reminders(kind, state=State.PENDING)]

    return run


def move(hackathon, by, kind=WindowKind.SUBMITTING):
    """Move a window as the service does: dates, revisions, the fact."""
    window = hackathon.window(kind)
    window.closes_at += by
    window.closes_wall += by
    window.due_rev += 1
    hackathon.due_rev += 1
    db.session.flush()
    events.publish(ProgramMoved(hackathon.id, hackathon.due_rev, hackathon.created_by_id))
    save(window)


def test_each_offset_is_planned_once_however_often_it_runs(plan):
    ada = factories.person("Ada")
    factories.team(ada, factories.hackathon(due_in=3 * DAY))
    assert plan() == plan() == ["2d", "24h", "3h"]


def test_a_person_in_two_roles_hears_once(plan, reminders):
    ada = factories.person("Ada")
    hackathon = factories.hackathon(ada, due_in=3 * DAY)  # host, captain and signed up
    factories.team(ada, hackathon)
    plan()
    assert [row.person_id for row in reminders("demo_due", offset="3h")] == [ada.id]


def test_who_joins_late_gets_none_from_before(plan, clock, reminders):
    hackathon = factories.hackathon(due_in=3 * DAY)
    factories.signup(factories.person("Ada"), hackathon)
    clock.shift(DAY + 2 * HOUR)
    late = factories.person("Eve")
    factories.signup(late, hackathon)
    plan()
    assert [row.offset for row in reminders("demo_due", person_id=late.id)] == ["24h", "3h"]


def test_those_who_handed_in_are_not_planned_for(plan):
    team = factories.team(factories.person("Ada"), factories.hackathon(due_in=3 * DAY))
    factories.demo(team)
    assert plan() == []


def test_the_teamless_are_asked_to_find_a_team(plan, reminders):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    hackathon = factories.hackathon(due_in=3 * DAY)
    factories.team(ada, hackathon)
    factories.signup(bob, hackathon)
    plan()
    assert {row.person_id for row in reminders("team_due")} == {bob.id}


def test_those_who_wait_hear_a_day_before_it_starts(plan, reminders):
    hackathon = factories.hackathon(
        windows={WindowKind.HACKING: (2 * DAY, 3 * DAY), WindowKind.SUBMITTING: (2 * DAY, 3 * DAY)}
    )
    ada, bob = factories.person("Ada"), factories.person("Bob")
    factories.signup(ada, hackathon)
    factories.signup(bob, hackathon, SignUpState.WAITING)
    plan()
    assert [(row.person_id, row.offset) for row in reminders("still_waiting")] == [(bob.id, "1d")]
    assert [(row.person_id, row.offset) for row in reminders("program_starts")] == [(ada.id, "1d")]


@pytest.mark.parametrize("over", [{"state": ProgramState.DRAFT}, {"quiet": True}])
def test_drafts_and_imported_programs_remind_of_nothing(plan, over):
    factories.team(factories.person("Ada"), factories.hackathon(due_in=3 * DAY, **over))
    assert plan() == []


def test_rules_of_the_program_replace_the_defaults(plan):
    hackathon = factories.hackathon(due_in=3 * DAY)
    factories.team(factories.person("Ada"), hackathon)
    save(ReminderRule(kind="demo_due", program_id=None, seconds=7200))
    save(ReminderRule(kind="demo_due", program_id=hackathon.id, days=1, wall=time(9)))
    assert plan() == ["1d@09:00"]


def test_a_rule_that_is_not_active_stands_for_none(plan):
    factories.team(factories.person("Ada"), factories.hackathon(due_in=3 * DAY))
    save(ReminderRule(kind="demo_due", program_id=None, seconds=7200, active=False))
    assert plan() == []


def test_a_reminder_in_the_evening_goes_before_people_go_home(plan, reminders):
    hackathon = factories.hackathon(due_in=13 * HOUR)  # Monday 23:00
    ada, ben = factories.person("Ada"), factories.person("Ben", zone="Pacific/Honolulu")
    factories.signup(ada, hackathon)
    factories.signup(ben, hackathon)
    plan()
    looked_at = {row.person_id: row.next_at for row in reminders("demo_due", offset="3h")}
    assert looked_at[ada.id] == datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert looked_at[ben.id] == reminders("demo_due", offset="3h", person_id=ben.id)[0].fire_at


def test_a_due_that_moves_earlier_later_and_back_leaves_one_plan_and_one_notice(plan, reminders, clock):
    ada = factories.person("Ada")
    hackathon = factories.hackathon(due_in=3 * DAY)
    factories.team(ada, hackathon)
    plan()
    before = [(row.offset, row.fire_at) for row in reminders("demo_due", state=State.PENDING)]
    for by in (-DAY, 2 * DAY, -DAY):
        clock.shift(timedelta(minutes=1))
        move(fresh(hackathon), by)
    pending = reminders("demo_due", state=State.PENDING)
    assert {row.due_rev for row in pending} == {4}
    assert [(row.offset, row.fire_at) for row in pending] == before
    clock.shift(timedelta(minutes=11))
    plan()
    assert [(row.person_id, row.due_rev) for row in reminders("moved")] == [(ada.id, 4)]


def test_a_move_tells_each_person_once(plan, reminders, clock):
    ruth, gone = factories.person("Ruth"), factories.person("Gone", left_at=core_clock.now())
    hackathon = factories.hackathon(ruth, due_in=3 * DAY)
    factories.signup(gone, hackathon)
    people = [factories.person("Ada"), factories.person("Bob"), factories.person("Eve")]
    factories.team(people[0], hackathon, people[1])
    factories.signup(people[2], hackathon, SignUpState.WAITING)
    move(fresh(hackathon), DAY)
    plan()
    clock.shift(timedelta(minutes=11))
    plan()
    told = [row.person_id for row in reminders("moved")]
    assert sorted(told) == sorted(one.id for one in people)  # Ruth moved it
    assert len(told) == involved.count_told(hackathon, ruth)
    assert all(situation(row, core_clock.now()).concerned for row in reminders("moved"))


def test_only_the_window_that_moved_is_planned_anew(plan, reminders):
    hackathon = factories.hackathon(due_in=3 * DAY)
    factories.signup(factories.person("Ada"), hackathon)
    plan()
    move(fresh(hackathon), DAY, WindowKind.FORMING)
    assert {row.state for row in reminders("demo_due")} == {State.PENDING}
    assert {row.due_rev: row.state for row in reminders("team_due", offset="24h")} == {
        1: State.SUPERSEDED,
        2: State.PENDING,
    }


def test_handing_in_cancels_for_the_whole_team_and_reopening_takes_it_back(plan, reminders):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    hackathon = factories.hackathon(due_in=3 * DAY)
    team = factories.team(ada, hackathon, bob)
    factories.signup(eve, hackathon)
    plan()
    demo = factories.demo(team)
    events.publish(DemoSubmitted(demo.id, team.id, hackathon.id, ada.id))
    assert {row.person_id for row in reminders_now(reminders, "demo_due")} == {eve.id}
    demo.state = DemoState.DRAFT
    events.publish(DemoReopened(demo.id, team.id, hackathon.id, ada.id))
    assert {row.person_id for row in reminders_now(reminders, "demo_due")} == {ada.id, bob.id, eve.id}


def reminders_now(reminders, kind):
    """What lives, after the changes at hand are committed."""
    perform(lambda: None)
    return [row for row in reminders(kind) if row.state in LIVING]


def test_the_others_of_the_team_hear_that_it_was_handed_in(reminders):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    team = factories.team(ada, factories.hackathon(), bob)
    demo = factories.demo(team)
    events.publish(DemoSubmitted(demo.id, team.id, team.hackathon_id, ada.id))
    assert [row.person_id for row in reminders_now(reminders, "demo_submitted")] == [bob.id]


def test_withdrawing_cancels_and_signing_up_again_takes_it_back(plan, reminders):
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=3 * DAY)
    signup = factories.signup(ada, hackathon)
    plan()
    events.publish(Withdrew(signup.id, hackathon.id, ada.id, removed=False, by_id=ada.id))
    assert reminders_now(reminders, "demo_due") == []
    events.publish(SignedUp(signup.id, hackathon.id, ada.id))
    assert [row.offset for row in reminders_now(reminders, "demo_due")] == ["2d", "24h", "3h"]


def test_cancelling_ends_what_is_planned_and_tells_the_list(plan, reminders):
    ada = factories.person("Ada")
    hackathon = factories.hackathon(due_in=3 * DAY)
    factories.signup(ada, hackathon)
    plan()
    hackathon.state = ProgramState.CANCELLED
    events.publish(ProgramCancelled(hackathon.id, hackathon.created_by_id))
    perform(engine.plan)
    assert reminders_now(reminders, "demo_due") == []
    assert [row.person_id for row in reminders("cancelled")] == [ada.id]


def test_a_leaver_is_reminded_of_nothing(plan, reminders):
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=3 * DAY)
    factories.signup(ada, hackathon)
    plan()
    events.publish(PersonLeft(ada.id))
    assert reminders_now(reminders, "demo_due") == []


def test_who_comes_back_and_signs_up_again_is_reminded_again(plan, reminders):
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=3 * DAY)
    factories.signup(ada, hackathon)
    plan()
    people_services.leave(ada)
    people_services.come_back(ada)
    assert reminders_now(reminders, "demo_due") == []
    places.sign_up(ada, hackathon)
    assert [row.offset for row in reminders_now(reminders, "demo_due")] == ["2d", "24h", "3h"]


def test_what_ended_because_someone_left_is_taken_back_when_they_come_back(plan, reminders):
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=3 * DAY)
    factories.signup(ada, hackathon)
    plan()
    notices.cancel(notices.LEFT, Reminder.person_id == ada.id, Reminder.offset != "2d")
    notices.cancel(notices.DONE, Reminder.person_id == ada.id)
    ada.left_at = core_clock.now()
    people_services.come_back(ada)
    assert [row.offset for row in reminders_now(reminders, "demo_due")] == ["24h", "3h"]


def on_monday_at(hour):
    """From this Monday at ten to the next."""
    return 7 * DAY + (hour - 10) * HOUR


def test_of_reminders_that_come_to_the_same_moment_the_latest_goes(plan, reminders, clock, tick, mailbox):
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=on_monday_at(9))
    factories.signup(ada, hackathon)
    plan()
    friday = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
    assert [row.next_at for row in reminders("demo_due") if row.offset != "7d"] == [friday] * 3
    clock.set(friday + timedelta(minutes=1))
    tick()
    states = {row.offset: row.state for row in reminders("demo_due")}
    assert states == {"2d": State.SUPERSEDED, "24h": State.SUPERSEDED, "3h": State.SENT}
    assert len([one for one in mailbox.to(ada.email) if "Demo due" in one["Subject"]]) == 1


def test_who_works_on_two_days_a_week_hears_on_the_second(plan, reminders):
    ada = factories.person("Ada", work_days="01")
    factories.signup(ada, factories.hackathon(due_in=on_monday_at(8)))
    plan()
    tuesday = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert {row.next_at for row in reminders("demo_due", offset="3h")} == {tuesday}


def test_signing_up_again_brings_forward_again(plan, reminders):
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=on_monday_at(9))
    signup = factories.signup(ada, hackathon)
    plan()
    events.publish(Withdrew(signup.id, hackathon.id, ada.id, removed=False, by_id=ada.id))
    events.publish(SignedUp(signup.id, hackathon.id, ada.id))
    friday = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
    assert {row.next_at for row in reminders_now(reminders, "demo_due")} == {friday}


def test_reconcile_drops_what_no_rule_asks_for(plan, reminders):
    factories.signup(factories.person("Ada"), factories.hackathon(due_in=3 * DAY))
    plan()
    save(ReminderRule(kind="demo_due", program_id=None, seconds=2 * 3600))
    perform(jobs.reconcile)
    assert [(row.offset, row.state) for row in reminders("demo_due") if row.state is State.PENDING] == [
        ("2h", State.PENDING)
    ]


def test_sign_up_says_how_many_messages_follow(clock):
    hackathon = factories.hackathon(due_in=3 * DAY)
    assert [f"{one.kind} {one.offset}" for one in queries.messages_that_follow(hackathon, clock.now())] == [
        "demo_due 2d",
        "team_due 2d",
        "demo_due 24h",
        "team_due 24h",
        "demo_due 3h",
    ]


def test_hosts_see_what_goes_out_next_and_to_how_many(clock):
    hackathon = factories.hackathon(due_in=3 * DAY)
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    factories.demo(factories.team(ada, hackathon))
    factories.team(bob, hackathon)
    factories.signup(eve, hackathon)
    out = queries.going_out(hackathon.id, clock.now())
    assert [(one.kind, one.offset, one.people) for one in out] == [
        ("demo_due", "2d", 2),
        ("team_due", "2d", 1),
        ("demo_due", "24h", 2),
    ]


def test_a_host_reads_how_many_are_in_teams_without_a_demo_and_how_many_in_none(clock):
    hackathon = factories.hackathon(due_in=timedelta(days=10))
    factories.team(factories.person("Ada"), hackathon, factories.person("Bob"))
    factories.demo(factories.team(factories.person("Eve"), hackathon))
    note = next(each.note for each in told(hackathon, clock.now()) if "Demo due" in each.title)
    assert note == "2 people in 1 team that has not submitted by then"
    for _ in range(3):
        factories.signup(factories.person(), hackathon)
    note = next(each.note for each in told(hackathon, clock.now()) if "Demo due" in each.title)
    assert note == "2 people in 1 team that has not submitted by then, and 3 in no team"
