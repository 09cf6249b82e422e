"""Hosts choose before what, and how long before, their people are reminded; admins choose the default."""

from datetime import time, timedelta

import pytest

from learnhub.core.db import db
from learnhub.core.errors import Conflict
from learnhub.notifications import engine, services
from learnhub.notifications.models import ReminderRule, State
from learnhub.notifications.planning.times import Offset
from learnhub.people.models import Role
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
    assert "1 day at 09:00 and 3 hours before." in host.get(page).text
    everywhere = browser(eve).get("/admin/reminders/demo_due", query_string=asked | {"was": ""})
    assert "Ada" not in everywhere.text
    assert "Nothing of this kind is to come." in everywhere.text
    assert browser(eve).get("/admin/reminders/moved").status_code == 404
