"""Quiet hours of oneself and of a unit: no mail comes then, but what is critical."""

from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest

from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.people import quiet
from learnhub.people.hours import Window
from learnhub.people.models import Role
from tests import factories
from tests.support.rows import fresh

HOUR = timedelta(hours=1)


def test_mail_waits_for_the_end_of_quiet_hours_of_oneself_and_of_a_unit(app, clock, tick, mailbox, reminders):
    clock.set(datetime(2026, 11, 23, 10, tzinfo=UTC))
    unit = factories.unit()
    ada, admin = factories.person("Ada", unit=unit), factories.person("Root", roles=(Role.ADMIN,))
    quiet.add_for(unit, days=["1"], starts=time(11), ends=time(12), by=admin)
    quiet.add(ada, days=["1"], starts=time(9), ends=time(11))
    assert quiet.of(fresh(ada)) == (Window("1", time(9), time(11)), Window("1", time(11), time(12)))
    assert quiet.of(admin) == ()
    factories.team(ada, factories.hackathon(due_in=2 * 24 * HOUR))
    clock.shift(24 * HOUR)
    tick()
    assert [str(row.skip_reason) for row in reminders(offset="24h", kind="demo_due")] == [
        "Waits for the end of quiet hours."
    ]
    assert mailbox.to(ada.email) == []
    clock.shift(2 * HOUR + HOUR / 10)
    tick()
    assert len(mailbox.to(ada.email)) == 1


def test_quiet_hours_are_ones_own(app, browser):
    ada, eve = factories.person("Ada"), factories.person("Eve")
    with pytest.raises(Invalid, match="at least one day"):
        quiet.add(ada, days=[], starts=time(9), ends=time(11))
    asked = {"quiet-starts": "18:00", "quiet-ends": "08:00", "quiet-days": ["0", "1"]}
    assert browser(ada).post("/settings/quiet", data=asked).status_code == 303
    assert "Mon, Tue, 18:00–08:00" in browser(ada).get("/settings").text
    [row], _ = quiet.listed(ada)
    where = f"/settings/quiet/{row.key}"
    hours = {"days": ["0"], "starts": time(9), "ends": time(10)}
    for refused in (quiet.remove, partial(quiet.change, version=1, **hours)):
        with pytest.raises(NotFound):
            refused(eve, row.key)
    assert browser(eve).get(where).status_code == 404
    assert 'value="18:00"' in browser(ada).get(where).text
    asked["quiet-version"] = row.version
    none = browser(ada).post(where, data=asked | {"quiet-days": []})
    assert (none.status_code, "at least one day" in none.text) == (422, True)
    assert browser(ada).post(where, data=asked | {"quiet-ends": "07:30"}).status_code == 303
    assert "Mon, Tue, 18:00–07:30" in browser(ada).get("/settings").text
    assert browser(ada).post(f"/settings/quiet/{row.key}/end").status_code == 303
    assert quiet.listed(fresh(ada)) == ([], None)


def test_quiet_hours_that_overlap_others_say_so(app, browser):
    page = browser(factories.person("Ada"))
    evening = {"quiet-starts": "18:00", "quiet-ends": "08:00", "quiet-days": ["0"]}
    assert "overlap" not in page.post("/settings/quiet", data=evening, follow_redirects=True).text
    tuesday = {"quiet-starts": "07:00", "quiet-ends": "09:00", "quiet-days": ["1"]}
    said = page.post("/settings/quiet", data=tuesday, follow_redirects=True).text
    assert "They overlap Mon, 18:00–08:00" in said


def test_changed_quiet_hours_leave_an_hour_of_work_and_what_is_planned_goes_before_them(app):
    ada = factories.person("Ada")
    quiet.add(ada, days=[*"01234"], starts=time(9), ends=time(13))
    [row], _ = quiet.listed(ada)
    assert quiet.change(ada, row.key, version=1, days=[*"01234"], starts=time(13), ends=time(17)) == []
    with pytest.raises(Invalid, match="No hour of work"):
        quiet.change(ada, row.key, version=2, days=[*"0123456"], starts=time(), ends=time())


def test_who_changed_quiet_hours_in_another_window_sees_both_and_loses_neither(app, browser):
    ada = factories.person("Ada")
    quiet.add(ada, days=["0", "1"], starts=time(18), ends=time(8))
    db.session.commit()
    [row], _ = quiet.listed(ada)
    page, where = browser(ada), f"/settings/quiet/{row.key}"
    form = {"quiet-starts": "18:00", "quiet-ends": "07:00", "quiet-days": ["0", "1"], "quiet-version": 1}
    assert page.post(where, data=form).status_code == 303
    late = form | {"quiet-ends": "09:00", "quiet-days": ["4"]}
    answer = page.post(where, data=late)
    said = ("You changed these quiet hours, in another window", ">07:00<", ">Mon, Tue<", 'value="09:00"')
    assert (answer.status_code, [each in answer.text for each in said]) == (409, [True] * 4)
    assert fresh(row).window == Window("01", time(18), time(7))
    assert 'name="quiet-version" value="2"' in answer.text
    assert page.post(where, data=late | {"quiet-version": 2}).status_code == 303
    assert fresh(row).window == Window("4", time(18), time(9))


def test_admins_change_quiet_hours_of_a_unit_and_are_not_overwritten(app, browser):
    unit, other = factories.unit("Line"), factories.unit("Press")
    ada = factories.person("Ada", unit=unit)
    eve, mary = (factories.person(name, roles=(Role.ADMIN,)) for name in ("Eve", "Mary"))
    quiet.add_for(unit, days=["4"], starts=time(13), ends=time(15), by=eve)
    db.session.commit()
    [row] = quiet.of_unit(unit)
    where = f"/admin/units/{unit.key}/quiet/{row.key}"
    page = browser(eve)
    assert where in page.get(f"/admin/units/{unit.key}").text
    assert 'value="13:00"' in page.get(where).text
    assert page.get(f"/admin/units/{other.key}/quiet/{row.key}").status_code == 404
    form = {"quiet-starts": "14:00", "quiet-ends": "16:00", "quiet-days": ["4"], "quiet-version": 1}
    assert page.post(where, data=form).status_code == 303
    assert quiet.of(fresh(ada)) == (Window("4", time(14), time(16)),)
    late = browser(mary).post(where, data=form | {"quiet-starts": "15:00"})
    assert (late.status_code, "Eve changed these quiet hours" in late.text) == (409, True)
    whole = {"quiet-days": [*"01234"], "quiet-starts": "09:00", "quiet-ends": "17:00"}
    none = page.post(where, data=form | {"quiet-version": 2} | whole)
    assert (none.status_code, "No hour of work" in none.text) == (422, True)
    done = db.session.query(AuditEntry).filter_by(act="unit.quiet_changed").one()
    assert (done.before["from"], done.after["from"]) == ("13:00", "14:00")


def test_what_is_planned_goes_before_quiet_hours_that_are_added_later(app, clock, tick, mailbox, reminders):
    clock.set(datetime(2026, 11, 23, 10, tzinfo=UTC))
    ada = factories.person("Ada")
    factories.team(ada, factories.hackathon(due_in=2 * 24 * HOUR + HOUR))  # on Wednesday at eleven
    clock.shift(4 * HOUR)
    tick()
    quiet.add(fresh(ada), days=["1"], starts=time(10), ends=time(17))
    quiet.add(ada, days=["2"], starts=time(9), ends=time(11))
    db.session.commit()
    [row] = reminders(offset="24h", kind="demo_due")
    assert (row.fire_at.hour, row.next_at.hour, row.next_at.minute) == (11, 9, 30)
    quiet.add(ada, days=["1"], starts=time(9, 30), ends=time(10))  # and earlier still
    db.session.commit()
    [row] = reminders(offset="24h", kind="demo_due")
    assert (row.next_at.hour, row.next_at.minute) == (9, 0)
    clock.shift(19.1 * HOUR)
    tick()
    assert len(mailbox.to(ada.email)) == 1


def test_quiet_hours_leave_an_hour_of_work(app):
    unit = factories.unit()
    ada, admin = factories.person("Ada", unit=unit), factories.person("Root", roles=(Role.ADMIN,))
    quiet.add_for(unit, days=[*"01234"], starts=time(13), ends=time(17), by=admin)
    with pytest.raises(Invalid, match="No hour of work"):
        quiet.add(ada, days=[*"01234"], starts=time(9), ends=time(13))
    with pytest.raises(Invalid, match="No hour of work"):
        quiet.add_for(unit, days=[*"0123456"], starts=time(), ends=time(), by=admin)
    quiet.add(ada, days=[*"0123"], starts=time(9), ends=time(13))
