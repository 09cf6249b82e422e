"""When a cohort's dates are, and what a deadline is to a person: what holds for all of them."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from learnhub.cohorts import date_rules, deadlines, flag_rules
from learnhub.cohorts.date_rules import Calendar, MeetingDay, Offset, Step
from learnhub.cohorts.deadlines import DeadlineState, Mine, Rule, Strictness

SCHEDULE = Path(__file__).parents[1] / "data" / "courses" / "cs1114_2025_schedule.yml"
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]).map(
    ZoneInfo
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
HOURS = st.integers(0, 23).map(time)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
GAPS = st.integers(-60, 60).map(timedelta)
RULES = st.builds(Rule, st.sampled_from(Strictness), st.integers(0, 9).map(timedelta))


@st.composite
def outlines(draw: Any) -> list[Offset]:
    steps = st.builds(
        Offset,
        id=st.just(0),
        step=st.sampled_from(Step),
        week=st.integers(1, 8),
        weekday=st.none() | st.integers(0, 6),
        at=st.none() | HOURS,
        minutes=st.integers(15, 180),
        held=st.integers(0, 9).map(bool),
    )
    found = sorted(draw(st.lists(steps, max_size=20)), key=lambda each: each.week)
    return [
        Offset(number, each.step, each.week, each.weekday, each.at, each.minutes, each.held)
        for number, each in enumerate(found)
    ]


CALENDARS = st.builds(
    Calendar,
    starts=DAYS,
    zone=ZONES,
    meetings=st.lists(st.builds(MeetingDay, st.integers(0, 6), HOURS), max_size=3).map(tuple),
    holidays=st.frozensets(DAYS, max_size=30),
    blackouts=st.frozensets(DAYS, max_size=6),
    lengths=st.dictionaries(st.integers(1, 8), st.integers(1, 3), max_size=3),
)


@given(outlines(), CALENDARS)
def test_every_date_falls_on_an_allowed_day_and_at_the_wall_time_of_its_zone(
    outline: list[Offset], calendar: Calendar
) -> None:
    found = date_rules.plan(outline, calendar)
    assert list(found) == [each.id for each in outline]
    held = [found[each.id] for each in outline if each.held]
    assert all(calendar.is_open(each.wall.date()) for each in held if each.wall)
    sessions = [each.wall.date() for each in held if each.wall and each.step is Step.SESSION]
    assert len(set(sessions)) == len(sessions), "two sessions never fall on one day"
    for each in held:
        moment = each.at(calendar.zone)
        assert moment is not None
        assert each.wall is not None
        shown = moment.astimezone(calendar.zone).replace(tzinfo=None)
        assert shown == each.wall or shown - each.wall == timedelta(hours=1), (
            "the hour that spring leaves out"
        )
    assert all(found[each.id].wall is None for each in outline if not each.held)


@given(outlines(), CALENDARS, st.integers(-40, 40), st.none() | DAYS)
def test_a_shift_and_its_undo_are_the_identity(
    outline: list[Offset], calendar: Calendar, days: int, since: date | None
) -> None:
    before = date_rules.plan(outline, calendar)
    moves = date_rules.shift(before, calendar, days=days, since=since)
    after = date_rules.apply(before, moves)
    assert all(calendar.is_open(move.after.wall.date()) for move in moves if move.after.wall)
    stayed = {id_ for id_, each in before.items() if each.wall and since and each.wall.date() < since}
    assert all(after[id_] == before[id_] for id_ in stayed)
    assert date_rules.apply(after, date_rules.undo(after, moves)) == before


@given(outlines(), CALENDARS, DAYS, DAYS)
def test_a_swap_of_weeks_and_its_undo_are_the_identity(
    outline: list[Offset], calendar: Calendar, one: date, other: date
) -> None:
    before = date_rules.plan(outline, calendar)
    moves = date_rules.swap(before, calendar, one, other)
    after = date_rules.apply(before, moves)
    assert date_rules.apply(after, date_rules.undo(after, moves)) == before


@given(MOMENTS, st.none() | MOMENTS, MOMENTS)
def test_an_extension_never_moves_a_due_earlier(due: datetime, to: datetime | None, other: datetime) -> None:
    in_force = deadlines.effective(due, to)
    assert in_force >= due
    assert deadlines.effective(in_force, other) >= in_force
    assert deadlines.effective(due, max(filter(None, [to, other]))) >= in_force, "a longer one never shortens"


@given(MOMENTS, GAPS, GAPS, GAPS, RULES)
def test_whether_something_was_on_time_never_changes_after_the_fact(
    due: datetime, done: timedelta, moved: timedelta, later: timedelta, rule: Rule
) -> None:
    at = due + done
    mine = Mine(done_at=at, on_time=deadlines.is_on_time(at, due))
    then = deadlines.state(due, mine, rule, at)
    assert then is (DeadlineState.ON_TIME if at <= due else DeadlineState.LATE)
    assert deadlines.state(due + moved, mine, rule, at + abs(later)) is then


DUE = datetime(2026, 12, 1, 17, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("strictness", "after", "mine", "wanted"),
    [
        (Strictness.SOFT, -DAY, Mine(), DeadlineState.TO_COME),
        (Strictness.SOFT, 0 * DAY, Mine(), DeadlineState.TO_COME),
        (Strictness.SOFT, 30 * DAY, Mine(), DeadlineState.OVERDUE),
        (Strictness.GRACE, 2 * DAY, Mine(), DeadlineState.OVERDUE),
        (Strictness.GRACE, 4 * DAY, Mine(), DeadlineState.MISSED),
        (Strictness.HARD, DAY / 24, Mine(), DeadlineState.MISSED),
        (Strictness.HARD, DAY, Mine(extended_to=DUE + 2 * DAY), DeadlineState.EXTENDED),
        (Strictness.HARD, 3 * DAY, Mine(extended_to=DUE + 2 * DAY), DeadlineState.MISSED),
        (Strictness.SOFT, -DAY, Mine(extended_to=DUE - 3 * DAY), DeadlineState.TO_COME),
        (Strictness.HARD, 9 * DAY, Mine(waived=True), DeadlineState.WAIVED),
        (Strictness.HARD, 9 * DAY, Mine(done_at=DUE, on_time=True), DeadlineState.ON_TIME),
        (Strictness.SOFT, 9 * DAY, Mine(done_at=DUE + DAY, on_time=False), DeadlineState.LATE),
    ],
)
def test_how_a_deadline_stands(
    strictness: Strictness, after: timedelta, mine: Mine, wanted: DeadlineState
) -> None:
    assert deadlines.state(DUE, mine, Rule(strictness, 3 * DAY), DUE + after) is wanted


def test_pace_and_flags_follow_the_published_rules() -> None:
    dues = [(DUE + each * DAY, Mine()) for each in (0, 1, 2, 30)]
    dues[0] = (DUE, Mine(done_at=DUE - DAY, on_time=True))
    dues.append((DUE, Mine(waived=True)))
    now = DUE + 8 * DAY
    found = deadlines.progress(dues, Rule(), now)
    assert (found.done, found.expected, found.of, found.on_time, found.overdue) == (1, 3, 4, 1, 2)
    assert found.pace == pytest.approx(1 / 3)
    assert [point.expected for point in deadlines.burn_up(dues, [DUE, now], now)] == [1, 3]
    said = flag_rules.flags(found, last_act=DUE - DAY, since=DUE - 9 * DAY, now=now)
    assert said == [flag_rules.Flag.QUIET, flag_rules.Flag.BEHIND, flag_rules.Flag.OVERDUE]
    assert found.completes(25)
    assert not found.completes(26)
    assert flag_rules.flags(deadlines.Progress(4, 3, 4, 1, 0), last_act=None, since=DUE, now=now) == []


def test_a_real_schedule_keeps_its_wall_times_over_the_change_of_clocks() -> None:
    weeks = yaml.safe_load(SCHEDULE.read_text())["weeks"]
    outline: list[Offset] = []
    for week in weeks:
        for each in week.get("sessions") or []:
            off = "cancelled" in each["title"].lower()
            day = "MTWRF".index(each["day"])
            outline.append(
                Offset(len(outline), Step.SESSION, week["week_offset"] + 1, day, time(16, 35), 100, not off)
            )
        outline.extend(
            Offset(len(outline) + place, Step.DEADLINE, week["week_offset"] + 1, at=time(23, 59))
            for place, _ in enumerate(week.get("homework") or [])
        )
    calendar = Calendar(date(2025, 1, 13), ZoneInfo("America/New_York"))
    found = date_rules.plan(outline, calendar)
    sessions = [found[each.id] for each in outline if each.step is Step.SESSION]
    homework = [found[each.id] for each in outline if each.step is Step.DEADLINE]
    assert (len(sessions), len(homework)) == (32, 12)
    assert sum(each.wall is None for each in sessions) == 3
    held = [each for each in sessions if each.wall]
    assert {each.wall.time() for each in held if each.wall} == {time(16, 35)}
    assert {each.wall.weekday() for each in held if each.wall} == {0, 2}
    hours = [moment.hour for each in held if (moment := each.at(calendar.zone))]
    assert (hours[0], hours[-1]) == (21, 20), "winter, then summer"
    assert held[0].wall == datetime(2025, 1, 22, 16, 35)
    assert held[-1].wall == datetime(2025, 5, 5, 16, 35)
