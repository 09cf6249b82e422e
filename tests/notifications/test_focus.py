"""Focus blocks from a calendar: shown first, then held to, and never more than from when to when."""

from datetime import UTC, datetime, time, timedelta

import pytest

from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.mine import erasing
from learnhub.people import focus, jobs, profiles, quiet, services
from learnhub.people.focus_models import FocusBlock, FocusFeed, FocusState
from learnhub.people.hours import Block
from learnhub.people.models import Role
from tests import factories
from tests.people.test_focus_calendars import calendar, event
from tests.support.rows import fresh, perform, save
from tests.support.sites import say

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
TUESDAY = [event("20261124T090000Z", "20261124T120000Z", title="Focus: secret plan")]


@pytest.fixture
def served(site):
    """What stands at the address: `events` or a `status`; `asked` is what each look sent along."""

    class Served:
        events, status, asked = TUESDAY, 200, []

        def __call__(self, handler):
            self.asked.append(handler.headers["If-None-Match"])
            if self.status == 200 and handler.headers["If-None-Match"]:
                return say(handler, b"", status=304)
            say(handler, calendar(*self.events), status=self.status, ETag='"one"')

    served = Served()
    served.asked = []
    served.url = site(served).url(path="/secret.ics")
    return served


def given(person, served, word="focus"):
    """Let the person's calendar be what is served, as over https, and read it."""
    focus.give(person, url="https://wiki.corp/secret.ics", word=word)
    feed = focus.of(person)
    feed.secret = served.url
    save(feed)
    perform(jobs.read_calendar, feed.id)
    return fresh(feed)


def test_mail_waits_for_the_end_of_a_block_once_it_is_confirmed(
    app, clock, tick, mailbox, reminders, served, browser
):
    clock.set(MONDAY)
    ada, eve = factories.person("Ada"), factories.person("Eve")
    for each in (ada, eve):
        factories.team(each, factories.hackathon(due_in=48 * HOUR))
        given(each, served)
    focus.confirm(ada, focus.of(ada).key)
    db.session.commit()
    assert quiet.of(ada) == (Block(MONDAY + 23 * HOUR, MONDAY + 26 * HOUR),)
    assert quiet.of(eve) == ()
    clock.shift(24 * HOUR)
    tick()
    waits = {row.person_id: str(row.skip_reason) for row in reminders(offset="24h", kind="demo_due")}
    assert waits[ada.id] == "Waits for the end of quiet hours."
    assert [len(mailbox.to(each.email)) for each in (ada, eve)] == [0, 1]
    board = browser(factories.person("Root", roles=(Role.ADMIN,))).get("/admin/delivery").text
    said = "Waits for hours in which mail may come.", "quiet hours", "12:0"
    assert [each in board for each in said] == [True, False, False]  # whose hours they are admins do not see
    clock.shift(2.1 * HOUR)
    tick()
    assert len(mailbox.to(ada.email)) == 1


def test_a_calendar_is_asked_for_what_is_new_and_whole_where_little_is_known_ahead(app, clock, served):
    clock.set(MONDAY)
    ada = factories.person("Ada")
    feed = given(ada, served)
    focus.confirm(ada, feed.key)
    served.events = [event("20261207T090000Z", "20261207T120000Z", title="Focus")]
    for days in (1, 7):
        clock.shift(timedelta(days=days))
        perform(jobs.read_calendars)
        perform(jobs.read_calendar, feed.id)
    assert served.asked == [None, '"one"', None]
    assert [each.starts.day for each in quiet.of(ada)] == [7]
    rows = fresh(feed), *db.session.query(FocusBlock)
    assert not any("plan" in str(value) for row in rows for value in vars(row).values())
    assert (feed.host, focus.claim()) == ("wiki.corp", [])


def test_a_calendar_that_fails_for_days_says_so_once_and_what_it_said_holds(
    app, clock, served, reminders, browser
):
    clock.set(MONDAY)
    ada = factories.person("Ada")
    feed = given(ada, served)
    focus.confirm(ada, feed.key)
    served.status = 404
    for _ in range(9):
        clock.shift(max(fresh(feed).next_ask_at - clock.now(), timedelta()))
        perform(jobs.read_calendar, feed.id)
    assert (fresh(feed).state, feed.next_ask_at - feed.asked_at) == (FocusState.REFUSED, focus.LATEST)
    [note] = reminders(kind="calendar_unread")
    page = browser(ada).get("/settings/focus").text
    assert "there is no calendar at this address" in page
    assert "cannot be read" in browser(ada).get("/settings").text
    assert "secret.ics" not in page
    served.status = 200
    perform(jobs.read_calendar, feed.id)
    assert (fresh(feed).state, feed.failures, fresh(note).state) == (FocusState.READ, 0, "cancelled")


def test_one_gives_sees_confirms_and_stops(app, clock, served, browser, run_jobs):
    clock.set(MONDAY)
    ada = factories.person("Ada", zone="Europe/Berlin")
    page = browser(ada)
    wrong = {url: "begins with https" for url in ("http://a.example/x.ics", "", "https://ada:pw@a.example/x")}
    for url, said in (*wrong.items(), ("https://a.example", "Write the word")):
        counts = "word" if "word" in said else "busy"
        answer = page.post("/settings/focus", data={"url": url, "counts": counts, "word": ""})
        assert (answer.status_code, said in answer.text) == (422, True), url
    asked = {"url": "webcal://wiki.corp/me.ics", "counts": "word", "word": "FOCUS"}
    assert page.post("/settings/focus", data=asked).status_code == 303
    assert "is being read" in page.get("/settings/focus").text
    again = asked | {"url": "", "was": focus.of(ada).key}
    assert page.post("/settings/focus", data=again).status_code == 303
    assert focus.of(ada).next_ask_at - focus.of(ada).asked_at == focus.AGAIN  # it is not asked for twice
    clock.shift(2 * focus.AGAIN)
    shown = page.get("/settings/focus").text
    assert ("longer than usual" in shown, "Forget this calendar" in shown) == (True, True)
    feed = focus.of(ada)
    assert page.post("/settings/focus/confirm", data={"was": feed.key}).status_code == 404
    assert feed.secret == "https://wiki.corp/me.ics"
    feed.secret = served.url
    save(feed)
    run_jobs()
    shown = page.get("/settings/focus").text
    said = ("One focus block would keep mail away.", "10:00–13:00", "plan")
    assert [each in shown for each in said] == [True, True, False]
    assert page.post("/settings/focus/confirm", data={"was": feed.key}).status_code == 303
    assert "One focus block in the next 14 days." in page.get("/settings/focus").text
    mine = erasing.everything(ada)
    assert [row["host"] for row in mine["focus_feed.person_id"]] == ["wiki.corp"]
    assert "secret" not in mine["focus_feed.person_id"][0]
    assert len(mine["focus_block"]) == 1
    assert page.post("/settings/focus/end").status_code == 303
    assert (focus.of(ada), db.session.query(FocusBlock).count()) == (None, 0)


def test_what_is_given_in_two_windows_is_not_overwritten_nor_holds_unseen(app, clock, served, browser):
    clock.set(MONDAY)
    ada = factories.person("Ada")
    page, seen = browser(ada), given(ada, served).key
    focus.give(ada, url="https://other.corp/me.ics", word="", was=seen)
    db.session.commit()
    unseen = page.post("/settings/focus/confirm", data={"was": seen})
    assert (unseen.status_code, "in another window" in unseen.text) == (409, True)
    form = {"url": "", "counts": "word", "word": "Deep work", "was": seen}
    answer = page.post("/settings/focus", data=form)
    said = ("You changed your calendar, in another window", "at other.corp", "as busy or out", "Deep work")
    assert (answer.status_code, [each in answer.text for each in said]) == (409, [True] * 4)
    now = focus.of(fresh(ada))
    assert (now.host, now.word, f'name="was" value="{now.key}"' in answer.text) == ("other.corp", "", True)
    assert page.post("/settings/focus", data=form | {"was": now.key}).status_code == 303
    assert (fresh(now).host, now.word) == ("other.corp", "Deep work")


def test_what_leaves_no_hour_of_work_does_not_hold_and_says_so_once(app, clock, served, reminders, browser):
    clock.set(MONDAY)
    ada, root = factories.person("Ada"), factories.person("Root", roles=(Role.ADMIN,))
    served.events = [event("20261101", "20270301", zone=";VALUE=DATE", title="Focus")]
    feed = given(ada, served)
    focus.confirm(ada, feed.key)
    assert (feed.state, quiet.of(ada)) == (FocusState.FULL, ())
    for _ in range(2):
        perform(jobs.read_calendar, feed.id)
    [note] = reminders(kind="calendar_full")
    assert "would leave no hour of work" in browser(ada).get("/settings").text
    served.events = [*TUESDAY, event("20261201T090000Z", "20261201T120000Z", title="Focus")]
    perform(jobs.read_calendar, feed.id)
    assert (fresh(feed).state, fresh(note).state) == (FocusState.READ, "cancelled")
    kept = [row.id for row in db.session.query(FocusBlock)]
    quiet.add(ada, days=[*"0234"], starts=time(9), ends=time(17))
    with pytest.raises(Invalid, match="No hour of work"):
        quiet.add(ada, days=["1"], starts=time(12), ends=time(17))
    profiles.set_hours(ada, starts=time(8), ends=time(17), days=[*"01234"])
    assert fresh(feed).known_until is None
    clock.shift(HOUR)
    perform(jobs.read_calendar, feed.id)
    assert [row.id for row in db.session.query(FocusBlock)] == kept  # the same are not written again
    services.leave(ada, by=root)
    assert db.session.query(FocusFeed).count() == 0
