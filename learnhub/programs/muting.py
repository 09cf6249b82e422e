"""Whether somebody hears of a program: notifications know it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from learnhub.core.points import One
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.queries import Standing

Provider = Callable[[Person, Any], bool]
MUTED: One[Provider] = One("whether a person muted a program")


def is_muted(person: Person, program: Program, standing: Standing, now: datetime) -> bool | None:
    """Return whether the person muted it; None where little comes of it to them, or none."""
    theirs = standing.signup is not None or bool(standing.does)
    over = program.state is not ProgramState.PUBLISHED or program.ends_at <= now
    if not theirs or over or MUTED.given is None:
        return None
    return MUTED.given(person, program)
