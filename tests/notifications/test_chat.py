"""Chat: to people by a Slack app, and into the channel of a program, through a real server."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from learnhub.core.db import db
from learnhub.notifications import services
from learnhub.notifications.models import (
    Category,
    Channel,
    ChatHook,
    Delivery,
    DeliveryState,
    Frequency,
    HookKind,
)
from learnhub.notifications.sending.channels import chat
from learnhub.notifications.sending.channels.chat import Post
from tests import factories
from tests.support.rows import save
from tests.support.sites import INSIDE, say, sites

pytestmark = pytest.mark.usefixtures("monday")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KNOWN = "ada"


class Slack:
    """Slack's API and channels, as far as we use them: `heard` is what was said, `status` what it answers."""

    def __init__(self):
        self.heard, self.status, self.url = [], 200, ""

    def __call__(self, handler):
        path = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        if self.status != 200:
            return say(handler, b"no_service", self.status)
        if path.path == "/users.lookupByEmail":
            assert handler.headers["Authorization"] == "Bearer xoxb-1"
            known = parse_qs(path.query)["email"][0].startswith(KNOWN)
            answer = (
                {"ok": True, "user": {"id": "U1"}} if known else {"ok": False, "error": "users_not_found"}
            )
            return say(handler, json.dumps(answer).encode())
        self.heard.append(json.loads(body))
        return say(handler, b'{"ok": true}')


@pytest.fixture
def slack(monkeypatch, app):
    answers = Slack()
    with sites(monkeypatch) as start:
        answers.url = start(answers).url(path="")
        over = {"slack_token": "xoxb-1", "slack_api": answers.url, "intranet_hosts": INSIDE}
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **over))
        yield answers


def chats(person=None):
    db.session.rollback()
    found = db.session.query(Delivery).filter_by(channel=Channel.CHAT)
    mine = found.filter_by(person_id=person.id if person else None)
    return [(each.state, each.reason) for each in mine.order_by(Delivery.id)]


def test_who_chose_it_is_told_in_slack_once_and_who_is_unknown_there_is_said(slack, tick, clock):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    for each in (ada, bob):
        services.choose(each, Category.DEADLINES, Channel.CHAT, Frequency.NOW)
    factories.team(ada, factories.hackathon(due_in=2 * DAY), bob, eve)
    clock.shift(DAY)
    tick()
    tick()
    [said] = [each for each in slack.heard if "Demo due" in each["text"]]
    assert said["channel"] == "U1"
    assert (chats(ada), chats(eve)) == ([(DeliveryState.SENT, "")], [])
    assert chats(bob) == [(DeliveryState.DEAD, chat.TROUBLES["users_not_found"])]


@pytest.mark.parametrize("kind", [*HookKind])
def test_a_program_writes_into_its_channel_and_tries_again(kind, slack, tick, clock, browser):
    ruth = factories.person("Ruth")
    hackathon = factories.hackathon(ruth, due_in=2 * DAY)
    page = f"/programs/{hackathon.key}"
    address = f"{slack.url}/services/T1/secret"
    host = browser(ruth)
    assert host.post(f"{page}/channel", data={"kind": kind, "address": "wiki"}).status_code == 422
    host.post(f"{page}/channel", data={"kind": kind, "address": address})
    assert "secret" not in host.get(f"{page}/reminders").text
    assert browser(factories.person("Eve")).post(f"{page}/channel/test").status_code == 403
    slack.status = 503
    tick()
    assert chats() == [(DeliveryState.WAITING, "The chat answers 503.")]
    slack.status = 200
    clock.shift(2 * HOUR / 60)
    tick()
    assert chats() == [(DeliveryState.SENT, "")]
    clock.shift(DAY)
    tick()
    tick()
    assert len(slack.heard) == 2
    text = json.dumps(slack.heard[-1])
    assert ("AdaptiveCard" in text, "Demo due" in text) == (kind is HookKind.TEAMS, True)
    slack.status = 404
    host.post(f"{page}/channel/test")
    tick()
    assert chats()[-1] == (DeliveryState.DEAD, chat.GONE)
    assert chat.GONE.split(":")[0] in host.get(f"{page}/reminders").text
    host.post(f"{page}/channel/remove")
    assert db.session.query(ChatHook).count() == 0


def test_what_died_while_sending_goes_once_more(slack, tick, clock):
    hackathon = factories.hackathon(factories.person("Ruth"), due_in=9 * DAY)
    save(
        ChatHook(
            program_id=hackathon.id,
            kind="slack",
            address=f"{slack.url}/x",
            added_by_id=hackathon.created_by_id,
        )
    )
    services.test_channel(factories.person("Ada"), hackathon)
    tick()
    row = db.session.query(Delivery).filter_by(channel=Channel.CHAT).one()
    for state, said in ((DeliveryState.SENT, 2), (DeliveryState.UNKNOWN, 2)):
        row.state = DeliveryState.SENDING
        save(row)
        clock.shift(HOUR / 10)
        tick()
        assert (chats()[0][0], len(slack.heard)) == (state, said)


def test_what_people_typed_is_no_command_in_chat():
    post = Post("<!channel> *now* & @here", "", "Open", "https://learn.example.org/")
    assert chat._text(post).splitlines()[0] == "*&lt;!channel&gt; ∗now∗ &amp; @\u200bhere*"
