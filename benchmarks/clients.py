"""Bounded load: a few clients with a connection each, who ask as soon as they are answered."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

Next = Callable[[], bytes]


@dataclass(slots=True)
class Answers:
    """What came back: milliseconds each, and how many were not what was wanted."""

    took: list[float] = field(default_factory=list)
    errors: int = 0


def get(path: str, cookie: str = "") -> bytes:
    return _asked("GET", path, cookie, "")


def post(path: str, cookie: str, token: str, **fields: str) -> bytes:
    return _asked("POST", path, cookie, urlencode({"csrf_token": token} | fields))


def load(port: int, asked: Iterator[bytes], wanted: int, *, clients: int, seconds: float) -> Answers:
    """Send what `asked` gives from `clients` connections until it ends or the time is over."""
    answers, lock, deadline = Answers(), threading.Lock(), time.monotonic() + seconds

    def following() -> bytes | None:
        with lock:
            return next(asked, None) if time.monotonic() < deadline else None

    def client() -> None:
        with Connection(port) as connection:
            while (request := following()) is not None:
                began = time.perf_counter()
                status = connection.ask(request)
                took = (time.perf_counter() - began) * 1000
                with lock:
                    answers.took.append(took)
                    answers.errors += status != wanted

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class Connection:
    """One kept connection that reads whole answers; it opens again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __enter__(self) -> "Connection":
        self._open()
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def ask(self, request: bytes) -> int:
        """Return the status; 0 where the connection broke."""
        try:
            self.socket.sendall(request)
            return self._read()
        except OSError:
            self.socket.close()
            self._open()
            return 0

    def _open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _read(self) -> int:
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._some()
        head = data[:end].lower()
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        missing = end + 4 + length - len(data)
        while missing > 0:
            missing -= len(self._some())
        if b"connection: close" in head:
            self.socket.close()
            self._open()
        return int(head[9:12])

    def _some(self) -> bytes:
        some = self.socket.recv(262_144)
        if not some:
            raise ConnectionResetError
        return some


def _asked(method: str, path: str, cookie: str, body: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}"]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
