"""The one clock. Aware UTC inside; the reader's time zone only where something is shown."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

_shift_file: Path | None = None


def shift_from(file: Path | None) -> None:
    """Add the seconds written in `file` to every reading, in all processes. For tests and journeys."""
    global _shift_file
    _shift_file = file


def now() -> datetime:
    """Return this moment, in UTC."""
    moment = datetime.now(UTC)  # noqa: TID251
    if _shift_file is not None and _shift_file.exists():
        moment += timedelta(seconds=float(_shift_file.read_text() or 0))
    return moment
