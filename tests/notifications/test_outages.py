"""A mail server that is away or takes nothing, and a plan that fails, are named wherever somebody looks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from learnhub.admin import health
from learnhub.core import heartbeat
from learnhub.notifications.planning import reminders as planning
from learnhub.people import links
from learnhub.people.models import Organisation, Role
from tests import factories
from tests.support.rows import fresh

pytestmark = pytest.mark.usefixtures("monday")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("answer", "why"),
    [("451 4.3.0 Not now for eve@example.org", "it answers 451"), ("", "it cannot be reached")],
)
def test_a_mail_outage_shows_everywhere_until_mail_goes_again(
    tick, clock, mailbox, browser, app, answer, why, monkeypatch
):
    admin = factories.person("Ada", roles={Role.ADMIN})
    links.invite(factories.person("Bob"), by=admin)
    if answer:
        mailbox.refuse(answer)
    else:
        away = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1")
        monkeypatch.setitem(app.config, "SETTINGS", away)
    tick()
    clock.shift(18 * MINUTE)
    found = health.report(health.parts())["messages"]
    assert found["reason"] == f"the mail server has taken nothing for 18 minutes, {why}"
    home, board = browser(admin).get("/").text, browser(admin).get("/admin/delivery").text
    assert f"The mail server has taken nothing for 18 min, {why}: messages wait" in home
    assert "The mail server has taken nothing for 18 min." in board
    assert (answer or "Connection refused") in board
    monkeypatch.undo()
    mailbox.recover()
    clock.shift(30 * MINUTE)
    tick()
    assert health.parts()["messages"] == health.Part(True)


def test_a_short_absence_costs_a_sign_in_link_a_minute(tick, clock, mailbox, app, monkeypatch, reminders):
    ada = factories.person("Ada")
    links.ask(ada.email)
    away = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1")
    with monkeypatch.context() as patch:
        patch.setitem(app.config, "SETTINGS", away)
        tick()
    (row,) = reminders("signin_link")
    assert (row.attempts, row.next_at - row.late_since < 2 * MINUTE) == (0, True)
    clock.shift(MINUTE + timedelta(seconds=2))
    tick()
    assert len(mailbox.to(ada.email)) == 1
    assert fresh(row).late_since is None


def test_a_plan_that_fails_each_minute_is_named(tick, clock, monkeypatch):
    tick()
    heartbeat.beat(heartbeat.SCHEDULE)
    assert health.parts()["schedule"].ok

    def fail(_now):
        raise ZeroDivisionError

    monkeypatch.setattr(planning, "expand_waiting", fail)
    clock.shift(4 * MINUTE)
    heartbeat.beat(heartbeat.SCHEDULE)
    assert "no tick has run since" in health.parts()["schedule"].reason
    tick()
    assert "reminders could not be planned since" in health.parts()["schedule"].reason


def test_admins_see_the_address_of_who_is_nobody_yet(tick, browser):
    admin = factories.person("Ada", roles={Role.ADMIN})
    factories.save(Organisation(id=1, name="Analytical Engines", mail_domains=["example.org"]))
    links.ask("new@example.org")
    tick()
    assert "new@example.org" in browser(admin).get("/admin/delivery?show=sent").text
