"""One session of a cohort gets another time, length or place: seen before, told once, undone exactly."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.cohorts import queries, sessions, shifting
from learnhub.cohorts.sessions import Wanted
from learnhub.core import clock
from learnhub.core.errors import Conflict, Forbidden, Invalid
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import fresh, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
LINES = (
    Line(ItemKind.SESSION, "Together", week=1, weekday=1, at=time(16), minutes=60),
    Line(ItemKind.DELIVERABLE, "First", week=1, weekday=4, at=time(18)),
    Line(ItemKind.SESSION, "Again", week=2, weekday=1, at=time(16), minutes=60),
)
THEN = datetime(2026, 10, 21, 17, 30)


@pytest.fixture
def meeting(monkeypatch):
    """A cohort that meets tomorrow for the first time, its host, and Ada, who is in it."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 10, 19, 8, tzinfo=ZoneInfo("UTC")))
    host, ada = (save(factories.person(name)) for name in ("Ruth", "Ada"))
    made = factories.cohort(host, *LINES, starts=date(2026, 10, 19), zone="Europe/Berlin")
    factories.sign_up(made, ada)
    return made, host, ada


def session(cohort, title="Together"):
    return next(each for each in queries.dates(cohort) if each.item.title == title)


def test_a_session_is_changed_alone_and_put_back_exactly(meeting):
    cohort, host, ada = meeting
    before, key = [each.planned for each in queries.dates(cohort)], session(cohort).key
    wanted = Wanted(THEN, 90, "Room 5")
    with pytest.raises(Forbidden):
        sessions.change(ada, cohort, key, wanted, reason="", version=cohort.version)
    with pytest.raises(Conflict, match="changed since"):
        sessions.change(host, cohort, key, wanted, reason="", version=0)
    _, told = sessions.change(host, cohort, key, wanted, reason="The room is taken", version=cohort.version)
    row = session(cohort)
    assert (told, row.wall, row.minutes, row.place, row.due_rev) == (1, THEN, 90, "Room 5", 2)
    assert [each.planned for each in queries.dates(cohort)][1:] == before[1:]
    [change] = queries.changes(cohort)
    said = "moved to Wed 21 Oct, 17:30 CEST, now 90 minutes, in another place"
    assert (change.what, change.reason, change.date.key) == (said, "The room is taken", key)
    shifting.shift(host, cohort, shifting.Wanted(days=7), version=cohort.version)
    assert session(cohort).place == "Room 5", "a shift takes its room along"
    shifting.undo(host, cohort, queries.changes(cohort)[0])
    shifting.undo(host, cohort, change)
    assert [each.planned for each in queries.dates(cohort)] == before


def test_what_cannot_be_of_a_session_is_refused_with_the_reason(meeting, monkeypatch):
    cohort, host, _ = meeting
    row = session(cohort)
    for wanted, why in (
        (Wanted(row.wall, 60), "Nothing would change"),
        (Wanted(datetime(2026, 10, 18, 12), 60), "has passed"),
    ):
        with pytest.raises(Invalid, match=why):
            sessions.plan(cohort, row, wanted)
    after = row.ends_at + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: after)
    with pytest.raises(Forbidden, match="It is over"):
        sessions.change(host, cohort, row.key, Wanted(THEN, 60), reason="", version=cohort.version)


def test_a_changed_session_is_previewed_and_followed_by_calendars(app, meeting):
    cohort, host, ada = meeting
    address = f"/cohorts/{cohort.key}/sessions/{session(cohort).key}"
    page = browser(app, host)
    assert address in page.get(f"/cohorts/{cohort.key}").text
    assert address not in browser(app, ada).get(f"/cohorts/{cohort.key}").text
    assert browser(app, ada).get(address).status_code == 403
    asked = {"starts": "2026-10-21T17:30", "minutes": "90", "place": "Room 5", "reason": "No room"}
    asked["version"] = re.search(r'name="version" value="(\d+)"', page.get(address).text)[1]
    seen = page.post(f"{address}/preview", data=asked)
    assert "Wed 21 Oct, 17:30–19:00 CEST" in seen.text
    assert "<strong>1</strong>, once each: one who is in it." in seen.text
    assert page.post(f"{address}/preview", data=asked | {"starts": "2026-10-01T10:00"}).status_code == 422
    assert browser(app, ada).post(f"{address}/preview", data=asked).status_code == 403
    assert page.post(address, data=asked | {"minutes": "0"}).status_code == 422
    assert session(fresh(cohort)).minutes == 60, "a look changes nothing"
    done = page.get(page.post(address, data=asked).location).text
    said, _, toast = done.rpartition("Undo tells 1 person again.")
    assert "The session changed." in said
    assert f'action="/cohorts/{cohort.key}/dates/' in toast[:200], "the way back stands beside it"
    shown = browser(app, ada).get(f"/cohorts/{cohort.key}").text
    assert "Room 5" in shown
    file = browser(app, ada).get(f"/calendar/{cohort.key}.ics").text
    assert "LOCATION:Room 5" in file


def test_what_a_session_is_to_be_stands_in_no_address(app, meeting):
    """Proxies log addresses: a call link, and why a session is changed, are for those who are told."""
    cohort, host, _ = meeting
    address = f"/cohorts/{cohort.key}/sessions/{session(cohort).key}"
    page = browser(app, host).get(address).text
    assert re.findall(r'<form class="form" method="(\w+)" action="([^"]+)"', page) == [
        ("post", f"{address}/preview")
    ]
    typed = {"starts": "2026-10-21T17:30", "minutes": "90", "call_url": "https://meet.example.org/secret"}
    assert "meet.example.org/secret" not in browser(app, host).get(address, query_string=typed).text


def test_who_changes_a_session_after_another_did_sees_both_and_loses_nothing(app, meeting):
    cohort, host, _ = meeting
    row, version = session(cohort), cohort.version
    sessions.change(host, cohort, row.key, Wanted(THEN, 60, "Room 5"), reason="", version=version)
    address, page = f"/cohorts/{cohort.key}/sessions/{row.key}", browser(app, host)
    typed = {"starts": "2026-10-22T10:00", "minutes": "75", "place": "Room 7", "reason": "No room"}
    answer = page.post(address, data=typed | {"version": str(version)})
    assert answer.status_code == 409
    kept = ("The dates changed since you looked", 'value="Room 7"', 'value="75"', "No room", ">Room 5<")
    assert [part for part in kept if part not in answer.text] == []
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert page.post(address, data=typed | {"version": version}).status_code == 303
    assert session(fresh(cohort)).place == "Room 7"


def test_the_sessions_of_a_list_are_read_for_who_is_in_the_cohort_or_hosts_it_alone(app, meeting):
    _, host, ada = meeting
    eve = save(factories.person("Eve"))

    def reads_of(person):
        page = browser(app, person)
        page.get("/whats-on")  # what is made once is made
        with statements() as asked:
            page.get("/whats-on")
        return sum("outline_item" in each for each in asked)

    assert [reads_of(each) for each in (host, ada, eve)] == [1, 1, 0]


def test_a_session_stands_on_home_and_in_whats_on_for_who_is_in_it_and_who_hosts_it(app, meeting):
    cohort, host, ada = meeting
    eve = save(factories.person("Eve"))
    named = f"{cohort.title}: Again"
    pages = ("/", "/whats-on", "/whats-on?mine=host")
    for person, there in (
        (host, [True, True, True]),
        (ada, [True, True, False]),
        (eve, [False, False, False]),
    ):
        shown = browser(app, person)
        assert [named in shown.get(page).text for page in pages] == there
