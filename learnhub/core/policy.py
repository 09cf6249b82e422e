"""Answers to "may they?": a yes, or a no with its reason."""

from dataclasses import dataclass

from learnhub.core.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed; otherwise `reason` is a sentence for the person."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str) -> Verdict:
    """Refuse, with a sentence that says why."""
    return Verdict(False, reason)


def require(
    verdict: Verdict, *, yours: dict[str, str] | None = None, onward: tuple[str, str] | None = None
) -> None:
    """Raise Forbidden with the verdict's reason unless it allows.

    `yours` is what would be lost by it; `onward` says and addresses where they can go instead.
    """
    if not verdict:
        raise Forbidden(verdict.reason, yours=yours, onward=onward)
