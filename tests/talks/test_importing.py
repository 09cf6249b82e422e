"""Talks from files: the real meetup, twice, undone; what is broken is named by row."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.imports import queries, services
from learnhub.imports.models import RowState
from learnhub.programs import places, speakers
from learnhub.programs.models import Seat
from learnhub.talks.importing_store import STAYS
from learnhub.talks.models import Origin, Talk
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
FOLDER = Path(__file__).parents[1] / "data" / "talks"
ICS = (FOLDER / "cloudnative_linz.ics").read_bytes()
EVENTS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:a
SUMMARY:Weekly
DTSTART;TZID=Europe/Berlin:20250902T120000
DTEND;TZID=Europe/Berlin:20250902T130000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Berlin:20250909T120000
END:VEVENT
BEGIN:VEVENT
UID:a
SUMMARY:Moved
RECURRENCE-ID;TZID=Europe/Berlin:20250916T120000
DTSTART;TZID=W. Europe Standard Time:20250917T140000
DTEND;TZID=W. Europe Standard Time:20250917T150000
END:VEVENT
BEGIN:VEVENT
UID:b
SUMMARY:Called off
STATUS:CANCELLED
DTSTART:20250901T120000Z
END:VEVENT
BEGIN:VEVENT
SUMMARY:Often
DTSTART:20250901T120000Z
RRULE:FREQ=SECONDLY
END:VEVENT
BEGIN:VEVENT
SUMMARY:Broken
DTSTART:2025-09-01
END:VEVENT
BEGIN:VEVENT
SUMMARY:Moon
DTSTART;TZID=Moon/Base:20250901T120000
END:VEVENT
BEGIN:VEVENT
SUMMARY:Daily
DTSTART:20200901T120000Z
RRULE:FREQ=DAILY
END:VEVENT
BEGIN:VEVENT
DTSTART:20250901T120000Z
END:VEVENT
BEGIN:VEVENT
SUMMARY:No day
END:VEVENT
BEGIN:VEVENT
SUMMARY:Long
DTSTART;VALUE=DATE:20250901
DTEND;VALUE=DATE:20250904
END:VEVENT
BEGIN:VEVENT
SUMMARY:Coming
LOCATION:https://meet.example.org/x
DTSTART:20990901T120000Z
END:VEVENT
BEGIN:VEVENT
SUMMARY:Cut
DTSTART:20250901T120000Z
"""
NEW, SAME, OUT, ERROR = RowState.NEW, RowState.SAME, RowState.LEFT_OUT, RowState.ERROR


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


def stage(actor, kind, content):
    content = content if isinstance(content, bytes) else content.encode()
    return services.stage(actor, kind, "file", services.read(kind, BytesIO(content)))


def bring(actor, batch, **options):
    services.apply(actor, batch, batch.options | options)
    settle(save=True)


def undo(actor, batch):
    services.undo(actor, batch)
    settle(save=True)


def counted(batch):
    counts = queries.counts(batch)
    return counts[NEW], counts[SAME], counts[OUT], counts[ERROR]


def reasons(batch):
    return [(row.number, row.title, row.reason) for row in queries.all_rows(batch) if row.reason]


def number(of=Talk):
    return db.session.scalar(select(func.count()).select_from(of))


def talks(title):
    return db.session.scalars(select(Talk).where(Talk.title == title).order_by(Talk.starts_at)).all()


def called(title):
    (found,) = talks(title)
    return found


def test_a_real_calendar_comes_in_once_as_past_and_is_undone_whole(ada):
    donovan = factories.person("Donovan Brown")
    batch = stage(ada, "calendar", ICS)
    assert (counted(batch), batch.options) == ((47, 0, 0, 0), {"people": "yes"})
    bring(ada, batch)
    first = called("1. Cloud Native Computing Linz Meetup - CNCF Linz")
    assert (first.starts_wall, first.zone, first.minutes, first.place) == (
        datetime(2020, 9, 29, 18),
        "Europe/Berlin",
        180,
        "Online",
    )
    assert (first.quiet, first.given_at is None, first.published_at) == (True, False, first.starts_at)
    assert [(each.name, each.person_id) for each in speakers.speakers_of(first)] == [
        ("Donovan Brown", donovan.id),
        ("Matthias Steinbauer", None),
    ]
    assert counted(stage(ada, "calendar", ICS)) == (0, 47, 0, 0)
    undo(ada, batch)
    assert (number(), number(Origin)) == (0, 0)
    assert counted(stage(ada, "calendar", ICS)) == (47, 0, 0, 0)


def test_what_was_built_upon_stays_when_an_import_is_undone(ada):
    bob = factories.person("Bob")
    batch = stage(ada, "calendar", EVENTS)
    assert (counted(batch), batch.options) == ((4, 0, 1, 8), {"zone": ada.zone, "minutes": "45"})
    assert reasons(batch) == [
        (18, "Called off", "It was cancelled."),
        (
            24,
            "Often",
            "It repeats by a rule that is not read here. Bring in its dates as events of their own.",
        ),
        (29, "Broken", "Its DTSTART cannot be read."),
        (33, "Moon", "Its time zone “Moon/Base” is not known here."),
        (37, "Daily", "It repeats on more than 200 dates. Bring in a shorter part of it."),
        (42, "", "It has no title."),
        (45, "No day", "It does not say on which day it is."),
        (48, "Long", "It takes days. A talk takes ten hours at most."),
        (58, "", "The event never ends: the file was probably cut off on its way."),
    ]
    bring(ada, batch, zone="Europe/Vienna", minutes="30")
    coming = called("Coming")
    assert (coming.starts_wall, coming.minutes, coming.call_url, coming.quiet) == (
        datetime(2099, 9, 1, 14),
        30,
        "https://meet.example.org/x",
        False,
    )
    assert [talk.starts_wall for talk in talks("Weekly")] == [
        datetime(2025, 9, 2, 12),
        datetime(2025, 9, 23, 12),
    ]
    assert called("Moved").starts_wall == datetime(2025, 9, 17, 14)
    places.sign_up(bob, coming, Seat.ONLINE)
    settle(save=True)
    assert services.may_undo(batch).reason == "If you undo it, 1 talk will stay: has been worked on since."
    undo(ada, batch)
    assert [talk.title for talk in db.session.scalars(select(Talk))] == ["Coming"]
    assert [row.reason for row in queries.rows_in(batch, SAME)] == [STAYS]
