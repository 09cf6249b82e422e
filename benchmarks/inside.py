"""The pages driven in this process: a request of the page, one of its reference, in turn.

The servers' measure counts threads, sockets and whatever else the machine does in the seconds between a page
and its reference; here one follows the other within milliseconds, in the same process, so that what slows one
slows both. CPU is this process's, and PostgreSQL's.

The tail is of the CPU that this process takes for each request, so of what LearnHub itself adds: garbage
that is collected, what is kept for a while and found out anew. Others on the machine hardly change it.
"""

import io
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks import meters, reference
from benchmarks.report import BARS, P95, P99, REST, quantile
from benchmarks.served import stored
from learnhub.cli.web import settle

BLOCK = 4  # requests of each, then what they took: what Linux counts of PostgreSQL is not read for each
TAILS = (
    f"The tail is of the CPU of each request in this process, and may be {P95:g} and {P99:g} times the p50."
)
LEAST = 5  # blocks, however slow the machine is
Application = Callable[..., Any]


def measure(name: str, folder: Path, *, only: str, seconds: float) -> dict[str, Any]:
    """Ask for each page and its reference in turn, for `seconds` each; return a line for each page."""
    with stored(name, folder) as made:
        theirs = reference.stored(made.reference)
        settle()
        ours = made.app.wsgi_app
        visitors = [cookie for cookie, _ in made.world.visitors[: len(made.readers)]]
        lean = requests("/l4b", [cookie for cookie, _ in made.readers])
        lines = {}
        for what, path in made.world.paths.items():
            if only.lower() in what.lower():
                pair = (ours, requests(path, visitors)), (theirs, lean)
                lines[what] = line(what, *compared(*pair, made.database, seconds))
        return {"lines": lines}


def requests(path: str, cookies: list[str]) -> Iterator[dict[str, Any]]:
    """Yield what a server would hand over, for one reader after the other."""
    bare, _, query = path.partition("?")
    for cookie in cycle(cookies):
        yield {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": bare,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8500",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": cookie,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


def answer(app: Application, environ: dict[str, Any]) -> int:
    """Let it answer to the end; return how many bytes came.

    Raises RuntimeError where the answer is no page.
    """
    said: list[str] = []
    body = app(environ, lambda status, headers, exc_info=None: said.append(status))
    try:
        size = sum(map(len, body))
    finally:
        if hasattr(body, "close"):
            body.close()
    if said != ["200 OK"]:
        raise RuntimeError(f"{environ['PATH_INFO']}: {said}")
    return size


def compared(
    ours: tuple[Application, Iterator[dict[str, Any]]],
    theirs: tuple[Application, Iterator[dict[str, Any]]],
    database: tuple[int, ...],
    seconds: float,
) -> tuple[list[float], list[float], list[float], int]:
    """Return the CPU ms a request of each block, of ours and of theirs beside it, each of ours, our bytes."""
    for app, asked in (theirs, ours):
        size = max(answer(app, next(asked)) for _ in range(2 * BLOCK))
    used: tuple[list[float], list[float]] = [], []
    each: dict[Application, list[float]] = {ours[0]: [], theirs[0]: []}
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or len(used[1]) < LEAST:
        for (app, asked), took in zip((ours, theirs), used, strict=True):
            block = [next(asked) for _ in range(BLOCK)]
            stored_before, before = meters.cpu(*database), time.process_time_ns()
            for environ in block:
                began = time.thread_time_ns()
                answer(app, environ)
                each[app].append((time.thread_time_ns() - began) / meters.NANOSECONDS_A_MS)
            own = (time.process_time_ns() - before) / meters.NANOSECONDS_A_MS
            took.append((own + meters.cpu(*database) - stored_before) / BLOCK)
    return *used, each[ours[0]], size


def line(what: str, ours: list[float], theirs: list[float], each: list[float], size: int) -> dict[str, Any]:
    name, times = BARS.get(what, REST)
    ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    ratio = round(statistics.median(ratios), 2)
    quarters = [round(each, 2) for each in statistics.quantiles(ratios, n=4)[::2]]
    return {
        "CPU ms": round(statistics.median(ours), 2),
        f"{name}, CPU ms": round(statistics.median(theirs), 2),
        "ratio": ratio,
        "half of the ratios": quarters,
        "bar": times,
        "holds": ratio <= times,
        **{f"p{part}/p50": round(quantile(each, part / 100) / quantile(each, 0.5), 2) for part in (95, 99)},
        "bytes": size,
        "requests": len(ours) * BLOCK,
    }


def table(name: str, result: dict[str, Any]) -> str:
    """Return the lines as a table for people."""
    heads = ("CPU ms", "l4b", "ratio", "half of them", "bar", "verdict", "p95/p50", "p99/p50", "bytes", "n")
    rows = [f"| {name}, inside | " + " | ".join(heads) + " |"]
    rows.append("|" + " --- |" * (len(heads) + 1))
    for what, each in result["lines"].items():
        verdict = "holds" if each["holds"] else "misses"
        low, high = each["half of the ratios"]
        cells = [what, each["CPU ms"], each["l4b, CPU ms"], each["ratio"], f"{low}–{high}", each["bar"]]
        cells += [verdict, *(each[key] for key in ("p95/p50", "p99/p50", "bytes", "requests"))]
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join([*rows, "", TAILS, ""])
