"""What a deadline is to one person, and how far they are. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Strictness(StrEnum):
    """What becomes of a deadline that has passed."""

    SOFT = "soft"  # it can be done late
    GRACE = "grace"  # it can be done late for some days, then it is missed
    HARD = "hard"  # it is missed


class DeadlineState(StrEnum):
    TO_COME = "to come"
    EXTENDED = "extended"
    OVERDUE = "overdue"
    MISSED = "missed"
    ON_TIME = "done on time"
    LATE = "done late"
    WAIVED = "waived"


DONE = frozenset({DeadlineState.ON_TIME, DeadlineState.LATE})
PASSED = frozenset({DeadlineState.OVERDUE, DeadlineState.MISSED})  # the due is over, and it is not done


@dataclass(frozen=True, slots=True)
class Rule:
    """How strict a cohort is; `grace` is how long after the due it can be done late."""

    strictness: Strictness = Strictness.SOFT
    grace: timedelta = timedelta(0)

    def closes_at(self, due: datetime) -> datetime | None:
        """Return when it can no longer be ticked off; None is never."""
        if self.strictness is Strictness.SOFT:
            return None
        return due + self.grace if self.strictness is Strictness.GRACE else due


@dataclass(frozen=True, slots=True)
class Mine:
    """What one person has done about a deadline. `on_time` is fixed with `done_at`, and never again."""

    extended_to: datetime | None = None
    waived: bool = False
    done_at: datetime | None = None
    on_time: bool | None = None


NOTHING = Mine()


def effective(due: datetime, extended_to: datetime | None) -> datetime:
    """Return the due in force: the later of the cohort's and one's own, so an extension never harms."""
    return max(due, extended_to) if extended_to else due


def is_on_time(done_at: datetime, due: datetime) -> bool:
    """Whether something done at that moment is on time; `due` is the one in force then."""
    return done_at <= due


def state(due: datetime, mine: Mine, rule: Rule, now: datetime) -> DeadlineState:
    """Return how a deadline stands; `due` is the cohort's."""
    if mine.waived:
        return DeadlineState.WAIVED
    if mine.done_at is not None:
        return DeadlineState.ON_TIME if mine.on_time else DeadlineState.LATE
    in_force = effective(due, mine.extended_to)
    if now <= in_force:
        return DeadlineState.EXTENDED if in_force > due else DeadlineState.TO_COME
    closes = rule.closes_at(in_force)
    return DeadlineState.OVERDUE if closes is None or now <= closes else DeadlineState.MISSED


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one person is. `expected`: whose due in force has passed. Waived ones count nowhere."""

    done: int
    expected: int
    of: int
    on_time: int
    overdue: int
    missed: int = 0

    @property
    def pace(self) -> float | None:
        """Return done / expected by now; None before the first is due."""
        return self.done / self.expected if self.expected else None

    def completes(self, percent: int) -> bool:
        """Whether that part of what counts is done."""
        return self.of > 0 and self.done * 100 >= self.of * percent

    def needed(self, percent: int) -> int:
        """Return how many are to be done for that part of what counts."""
        return -(-self.of * percent // 100)


def progress(dues: Iterable[tuple[datetime, Mine]], rule: Rule, now: datetime) -> Progress:
    """Sum up the deadlines that count: each the cohort's due, and what the person did about it."""
    known = [
        (effective(due, mine.extended_to), state(due, mine, rule, now))
        for due, mine in dues
        if not mine.waived
    ]
    return Progress(
        done=sum(found in DONE for _, found in known),
        expected=sum(due <= now for due, _ in known),
        of=len(known),
        on_time=sum(found is DeadlineState.ON_TIME for _, found in known),
        overdue=sum(found is DeadlineState.OVERDUE for _, found in known),
        missed=sum(found is DeadlineState.MISSED for _, found in known),
    )


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of the burn-up: how many were to be done by then, and how many were."""

    at: datetime
    expected: int
    done: int


def burn_up(dues: Iterable[tuple[datetime, Mine]], moments: Iterable[datetime], now: datetime) -> list[Point]:
    """Return expected and done at each of these moments; what is done is known up to `now`."""
    known = [(effective(due, mine.extended_to), mine.done_at) for due, mine in dues if not mine.waived]
    return [
        Point(
            at,
            sum(due <= at for due, _ in known),
            sum(done is not None and done <= min(at, now) for _, done in known),
        )
        for at in moments
    ]
