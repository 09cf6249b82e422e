"""The month and the agenda: days by the reader's clock, at both changes of it."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from learnhub.calendars import month
from learnhub.calendars.month import Thing
from learnhub.people.models import Organisation
from learnhub.programs.models import SignUpState
from tests import factories
from tests.support.rows import save

DAY = timedelta(days=1)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def thing(starts, ends, title="Evals"):
    return Thing(title, "/talks/k", starts, ends, SimpleNamespace(id=1, state="published"))


def marks(found, zone, first, last, now=datetime(2026, 1, 1, tzinfo=UTC)):
    shown = month.days(found, first, last, zone, now, first)
    return {day.day.day: [(mark.time, mark.note) for mark in day.marks] for day in shown if day.marks}


@pytest.mark.parametrize(
    ("zone", "at", "day", "clock"),
    [
        ("Europe/Stockholm", datetime(2026, 3, 28, 23, 30, tzinfo=UTC), 29, "00:30"),
        ("Europe/Stockholm", datetime(2026, 3, 29, 22, 30, tzinfo=UTC), 30, "00:30"),
        ("Europe/Stockholm", datetime(2026, 10, 24, 22, 30, tzinfo=UTC), 25, "00:30"),
        ("Europe/Stockholm", datetime(2026, 10, 25, 22, 30, tzinfo=UTC), 25, "23:30"),
        ("America/New_York", datetime(2026, 3, 8, 4, 30, tzinfo=UTC), 7, "23:30"),
        ("America/New_York", datetime(2026, 11, 2, 4, 30, tzinfo=UTC), 1, "23:30"),
        ("Australia/Lord_Howe", datetime(2026, 10, 3, 13, 45, tzinfo=UTC), 4, "00:15"),
    ],
)
def test_a_date_is_on_the_day_that_the_readers_clock_shows(zone, at, day, clock):
    first = at.astimezone(ZoneInfo(zone)).date().replace(day=1)
    found = marks([thing(at, at + DAY / 48)], ZoneInfo(zone), first, month.next_month(first))
    assert found == {day: [(clock, "")]}


def test_what_goes_on_for_days_is_on_each_and_ends_at_midnight_with_the_day_before():
    starts, ends = datetime(2026, 10, 23, 8, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)
    found = marks([thing(starts, ends)], STOCKHOLM, date(2026, 10, 1), date(2026, 11, 1))
    assert found == {23: [("10:00", "Day 1 of 3")], 24: [("", "Day 2 of 3")], 25: [("", "Day 3 of 3")]}
    cut = marks([thing(starts, ends)], STOCKHOLM, date(2026, 10, 25), date(2026, 10, 26))
    assert cut == {25: [("", "Day 3 of 3")]}


def test_weeks_are_whole_begin_as_the_house_has_it_and_have_each_day_once():
    for first_weekday in (0, 6):
        first, last = month.grid(date(2026, 3, 1), first_weekday)
        assert first <= date(2026, 3, 1)
        assert last >= date(2026, 4, 1)
        assert ((last - first).days % 7, first.weekday()) == (0, first_weekday)
    every = [
        day.day
        for week in month.weeks([], date(2026, 3, 1), STOCKHOLM, datetime(2026, 3, 1, tzinfo=UTC), 0)
        for day in week
    ]
    assert every == [every[0] + number * DAY for number in range(len(every))]


def test_a_full_day_of_the_month_never_leaves_out_what_is_due_and_a_phone_lists_all_of_it():
    """A demo that was due stood behind "2 more", and the list of a phone left it out as well."""
    at = datetime(2026, 10, 2, 8, tzinfo=UTC)
    on = [thing(at + DAY / 24 * hour, at + DAY / 24 * (hour + 1), f"Talk {hour}") for hour in range(4)]
    due = Thing("The demo", "/teams/k", at + DAY / 2, at + DAY / 2, on[0].program, is_due=True)
    [day] = month.days([*on, due], at.date(), at.date() + DAY, STOCKHOLM, at, at.date())
    assert [(mark.thing.title, shown) for mark, shown in day.lines] == [
        ("Talk 0", True),
        ("Talk 1", True),
        ("Talk 2", False),
        ("Talk 3", False),
        ("The demo", True),
    ]
    assert day.more == 2


def test_the_agenda_has_each_thing_once():
    longer = thing(datetime(2026, 9, 30, 8, tzinfo=UTC), datetime(2026, 10, 3, 8, tzinfo=UTC), "Longer")
    short = thing(datetime(2026, 10, 2, 8, tzinfo=UTC), datetime(2026, 10, 2, 9, tzinfo=UTC), "Short")
    found = month.agenda([longer, short], date(2026, 10, 1), date(2026, 11, 1), STOCKHOLM, short.starts_at)
    assert [
        (day.day.day, [(mark.thing.title, mark.time, mark.note) for mark in day.marks]) for day in found
    ] == [
        (1, [("Longer", "", "Day 2 of 4")]),
        (2, [("Short", "10:00", "")]),
    ]


@pytest.fixture
def ada(app, clock):
    clock.set(datetime(2026, 11, 23, 10, tzinfo=UTC))
    save(Organisation(id=1, name="Example", zone="Europe/Stockholm", instance="inst4nce00"))
    return factories.person("Ada", zone="Europe/Stockholm")


def test_the_month_shows_mine_or_all_and_keeps_what_was_chosen(browser, ada):
    mine = factories.talk(title="Mine", starts_in=DAY)
    factories.sign_up(mine, ada)
    factories.signup(ada, factories.talk(title="Waiting", starts_in=2 * DAY), SignUpState.WAITING)
    factories.talk(title="Others", starts_in=3 * DAY)
    factories.talk(title="Draft", starts_in=3 * DAY, published=False)
    hackathon = factories.coming(title="Build", starts_in=4 * DAY)
    factories.signup(ada, hackathon)
    visitor = browser(ada)
    own, every = (
        visitor.get("/calendar").text,
        visitor.get("/calendar?whose=all&kind=talk&month=2026-11").text,
    )
    assert [each in own for each in ("Mine", "Waiting", "Others", "Build", "Find a team")] == [
        True,
        True,
        False,
        True,
        True,
    ]
    assert [each in every for each in ("Mine", "Others", "Draft", "Build")] == [True, True, False, False]
    assert "Three things in November." in every
    assert "month=2026-12&amp;whose=all&amp;kind=talk" in every
    for number in range(55):
        factories.talk(title=f"Talk {number}", starts_in=5 * DAY)
    crowded = visitor.get("/calendar?whose=all&kind=talk")
    assert "page=1#d2026-11-28" in crowded.text.replace("&amp;", "&")
    second = visitor.get("/calendar?whose=all&view=agenda&month=2026-11&page=2").text
    assert ("Talk 54" in second, "Talk 1<" in second) == (True, False)
    agenda = visitor.get("/calendar?view=agenda").text
    assert ("Tomorrow" in agenda, "12:00" in agenda, "11:00" in agenda) == (True, False, True)


@pytest.mark.parametrize(
    "asked", ["month=2026-13", "month=x", "month=9999-12", "view=x&whose=x&kind=x", "month=2199-12"]
)
def test_whatever_the_address_says_there_is_a_month(browser, ada, asked):
    assert browser(ada).get(f"/calendar?{asked}").status_code == 200


def test_where_the_rest_of_the_month_is_empty_what_comes_next_is_named_with_a_link(browser, ada, clock):
    clock.stop(datetime(2026, 11, 24, 8, tzinfo=UTC))
    said, visitor = "Next of yours:", browser(ada)
    factories.talk(title="Of others", starts_in=timedelta(days=9))
    assert said not in visitor.get("/calendar").text
    factories.sign_up(factories.talk(title="Evals", starts_in=timedelta(days=16)), ada)
    shown = visitor.get("/calendar").text
    assert "Nothing of yours in November." in shown
    assert '<a href="/calendar?month=2026-12">Evals, ' in shown.partition(said)[2]
    assert said not in visitor.get("/calendar?whose=all").text + visitor.get("/calendar?month=2026-10").text
    factories.sign_up(factories.talk(title="Sooner", starts_in=timedelta(days=2)), ada)
    assert said not in visitor.get("/calendar").text
