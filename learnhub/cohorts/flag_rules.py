"""The published rules for flags: which there are, and which hold for one person. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from learnhub.cohorts.deadlines import Progress

BEHIND = 0.6  # a pace below it is a flag
QUIET = timedelta(days=7)  # without an act


class Flag(StrEnum):
    """Why a facilitator might look after somebody: fixed rules, shown to the person first."""

    QUIET = "no act for 7 days"
    BEHIND = "pace below 0.6"
    OVERDUE = "something is overdue"  # or was missed
    LAPSED = "no check-in for two weeks"
    BLOCKED = "something is in the way"


LATE = (Flag.BEHIND, Flag.OVERDUE)  # what is due was not done: they are behind


def flags(
    found: Progress,
    *,
    last_act: datetime | None,
    since: datetime,
    now: datetime,
    lapsed: bool = False,
    blocked: bool = False,
) -> list[Flag]:
    """Return what the published rules say of a person who is on it, and has been `since`.

    `lapsed`: they checked in before, and not in the last two whole weeks; `blocked`: the last time, of this
    week or the one before, they said what is in the way. Nothing of who has done all that counts.
    """
    if found.of and found.done >= found.of:
        return []
    quiet = now - max(last_act or since, since) >= QUIET
    behind = found.pace is not None and found.pace < BEHIND
    held = (quiet, behind, found.overdue + found.missed > 0, lapsed, blocked)
    return [flag for holds, flag in zip(held, Flag, strict=True) if holds]
