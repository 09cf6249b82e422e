"""Before what people are reminded, and how long before: the organisation's defaults and what they come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.hackathons.models import Hackathon
from learnhub.notifications.models import ChatHook, ReminderRule
from learnhub.notifications.planning.check_ins import CHECK_IN
from learnhub.notifications.planning.decisions import AGAIN, DECISION, LONGEST, MORNING, TWICE
from learnhub.notifications.planning.dues import ASKED, DUE, JUDGING, OVERDUE, SESSION, Due, dues
from learnhub.notifications.planning.times import Offset
from learnhub.programs.models import Program

HORIZON = timedelta(days=8)  # a week and a day: who works on one day of it hears on that day
DEBOUNCE = timedelta(minutes=10)  # dates that move again within this are told once
DEFAULT = "default"

DEFAULTS: dict[str, tuple[Offset, ...]] = {
    "demo_due": (Offset(days=7), Offset(days=2), Offset(seconds=24 * 3600), Offset(seconds=3 * 3600)),
    "team_due": (Offset(days=2), Offset(seconds=24 * 3600)),
    "program_starts": (Offset(days=7), Offset(days=1)),
    "still_waiting": (Offset(days=1),),
    "talk_starts": (Offset(days=1),),
    "feedback_asked": (Offset(days=7),),  # of a week in which it can be given: when the talk ends
    "changed_7": (Offset(days=7),),
    "changed_30": (Offset(days=7),),
    DUE: (Offset(days=3), Offset(days=1)),
    OVERDUE: (Offset(days=0),),  # when the due has passed
    SESSION: (Offset(days=1),),
    CHECK_IN: (Offset(days=3, wall=time(15)),),  # of a week that ends on Sunday
    JUDGING: (Offset(days=1),),
    DECISION: (Offset(days=0, wall=MORNING),),
    AGAIN: tuple(Offset(days=(LONGEST - each).days) for each in TWICE),
}
STARTS = ("program_starts", "talk_starts")  # also for speakers and those who take a part
KINDS_OF: dict[str, tuple[str, ...]] = {  # by kind of program, as hosts read them
    "hackathon": ("program_starts", "team_due", "demo_due", JUDGING, "still_waiting", DECISION, AGAIN),
    "talk": ("talk_starts", "still_waiting", *ASKED),
    "cohort": ("program_starts", SESSION, DUE, OVERDUE, CHECK_IN, "still_waiting"),
}
FIXED = (OVERDUE, *ASKED, AGAIN)  # their moments are given: on or off
POSTED = ("moved", "place_changed", "cancelled", *STARTS, "demo_due")  # also into the channel of the program
AFTER = timedelta(days=max(ASKED.values()))  # the end of a talk


class Way(NamedTuple):
    """An offset, the rule that says so, and since when it stands: what was before is not made up for."""

    rule: str
    offset: Offset
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reminder of one due, for everyone whom its kind concerns."""

    due: Due
    rule: str
    offset: Offset
    fire_at: datetime
    since: datetime | None = None  # its rule stands

    @property
    def kind(self) -> str:
        return self.due.kind

    def key(self, person: str) -> str:
        """Return the occurrence key: one per person, whatever roles they hold and whichever rule says so."""
        subject = f"{self.due.subject.kind}:{self.due.subject.id}"
        return f"{self.kind}|{subject}|{person}|{self.offset}|{self.due.rev}"


def has_channel(program: Program) -> bool:
    """Whether what is said of the program is posted into a channel as well."""
    hook = kept(lambda of: select(ChatHook.id).where(ChatHook.program_id == of), program.id)
    return db.session.scalar(*hook) is not None


def every_rule() -> Sequence[ReminderRule]:
    """Return the rules that stand in for the defaults."""
    return db.session.scalars(*kept(lambda: select(ReminderRule).order_by(ReminderRule.id))).all()


def ways(kind: str, program_id: int | None, rules: Iterable[ReminderRule]) -> list[Way]:
    """Return the program's own rules, else the organisation's, else the defaults."""
    mine = [rule for rule in rules if rule.kind == kind]
    for scope in dict.fromkeys((program_id, None)):
        if chosen := [rule for rule in mine if rule.program_id == scope]:
            return [
                Way(str(rule.id), Offset(rule.days, rule.wall, rule.seconds), rule.created_at)
                for rule in chosen
                if rule.active
            ]
    return [Way(DEFAULT, offset) for offset in DEFAULTS[kind]]


def occasions(program: Program, rules: Sequence[ReminderRule], dated: Iterable[Due] = ()) -> list[Occasion]:
    """Return all reminders of a program, past ones too, in the order in which they go.

    `dated` are those of its dates that are rows of their own: see `dues.dated` and `dues.ahead`.
    """
    chosen = {kind: ways(kind, program.id, rules) for kind in KINDS_OF[program.kind]}
    found = [
        Occasion(due, way.rule, way.offset, _fires(due, way.offset, program), way.since)
        for due in (*dues(program), *dated)
        for way in chosen[due.kind]
    ]
    there = [each for each in found if each.kind != CHECK_IN or _runs(program, each.fire_at)]
    return sorted(there, key=lambda occasion: (occasion.fire_at, occasion.kind))


def _runs(program: Program, moment: datetime) -> bool:
    return program.starts_at <= moment < program.ends_at


def _fires(due: Due, offset: Offset, program: Program) -> datetime:
    at = offset.before(due.wall, ZoneInfo(due.zone) if due.zone else program.tz, due.at)
    return max(at, due.since) if due.since and offset.days == 0 else at


def next_moment(program: Program, now: datetime) -> datetime | None:
    """Return the next date of the program: what a notice about it is measured against."""
    moments = [program.starts_at, program.ends_at]
    if isinstance(program, Hackathon):
        moments += [moment for window in program.openings for moment in (window.opens_at, window.closes_at)]
    return min((moment for moment in moments if moment > now), default=None)
