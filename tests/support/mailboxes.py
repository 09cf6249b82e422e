"""A real SMTP server that keeps what it is given, and can be as difficult as servers are."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support import processes


@dataclass
class Mailbox:
    """`messages` are in the order of arrival, those included whose sender was cut off after DATA.

    `contents` are the same as they came, byte by byte.

    `at` is called with "RCPT" and an address, or with "DATA" once the content is kept, before the answer.
    """

    messages: list[EmailMessage] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    url: str = ""
    at: Callable[[str, str], None] = lambda _step, _address: None
    _refusals: dict[str, str] = field(default_factory=dict)
    _hangs: bool = False
    _cuts: int = 0

    def to(self, address: str) -> list[EmailMessage]:
        """Return the messages to `address`, by the envelope."""
        return [message for message in self.messages if address in message["X-RcptTo"].split(", ")]

    def refuse(self, answer: str = "451 4.3.0 Try again later", *, address: str = "") -> None:
        """Answer RCPT with `answer`, for one address or (without one) for all."""
        self._refusals[address] = answer

    def hang(self) -> None:
        """Take the message and never answer."""
        self._hangs = True

    def cut(self, times: int = 1) -> None:
        """Keep the next message, or the next few, and close the connection without a word."""
        self._cuts = times

    def recover(self) -> None:
        """Be a good server again; what arrived stays."""
        self._refusals.clear()
        self._hangs, self._cuts = False, 0

    def empty(self) -> None:
        """Forget everything."""
        self.recover()
        self.messages.clear()
        self.contents.clear()
        self.at = lambda _step, _address: None

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.at("RCPT", address)
        refusal = self._refusals.get(address) or self._refusals.get("")
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self._hangs:
            await asyncio.sleep(3600)
        message = BytesParser(policy=default).parsebytes(cast(bytes, envelope.content))
        message["X-RcptTo"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        self.contents.append(cast(bytes, envelope.content))
        self.at("DATA", message["X-RcptTo"])
        if self._cuts:
            self._cuts -= 1
            cast(asyncio.Transport, server.transport).abort()
        return f"250 2.0.0 Kept as {len(self.messages)}"


class Post:
    """The server around a mailbox."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self._controller = Controller(self.mailbox, hostname="127.0.0.1", port=processes.free_port())
        self._controller.start()
        self.mailbox.url = f"smtp://127.0.0.1:{self._controller.port}"

    def stop(self) -> None:
        """Close it, those that hang included."""
        self._controller.stop(no_assert=True)
