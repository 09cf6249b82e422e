"""The board of deliveries: what failed is tried again, what waits is ended; and the dead man's switch."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core.db import new_key
from learnhub.core.transaction import settle
from learnhub.core.words import counted
from learnhub.notifications import engine, services
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Digest, Reminder, State
from learnhub.notifications.sending import recipients
from learnhub.notifications.showing import attention, to_admins
from learnhub.notifications.showing.attention import Alike
from learnhub.people import links
from learnhub.people.models import Role
from tests import factories
from tests.support.rows import save
from tests.support.sites import say, sites

pytestmark = pytest.mark.usefixtures("monday")
DAY = timedelta(days=1)


def test_what_failed_goes_again_and_what_waits_can_be_ended(tick, clock, reminders, browser, mailbox):
    admin = factories.person("Root", roles=(Role.ADMIN,))
    ada, bob = factories.person("Ada"), factories.person("Bob")
    factories.team(ada, factories.hackathon(due_in=2 * DAY), bob)
    tick()
    clock.shift(DAY)
    tick()
    [one, other] = reminders("demo_due", offset="24h")
    assert len(mailbox.to(ada.email)) == 1
    one.state, one.skip_reason = State.DEAD, "550 no"
    save(one)
    page = browser(admin)
    shown = page.get("/admin/delivery?show=trouble&q=ada").text
    assert "550 no" in shown
    assert ada.email in shown
    assert "None" in page.get("/admin/delivery?show=trouble&q=bob").text
    ids = [one.id, other.id]  # the other is sent: nothing becomes of it
    page.post("/admin/delivery/chosen", data={"do": "again", "message": ids, "show": "trouble"})
    tick()
    first, again = mailbox.to(ada.email)
    assert first["Message-ID"] == again["Message-ID"]
    [last] = reminders("demo_due", offset="3h", person_id=bob.id)
    page.post("/admin/delivery/chosen", data={"do": "cancel", "message": [last.id, other.id]})
    ended = reminders(state=State.CANCELLED)
    assert [(row.id, row.skip_reason) for row in ended] == [(last.id, "An admin cancelled it.")]
    assert "The budget of attention holds." in page.get("/admin/delivery/fortnight").text
    assert browser(ada).post("/admin/delivery/chosen", data={"message": ids}).status_code == 403


def test_the_board_tells_admins_no_moment_at_which_somebody_did_something(clock, browser):
    root = factories.person("Root", roles=(Role.ADMIN,))
    people = [factories.person(name) for name in ("Eve", "Ada", "Bob")]
    for hours, person in enumerate(people, start=1):
        clock.set(datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(hours=hours))
        factories.signup(person, factories.coming())
        links.ask(person.email)
    settle(save=True)
    for show in ("waiting", "all"):
        page = browser(root).get(f"/admin/delivery?show={show}").text
        rows = page.partition('<section id="messages"')[2].partition("</table>")[0]
        assert re.findall('(Ada|Bob|Eve), [^<"]+</th>', rows) == ["Ada", "Bob", "Eve"]
        assert "Mon 23 Nov" in rows
        assert not re.search(r"\d\d:\d\d|<time", rows)


def test_the_board_says_why_of_each_how_old_the_oldest_is_and_what_came_too_late(tick, clock, browser):
    root = factories.person("Root", roles=(Role.ADMIN,))
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    hackathon = factories.hackathon(due_in=DAY + timedelta(hours=2))
    for person in (ada, bob, eve):
        factories.signup(person, hackathon)
    tick()
    services.mute(ada, hackathon)
    save(ada)
    page = browser(root)
    rows = page.get("/admin/delivery").text
    assert "Its time has not come." in rows
    assert "The oldest has waited since" not in rows
    clock.shift(timedelta(hours=3))
    tick()
    ended = page.get("/admin/delivery?show=ended").text
    assert (
        "The person heard nothing of the program"
        in ended.partition("Of the last fortnight:")[2].partition("</p>")[0]
    )
    assert to_admins.rates(core_clock.now()).late == 0
    clock.shift(DAY)
    tick()
    assert to_admins.rates(core_clock.now()).late == 3
    assert "too late in the last day" in page.get("/admin/delivery").text


def test_a_search_counts_what_it_found_and_nothing_is_done_before_one_says_what(tick, browser, reminders):
    root, ada, bob = (
        factories.person("Root", roles=(Role.ADMIN,)),
        factories.person("Ada"),
        factories.person("Bob"),
    )
    hackathon = factories.hackathon(due_in=DAY + timedelta(hours=2))
    for person in (ada, bob):
        factories.signup(person, hackathon)
    tick()
    page, mine = browser(root), reminders(person_id=ada.id, state=State.PENDING)
    found = page.get(f"/admin/delivery?q={ada.name}").text
    heading = found.partition("<h1")[2].partition("</h1>")[0]
    number = counted(len(mine), "message").capitalize()
    assert f"{number} wait{'s' if len(mine) == 1 else ''} for “{ada.name}”." in heading
    assert "too late in the last day" not in found  # of all, and above what was asked for
    assert "Nothing waits for “nobody”." in page.get("/admin/delivery?q=nobody").text
    page.post("/admin/delivery/chosen", data={"message": [mine[0].id]})
    assert reminders(state=State.CANCELLED) == []
    where = {"show": "waiting", "q": ada.name}
    done = page.post("/admin/delivery/chosen", data={"do": "cancel", "message": [mine[0].id], **where})
    assert f"q={ada.name}" in done.location
    assert [row.id for row in reminders(state=State.CANCELLED)] == [mine[0].id]
    settle(save=True)
    ended = page.get(f"/admin/delivery?show=ended&q={bob.name}").text
    assert "An admin cancelled it" not in ended


def test_each_tick_that_ends_tells_the_dead_mans_switch(monkeypatch, make_app, tick, app):
    with sites(monkeypatch) as start:
        asked = []
        site = start(lambda handler: (asked.append(handler.path), say(handler)))
        calling = make_app(heartbeat_url=site.url(path="/ping"), intranet_hosts="wiki.corp")
        with calling.app_context():
            engine.call_home()
        site.shutdown()
        site.server_close()
        with calling.app_context():
            engine.call_home()  # it is away: that is logged, and nothing else
    assert asked == ["/ping"]


def test_the_budget_of_attention_is_that_of_all_people():
    table = [
        ([], 3, (0, 0, 0, 0, True)),
        ([Alike(1, 4, 1, 2)], 1, (4, 4, 1, 2, True)),
        ([Alike(1, 4, 1, 2)], 3, (0, 4, 1, 2, True)),
        ([Alike(2, 4, 1, 2), Alike(1, 1, 0, 1)], 3, (4, 4, 1, 2, True)),
        ([Alike(1, 3, 0, 3)], 1, (3, 3, 0, 3, False)),
        ([Alike(1, 2, 2, 0)], 1, (2, 2, 2, 0, False)),
        ([Alike(1, 7, 1, 0)], 1, (7, 7, 1, 0, False)),
    ]
    for came, people, expected in table:
        found = attention.budget(came, people)
        said = (found.median, found.most, found.digests_a_day, found.others_a_day, found.holds)
        assert said == expected


def test_mails_are_counted_by_the_days_of_those_who_get_them():
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    ada, bob = factories.person("Ada", zone="Asia/Tokyo"), factories.person("Bob", zone="UTC")
    night = [now - timedelta(days=1, hours=hours) for hours in (19, 20, 22)]  # 17, 16 and 14 o’clock in UTC
    for person in (ada, bob):
        for at in night:
            _mailed(person, at)
        _mailed(person, night[0], kind="signin_link")
        _mailed(person, night[0], calendar="REQUEST")
        _mailed(person, night[0], kind=None)
        _mailed(person, night[0], state=DeliveryState.SKIPPED)
        _mailed(person, now - timedelta(days=15))
    _mailed(ada, night[2], kind=None)
    found = sorted(attention.came(now), key=lambda each: each.mails)
    assert found == [Alike(1, 6, 1, 3), Alike(1, 7, 1, 2)]  # in Tokyo a day ends at three in the afternoon


def test_what_calendars_read_is_none_of_the_two_mails_of_a_day(clock):
    """An invitation, and the mail that takes it back."""
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    clock.set(now)
    ada = factories.person("Ada", zone="UTC")
    for method in ("REQUEST", "CANCEL"):
        _mailed(ada, now - timedelta(hours=1), calendar=method)
    assert recipients.of([ada], now)[ada.id].mails_today == 0
    _mailed(ada, now - timedelta(hours=1))
    assert recipients.of([ada], now)[ada.id].mails_today == 1


def _mailed(person, at, kind="team_joined", state=DeliveryState.SENT, **more):
    """One mail of this kind went then; without a kind it was a digest."""
    same = {"person_id": person.id, "state": State.SENT, "next_at": at}
    if kind is None:
        of = {"digest_id": factories.save(Digest(local_date=at.date(), kind=new_key(), **same)).id}
    else:
        about = {"subject_kind": "team", "subject_id": 1, "fire_at": at, "expires_at": at}
        of = {
            "reminder_id": factories.save(Reminder(kind=kind, occurrence_key=new_key(), **about, **same)).id
        }
    row = {"person_id": person.id, "channel": Channel.EMAIL, "state": state, "at": at}
    factories.save(Delivery(**row, **of, **more))
