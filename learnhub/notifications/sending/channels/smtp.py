"""Handing mail to the server: one connection for a batch, and an honest answer for each message."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS = 15  # to wait for one answer of the server


class Outcome(StrEnum):
    TAKEN = "taken"
    LATER = "later"  # this message was not taken, try again
    AWAY = "away"  # the server cannot be used at all
    REFUSED = "refused"  # this recipient, or this message, for good
    UNKNOWN = "unknown"  # the server had it all, and did not answer
    UNSENDABLE = "unsendable"  # no mail can be made of it


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: Outcome
    text: str = ""
    wait: timedelta = timedelta(0)  # how long it wants to be left alone, where it says so


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in, as LEARNHUB_SMTP_URL says it."""

    host: str
    port: int
    user: str
    password: str
    tls: bool  # from the first byte
    starttls: bool  # insist on it; otherwise it is used where it is offered
    seconds: float

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read what settings let pass: smtp://user:password@host:port, smtps://…, ?starttls, ?timeout.

        A password never goes in the clear, unless ?starttls=0 says that it may.
        """
        parts = urlsplit(url)
        options = parse_qs(parts.query, keep_blank_values=True)
        tls = parts.scheme == "smtps"
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or (465 if tls else 25),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
            starttls=options.get("starttls", ["1" if parts.username else "0"])[0] != "0",
            seconds=float(options.get("timeout", [str(SECONDS)])[0]),
        )

    def connect(self) -> smtplib.SMTP:
        """Open a connection, ready for messages. Raises OSError or SMTPException."""
        secure = _trusted()
        if self.tls:
            line: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.seconds, context=secure)
        else:
            line = smtplib.SMTP(self.host, self.port, timeout=self.seconds)
        try:
            line.ehlo_or_helo_if_needed()
            if not self.tls and (self.starttls or line.has_extn("starttls")):
                line.starttls(context=secure)
                line.ehlo()
            if self.user:
                line.login(self.user, self.password)
        except BaseException:  # whatever ends it, a job's time limit too: no line is left open
            line.close()
            raise
        return line


def trouble(server: Server, sender: str) -> str:
    """Ask the server whether it takes mail from us, without sending any; "" where it does."""
    try:
        line = server.connect()
        code, text = line.mail(sender)
        line.quit()
    except (OSError, smtplib.SMTPException) as error:
        return _text(error)
    return "" if code == 250 else _said(code, text)


class Line:
    """One connection, opened by the first message and opened again after trouble."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            try:
                self._line.quit()
            except (OSError, smtplib.SMTPException):
                self._line.close()

    def send(self, message: bytes, *, sender: str, to: str) -> Answer:
        """Hand one message to one recipient, and say what became of it. Raises nothing of the network."""
        try:
            answer = self._envelope(sender, to)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer(Outcome.AWAY, _text(error))
        except BaseException:  # whatever ends it in mid-exchange: the next message begins another
            self._drop()
            raise
        return answer if isinstance(answer, Answer) else self._content(answer, message)

    def _envelope(self, sender: str, to: str) -> smtplib.SMTP | Answer:
        """Name sender and recipient. What is wrong with the sender is no fault of the recipient's."""
        line, code, text = self._begin(sender)
        if code != 250:
            self._drop()
            return Answer(Outcome.AWAY, _said(code, text))
        code, text = line.docmd("RCPT", f"TO:<{to}>")
        if code in (250, 251):
            return line
        line.rset()
        return Answer(Outcome.REFUSED if code >= 500 else Outcome.LATER, _said(code, text))

    def _begin(self, sender: str) -> tuple[smtplib.SMTP, int, bytes]:
        """Name the sender: on a new line where that of the message before has ended since."""
        if self._line is not None:
            try:
                code, text = _from(self._line, sender)
                if code == 250:
                    return self._line, code, text
            except (OSError, smtplib.SMTPException):
                pass
            self._drop()
        self._line = self._server.connect()
        return self._line, *_from(self._line, sender)

    def _content(self, line: smtplib.SMTP, content: bytes) -> Answer:
        try:
            code, text = line.data(content)
        except smtplib.SMTPDataError as error:  # refused before the content
            self._drop()
            return Answer(Outcome.LATER, _text(error))
        except Exception as error:  # whatever it was, a job's time limit too: the server may have it all
            self._drop()
            return Answer(Outcome.UNKNOWN, _text(error))
        if code == 250:
            return Answer(Outcome.TAKEN, _said(code, text))
        return Answer(Outcome.REFUSED if code >= 500 else Outcome.LATER, _said(code, text))

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _from(line: smtplib.SMTP, sender: str) -> tuple[int, bytes]:
    """Name the sender, bare as it is: `smtplib` would take each address apart first."""
    return line.docmd("MAIL", f"FROM:<{sender}>")


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities of this machine: reading them costs more than a message does."""
    return ssl.create_default_context()


def _said(code: int, text: bytes | str) -> str:
    written = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {written}"


def _text(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__
