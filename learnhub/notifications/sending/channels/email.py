"""Mail: what a message looks like, with text and HTML parts, and from where it goes."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from email.headerregistry import Address, BaseHeader
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache

import css_inline
from flask import current_app

from learnhub.calendars.invitations import Invitation
from learnhub.core import clock
from learnhub.core.text import ascii_email, one_line
from learnhub.notifications.sending.channels.headers import MAIL, phrase
from learnhub.notifications.sending.channels.smtp import Line, Server
from learnhub.settings import Settings
from learnhub.web import mail


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a digest."""

    subject: str
    lead: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """All that a mail says. It may hold a secret: send it, keep it nowhere."""

    message_id: str
    to_name: str
    to: str
    subject: str
    house: str  # the organisation's name
    lead: str
    button: str
    url: str
    zone: str
    category: str
    label: str
    why_url: str = ""
    settings_url: str = ""
    unsubscribe_url: str = ""
    items: Sequence[Item] = ()
    invitation: Invitation | None = None


def settings() -> Settings:
    """Return the settings of this installation."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def line() -> AbstractContextManager[Line | None]:
    """Return the one connection of a batch; None where no mail server is set up."""
    return Line(Server.from_url(settings().smtp_url)) if mail.is_set_up() else nullcontext(None)


def domain() -> str:
    """Return the part behind the @ of our own address."""
    return settings().mail_from.rpartition("@")[2] or "localhost"


def compose(letter: Letter) -> EmailMessage:
    """Make the mail. Raises ValueError for what no header can hold."""
    message = EmailMessage(policy=MAIL)
    house = f"{letter.house} on LearnHub" if letter.house else "LearnHub"
    message["From"] = _sender(house, settings().mail_from)
    message["To"] = _address(letter.to_name, letter.to)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = _same("Auto-Submitted", "auto-generated")
    message["X-Auto-Response-Suppress"] = _same("X-Auto-Response-Suppress", "All")
    message["List-Id"] = _same("List-Id", f"{phrase(letter.label)} <{letter.category}.learnhub.{domain()}>")
    if letter.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = _same("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    message.set_content(_render("email/message.txt", letter))
    message.add_alternative(css_inline.inline(_render("email/message.html", letter)), subtype="html")
    if letter.invitation:
        _add_calendar(message, letter.invitation)
    return message


def _add_calendar(message: EmailMessage, invitation: Invitation) -> None:
    """Add the last of the alternatives, which is the one that mail programs with a calendar take."""
    told = {"method": invitation.method, "charset": "utf-8"}
    message.add_alternative(invitation.body, maintype="text", subtype="calendar", params=told, cte="base64")


@lru_cache(maxsize=64)
def _same(name: str, value: str) -> BaseHeader:
    """Return a header that many mails bear, read once."""
    return _made(name, value)


def _made(name: str, value: str | Address) -> BaseHeader:
    made: BaseHeader = MAIL.header_factory(name, value)
    return made


@lru_cache(maxsize=8)
def _sender(name: str, address: str) -> BaseHeader:
    return _made("From", _address(name, address))


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=ascii_email(one_line(address)))


def _render(template: str, letter: Letter) -> str:
    return current_app.jinja_env.get_template(template).render(letter=letter)
