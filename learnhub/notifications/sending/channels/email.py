"""Mail: what a message looks like, with text and HTML parts, and from where it goes."""

from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from email.utils import format_datetime
from functools import lru_cache

from flask import current_app
from jinja2 import Environment, Template

from learnhub.calendars.invitations import Invitation
from learnhub.core import clock
from learnhub.core.text import one_line
from learnhub.notifications.sending.channels.headers import mailbox, phrase, whole, words
from learnhub.notifications.sending.channels.smtp import Line, Server
from learnhub.settings import Settings
from learnhub.web import mail

BOUNDARY = b"=_part"  # which neither quoted-printable nor base64 can hold
SAME = (
    "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n"
    f'Content-Type: multipart/alternative; boundary="{BOUNDARY.decode()}"\r\n\r\n'
)


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


def compose(letter: Letter) -> bytes:
    """Make the mail. Raises ValueError for what no header can hold."""
    house = f"{letter.house} on LearnHub" if letter.house else "LearnHub"
    head = [
        _sender(house, settings().mail_from),
        whole("To", mailbox(letter.to_name, letter.to)),
        words("Subject", one_line(letter.subject)),
        whole("Date", format_datetime(clock.now())),
        whole("Message-ID", letter.message_id),
        _list_id(letter.label, letter.category, domain()),
        *(_leaving(letter.unsubscribe_url) if letter.unsubscribe_url else ()),
        SAME,
    ]
    parts = [_text("plain", _plain(letter)), _text("html", _page(letter))]
    if letter.invitation:
        parts.append(_calendar(letter.invitation))
    body = b"".join(b"--%b\r\n%b\r\n" % (BOUNDARY, part) for part in parts)
    return b"%b%b--%b--\r\n" % ("".join(head).encode("ascii"), body, BOUNDARY)


def _text(subtype: str, text: str) -> bytes:
    """Return a part in quoted-printable, which every server hands on as it is."""
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
    lines = b2a_qp(text.encode(), istext=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return b"%b\r\n%b" % (head.encode("ascii"), lines)


def _calendar(invitation: Invitation) -> bytes:
    """Return the last of the alternatives, which is the one that mail programs with a calendar take."""
    kind = f'text/calendar; charset="utf-8"; method={invitation.method}'
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
    return b"%b\r\n%b" % (head.encode("ascii"), encodebytes(invitation.body).replace(b"\n", b"\r\n"))


@lru_cache(maxsize=64)
def _list_id(label: str, category: str, host: str) -> str:
    return whole("List-Id", f"{phrase(label)} <{category}.learnhub.{host}>")


@lru_cache(maxsize=8)
def _sender(name: str, address: str) -> str:
    return whole("From", mailbox(name, address))


def _leaving(url: str) -> tuple[str, str]:
    """Return what lets mail programs show a button to end mail of this kind (RFC 8058)."""
    one_click = "List-Unsubscribe=One-Click"
    return whole("List-Unsubscribe", f"<{url}>"), whole("List-Unsubscribe-Post", one_click)


def _plain(letter: Letter) -> str:
    return current_app.jinja_env.get_template("email/message.txt").render(letter=letter)


def _page(letter: Letter) -> str:
    return _styled(current_app.jinja_env).render(letter=letter)


@lru_cache(maxsize=1)
def _styled(environment: Environment) -> Template:
    """Return the template with its styles written to where they count: done once, and not for each mail."""
    import css_inline

    loader = environment.loader
    assert loader is not None
    source = loader.get_source(environment, "email/message.html")[0]
    return environment.from_string(css_inline.inline(source))
