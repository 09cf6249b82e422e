"""Public holidays: written as lines, brought from a calendar with what repeats, each change in the audit."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.people import holidays
from learnhub.people.models import Role
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import save

ICS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//x//EN\r
BEGIN:VEVENT\r
UID:a\r
SUMMARY:New Year\r
DTSTART;VALUE=DATE:20200101\r
RRULE:FREQ=YEARLY\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:b\r
SUMMARY:Christmas\r
DTSTART;VALUE=DATE:20261225\r
DTEND;VALUE=DATE:20261227\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.mark.usefixtures("app")
def test_a_calendar_adds_its_days_and_each_change_is_in_the_audit(app, clock):
    clock.stop(datetime(2026, 11, 22, 12, tzinfo=UTC))
    ann = save(factories.person("Ann", roles=(Role.ADMIN,)))
    page = browser(app, ann)
    assert page.post("/admin/holidays/lines", data={"days": "2026-12-24 Eve"}).status_code == 303
    sent = page.post("/admin/holidays/calendar", data={"file": (BytesIO(ICS), "days.ics")})
    assert sent.status_code == 303
    assert {day.isoformat(): name for day, name in holidays.every().items()} == {
        "2026-12-24": "Eve",
        "2026-12-25": "Christmas",
        "2026-12-26": "Christmas",
        "2027-01-01": "New Year",
        "2028-01-01": "New Year",
    }
    assert db.session.query(AuditEntry).filter_by(act="settings.changed").count() == 2
    wrong = page.post("/admin/holidays/lines", data={"days": "soon"})
    assert (wrong.status_code, "is no day" in wrong.text) == (422, True)
    broken = page.post("/admin/holidays/calendar", data={"file": (BytesIO(b"BEGIN:VCALENDAR"), "x.ics")})
    assert broken.status_code == 422
    fine = ICS.replace(b"FREQ=YEARLY", b"FREQ=SEC\r\n ONDLY")  # folded, as long lines are
    endless = page.post("/admin/holidays/calendar", data={"file": (BytesIO(fine), "days.ics")})
    assert (endless.status_code, "repeats within a day" in endless.text) == (422, True)


@pytest.mark.usefixtures("app")
def test_a_holiday_is_added_by_its_days_and_removed_with_an_undo(app):
    page = browser(app, save(factories.person("Ann", roles=(Role.ADMIN,))))
    summer = {"name": "Summer", "first": "2027-07-05", "last": "2027-07-07"}
    assert page.post("/admin/holidays", data=summer).status_code == 303
    assert page.post("/admin/holidays", data={"name": "Late", "first": "2027-01-06"}).status_code == 303
    backwards = page.post("/admin/holidays", data=summer | {"last": "2027-07-04"})
    assert (backwards.status_code, "Choose a last day after the first" in backwards.text) == (422, True)
    assert page.post("/admin/holidays", data={"name": "", "first": "soon"}).status_code == 422
    asked = {"first": "2027-07-05", "last": "2027-07-07"}
    removed = page.post("/admin/holidays/remove", data=asked, follow_redirects=True).text
    assert [*holidays.every().values()] == ["Late"]
    undo = "/admin/holidays?name=Summer&amp;first=2027-07-05&amp;last=2027-07-07"
    assert undo in removed
    assert page.post(undo.replace("&amp;", "&")).status_code == 303
    assert holidays.spans(holidays.every()) == [
        holidays.Span(date(2027, 1, 6), date(2027, 1, 6), "Late"),
        holidays.Span(date(2027, 7, 5), date(2027, 7, 7), "Summer"),
    ]


def test_lines_are_days_ranges_and_names():
    found = holidays.read("2026-12-24 to 2026-12-26 Closed, all of us\n2027-01-06, 2027-02-02 Day")
    assert [(day.day, name) for day, name in found.items()] == [
        (24, "Closed, all of us"),
        (25, "Closed, all of us"),
        (26, "Closed, all of us"),
        (6, ""),
        (2, "Day"),
    ]
    assert holidays.read(holidays.written(found)) == found
    for wrong in ("tomorrow", "2026-12-24 to", "2026-12-26 to 2026-12-24", "2026-01-01 to 2026-12-31"):
        with pytest.raises(Invalid, match="is no day"):
            holidays.read(wrong)
    assert holidays.written({date(2026, 1, 1): ""}) == "2026-01-01"
