"""What a policy said, as tables of tests compare it."""

from learnhub.core.policy import Verdict


def told(verdict: Verdict) -> str:
    """Return "yes", or the first sentence of the reason without its full stop."""
    return "yes" if verdict else verdict.reason.split(".")[0]
