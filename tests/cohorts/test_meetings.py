"""When a pod meets: what fits everybody is proposed, one is fixed, and it stands in calendars."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.calendars import feeds
from learnhub.calendars.learning import met
from learnhub.cohorts import meeting_rules, meetings, pods, queries
from learnhub.cohorts.meeting_rules import Mate
from learnhub.cohorts.meetings import Wanted
from learnhub.core import clock
from learnhub.core.errors import Forbidden, Invalid
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.people import quiet
from learnhub.people.hours import Block, Window
from learnhub.people.models import Person, Role
from learnhub.programs import places
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import save

STEP = {"weekday": 4, "at": time(18)}
LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, **STEP) for week in range(1, 7)]
LINES += [Line(ItemKind.SESSION, "Together", week=3, weekday=2, at=time(9), minutes=180)]
TUESDAY = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def pod(app, monkeypatch):
    """A cohort in its third week, with a pod of three, on a Tuesday."""
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    host, *people = (factories.person(name) for name in ("Ruth", "Ada", "Bob", "Cid"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 16))
    for each in people:
        factories.signup(each, cohort)
    save(pods.make(host, *queries.find(host, cohort.key), [each.key for each in people]))
    return cohort, people


def mate(zone="UTC", **over):
    hours = {"work_starts": time(9), "work_ends": time(17), "work_days": "01234"}
    return Person(zone=zone, **hours | over)


def test_what_is_proposed_fits_hours_zones_quiet_hours_and_dates_of_all():
    today, utc = date(2026, 11, 30), ZoneInfo("UTC")  # a Monday
    berlin, york = Mate(mate("Europe/Berlin"), ()), Mate(mate("America/New_York"), ())

    def found(*mates, minutes=30):
        times = meeting_rules.proposals(mates, minutes, today, utc)
        return [f"{at.astimezone(utc):%a %H:%M}" for at in times]

    assert found(berlin) == ["Tue 08:00", "Wed 08:00", "Thu 08:00"]
    assert found(berlin, york) == ["Tue 14:00", "Wed 14:00", "Thu 14:00"]
    assert found(berlin, york, minutes=180) == []
    morning = (datetime(2026, 12, 2, hour, minute, tzinfo=UTC) for hour, minute in ((7, 0), (10, 5)))
    focus = [Window("1", time(9), time(17)), Block(*morning)]
    assert found(Mate(berlin.person, focus)) == ["Wed 10:30", "Thu 08:00", "Fri 08:00"]
    away = mate("Europe/Berlin", away_from=date(2026, 12, 1), away_until=date(2026, 12, 4))
    assert found(Mate(away, ()))[0] == "Mon 08:00"
    assert found(berlin, Mate(mate("Asia/Tokyo"), ())) == [], "they share no hour"


def test_a_time_is_suggested_answered_fixed_and_stands_in_every_calendar(app, pod):
    """From the page, with what fits all of them proposed, to the calendar of each, and off it again."""
    cohort, (ada, bob, cid) = pod
    quiet.add(bob, days=["3"], starts=time(8), ends=time(18))
    save(bob)
    mine, theirs, others = browser(app, ada), browser(app, bob), browser(app, cid)
    assert "Suggest a time to meet" in mine.get(cohort.url).text
    form = mine.get(f"{cohort.url}/meet").text
    times = ("2026-12-02T12:00", "2026-12-03T", "2026-12-04T09:00")
    assert [each in form for each in times] == [True, False, True], "a session, and quiet hours of Bob"
    sent = {"one": "2026-12-02T12:00", "two": "2026-12-04T09:00", "minutes": "45", "place": "Studio 2"}
    assert mine.post(f"{cohort.url}/meet", data=sent | {"one": "2026-11-30T12:00"}).status_code == 422
    assert mine.post(f"{cohort.url}/meet", data=sent).location == f"{cohort.url}#pod-h"
    assert mine.post(f"{cohort.url}/meet", data=sent).status_code == 403, "one after the other"
    found = meetings.current(cohort, bob)
    at = f"{cohort.url}/meet/{found.key}"
    shown = theirs.get(cohort.url).text
    assert "Ada suggests to meet" in shown
    assert "You and Cid have not said yet." in shown
    assert theirs.post(f"{at}/fits", data={"time": ["1"]}).status_code == 303
    assert "Fits Ada and Bob." in mine.get(cohort.url).text
    assert theirs.post(f"{at}/fix", data={"time": "1"}).status_code == 403, "who suggested it does"
    assert met(bob, TUESDAY, TUESDAY + timedelta(days=9)) == []
    assert mine.post(f"{at}/fix", data={"time": "1"}).status_code == 303
    assert others.post(f"{at}/fits", data={"time": ["0"]}).status_code == 403
    assert "Studio 2" in others.get(cohort.url).text
    [each] = [each for each in feeds.mine(cid, TUESDAY) if each.uid.startswith("pod-meeting")]
    assert (each.starts_at, each.ends_at - each.starts_at) == (
        datetime(2026, 12, 4, 9, tzinfo=UTC),
        timedelta(minutes=45),
    )
    assert "Your pod meets" in theirs.get("/calendar?month=2026-12&view=agenda").text
    assert mine.post(f"{at}/cancel").status_code == 303
    assert not [each for each in feeds.mine(cid, TUESDAY) if each.uid.startswith("pod-meeting")]
    assert "Suggest a time to meet" in mine.get(cohort.url).text


def test_who_is_of_no_pod_or_of_another_neither_suggests_nor_reads_it(app, pod):
    cohort, (ada, bob, cid) = pod
    eve, admin = factories.person("Eve"), factories.person("Ann", roles=(Role.ADMIN,))
    factories.signup(eve, cohort)
    made = save(meetings.suggest(ada, cohort, Wanted([datetime(2026, 12, 2, 12)], place="Studio 2")))
    at = f"{cohort.url}/meet/{made.key}"
    for other, status in ((eve, 404), (admin, 404), (cid, 303)):
        assert browser(app, other).post(f"{at}/fits", data={"time": ["0"]}).status_code == status
    assert browser(app, eve).get(f"{cohort.url}/meet").status_code == 403
    assert "Studio 2" not in browser(app, eve).get(cohort.url).text
    assert "Studio 2" not in browser(app, queries.find(ada, cohort.key)[0].created_by).get(cohort.url).text
    with pytest.raises(Forbidden, match="no pod"):
        meetings.suggest(eve, cohort, Wanted([datetime(2026, 12, 2, 12)]))
    save(places.withdraw(bob, cohort))
    meetings.fix(ada, made, 0)
    span = TUESDAY, TUESDAY + timedelta(days=9)
    assert [len(met(each, *span)) for each in (ada, bob, cid)] == [1, 0, 1]


def test_times_that_are_over_too_many_or_far_off_are_refused(pod):
    cohort, (ada, *_) = pod
    for walls in ([], [datetime(2026, 11, 30, 9)], [datetime(2027, 2, 1, 9)]):
        with pytest.raises(Invalid, match="times"):
            meetings.suggest(ada, cohort, Wanted(walls))
    four = [datetime(2026, 12, day, 12) for day in (2, 3, 4, 7)]
    with pytest.raises(Invalid, match="one to three"):
        meetings.suggest(ada, cohort, Wanted(four))
