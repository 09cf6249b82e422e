"""What the pages of a program say of messages, before anyone signs up."""

from datetime import datetime

from learnhub.core.words import counted
from learnhub.notifications import queries
from learnhub.programs.models import Program
from learnhub.programs.queries import Standing


def promise(program: Program, standing: Standing, now: datetime) -> str:
    """Say how many messages follow for someone who signs up now; who did needs no promise."""
    if standing.is_in or standing.waits or program.quiet:
        return ""
    follow = queries.messages_that_follow(program, now)
    if not follow:
        return ""
    said = counted(len(follow), "reminder")
    return f"Who signs up gets at most {said}. What you have done already, you are not reminded of."
