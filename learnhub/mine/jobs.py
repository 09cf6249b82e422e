"""The nightly work on what is kept no longer. It may run twice, late, or not at all."""

from learnhub.core.queue import slow
from learnhub.mine import retention_sweep


@slow
def sweep() -> None:
    """Empty, delete and erase what was kept for long enough."""
    retention_sweep.sweep()
