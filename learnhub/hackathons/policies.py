"""Who may do what with the parts of a hackathon. Facts in, verdict out."""

from datetime import datetime

from learnhub.core import words
from learnhub.core.policy import YES, Verdict, no


def may_remove_prize(*, entered: int, snapshot_at: datetime, now: datetime) -> Verdict:
    """Until submitting has closed, grace included; afterwards only what no demo was handed in for."""
    if not entered or now < snapshot_at:
        return YES
    demos = "One demo was" if entered == 1 else f"{words.counted(entered, 'demo').capitalize()} were"
    return no(f"{demos} handed in for it, so it stays.")
