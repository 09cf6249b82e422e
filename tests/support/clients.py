"""Clients of a real server: many at once, behind a barrier, each measured."""

import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from learnhub.people.models import Person
from tests.support.logins import FIELD, login
from tests.support.servers import cookie

Result = TypeVar("Result")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """`seconds` from the first byte sent to the last received."""

    status: int
    location: str
    text: str
    seconds: float


class Client:
    """A person's browser, as far as a race needs one: one session, a new connection for each request."""

    def __init__(self, app: Flask, url: str, person: Person | None = None) -> None:
        """Sign `person` in by a row, so this needs the test's application context."""
        self._where = urlsplit(url)
        raw = hashlib.sha1(secrets.token_bytes(16)).hexdigest()
        session = {"csrf_token": raw}
        if person is not None:
            session[FIELD] = login(person)
        token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(raw)
        self.headers = {"Cookie": cookie(app, session), "X-CSRFToken": str(token), "Referer": url}

    def get(self, path: str) -> Answer:
        return self._send("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        return self._send("POST", path, urlencode(fields))

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> Answer:
        """Post a form with one file."""
        mark = secrets.token_hex(16)
        parts = [f'"{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
        parts.append(f'"{name}"; filename="{name}"\r\n\r\n'.encode() + content)
        heads = (f"--{mark}\r\nContent-Disposition: form-data; name=".encode() + part for part in parts)
        body = b"\r\n".join([*heads, f"--{mark}--\r\n".encode()])
        return self._send("POST", path, body, kind=f"multipart/form-data; boundary={mark}")

    def trickle(self, path: str, fields: dict[str, str], *, seconds: float, pieces: int = 20) -> Answer:
        """Post a form whose body arrives in `pieces` over `seconds`."""
        body = urlencode(fields).encode()
        lines = [
            f"POST {path} HTTP/1.1",
            f"Host: {self._where.netloc}",
            f"Content-Length: {len(body)}",
            f"Content-Type: {FORM}",
            "Connection: close",
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]
        begun = time.monotonic()
        with socket.create_connection(
            (str(self._where.hostname), self._where.port or 80), timeout=30
        ) as line:
            line.sendall("\r\n".join([*lines, "", ""]).encode())
            size = max(1, -(-len(body) // pieces))
            for start in range(0, len(body), size):
                time.sleep(seconds / pieces)
                line.sendall(body[start : start + size])
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        status = int(answer.split(b" ", 2)[1])
        return Answer(status, "", answer.decode(errors="replace"), time.monotonic() - begun)

    def _send(self, method: str, path: str, body: str | bytes | None = None, kind: str = FORM) -> Answer:
        headers = dict(self.headers)
        if body is not None:
            headers["Content-Type"] = kind
        connection = HTTPConnection(str(self._where.hostname), self._where.port, timeout=60)
        begun = time.monotonic()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            seconds = time.monotonic() - begun
            return Answer(answer.status, answer.getheader("Location", "") or "", text, seconds)
        finally:
            connection.close()


def together(acts: Sequence[Callable[[], Result]]) -> list[Result]:
    """Do all `acts` at the same moment, each in its thread; return their results in the order given."""
    barrier = threading.Barrier(len(acts))

    def act(one: Callable[[], Result]) -> Result:
        barrier.wait(30)
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))
