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
from tests.support.chromium import chromium as real_browser
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
        self._here: list[tuple[EmailMessage, str, str]] = []  # with subject and Message-ID
        self._looked = 0

    def wait(self, subject: str) -> EmailMessage:
        """Return the next unread letter whose subject begins so, as soon as it is here."""
        found: list[EmailMessage] = []

        def arrived() -> bool:
            self._look()
            found[:] = [
                letter
                for letter, its_subject, its_id in self._here
                if its_subject.startswith(subject) and its_id not in self.read
            ]
            return bool(found)

        try:
            wait_until(arrived, seconds=SECONDS, what=f"a letter “{subject}” to {self.address}")
        except TimeoutError as late:
            late.add_note(f"here are {[(each['To'], each['Subject']) for each in self.mailbox.messages]}")
            raise
        self.read.append(found[0]["Message-ID"])
        return found[0]

    def _look(self) -> None:
        """Read the headers of what came since the last look: it is dearer than waiting, so once a letter."""
        new = self.mailbox.messages[self._looked :]
        self._looked += len(new)
        for each in new:
            if self.address in each["X-RcptTo"].split(", "):
                self._here.append((each, str(each["Subject"]), str(each["Message-ID"])))

    def link(self, subject: str) -> str:
        """Return the address behind the button of such a letter."""
        text = self.wait(subject).get_body(("plain",)).get_content()
        links = re.findall(r"^(?!Cannot come).*: (https?://\S+)", text, re.MULTILINE)
        return str(links[0])


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys: who sits down has a context of their own."""
    with real_browser() as running:
        yield running


@pytest.fixture
def people(chromium: Browser, server: object, instance: object) -> Iterator[Callable[..., Tab]]:
    """Sit somebody down at a browser of their own: `people(instance.url)`.

    They leave before what they looked at is stopped: web processes wait two seconds for who stays connected.
    """
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
