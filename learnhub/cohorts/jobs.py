"""Work that waits for its moment."""

from learnhub.cohorts import escalating, flags, pausing
from learnhub.core import clock
from learnhub.core.transaction import one_by_one, transaction


def raise_flags() -> None:
    """Look at whose name there is to be a flag, by the published rules."""
    one_by_one(lambda: flags.running(clock.now()), flags.look_at)


def escalate() -> None:
    """Tell pods and facilitators what is overdue, where the cohort agreed on it."""
    with transaction():
        escalating.escalate(clock.now())


def begin_pauses() -> None:
    """Leave those in peace whose pause begins."""
    one_by_one(lambda: pausing.to_begin(clock.now()), pausing.begin)
