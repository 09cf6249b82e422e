"""The one clock. Aware UTC inside; the reader's time zone only where something is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path

_shift_file: Path | None = None
_then: ContextVar[datetime | None] = ContextVar("then", default=None)


def shift_from(file: Path | None) -> None:
    """Add the seconds written in `file` to every reading, in all processes. For tests and journeys."""
    global _shift_file
    _shift_file = file


def now() -> datetime:
    """Return this moment, in UTC."""
    if (then := _then.get()) is not None:
        return then
    moment = datetime.now(UTC)  # noqa: TID251  (the one clock)
    return moment if _shift_file is None else moment + _shift(_shift_file)


def _shift(file: Path) -> timedelta:
    """Read it without a buffer: it is read each time that something asks what time it is."""
    try:
        with file.open("rb", buffering=0) as opened:
            return timedelta(seconds=float(opened.read() or 0))
    except FileNotFoundError:
        return timedelta()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Live through a past moment: the demo organisation's history is made by the services themselves."""
    token = _then.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _then.reset(token)
