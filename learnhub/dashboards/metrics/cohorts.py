"""How people get on in cohorts: counted from deadlines by the rules that cohorts themselves keep."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from learnhub.cohorts import deadlines
from learnhub.cohorts.deadlines import DeadlineState, effective
from learnhub.core.refs import Ref
from learnhub.dashboards.counting import Case, Counted, Due, counted
from learnhub.dashboards.metrics.asked import Asked
from learnhub.dashboards.metrics.memberships import Member
from learnhub.dashboards.periods import Period
from learnhub.programs.models import SignUpState

FIRST_WEEK = timedelta(days=7)


Judge = Callable[[Member, Period, datetime], Case | None]


def _each(judge: Judge, *, adds_up: bool = True) -> Callable[[Asked], Mapping[Period, Counted]]:
    """Make the count of one metric: `judge` says what one member is to it, or None for nothing."""

    def count(asked: Asked) -> Mapping[Period, Counted]:
        found = {}
        for period in asked.periods:
            at = min(period.until, asked.now)
            cases = [case for member in asked.members if (case := judge(member, period, at))]
            found[period] = counted(cases, asked.members_places[period] if cases else {}, adds_up=adds_up)
        return found

    return count


def _yes_or_no(member: Member, yes: bool, *more: int) -> Case:
    return Case(member.person_id, member.cohort.ref, (int(yes), 1, *more), (yes, not yes))


def _start(member: Member, period: Period, at: datetime) -> Case | None:
    shown = member.begins + FIRST_WEEK
    if not period.since <= shown < at:
        return None
    done = [mine.done_at for _, mine in member.dues if mine.done_at] + [member.came_at or shown]
    return _yes_or_no(member, min(done) < shown)


def _completion(member: Member, period: Period, at: datetime) -> Case | None:
    cohort = member.cohort
    if not period.since <= cohort.closes_at < at:
        return None
    week_one = cohort.starts_at + FIRST_WEEK
    if member.joined_at > week_one or (member.state is not SignUpState.IN and member.changed_at <= week_one):
        return None
    return _yes_or_no(member, member.completed_at is not None and member.completed_at <= cohort.closes_at)


def pace(asked: Asked) -> Mapping[Period, Counted]:
    """Count what is done of what was due, deadline by deadline, in cohorts that run at a period's end."""
    found = {}
    every = {member.cohort.ref: member for member in asked.members}.values()
    for period in asked.periods:
        at = min(period.until, asked.now)
        cases = [case for member in asked.members for case in _due(member, at)]
        sums = counted(cases, asked.members_places[period], adds_up=False)
        dues = {ref: due for member in every for ref, due in _deadlines(member, period, at)}
        found[period] = replace(sums, deadlines=dues)
    return found


def _deadlines(member: Member, period: Period, at: datetime) -> Iterator[tuple[Ref, Due]]:
    """The deadlines of this member's cohort, which are the same to all of it."""
    for ref, (due, _) in zip(member.refs, member.dues, strict=True):
        closes = member.cohort.rule.closes_at(due)
        goes_on = closes is None or at <= closes
        yield ref, Due(member.cohort.ref, (at - due).days, due >= period.since, goes_on)


def _due(member: Member, at: datetime) -> Iterator[Case]:
    """What was due by then of who is in a cohort that runs at that moment."""
    if member.state is not SignUpState.IN or not member.cohort.runs(at):
        return
    for ref, (due, mine) in zip(member.refs, member.by(at), strict=True):
        if not mine.waived and effective(due, mine.extended_to) <= at:
            done = mine.done_at is not None
            yield Case(member.person_id, ref, (int(done), 1), (done, not done))


def _on_time(member: Member, period: Period, at: datetime) -> Case | None:
    due = [
        (due, mine)
        for due, mine in member.by(at)
        if not mine.waived and period.since <= effective(due, mine.extended_to) < at
    ]
    if member.state is not SignUpState.IN or not due:
        return None
    met = sum(bool(mine.on_time) for _, mine in due)
    first = sum(mine.done_at is not None and mine.done_at <= due for due, mine in due)
    extended = sum(effective(day, mine.extended_to) > day for day, mine in due)
    sides = (met > 0, met < len(due), first > 0, first != met, extended > 0, extended < len(due))
    return Case(member.person_id, member.cohort.ref, (met, len(due), first, extended), sides)


def _overdue(member: Member, _period: Period, at: datetime) -> Case | None:
    if member.state is not SignUpState.IN or not member.cohort.runs(at):
        return None
    states = (deadlines.state(due, mine, member.cohort.rule, at) for due, mine in member.by(at))
    return _yes_or_no(member, DeadlineState.OVERDUE in states)


start, completion = _each(_start), _each(_completion)
on_time, overdue = _each(_on_time), _each(_overdue, adds_up=False)
