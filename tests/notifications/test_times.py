"""Offsets and working hours, across the changes of clocks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.core.walltime import instant
from learnhub.notifications.planning.times import Hours, Offset, brought_forward
from learnhub.people.hours import Window

OFFICE = ("01234", time(9), time(17))


def hours(zone="UTC", days="01234", starts=time(9), ends=time(17), quiet=()):
    return Hours(zone, starts, ends, days, quiet)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "due", "days", "expected"),
    [
        (
            "Europe/Stockholm",
            datetime(2026, 10, 28, 18),
            7,
            "2026-10-21T16:00",
        ),
        ("Europe/Stockholm", datetime(2027, 3, 31, 18), 7, "2027-03-24T17:00"),
        ("America/New_York", datetime(2026, 11, 4, 18), 7, "2026-10-28T22:00"),
        ("America/New_York", datetime(2027, 3, 17, 18), 7, "2027-03-10T23:00"),
        ("Australia/Lord_Howe", datetime(2026, 10, 7, 18), 7, "2026-09-30T07:30"),  # by half an hour
        ("Australia/Lord_Howe", datetime(2027, 4, 7, 18), 7, "2027-03-31T07:00"),
    ],
)
def test_days_before_keep_the_time_on_the_wall(zone, due, days, expected):
    place = ZoneInfo(zone)
    assert Offset(days=days).before(due, place, instant(due, place)) == at(expected)


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("due", [datetime(2026, 10, 25, 12), datetime(2027, 3, 28, 12)])
def test_hours_before_are_exact_whatever_the_clocks_do(zone, due):
    place = ZoneInfo(zone)
    moment = instant(due, place)
    assert moment - Offset(seconds=24 * 3600).before(due, place, moment) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("zone", "wall", "expected"),
    [
        ("Europe/Stockholm", datetime(2027, 3, 28, 2, 30), "2027-03-28T01:30"),  # not on the clock: 03:30
        ("America/New_York", datetime(2027, 3, 14, 2, 30), "2027-03-14T07:30"),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15), "2026-10-03T15:45"),
    ],
)
def test_a_time_in_the_spring_gap_moves_forward(zone, wall, expected):
    assert instant(wall, ZoneInfo(zone)) == at(expected)


@pytest.mark.parametrize(
    ("zone", "wall", "expected"),
    [
        ("Europe/Stockholm", datetime(2026, 10, 25, 2, 30), "2026-10-25T00:30"),
        ("America/New_York", datetime(2026, 11, 1, 1, 30), "2026-11-01T05:30"),
        ("Australia/Lord_Howe", datetime(2027, 4, 4, 1, 45), "2027-04-03T14:45"),
    ],
)
def test_in_the_autumn_fold_a_reminder_takes_the_earlier_instant(zone, wall, expected):
    assert instant(wall, ZoneInfo(zone)) == at(expected)


def test_a_wall_time_of_its_own_replaces_that_of_the_due():
    stockholm = ZoneInfo("Europe/Stockholm")
    due = datetime(2026, 12, 3, 17)
    assert Offset(days=2, wall=time(9)).before(due, stockholm, instant(due, stockholm)) == at(
        "2026-12-01T08:00"
    )


@pytest.mark.parametrize(
    ("moment", "inside", "following"),
    [
        ("2026-11-23T08:59", False, "2026-11-23T09:00"),
        ("2026-11-23T09:00", True, "2026-11-23T09:00"),
        ("2026-11-23T16:59", True, "2026-11-24T09:00"),
        ("2026-11-27T17:00", False, "2026-11-30T09:00"),  # Friday evening
        ("2026-11-29T12:00", False, "2026-11-30T09:00"),  # Sunday
    ],
)
def test_working_hours(moment, inside, following):
    assert (hours().contain(at(moment)), hours().next_start(at(moment))) == (inside, at(following))


@pytest.mark.parametrize(
    ("over", "wall", "following"),
    [
        ({}, time(16), "2026-11-23T16:00"),
        ({}, time(8), "2026-11-24T09:00"),  # before work: as it begins
        ({}, time(18), "2026-11-24T09:00"),  # after work
        ({"quiet": (Window("0", time(12), time(17)),)}, time(14), "2026-11-24T14:00"),
        ({"quiet": (Window("0", time(14), time(15)),)}, time(14), "2026-11-23T15:00"),
        ({"starts": time(22), "ends": time(6)}, time(2), "2026-11-24T02:00"),  # works at night
        ({"days": ""}, time(7), "2026-11-24T07:00"),
    ],
)
def test_a_digest_comes_at_its_time_of_the_working_day(over, wall, following):
    assert hours(**over).next_start(at("2026-11-23T10:00"), wall) == at(following)


def test_the_full_hours_of_a_working_day_are_those_after_it_has_begun():
    assert hours(starts=time(8, 30), ends=time(11)).full_hours == [time(9), time(10)]
    assert hours(starts=time(22), ends=time(1)).full_hours == [time(23), time(0)]
    assert len(hours(days="").full_hours) == 23


def test_hours_past_midnight_belong_to_the_day_on_which_they_begin():
    night = hours(starts=time(22), ends=time(6), days="4")  # Friday night
    assert night.contain(at("2026-11-28T05:00"))
    assert not night.contain(at("2026-11-27T05:00"))


def test_without_working_days_every_moment_will_do():
    assert hours(days="").contain(at("2026-11-29T03:00"))


@pytest.mark.parametrize(
    ("fires", "due", "expected"),
    [
        ("2026-11-23T14:00", "2026-11-23T17:00", "2026-11-23T14:00"),  # in working hours
        ("2026-11-23T20:00", "2026-11-24T20:00", "2026-11-23T20:00"),  # tomorrow is soon enough
        ("2026-11-27T20:00", "2026-11-27T23:00", "2026-11-27T16:30"),  # before they go home
        ("2026-11-29T20:00", "2026-11-29T23:00", "2026-11-27T16:30"),  # before the weekend
    ],
)
def test_what_would_come_too_late_goes_before_working_hours_end(fires, due, expected):
    assert brought_forward(at(fires), at(due), hours()) == at(expected)


FOCUS, EVENING = Window("01234", time(9), time(11)), Window("0123456", time(16), time(9))


@pytest.mark.parametrize(
    ("quiet", "moment", "inside", "opens", "last"),
    [
        ((FOCUS,), "2026-11-23T08:00", False, "2026-11-23T11:00", "2026-11-20T17:00"),
        ((FOCUS,), "2026-11-23T10:00", False, "2026-11-23T11:00", "2026-11-20T17:00"),
        ((FOCUS,), "2026-11-23T11:00", True, "2026-11-23T11:00", "2026-11-20T17:00"),
        ((FOCUS,), "2026-11-23T18:00", False, "2026-11-24T11:00", "2026-11-23T17:00"),
        ((FOCUS, EVENING), "2026-11-23T16:30", False, "2026-11-24T11:00", "2026-11-23T16:00"),
        (
            (Window("0", time(12), time(13)),),
            "2026-11-23T12:30",
            False,
            "2026-11-23T13:00",
            "2026-11-23T12:00",
        ),
    ],
)
def test_mail_comes_in_working_hours_that_are_not_quiet(quiet, moment, inside, opens, last):
    of = Hours("UTC", time(9), time(17), "01234", quiet)
    found = of.contain(at(moment)), of.next_open(at(moment)), of.last_end(at(moment))
    assert found == (inside, at(opens), at(last))


def test_what_quiet_hours_would_make_too_late_comes_before_them():
    of = Hours("UTC", time(9), time(17), "01234", (Window("0", time(13), time(17)),))
    before = brought_forward(at("2026-11-23T14:00"), at("2026-11-23T17:00"), of)
    assert before == at("2026-11-23T12:30")
    assert brought_forward(at("2026-11-23T14:00"), at("2026-11-25T17:00"), of) == at("2026-11-23T14:00")


def test_quiet_hours_that_leave_no_hour_do_not_hold():
    whole = Window("0123456", time(), time())
    assert Hours("UTC", time(9), time(17), "01234", (whole,)) == Hours("UTC", time(9), time(17), "01234")
    morning = Window("01234", time(9), time(16))
    assert Hours("UTC", time(9), time(17), "01234", (morning,)).quiet == (morning,)
