"""Mail that came back later, as the provider reports it, and how a person confirms the address."""

import hmac
import json
import re
from dataclasses import replace
from hashlib import sha256

import pytest

from learnhub.core import clock as core_clock
from learnhub.notifications import queries
from learnhub.notifications.sending import bounces
from tests import factories
from tests.support.rows import fresh

SECRET = "a secret of thirty-two characters or more"


@pytest.fixture
def report(app, browser, monkeypatch):
    """Report these addresses as the provider does; return the status and what is answered."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], bounce_secret=SECRET))

    def send(*addresses, stamp=None, secret=SECRET, body=None):
        body = body or json.dumps({"bounces": [{"email": each, "reason": "5.1.1"} for each in addresses]})
        stamp = stamp or str(int(core_clock.now().timestamp()))
        signed = hmac.new(secret.encode(), f"{stamp}.{body}".encode(), sha256).hexdigest()
        headers = {"X-LearnHub-Timestamp": stamp, "X-LearnHub-Signature": f"sha256={signed}"}
        answer = browser().post("/mail/bounces", data=body, headers=headers, csrf=False)
        return answer.status_code, answer.json if answer.is_json else None

    return send


@pytest.mark.usefixtures("monday")
def test_a_signed_report_of_now_marks_an_address_once_and_its_owner_confirms_it(
    report, browser, tick, mailbox, clock
):
    ada = factories.person("Ada")
    now = int(core_clock.now().timestamp())
    for stamp in (str(now - 301), str(now + 301), "", "²"):
        assert report(ada.email, stamp=stamp or "x")[0] == 403
    assert report(ada.email, secret="another")[0] == 403
    assert report(body="[]")[0] == 422
    assert report(*[ada.email] * (bounces.MOST + 1))[0] == 422
    assert queries.bounced(ada) is None
    same = str(int(core_clock.now().timestamp()))
    assert report(ada.email.upper(), "nobody@example.org", stamp=same) == (200, {"marked": 1})
    assert queries.bounced(fresh(ada)).answer == "5.1.1"
    again = report(ada.email.upper(), "nobody@example.org", stamp=same)
    assert again == (200, {"marked": 0})
    page = browser(ada)
    assert "came back" in page.get("/inbox").text
    page.post("/settings/notifications/address")
    tick()
    [mail] = mailbox.to(ada.email)
    assert queries.bounced(fresh(ada)) is not None  # taken by a server is not read by a person
    [path] = set(re.findall(r"/address/[\w.-]+", mail.get_body(("plain",)).get_content()))
    assert "Confirm my address" in browser().get(path).text
    assert queries.bounced(fresh(ada)) is not None  # a scanner opened it
    assert browser().post(path, csrf=False).status_code == 200
    assert queries.bounced(fresh(ada)) is None
    assert browser().get("/address/forged").status_code == 404


def test_without_a_secret_there_is_no_such_page(browser):
    assert browser().post("/mail/bounces", data="{}", csrf=False).status_code == 404
