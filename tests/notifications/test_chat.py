"""Chat: to people by a Slack app, and into the channel of a program, through a real server."""

import json
import logging
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog

from learnhub.core import clock as core_clock
from learnhub.core import logs
from learnhub.core.db import db
from learnhub.core.fetch import fetch
from learnhub.notifications import inboxes, services
from learnhub.notifications.models import (
    Category,
    Channel,
    ChatHook,
    Delivery,
    DeliveryState,
    Frequency,
    HookKind,
)
from learnhub.notifications.planning import notices
from learnhub.notifications.policies import Snooze
from learnhub.notifications.sending import chats as sending
from learnhub.notifications.sending.channels import chat
from learnhub.notifications.sending.channels.chat import Post
from learnhub.people.models import Role
from tests import factories
from tests.support.rows import fresh, save
from tests.support.sites import INSIDE, say, sites

pytestmark = pytest.mark.usefixtures("monday")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KNOWN = "ada"


class Slack:
    """Slack's API and channels, as far as we use them: `heard` is what was said, `status` what it answers."""

    def __init__(self):
        self.heard, self.status, self.url, self.headers, self.user = [], 200, "", {}, {"id": "U1"}

    def __call__(self, handler):
        path = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        if self.status != 200:
            return say(handler, b"no_service", self.status, **self.headers)
        if path.path == "/users.lookupByEmail":
            assert handler.headers["Authorization"] == "Bearer xoxb-1"
            known = parse_qs(path.query)["email"][0].startswith(KNOWN)
            answer = {"ok": True, "user": self.user} if known else {"ok": False, "error": "users_not_found"}
            return say(handler, json.dumps(answer).encode())
        self.heard.append(json.loads(body))
        return say(handler, b'{"ok": true}')


@pytest.fixture
def slack(monkeypatch, app):
    answers = Slack()
    with sites(monkeypatch) as start:
        answers.url = start(answers).url(path="").replace("http:", "https:")
        # the site of a test speaks no TLS
        monkeypatch.setattr(chat, "fetch", lambda url, ask: fetch(url.replace("https:", "http:", 1), ask))
        over = {"slack_token": "xoxb-1", "slack_api": answers.url, "chat_hosts": INSIDE}
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **over))
        yield answers


def chats(person=None):
    db.session.rollback()
    found = db.session.query(Delivery).filter_by(channel=Channel.CHAT)
    mine = found.filter_by(person_id=person.id if person else None)
    return [(each.state, each.reason) for each in mine.order_by(Delivery.id)]


def test_who_chose_it_is_told_in_slack_once_and_who_is_unknown_there_is_said(slack, tick, clock, browser):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    for each in (ada, bob):
        services.choose(each, Category.DEADLINES, Channel.CHAT, Frequency.NOW)
    factories.team(ada, factories.hackathon(due_in=2 * DAY), bob, eve)
    clock.shift(DAY)
    tick()  # into the inbox
    tick()  # and into chat
    tick()
    [said] = [each for each in slack.heard if "Demo due" in each["text"]]
    assert said["channel"] == "U1"
    assert (chats(ada), chats(eve)) == ([(DeliveryState.SENT, "")], [])
    refused = chat.TROUBLES["users_not_found"]
    assert chats(bob) == [(DeliveryState.DEAD, refused)]
    [failed] = db.session.query(Delivery).filter_by(channel=Channel.CHAT, person_id=bob.id)
    [came] = db.session.query(Delivery).filter_by(channel=Channel.IN_APP, reminder_id=failed.reminder_id)
    assert f"Not in chat. {refused}" in browser(bob).get(f"/inbox/{came.key}/why").text
    [came] = db.session.query(Delivery).filter_by(channel=Channel.IN_APP, person_id=eve.id)
    assert "In chat" not in browser(eve).get(f"/inbox/{came.key}/why").text  # she did not choose it
    board = browser(factories.person("Root", roles=(Role.ADMIN,)))
    shown = board.get("/admin/delivery?show=trouble&q=bob").text
    assert refused in shown.partition("In chat")[2]
    assert refused not in board.get("/admin/delivery?show=trouble&q=ada").text
    for do, state in (("again", DeliveryState.WAITING), ("cancel", DeliveryState.SKIPPED)):
        board.post("/admin/delivery/chosen", data={"do": do, "chat": failed.id, "show": "trouble"})
        assert chats(bob)[0][0] is state


@pytest.mark.parametrize("kind", [*HookKind])
def test_a_program_writes_into_its_channel_and_tries_again(kind, slack, tick, clock, browser):
    ruth = factories.person("Ruth")
    hackathon = factories.hackathon(ruth, due_in=2 * DAY)
    page = f"/programs/{hackathon.key}"
    address = f"{slack.url}/services/T1/secret"
    host = browser(ruth)
    for other in ("wiki", address.replace("https:", "http:")):
        assert host.post(f"{page}/channel", data={"kind": kind, "address": other}).status_code == 422
    host.post(f"{page}/channel", data={"kind": kind, "address": address})
    assert "secret" not in host.get(f"{page}/reminders").text
    assert browser(factories.person("Eve")).post(f"{page}/channel/test").status_code == 403
    slack.status = 503
    tick()
    tick()
    assert chats() == [(DeliveryState.WAITING, chat.NOT_TAKEN)]
    slack.status = 200
    clock.shift(2 * HOUR / 60)
    tick()
    assert chats() == [(DeliveryState.SENT, "")]
    clock.shift(DAY)
    tick()
    tick()
    tick()
    assert len(slack.heard) == 2
    text = json.dumps(slack.heard[-1])
    assert ("AdaptiveCard" in text, "Demo due" in text) == (kind is HookKind.TEAMS, True)
    slack.status = 404
    host.post(f"{page}/channel/test")
    host.post(f"{page}/channel/test")  # one a minute
    tick()
    tick()
    assert [each for each in chats() if each[1]] == [(DeliveryState.DEAD, chat.NOT_TAKEN)]
    assert chat.NOT_TAKEN in host.get(f"{page}/reminders").text
    host.post(f"{page}/channel/remove")
    assert db.session.query(ChatHook).count() == 0


def hook(slack, *hackathons):
    for each in hackathons:
        values = {"program_id": each.id, "kind": "slack", "added_by_id": each.created_by_id}
        save(ChatHook(**values, address=f"{slack.url}/{each.key}"))


def test_what_died_while_sending_goes_once_more(slack, tick, clock):
    hackathon = factories.hackathon(factories.person("Ruth"), due_in=9 * DAY)
    hook(slack, hackathon)
    services.test_channel(factories.person("Ada"), hackathon)
    tick()
    tick()
    row = db.session.query(Delivery).filter_by(channel=Channel.CHAT).one()
    for state, said in ((DeliveryState.SENT, 2), (DeliveryState.UNKNOWN, 2)):
        row.state = DeliveryState.SENDING
        save(row)
        clock.shift(HOUR / 10)
        tick()
        assert (chats()[0][0], len(slack.heard)) == (state, said)


def test_one_that_raises_and_one_that_is_busy_hold_up_no_other(slack, tick, clock, monkeypatch):
    ruth = factories.person("Ruth")
    one, other = (factories.hackathon(ruth, due_in=9 * DAY) for _ in range(2))
    hook(slack, one, other)
    services.test_channel(ruth, one)
    services.test_channel(ruth, other)
    tick()
    real, broken = chat.send, f"{slack.url}/{one.key}"

    def send(said):
        if said.hook == broken:
            raise KeyError(said.hook)
        return real(said)

    monkeypatch.setattr(chat, "send", send)
    slack.status, slack.headers = 429, {"Retry_After": "600"}
    tick()
    tick()
    assert chats() == [(DeliveryState.WAITING, sending.BROKEN), (DeliveryState.WAITING, chat.BUSY)]
    slack.status = 200
    clock.shift(HOUR / 7)
    tick()
    assert len(slack.heard) == 0  # told to wait ten minutes
    clock.shift(HOUR / 30)
    tick()
    assert chats()[1] == (DeliveryState.SENT, "")
    tries = {each.attempts for each in db.session.query(Delivery).filter_by(channel=Channel.CHAT)}
    assert tries == {1, 0}
    clock.shift(HOUR)
    tick()
    assert chats()[0] == (DeliveryState.SKIPPED, "Its time had passed.")


def test_a_person_is_told_once_dates_rest_and_in_working_hours(slack, tick, clock):
    ada = factories.person("Ada")
    services.choose(ada, Category.CHANGES, Channel.CHAT, Frequency.NOW)
    hackathon = factories.hackathon(due_in=9 * DAY)
    factories.team(ada, hackathon)
    notices.tell_everyone("moved", hackathon, by_id=hackathon.created_by_id, wait=HOUR / 6)
    db.session.commit()
    tick()
    tick()
    assert (chats(ada), slack.heard) == ([(DeliveryState.WAITING, "")], [])
    [row] = db.session.query(Delivery).filter_by(channel=Channel.CHAT)
    assert row.at > core_clock.now() + HOUR / 7
    slack.user = "U1"  # an answer that is none
    clock.shift(HOUR / 4)
    tick()
    assert chats(ada) == [(DeliveryState.WAITING, chat.ODD)]
    slack.user = {"id": "U1"}
    clock.shift(10 * HOUR)  # at night
    tick()
    assert (chats(ada)[0][0], slack.heard) == (DeliveryState.WAITING, [])
    shown = db.session.query(Delivery).filter_by(channel=Channel.IN_APP, person_id=ada.id)
    inboxes.snooze(ada, [each.key for each in shown], Snooze.WEEK)
    db.session.commit()
    assert fresh(row).at > core_clock.now() + 5 * DAY
    notices.overtake(hackathon)
    db.session.commit()
    assert chats(ada) == [(DeliveryState.SKIPPED, notices.MOVED)]


def test_no_address_of_a_channel_reaches_the_log(slack, capsys):
    root = logging.getLogger()
    was, level, told = root.handlers[:], root.level, structlog.get_config()
    try:
        logs.configure("DEBUG")
        logging.getLogger("learnhub").info("it writes")
        chat.send(Post("Hi", "", "Open", "https://learn.example.org/", hook=f"{slack.url}/T1/secret"))
        chat.send(Post("Hi", "", "Open", "https://learn.example.org/", email="ada@example.org"))
    finally:
        root.handlers[:] = was
        root.setLevel(level)
        structlog.configure(**told)
    said = capsys.readouterr().err
    assert (len(slack.heard), "it writes" in said) == (2, True)
    assert not [each for each in ("secret", "ada", INSIDE) if each in said]


def test_no_host_of_the_house_is_written_to_and_nothing_in_the_clear(slack, app, monkeypatch):
    post = Post("Hi", "", "Open", "https://learn.example.org/", hook=f"{slack.url}/T1")
    clear = replace(post, hook=post.hook.replace("https:", "http:"))
    over = {"chat_hosts": "", "intranet_hosts": INSIDE}
    assert chat.send(clear).text == chat.NOT_TAKEN
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **over))
    assert chat.send(post).text == chat.NOT_TAKEN
    assert slack.heard == []


def test_what_people_typed_is_no_command_in_chat():
    post = Post("<!channel> *now* & @here", "", "Open", "https://learn.example.org/")
    assert chat._text(post).splitlines()[0] == "*&lt;!channel&gt; ∗now∗ &amp; @\u200bhere*"
