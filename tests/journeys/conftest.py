"""What journeys share: a whole instance, people at browsers, and their letters."""

import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from learnhub.people.models import Person
from tests.journeys.tabs import Tab
from tests.support.chromium import sign_in
from tests.support.logins import FIELD, login
from tests.support.mailboxes import Mailbox
from tests.support.processes import wait_until
from tests.support.servers import cookie

SECONDS = 20.0


class Letters:
    """The mail of one address: each letter is read once, in the order of arrival."""

    def __init__(self, mailbox: Mailbox, address: str) -> None:
        self.mailbox, self.address = mailbox, address
        self.read: list[str] = []

    def wait(self, subject: str) -> EmailMessage:
        """Return the next unread letter whose subject begins so, as soon as it is here."""
        found: list[EmailMessage] = []

        def arrived() -> bool:
            found[:] = [
                each
                for each in self.mailbox.to(self.address)
                if each["Subject"].startswith(subject) and each["Message-ID"] not in self.read
            ]
            return bool(found)

        try:
            wait_until(arrived, seconds=SECONDS, what=f"a letter “{subject}” to {self.address}")
        except TimeoutError as late:
            late.add_note(f"here are {[(each['To'], each['Subject']) for each in self.mailbox.messages]}")
            raise
        self.read.append(found[0]["Message-ID"])
        return found[0]

    def link(self, subject: str) -> str:
        """Return the address behind the button of such a letter."""
        text = self.wait(subject).get_body(("plain",)).get_content()
        links = re.findall(r"^(?!Cannot come).*: (https?://\S+)", text, re.MULTILINE)
        return str(links[0])


@pytest.fixture
def people(chromium: Browser) -> Iterator[Callable[..., Tab]]:
    """Sit somebody down at a browser of their own: `people(instance.url)`."""
    contexts: list[BrowserContext] = []

    def sit(url: str, **options: Any) -> Tab:
        context = chromium.new_context(base_url=url, reduced_motion="reduce", **options)
        contexts.append(context)
        return Tab(context)

    yield sit
    for each in contexts:
        each.close()


@pytest.fixture
def signed_in(app: Flask, people: Callable[..., Tab]) -> Callable[..., Tab]:
    """Sit `person` down at a browser in which they are signed in."""

    def sit(url: str, person: Person, **options: Any) -> Tab:
        tab = people(url, **options)
        sign_in(tab.context, url, cookie(app, {FIELD: login(person)}))
        return tab

    return sit


@pytest.fixture
def letters(mailbox: Mailbox) -> Callable[[str], Letters]:
    """The letters to an address: `letters("ada@example.org")`."""
    return lambda address: Letters(mailbox, address)
