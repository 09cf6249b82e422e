"""What signing up brings: notifications say it."""

from collections.abc import Callable
from datetime import datetime

from learnhub.core.points import One
from learnhub.programs.models import Program
from learnhub.programs.queries import Standing

Provider = Callable[[Program, Standing, datetime], str]
PROMISE: One[Provider] = One("how many messages follow on signing up, in a sentence")


def promise(program: Program, standing: Standing, now: datetime) -> str:
    """Return a sentence on how many messages follow, empty for who signed up already."""
    return PROMISE.given(program, standing, now) if PROMISE.given else ""
