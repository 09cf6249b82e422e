"""The one table of periodic jobs. A job is idempotent: it may run twice, late, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Periodic:
    """`name` is part of a job's id: letters, digits, `-` and `_` only. `every` counts from midnight UTC."""

    name: str
    job: Callable[[], None]
    every: timedelta


JOBS: tuple[Periodic, ...] = ()
