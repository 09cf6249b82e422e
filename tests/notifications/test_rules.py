"""Hosts choose before what, and how long before, their people are reminded; admins choose the default."""

from datetime import date, time, timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.demos.models import FollowUp
from learnhub.hackathons.models import WindowKind
from learnhub.notifications import engine, services
from learnhub.notifications.models import ReminderRule, State
from learnhub.notifications.planning.times import Offset
from learnhub.people.models import Role
from learnhub.programs import parts
from tests import factories
from tests.support.rows import perform, save

pytestmark = pytest.mark.usefixtures("monday")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
D2, H24, H3 = Offset(days=2), Offset(seconds=24 * 3600), Offset(seconds=3 * 3600)


@pytest.fixture
def pending(reminders):
    """Plan as a tick does, and return the offsets of what is pending."""

    def run(kind="demo_due"):
        perform(engine.plan)
        return [row.offset for row in reminders(kind, state=State.PENDING)]

    return run


@pytest.fixture
def change():
    """Change a rule as its page does."""

    def run(actor, offsets, program=None, kind="demo_due"):
        services.change_rule(actor, kind, offsets, program=program, was=str(services.rule(kind, program)))
        save(actor)

    return run


def test_what_is_planned_follows_the_rules_and_nothing_goes_twice(pending, change, reminders, tick, clock):
    ruth, ada = factories.person("Ruth"), factories.person("Ada")
    hackathon = factories.hackathon(ruth, due_in=3 * DAY)
    factories.team(ada, hackathon)
    assert pending() == ["2d", "24h", "3h"]
    change(ruth, [D2, Offset(days=1, wall=time(9)), H3], hackathon)
    assert pending() == ["2d", "1d@09:00", "3h"]
    assert [row.skip_reason for row in reminders(offset="24h", kind="demo_due")] == ["The rules changed."]
    clock.shift(DAY + HOUR)
    tick()
    [went] = reminders("demo_due", offset="2d")
    assert went.state is not State.PENDING
    change(ruth, None, hackathon)  # 24 hours comes back, 2 days went and stays so
    assert pending() == ["24h", "3h"]
    assert [row.id for row in reminders("demo_due", offset="2d")] == [went.id]
    change(ruth, [Offset(seconds=60 * 3600), H24], hackathon)  # a moment that has passed is not made up for
    assert pending() == ["24h"]
    change(ruth, [], hackathon)
    assert pending() == []


def test_the_default_holds_where_hosts_chose_nothing(pending, change, reminders):
    ruth, ada = factories.person("Ruth"), factories.person("Ada", roles=(Role.ADMIN,))
    theirs, other = (factories.hackathon(ruth, due_in=3 * DAY) for _ in range(2))
    for each in (theirs, other):
        factories.team(ada, each)
    change(ruth, [H24], theirs)
    pending()
    change(ada, [H3])
    pending()
    found = {(row.program_id, row.offset) for row in reminders("demo_due", state=State.PENDING)}
    assert found == {(theirs.id, "24h"), (other.id, "3h")}


def test_who_began_before_somebody_else_saved_is_told(change):
    ruth = factories.person("Ruth")
    hackathon = factories.hackathon(ruth, due_in=3 * DAY)
    was = str(services.rule("demo_due", hackathon))
    change(ruth, [H3], hackathon)
    with pytest.raises(Conflict, match="Somebody else"):
        services.change_rule(ruth, "demo_due", [H24], program=hackathon, was=was)


def test_hosts_see_who_would_get_what_before_they_save(browser):
    ruth, ada = factories.person("Ruth"), factories.person("Ada")
    eve = factories.person("Eve", roles=(Role.ADMIN,))
    hackathon = factories.hackathon(ruth, due_in=3 * DAY)
    factories.team(ada, hackathon)
    page = f"/programs/{hackathon.key}/reminders"
    assert browser(ada).get(page).status_code == 403
    host = browser(ruth)
    asked = {"choice": "own", "was": "default", "number_1": "1", "unit_1": "days", "wall_1": "09:00"}
    asked |= {"number_2": "3", "unit_2": "hours"}
    wrong = host.get(f"{page}/demo_due", query_string=asked | {"unit_1": "hours"})
    assert wrong.status_code == 422
    assert "A time goes with days" in wrong.text
    shown = host.get(f"{page}/demo_due", query_string=asked)
    assert "One reminder more goes out, two no longer." in shown.text
    assert "Ada" in shown.text
    assert db.session.query(ReminderRule).count() == 0
    assert host.post(f"{page}/demo_due", data=asked).status_code == 303
    assert "3 hours before, and 1 day before, at 09:00." in host.get(page).text
    everywhere = browser(eve).get("/admin/reminders/demo_due", query_string=asked | {"was": ""})
    assert "Ada" not in everywhere.text
    assert "Nothing of this kind is to come." in everywhere.text
    assert browser(eve).get("/admin/reminders/moved").status_code == 404


def test_a_preview_shows_what_it_counts_and_says_where_there_is_more(browser):
    hackathons = [factories.hackathon(due_in=9 * DAY, zone="Asia/Tokyo") for _ in range(5)]
    page = browser(factories.person("Root", roles=(Role.ADMIN,)))
    asked = {"choice": "own", "was": "default", "number_1": "3", "unit_1": "hours"}
    shown = " ".join(page.get("/admin/reminders/demo_due", query_string=asked).text.split())
    assert "15 reminders go out no longer. Five reminders stay as they are." in shown
    assert (shown.count("No more</"), shown.count("Stays")) == (12, 0)
    assert "Here are twelve of 20, those that change before all others." in shown
    assert (shown.count(" UTC</time><br>"), shown.count(" JST</time> there")) == (12, 12)
    one = page.get(f"/programs/{hackathons[0].key}/reminders/demo_due", query_string=asked).text
    assert (one.count("No more</"), one.count("Stays"), "Here are" in one) == (3, 1, False)


def test_judges_deciders_and_who_has_not_checked_in_are_asked_as_hosts_chose(pending, change, browser):
    ruth, ada, eve = factories.person("Ruth"), factories.person("Ada"), factories.person("Eve")
    windows = {WindowKind.SUBMITTING: (-DAY, 2 * DAY), WindowKind.JUDGING: (2 * DAY, 3 * DAY)}
    hackathon = factories.hackathon(ruth, windows=windows)
    part = factories.part(hackathon, name=" Judge")
    parts.take(eve, hackathon, part)
    demo = factories.demo(factories.team(ada, hackathon))
    save(FollowUp(demo_id=demo.id, owner_id=ada.id, decide_on=(core_clock.now() + 3 * DAY).date()))
    steps = [Line(ItemKind.DELIVERABLE, f"Step {each}", week=each, weekday=4, at=time(18)) for each in (1, 2)]
    cohort = factories.cohort(ruth, *steps, starts=date(2026, 11, 18))
    factories.signup(ada, cohort)
    theirs = {
        "judging_starts": (hackathon, eve, ["1d"], H3, "3h"),
        "decision_due": (hackathon, ada, ["0d@09:00"], Offset(days=1, wall=time(16)), "1d@16:00"),
        "check_in_due": (cohort, ada, ["3d@15:00"], Offset(days=2, wall=time(9)), "2d@09:00"),
    }
    for kind, (program, whom, default, offset, chosen) in theirs.items():
        assert pending(kind) == default, kind
        page = f"/programs/{program.key}/reminders"
        assert whom.name in browser(ruth).get(page).text.partition("What goes out next")[2], kind
        days = offset.seconds is None
        asked = {"choice": "own", "was": "default", "number_1": offset.days if days else 3}
        asked |= {"unit_1": "days", "wall_1": f"{offset.wall:%H:%M}"} if days else {"unit_1": "hours"}
        shown = browser(ruth).get(f"{page}/{kind}", query_string=asked).text
        assert "One reminder more goes out, one no longer." in shown, kind
        assert whom.name in shown.partition("If you save this")[2], kind
        change(ruth, [offset], program, kind)
        assert pending(kind) == [chosen], kind
    change(ruth, [], hackathon, "decision_again")
    assert pending("decision_again") == []


def test_a_day_that_is_chosen_on_itself_is_asked_and_no_outage_silences_it(tick, reminders, clock):
    ada = factories.person("Ada")
    demo = factories.demo(factories.team(ada, factories.hackathon(due_in=2 * DAY)))
    now = core_clock.now()
    save(FollowUp(demo_id=demo.id, owner_id=ada.id, decide_on=now.date(), named_at=now))
    clock.shift(2 * DAY)
    tick()
    (row,) = reminders("decision_due")
    assert (row.fire_at, row.state, row.expires_at > row.due_at + 29 * DAY) == (now, State.SENT, True)
