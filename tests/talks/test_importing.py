"""Talks from files: the real meetup, twice, undone; what is broken is named by row."""

import json
import re
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.transaction import settle
from learnhub.imports import queries, services
from learnhub.imports.models import RowState
from learnhub.library.models import Resource
from learnhub.programs import places, speakers
from learnhub.programs.models import Seat
from learnhub.talks import exporting, materials
from learnhub.talks.formats import calendar, events, pretalx
from learnhub.talks.importing_store import STAYS
from learnhub.talks.models import Material, Origin, Talk
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
FOLDER = Path(__file__).parents[1] / "data" / "talks"
ICS = (FOLDER / "cloudnative_linz.ics").read_bytes()
YAML = (FOLDER / "cloudnative_linz_events.yml").read_bytes()
OWN = """- title: Everything, “said”; and more
  date: 2025-02-03
  start: "08:05"
  minutes: 75
  zone: America/New_York
  host: Hall, two
  call_link: https://meet.example.org/x
  summary: "In short: much"
  recorded: yes
  description: "## What\\n\\n- one, two; three\\n- **by** Ada"
  speakers: [Bob Stone, "Dr. Helena Vos, Sahlgrenska"]
  talks: [{title: x, recording: "https://example.org/v", file: "https://example.org/s.pdf"}]
""".encode()
FEW = YAML[YAML.index(b"- id: 1\n") : YAML.index(b"- id: 6\n")]
FORMS = {"ics": ("calendar", calendar.read), "yml": ("events", events.read), "json": ("events", events.read)}
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
    known = {name: value for name, value in options.items() if name in batch.options}
    services.apply(actor, batch, batch.options | known)
    settle(save=True)
    return batch


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


@pytest.mark.sqlite_only
def test_a_list_of_the_same_meetup_adds_only_what_the_calendar_lacks(ada):
    bring(ada, stage(ada, "calendar", ICS))
    batch = stage(ada, "events", YAML)
    assert (counted(batch), batch.options) == (
        (2, 47, 0, 0),
        {"zone": ada.zone, "starts": "12:00", "minutes": "45"},
    )
    bring(ada, batch, zone="Europe/Vienna", starts="17:30", minutes="180")
    assert (number(), counted(stage(ada, "events", YAML))) == (49, (0, 49, 0, 0))
    last = called("Agentic Coding & Software Bill of Behavior")
    assert (last.starts_wall, last.zone, last.minutes) == (
        datetime(2026, 5, 26, 17, 30),
        "Europe/Vienna",
        180,
    )
    undo(ada, batch)
    assert number() == 47


@pytest.mark.sqlite_only
def test_a_list_alone_comes_in_whole_and_the_calendar_after_it_adds_nothing(ada):
    batch = stage(ada, "events", YAML)
    assert counted(batch) == (49, 0, 0, 0)
    bring(ada, batch, starts="18:00")
    assert counted(stage(ada, "calendar", ICS)) == (0, 47, 0, 0)


def test_what_is_taken_along_comes_in_again_as_it_was(ada):
    factories.person("Bob Stone")
    first = bring(ada, stage(ada, "events", OWN + FEW), zone="Asia/Kolkata", materials="yes")
    for form, (kind, reader) in FORMS.items():
        kept = exporting.written(form, ada, over=True)
        assert rows(reader, kept) == rows(reader, exporting.written(form, ada, over=True))
        undo(ada, first)
        assert (number(), number(Material), number(Resource)) == (0, 0, 0)
        again = stage(ada, kind, kept)
        assert counted(again) == (6, 0, 0, 0)
        first = bring(ada, again, materials="yes")
        assert rows(reader, exporting.written(form, ada, over=True)) == rows(reader, kept)
        own = called("Everything, “said”; and more")
        assert [(each.name, each.person_id is None) for each in speakers.speakers_of(own)] == [
            ("Bob Stone", False),
            ("Dr. Helena Vos, Sahlgrenska", True),
        ]
        assert (own.zone, own.minutes, own.call_url, own.recorded, own.story) == (
            "America/New_York",
            75,
            "https://meet.example.org/x",
            True,
            "## What\n\n- one, two; three\n- **by** Ada",
        )
        assert [shown.url for shown in materials.of(own)] == [
            "https://example.org/v",
            "https://example.org/s.pdf",
        ]
    eve = factories.person("Eve", unit=ada.unit)
    assert b"meet.example.org" not in exporting.written("json", eve, over=True)
    assert exporting.written("yml", eve, over=False) == b"[]\n"


def rows(reader, content):
    """Return what a file says, without where it says it and what named it."""
    return [row.cells[:7] + row.cells[8:] for row in reader(BytesIO(content)).rows]


def test_a_conference_comes_in_by_its_schedule(ada):
    talk = {
        "guid": "g-1",
        "url": "https://pretalx.example.org/c/talk/ABC/",
        "title": "Evals",
        "subtitle": "First things",
        "abstract": "Write the **test**.",
        "description": "Then the prompt.",
        "date": "2025-05-01T08:00:00+00:00",
        "duration": "00:30",
        "persons": [{"public_name": "Ada Byron"}, {"name": "Eve, of Acme"}],
        "attachments": [{"url": "https://pretalx.example.org/media/evals.pdf"}],
    }
    broken = [talk | {"guid": "g-2", "date": "soon"}, talk | {"guid": "g-3", "duration": "long"}, 7, talk]
    broken.append(talk | {"guid": "g-4", "date": "0001-01-01T00:00:00+14:00"})
    conference = {"time_zone_name": "Europe/Vienna", "days": [{"rooms": {"Hall 1": [talk, *broken]}}]}
    content = json.dumps({"schedule": {"conference": conference}})
    batch = stage(ada, "schedule", content)
    assert counted(batch) == (1, 0, 1, 4)
    assert reasons(batch) == [
        (2, "Evals", "“soon” is no time at which it starts."),
        (3, "Evals", "“long” is no length. It is written as 01:30."),
        (4, "", "It is no talk with a title and a date."),
        (5, "Evals", "The same event as in row 1."),
        (6, "Evals", "It is in the year 1, and only 2000 to 2199 can come in."),
    ]
    bring(ada, batch)
    made = called("Evals")
    assert (made.starts_wall, made.minutes, made.place, made.summary, made.story) == (
        datetime(2025, 5, 1, 10),
        30,
        "Hall 1",
        "First things",
        "Write the **test**.\n\nThen the prompt.",
    )
    assert [each.name for each in speakers.speakers_of(made)] == ["Ada Byron", "Eve, of Acme"]
    assert number(Material) == 0
    assert counted(stage(ada, "schedule", content)) == (0, 2, 0, 4)


@pytest.mark.parametrize(
    ("reader", "content", "why"),
    [
        (calendar.read, "hello", "This is no calendar file. One begins with BEGIN:VCALENDAR."),
        (calendar.read, "BEGIN:VCALENDAR\nEND:VCALENDAR", "There are no events in this calendar."),
        (
            calendar.read,
            "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nEND:VEVENT\n" * 2001,
            "The file has more than 2,000",
        ),
        (events.read, "a: 1", "This is no list of events"),
        (events.read, "- title: a\n  date: [1\n- 3", "It cannot be read from line"),
        (events.read, "[" * 2_000, "It cannot be read: it is no YAML."),
        (events.read, "-" * (1024 * 1024 + 1), "The file is larger than 1 MB."),
        (pretalx.read, "{", "It cannot be read from line 1 on: it is no JSON."),
        (pretalx.read, "[]", "This is no schedule.json"),
    ],
)
def test_another_file_is_refused_in_words(reader, content, why):
    with pytest.raises(Invalid, match=re.escape(why)):
        reader(BytesIO(content.encode()))


def test_yaml_makes_no_objects_and_unfolds_nothing(ada):
    batch = stage(
        ada,
        "events",
        """- {title: Runs, date: 2025-01-01, note: !!python/object [ls]}
- &self [*self]
- &talk {title: Twice, date: 2025-01-02, time: "9:15"}
- *talk
- {title: When, date: 2025-01-02, time: "25:00"}
""",
    )
    assert [(row.number, row.state, row.reason) for row in queries.all_rows(batch)] == [
        (
            1,
            ERROR,
            "It asks to make an object (“tag:yaml.org,2002:python/object”), and only text is read.",
        ),
        (2, ERROR, "It is no event with a title and a date."),
        (3, NEW, ""),
        (3, OUT, "The same event as in row 3."),
        (5, ERROR, "“25:00” is no time. Write 18:00."),
    ]
