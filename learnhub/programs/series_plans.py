"""What would come of a change to several dates of a series: worked out for the preview, and done likewise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from learnhub.core import clock
from learnhub.core.errors import Invalid
from learnhub.core.walltime import instant
from learnhub.programs import series_queries, series_rules
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.series_models import Series
from learnhub.programs.series_rules import Rule


class Reach(StrEnum):
    """Which dates a change is for."""

    THIS = "this"
    FOLLOWING = "following"  # with this
    ALL = "all"  # that are to come


@dataclass(frozen=True, slots=True)
class Slot:
    """A date of the rule before and after. `new` is None where there is none any more."""

    old: datetime
    new: datetime | None
    program: Program | None  # None: an exception, or not laid out

    @property
    def is_on(self) -> bool:
        return self.program is not None and self.program.state is ProgramState.PUBLISHED

    @property
    def drifts(self) -> bool:
        """Whether it was moved by hand, away from the rule."""
        return self.is_on and self.program is not None and self.program.starts_wall != self.program.rule_wall


@dataclass(frozen=True, slots=True)
class Plan:
    """A new rule from `first` on, and what becomes of each date from there."""

    rule: Rule
    first: datetime  # the first date that the change is for, as it was
    starts: datetime  # as it will be
    minutes: int
    slots: Sequence[Slot]

    @property
    def falls(self) -> list[Program]:
        """Those for which there is no date any more."""
        return [each.program for each in self.slots if each.is_on and each.program and each.new is None]

    @property
    def drifting(self) -> list[Slot]:
        return [each for each in self.slots if each.drifts and each.new is not None]

    def moving(self, *, drifting: bool) -> list[tuple[Program, datetime]]:
        """Those whose time changes, and to when; with `drifting` also those that were moved by hand."""
        found = [
            (each.program, each.new)
            for each in self.slots
            if each.program and each.is_on and each.new and (drifting or not each.drifts)
        ]
        return [
            (program, to)
            for program, to in found
            if (program.starts_wall, _long(program)) != (to, self.minutes)
        ]


def _long(program: Program) -> int:
    return round((program.ends_wall - program.starts_wall).total_seconds() / 60)


def scope(program: Program, reach: Reach) -> list[Program]:
    """Return the dates that are to come and that a change made at one of them reaches."""
    if reach is Reach.THIS or program.series is None or program.rule_wall is None:
        return [program]
    coming = series_queries.coming(program.series, clock.now())
    if reach is Reach.ALL:
        return list(coming)
    return [each for each in coming if each.rule_wall and each.rule_wall >= program.rule_wall]


def shifting(program: Program, reach: Reach, starts: datetime, minutes: int) -> Plan:
    """Plan that dates move as this one does: by as many days, to that time. Raises Invalid."""
    series, at = program.series, program.rule_wall
    reached = scope(program, reach)
    if series is None or at is None or not reached:
        raise Invalid("It is in no series any more.", "starts")
    first = reached[0].rule_wall or at
    rule = series_rules.shifted(rest(series, first), at, starts)
    begins = first.replace(day=1) if rule.nth else first + (starts.date() - at.date())
    return plan(series, first, rule, begins.replace(hour=starts.hour, minute=starts.minute), minutes)


def plan(series: Series, first: datetime, rule: Rule, begins: datetime, minutes: int) -> Plan:
    """Plan that from its date at `first` on a series follows `rule`, from `begins` on.

    The first date becomes the first, the second the second. Raises Invalid where that would be over already.
    """
    if not 5 <= minutes <= 600:
        raise Invalid("Use 5 to 600 minutes.", "minutes")
    old = series_rules.walls(series_rules.read(series.rule), first, until=_last(series, first), most=500)
    new = series_rules.walls(rule, begins, most=len(old) or 1)
    if not new or instant(new[0], series.tz) <= clock.now():
        raise Invalid("The first date would be over already.", "starts")
    by_wall = {each.rule_wall: each for each in series_queries.from_on(series, first)}
    slots = [Slot(was, to, by_wall.get(was)) for was, to in series_rules.paired(old, new)]
    return Plan(rule, first, new[0], minutes, slots)


def rest(series: Series, first: datetime) -> Rule:
    """Return the rule as it goes on from one of its dates."""
    return series_rules.rest_of(series_rules.read(series.rule), series.starts_wall, first)


def ended(series: Series, first: datetime) -> Rule:
    """Return the rule as it ends before one of its dates."""
    return series_rules.ended_before(series_rules.read(series.rule), first)


def _last(series: Series, first: datetime) -> datetime:
    """Return up to when dates are laid out or excepted."""
    gone = [at.astimezone(series.tz).replace(tzinfo=None) for at in series_queries.exceptions(series)]
    return max([series.laid_until or first, *gone])
