"""Web servers of this machine, for what reads the web: `site(answer)` starts one."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

INSIDE = "wiki.corp"  # what may be read
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as its server says; every connection counts."""

    def setup(self) -> None:
        super().setup()
        self.server.hits += 1

    def do_GET(self) -> None:
        self.server.answer(self)

    do_HEAD = do_POST = do_GET

    def log_message(self, *_args: object) -> None:
        pass


class Site(ThreadingHTTPServer):
    """A web server on this machine."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer, self.hits = answer, 0
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def url(self, host: str = "wiki.corp", path: str = "/") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def handle_error(self, *_args: object) -> None:
        """A reader that hangs up is what these tests are about."""


def say(handler: Handler, body: bytes = b"<title>Hi</title>", status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    sent = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | headers
    for name, value in sent.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def sites(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Answer], Site]]:
    """Start sites; their names lead to this machine for as long as this is open."""
    started: list[Site] = []
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *args: object, **options: object) -> object:
        here = host in {INSIDE, "evil.example"}
        return real("127.0.0.1" if here else host, port, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    def start(answer: Answer) -> Site:
        started.append(Site(answer))
        return started[-1]

    yield start
    for each in started:
        each.shutdown()
        each.server_close()
