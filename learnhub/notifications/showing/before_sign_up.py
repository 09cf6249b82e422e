"""What the pages of a program say of messages, before anyone signs up."""

from collections.abc import Sequence
from datetime import datetime

from learnhub.cohorts import sentences
from learnhub.cohorts.models import Cohort
from learnhub.core.words import counted, joined
from learnhub.notifications import queries
from learnhub.notifications.planning import rules
from learnhub.notifications.planning.check_ins import CHECK_IN
from learnhub.notifications.planning.dues import DUE, OVERDUE, SESSION
from learnhub.notifications.planning.times import Offset
from learnhub.notifications.showing import ruling
from learnhub.programs.models import Program
from learnhub.programs.queries import Standing

NAMES = {
    DUE: "each deadline",
    SESSION: "each session",
    OVERDUE: "what is overdue",
    CHECK_IN: "the weekly check-in",
}
BEFORE = (DUE, SESSION)
TIMES = ("once", "twice", "three times", "four times")


def promise(program: Program, standing: Standing, now: datetime) -> str:
    """Say how many messages follow for someone who signs up now; who did needs no promise."""
    if standing.has_signed_up or program.quiet:
        return ""
    if isinstance(program, Cohort):
        return f"{_dated(program)} {sentences.escalates(program)}".strip()
    follow = queries.messages_that_follow(program, now)
    if not follow:
        return ""
    said = counted(len(follow), "reminder")
    return f"Who signs up gets at most {said}. What you have done already, you are not reminded of."


def _dated(cohort: Cohort) -> str:
    """Say of what in each week people are reminded, by the rules in force."""
    chosen = rules.every_rule()
    found = [(kind, ruling.offsets(kind, cohort.id, chosen)) for kind in NAMES]
    said = [f"of {NAMES[kind]} {_how(kind, offsets)}" for kind, offsets in found if offsets]
    if not said:
        return ""
    return f"Who signs up is reminded {joined(said)}: most in one mail a day, none of what is done."


def _how(kind: str, offsets: Sequence[Offset]) -> str:
    lengths = [each.words for each in offsets if kind in BEFORE and (each.days or each.seconds)]
    return f"{joined(lengths)} before" if lengths else TIMES[len(offsets) - 1]
