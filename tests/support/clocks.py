"""The one clock, moved: in this process and in every process that reads the same file."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from learnhub.core import clock


class Clock:
    """Moves `learnhub.core.clock`."""

    def __init__(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._file = file
        self._monkeypatch = monkeypatch

    def now(self) -> datetime:
        """Return what the product takes for now."""
        return clock.now()

    def shift(self, by: timedelta) -> datetime:
        """Move time on by `by`, in all processes, and return the new now."""
        already = float(self._file.read_text()) if self._file.exists() else 0.0
        return self._write(already + by.total_seconds())

    def set(self, moment: datetime) -> datetime:
        """Make it `moment` now, in all processes; from there time goes on."""
        return self.shift(moment - clock.now())

    def stop(self, moment: datetime) -> datetime:
        """Make it `moment`, in this process alone, until the test ends."""
        self._monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    def _write(self, seconds: float) -> datetime:
        half = self._file.with_suffix(".half")
        half.write_text(f"{seconds:.6f}")
        half.replace(self._file)  # a reader never sees half a number
        return clock.now()
