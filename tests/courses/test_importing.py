"""Outlines from files: the real ones, twice, undone; a pasted syllabus that is corrected; broken ones."""

import re
from io import BytesIO
from pathlib import Path

import pytest

from learnhub.core.errors import Invalid
from learnhub.core.refs import Ref
from learnhub.core.transaction import settle
from learnhub.courses import bringing, incoming_courses, queries, versions
from learnhub.courses.formats import calendars, curricula, schedules, syllabi
from learnhub.courses.models import ItemKind
from learnhub.imports import queries as imports
from learnhub.imports import services
from learnhub.imports.models import RowState
from tests import factories

FOLDER = Path(__file__).parents[1] / "data" / "courses"
SYLLABUS = """# Testing with models
## Week 1: What a test is
- Kick-off, Monday 17:00, 90 min
- Read [the rules](https://example.org/rules) (2 hours)
## Week 2: Drafts
* Essay due Friday, 3.5 h
Imprint
"""
ICS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:b
SUMMARY:Second
DTSTART;TZID=Europe/Berlin:20260310T170000
DTEND;TZID=Europe/Berlin:20260310T183000
END:VEVENT
BEGIN:VEVENT
UID:a
SUMMARY:First
DTSTART;TZID=Europe/Berlin:20260304T170000
DTEND;TZID=Europe/Berlin:20260304T180000
END:VEVENT
BEGIN:VEVENT
UID:c
SUMMARY:Weekly
DTSTART:20260401T170000Z
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
"""


def stage(actor, kind, name, data):
    settle(save=True)  # reading a file begins a transaction anew
    batch = services.stage(actor, kind, name, services.read(kind, BytesIO(data)))
    return batch, {state: number for state, number in imports.counts(batch).items() if number}


def outline(course):
    return versions.lines(queries.current(course))


@pytest.mark.usefixtures("app")
def test_the_real_schedule_keeps_its_32_sessions_and_12_homeworks():
    ada = factories.person("Ada")
    data = (FOLDER / "cs1114_2025_schedule.yml").read_bytes()
    batch, counts = stage(ada, "outline", "cs1114.yml", data)
    assert counts == {RowState.NEW: 44, RowState.LEFT_OUT: 1}, "one week names homework twice"
    services.apply(ada, batch, {"course": "CS1114", "minutes": "100"})
    [course] = queries.all_of(ada)
    lines = outline(course)
    held = [line for line in lines if line.kind is ItemKind.SESSION]
    assert (len(held), len(lines) - len(held)) == (32, 12)
    none = [(line.week, line.weekday, line.note) for line in held if line.minutes is None]
    assert none == [
        (1, 2, "Class Cancelled"),
        (2, 0, "Class cancelled for MLK Day"),
        (15, 0, "Class cancelled - school closed"),
    ]
    assert stage(ada, "outline", "again.yml", data)[1] == {RowState.SAME: 44, RowState.LEFT_OUT: 1}
    other, _ = stage(ada, "outline", "other.yml", data.replace(b"Interfaces", b"Interfaces and more"))
    services.apply(ada, other, {"course": "CS1114", "minutes": "100"})
    assert (course.current, queries.current(course).changed) == (2, "1 line added, 1 line removed.")
    services.undo(ada, other)
    assert (course.current, outline(course)) == (1, lines)
    services.undo(ada, batch)
    assert queries.all_of(ada) == []


@pytest.mark.usefixtures("app")
def test_a_curriculum_fills_the_catalogue_once():
    ada = factories.person("Ada")
    data = (FOLDER / "ossu_curriculum.md").read_bytes()
    batch, counts = stage(ada, "curriculum", "ossu.md", data)
    services.apply(ada, batch, {"provider": "", "cost": "Free"})
    total = len(queries.all_of(ada))
    assert counts == {RowState.NEW: total}
    first = next(course for course in queries.all_of(ada) if course.title == "Programming Languages")
    assert (first.hours, first.provider, first.cost) == (66, "courses.cs.washington.edu", "Free")
    assert stage(ada, "curriculum", "ossu.md", data)[1] == {RowState.SAME: total}
    factories.completion(ada, first)
    services.undo(ada, batch)
    assert [course.title for course in queries.all_of(ada)] == ["Programming Languages"]


@pytest.mark.usefixtures("app")
def test_dates_become_offsets_and_what_cannot_come_in_says_why():
    ada = factories.person("Ada")
    batch, counts = stage(ada, "outline-calendar", "spring.ics", ICS.encode())
    assert counts == {RowState.NEW: 2, RowState.ERROR: 1}
    services.apply(ada, batch, {"course": "Spring", "minutes": ""})
    [course] = queries.all_of(ada)
    placed = [
        (line.title, line.week, line.weekday, str(line.at)[:5], line.minutes) for line in outline(course)
    ]
    assert placed == [("First", 1, 2, "17:00", 60), ("Second", 2, 1, "17:00", 90)]
    table = b"title,kind,date,week,weekday,minutes\nA,,2026-03-02,,,\nB,essay,,1,,\n"
    table += b"C,homework,2026-03-13,,,\nD,,,2,Xday,\n"
    sheet = services.read("outline-table", BytesIO(table))
    columns = {name: name for name in ("title", "kind", "date", "week", "weekday", "minutes")}
    batch = services.stage(ada, "outline-table", "t.csv", sheet, columns)
    assert [(row.title, row.state, row.reason[:7]) for row in imports.all_rows(batch)] == [
        ("A", RowState.NEW, ""),
        ("B", RowState.ERROR, "“essay”"),
        ("C", RowState.NEW, ""),
        ("D", RowState.ERROR, "“Xday” "),
    ]


@pytest.mark.usefixtures("app")
def test_a_pasted_syllabus_is_corrected_before_it_comes_in(browser):
    ada = factories.person("Ada")
    page = browser(ada)
    shown = page.post("/imports/new/syllabus", data={"file": SYLLABUS})
    key = re.search(r"/imports/(\w+)", shown.location)[1]
    assert f"/courses/bring-in/{key}" in page.get(shown.location).text
    rows = {row.title: row.id for row in imports.all_rows(imports.batch(ada, key))}
    imprint, kick = rows["Imprint"], rows["Kick-off, Monday 17:00, 90 min"]
    form = {
        f"out-{imprint}": "1",
        f"title-{imprint}": "Imprint",
        f"title-{kick}": "Kick-off",
        f"kind-{kick}": "session",
    }
    wrong = form | {f"week-{kick}": "many", f"at-{kick}": "17:00", f"minutes-{kick}": "90"}
    again = page.post(f"/courses/bring-in/{key}", data=wrong, follow_redirects=True)
    assert "“many” is no week." in again.text
    page.post(f"/courses/bring-in/{key}", data=wrong | {f"week-{kick}": "1", f"weekday-{kick}": "Tuesday"})
    page.post(f"/imports/{key}", data={"course": "Testing with models", "minutes": ""})
    [course] = queries.all_of(ada)
    said = [(line.kind.value, line.title, line.week, line.weekday, line.hours) for line in outline(course)]
    assert said == [
        ("part", "Testing with models", None, None, None),
        ("part", "Week 1: What a test is", 1, None, None),
        ("session", "Kick-off", 1, 1, None),
        ("session", "Read the rules (2 hours)", 1, None, 2.0),
        ("part", "Week 2: Drafts", 2, None, None),
        ("deliverable", "Essay due Friday, 3.5 h", 2, 4, 3.5),
    ]
    assert browser(factories.person("Bob")).get(f"/courses/bring-in/{key}").status_code == 404


def test_a_table_of_contents_is_twelve_parts_with_their_lessons():
    sheet = schedules.read(BytesIO((FOLDER / "hf_agents_outline.yml").read_bytes()))
    kind, body = sheet.headers.index("kind"), sheet.headers.index("body")
    assert [row.cells[kind] for row in sheet.rows] == ["part"] * 12
    assert sum(row.cells[body].count("\n") + 1 for row in sheet.rows) == 74


def test_broken_files_are_refused_in_words():
    broken = [
        (schedules.read, b"weeks: [", "cannot be read from line"),
        (schedules.read, b"a: 1", "no outline in it"),
        (schedules.read, b"[" * 20_000, "cannot be read"),
        (schedules.read, b"\x00\xff\xfe\x01", "no text|cannot be read"),
        (calendars.read, b"hello", "no calendar"),
        (calendars.read, b"BEGIN:VCALENDAR\nBEGIN:VEVENT", "no event|cut off"),
        (curricula.read, b"# Nothing", "no table of courses"),
        (syllabi.read, b" \n---\n", "no line of an outline"),
    ]
    for read, data, words in broken:
        with pytest.raises(Invalid, match=words):
            read(BytesIO(data))
    assert incoming_courses._hours("6 months", "5 hours/week") == 130


@pytest.mark.usefixtures("app")
def test_an_outline_that_came_in_stays_once_it_is_run_worked_on_or_completed():
    ada = factories.person("Ada")
    columns = {name: name for name in ("title", "kind", "week")}

    def brought(name):
        settle(save=True)
        sheet = services.read("outline-table", BytesIO(f"title,kind,week\n{name},,1\nB,,2\n".encode()))
        batch = services.stage(ada, "outline-table", "t.csv", sheet, columns)
        services.apply(ada, batch, {"course": name, "minutes": ""})
        made = next(each for each in queries.all_of(ada) if each.title == name)
        return made, lambda: bringing.may_take_back(Ref("course", made.id), imports.all_rows(batch)).reason

    run, why_run = brought("Run")
    assert why_run() == ""
    versions.fix(queries.current(run).id)
    assert why_run() == bringing.RUN
    edited, why_edited = brought("Edited")
    versions.write(ada, edited, outline(edited)[:1], version=edited.version)
    done, why_done = brought("Done")
    factories.completion(ada, done)
    assert [why_edited(), why_done()] == [bringing.WORKED_ON] * 2
    assert not bringing.may_take_back(Ref("course", 0), [])
