"""What the pages of a program say of messages, before anyone signs up."""

from datetime import datetime

from learnhub.cohorts.models import Cohort
from learnhub.core.words import counted
from learnhub.notifications import queries
from learnhub.programs.models import Program
from learnhub.programs.queries import Standing

DATED = (
    "Who signs up is reminded of each deadline three days and a day before, of each session a day before, "
    "and once of what is overdue: most in one mail a day, none of what is done."
)


def promise(program: Program, standing: Standing, now: datetime) -> str:
    """Say how many messages follow for someone who signs up now; who did needs no promise."""
    if standing.is_in or standing.waits or program.quiet:
        return ""
    if isinstance(program, Cohort):
        return DATED
    follow = queries.messages_that_follow(program, now)
    if not follow:
        return ""
    said = counted(len(follow), "reminder")
    return f"Who signs up gets at most {said}. What you have done already, you are not reminded of."
