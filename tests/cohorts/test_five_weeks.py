"""Five weeks of a cohort and its end, on a shifted clock: the real schedule of CS1114."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from learnhub.cohorts import jobs as cohort_jobs
from learnhub.cohorts import queries
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.models import Cohort
from learnhub.core.db import db
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.help import queries as help_requests
from learnhub.help.models import HelpRequest
from learnhub.imports import services as imports
from learnhub.notifications import jobs
from learnhub.notifications.models import Channel, Delivery
from tests import factories
from tests.courses.test_importing import stage
from tests.support.browsers import browser
from tests.support.rows import perform, save

SCHEDULE = Path(__file__).parents[1] / "data" / "courses" / "cs1114_2025_schedule.yml"
NEW_YORK = ZoneInfo("America/New_York")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MADE = {
    "starts": "2026-10-05",
    "zone": "America/New_York",
    "at": "16:35",
    "days": ["0", "2"],
    "blackouts": "2026-12-21\n2026-12-28",
    "lengths": "9 = 4, 14 = 3",
    "strictness": "grace",
    "grace_days": "14",
    "own_days": "3",
}


@pytest.fixture
def studying(app, clock):
    """The cohort made as a host makes it, with Ada and Bob; browsers of the three."""
    clock.set(datetime(2026, 9, 28, 15, tzinfo=UTC))
    host, ada, bob = (
        save(factories.person(name, zone="America/New_York")) for name in ("Ruth", "Ada", "Bob")
    )
    batch, _ = stage(host, "outline", "cs1114.yml", SCHEDULE.read_bytes())
    imports.apply(host, batch, {"course": "CS1114", "minutes": "100"})
    db.session.commit()
    [course] = queries.courses(host)
    pages = [browser(app, each) for each in (host, ada, bob)]
    made = pages[0].post("/cohorts/new", data=MADE | {"course": course[0]})
    assert made.status_code == 303
    [cohort] = db.session.query(Cohort).all()
    assert pages[0].post(f"/programs/{cohort.key}/publish").status_code == 303
    for each in pages[1:]:
        assert each.post(f"/programs/{cohort.key}/sign-up").status_code == 303
    return cohort, (ada, bob), pages


def dated(cohort):
    db.session.rollback()
    return queries.dates(cohort)


def told(person, kind):
    """What of this kind the person's inbox has, by the date that it tells of."""
    db.session.rollback()
    found = db.session.query(Delivery).filter_by(person_id=person.id, channel=Channel.IN_APP)
    return [each.reminder.due_at for each in found if each.reminder.kind == kind]


@pytest.mark.parametrize("typed", ["3", "= 2", "3 = 9", "² = 2", f"{'9' * 5000} = 2"])
def test_weeks_that_take_longer_are_refused_with_an_example(app, typed):
    host = factories.person("Ruth")
    course = factories.course(host, "Short", Line(ItemKind.SESSION, "Opening", week=1, minutes=60))
    made = MADE | {"course": course.key, "lengths": typed}
    answer = browser(app, host).post("/cohorts/new", data=made)
    assert answer.status_code == 422
    assert "such as 3 = 2." in answer.text


def test_five_weeks_of_a_real_course_and_its_end(studying, clock, run_jobs):
    cohort, (ada, bob), (host, hers, his) = studying
    url = f"/cohorts/{cohort.key}"

    def pass_to(*moment):
        clock.set(datetime(*moment, tzinfo=NEW_YORK))
        perform(jobs.tick)
        run_jobs()

    rows = dated(cohort)
    sessions = [row for row in rows if row.step is Step.SESSION]
    homework = [row for row in rows if row.step is Step.DEADLINE]
    assert (len(sessions), len(homework)) == (32, 12)
    assert [row.item.note for row in sessions if row.wall is None] == [
        "Class Cancelled",
        "Class cancelled for MLK Day",
        "Class cancelled - school closed",
    ]
    held = [row for row in sessions if row.wall]
    assert {(row.wall.weekday(), row.wall.time()) for row in held} == {(0, time(16, 35)), (2, time(16, 35))}
    assert {row.at.hour for row in held if row.wall.date() < date(2026, 11, 1)} == {20}
    assert {row.at.hour for row in held if date(2026, 11, 1) < row.wall.date() < date(2027, 3, 14)} == {21}
    assert {row.at.hour for row in held if row.wall.date() > date(2027, 3, 14)} == {20}
    rocket, functions, conditions, aliens, *later = homework
    assert [row.wall for row in homework[:4]] == [datetime(2026, 10, day, 18) for day in (21, 21, 28)] + [
        datetime(2026, 11, 4, 18)
    ]

    pass_to(2026, 10, 18, 19)
    assert told(ada, "deadline_due") == [rocket.at, functions.at]
    assert hers.post(f"{url}/dates/{rocket.key}/done").status_code == 303
    asked = hers.post(f"{url}/dates/{functions.key}/longer", data={"reason": "On call."})
    assert asked.status_code == 303
    pass_to(2026, 10, 22, 12)
    assert (len(told(ada, "deadline_overdue")), len(told(bob, "deadline_overdue"))) == (0, 2)
    assert "Two deadlines are overdue." in his.get(url).text
    perform(cohort_jobs.raise_flags)
    assert "Nobody needs you" in host.get(f"{url}/host").text, "he sees it a day before"
    clock.set(datetime(2026, 10, 24, 12, tzinfo=NEW_YORK))
    assert "Nobody needs you" not in host.get(f"{url}/host").text
    hers.post(f"{url}/dates/{functions.key}/done")
    assert queries.progress_of(cohort, [ada.id])[ada.id][functions.id].on_time, "within her own extension"

    assert host.post(f"{url}/pods", data={"group": f"{ada.key} {bob.key}"}).status_code == 303
    stuck = {"where": f"cohort:{cohort.key}", "text": "It loops.", "since": "1440", "need": "know_how"}
    made = his.post("/help/new", data=stuck | {"when": "now"})
    request = made.location
    assert "It loops." in hers.get(request).text, "his pod reads it"
    assert hers.post(f"{request}/answer", data={"text": "Count down, not up."}).status_code == 303
    answer = help_requests.answers_of(db.session.query(HelpRequest).one())[0].key
    assert his.post(f"{request}/solved", data={"answer": answer}).status_code == 303

    before = [(row.wall, row.at) for row in dated(cohort)]
    moved = {"way": "shift", "since": "2026-11-02", "days": "7", "version": str(cohort.version)}
    assert host.post(f"{url}/dates", data=moved).status_code == 303
    pass_to(2026, 10, 26, 14)
    assert dated(cohort)[rows.index(aliens)].wall == datetime(2026, 11, 11, 18)
    [change] = [each for each in queries.changes(cohort) if each.moves]
    assert host.post(f"{url}/dates/{change.key}/undo").status_code == 303
    pass_to(2026, 10, 26, 16)
    assert [(row.wall, row.at) for row in dated(cohort)] == before
    assert [len(told(each, "moved")) for each in (ada, bob)] == [2, 2], "one for each act"

    his.post(f"{url}/dates/{rocket.key}/done")
    assert not queries.progress_of(cohort, [bob.id])[bob.id][rocket.id].on_time
    for row in (conditions, aliens, *later[:5]):
        clock.set(row.at - HOUR)
        hers.sign_in(ada)  # a login lasts 30 days
        hers.post(f"{url}/dates/{row.key}/done")
    assert queries.completion(cohort, ada.id) is None
    clock.set(later[5].at - HOUR)
    for page, person in ((hers, ada), (his, bob)):
        page.sign_in(person)
    hers.post(f"{url}/dates/{later[5].key}/done", data={"completes": "1"})
    row = queries.completion(cohort, ada.id)
    assert (row.done, row.of) == (10, 12)
    perform(jobs.tick)
    run_jobs()
    assert len(told(ada, "cohort_completed")) == 1
    assert hers.get(f"{url}/people/{ada.key}/certificate.pdf").data.startswith(b"%PDF")
    assert his.get(f"{url}/people/{ada.key}/certificate").status_code == 404
