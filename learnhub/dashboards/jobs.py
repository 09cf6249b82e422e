"""The work on figures. Each job may run twice, late, or not at all."""

from learnhub.core import clock
from learnhub.core.queue import slow
from learnhub.core.transaction import transaction
from learnhub.dashboards import mailing, upkeep


def refresh() -> None:
    """Count anew what is dirty."""
    upkeep.refresh()


@slow
def rebuild() -> None:
    """Write every figure anew, from the acts; those that stand for a week, only if they cannot stay."""
    upkeep.rebuild(holds=True)


def compare() -> None:
    """Compare four weeks with the acts."""
    with transaction():
        upkeep.compare()


def mail() -> None:
    """Tell who is to have a dashboard by mail."""
    with transaction():
        mailing.send(clock.now())
