"""Taking back a tick: what it costs is said first, and what was is put back as it was."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from learnhub.activity.models import LearningAct
from learnhub.cohorts import queries, ticking
from learnhub.cohorts.deadlines import Strictness
from learnhub.cohorts.models import Change, Progress
from learnhub.core.db import db
from learnhub.courses import queries as courses
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.mine import erasing
from learnhub.people.models import Organisation
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import save
from tests.support.statements import statements

MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in (1, 2)]


@pytest.fixture
def done(app, clock):
    """A cohort that Ada completed, both steps on time, and her browser two weeks later."""
    clock.set(MONDAY)
    host, ada = (save(factories.person(name, zone="UTC")) for name in ("Ruth", "Ada"))
    cohort = factories.cohort(host, *LINES, starts=MONDAY.date())
    factories.sign_up(cohort, ada)
    first, second = (each.key for each in queries.dates(cohort))
    ticking.tick(ada, cohort, first)
    clock.set(MONDAY + DAY)
    ticking.tick(ada, cohort, second)
    db.session.commit()
    clock.set(MONDAY + 15 * DAY)
    return cohort, ada, browser(app, ada), first


def as_it_stands(cohort, ada):
    """Return what is stored of hers: each tick, her completion, the course's, and her acts."""
    db.session.rollback()
    ticks = [
        (row.done_at, row.due_at, row.on_time, row.done_by_id)
        for row in db.session.query(Progress).filter_by(person_id=ada.id).order_by(Progress.date_id)
    ]
    held = queries.completion(cohort, ada.id)
    made = (held.key, held.at, held.done, held.of, held.outline) if held else None
    acts = db.session.query(LearningAct).filter_by(person_id=ada.id)
    course = courses.completion(ada, cohort.course_version.course)
    return ticks, made, sorted((str(each.kind), each.at) for each in acts), course and course.finished_on


def undo_of(shown):
    """Return the address of the Undo in the message."""
    [path] = {*re.findall(r'action="([^"]*/undone/[^"]*)"', shown)}  # and where it happened
    return path


def test_an_old_tick_is_taken_back_only_by_who_reads_what_that_costs(done):
    """A stray press undid it at once: what was on time became overdue, and the certificate went."""
    cohort, ada, page, first = done
    before, path = as_it_stands(cohort, ada), f"{cohort.url}/dates/{first}/undone"
    assert page.post(path).location == path
    assert as_it_stands(cohort, ada) == before
    asked = page.get(path).text
    assert "You did it on time on Mon 2 Nov. Taken back, it is overdue; ticked again" in asked
    assert "Your certificate goes, and its code." in asked
    assert (">Take it back</button>" in asked, ">Leave it</a>" in asked) == (True, True)
    assert page.post(path, data={"sure": "1"}).location == f"{cohort.url}#d-{first}"
    assert as_it_stands(cohort, ada)[:2] == ([(None,) * 4, before[0][1]], None)
    assert "It is not ticked off." in page.get(path).text, "as one comes back to it"


def test_undo_puts_back_exactly_what_was_and_the_history_keeps_both(app, done):
    """It could not be put right: ticked again it was late, and the certificate had another code."""
    cohort, ada, page, first = done
    before = as_it_stands(cohort, ada)
    page.post(f"{cohort.url}/dates/{first}/undone", data={"sure": "1"})
    undo = undo_of(page.get(cohort.url).text)
    assert browser(app, cohort.created_by).post(undo).status_code == 403, "it was not theirs"
    assert page.post(undo).location == f"{cohort.url}#d-{first}"
    assert "It stands as it was, done on time, and so does the certificate" in page.get(cohort.url).text
    assert as_it_stands(cohort, ada) == before
    assert page.get(f"/certificates/{before[1][0]}").status_code == 200
    said = [each.what for each in queries.changes(cohort, person_id=ada.id)]
    assert said[:2] == ["put back as it was", "taken back"]
    assert page.post(undo).status_code == 403, "once"


def test_nothing_is_put_back_over_what_was_done_since_nor_after_a_day(done, clock):
    cohort, ada, page, first = done
    path = f"{cohort.url}/dates/{first}"
    page.post(f"{path}/undone", data={"sure": "1"})
    undo = undo_of(page.get(cohort.url).text)
    page.post(f"{path}/done", data={"completes": "1"})
    refused = page.post(undo)
    assert (refused.status_code, "It has changed since" in refused.text) == (403, True)
    code = as_it_stands(cohort, ada)[1][0]
    assert "you did it late" in page.get(f"{path}/undone").text.lower()
    assert page.post(f"{path}/undone").location == f"{path}/undone", "the page asks, as its button says"
    assert page.post(f"{path}/undone?just=1").location == f"{cohort.url}#d-{first}", "ticked off a moment ago"
    undo = undo_of(page.get(cohort.url).text)
    clock.set(MONDAY + 16 * DAY + HOUR)
    page.sign_in(ada)
    assert page.post(undo).status_code == 403
    assert as_it_stands(cohort, ada)[1] is None
    assert page.get(f"/certificates/{code}").status_code == 404


def test_a_tick_of_a_few_minutes_ago_and_one_that_costs_nothing_are_taken_back_at_once(app, clock):
    clock.set(MONDAY)
    host, ada = (save(factories.person(name, zone="UTC")) for name in ("Ruth", "Ada"))
    cohort = factories.cohort(host, *LINES, starts=MONDAY.date())
    factories.sign_up(cohort, ada)
    db.session.commit()
    page, keys = browser(app, ada), [each.key for each in queries.dates(cohort)]
    path = f"{cohort.url}/dates/{keys[0]}"
    page.post(f"{path}/done")
    clock.set(MONDAY + DAY)
    assert "Nothing is lost by taking it back now." in page.get(f"{path}/undone").text
    assert page.post(f"{path}/undone").location == f"{cohort.url}#d-{keys[0]}", "it is due on Friday"
    clock.set(MONDAY + 5 * DAY)
    page.sign_in(ada)
    page.post(f"{path}/done")
    clock.set(MONDAY + 5 * DAY + HOUR / 12)
    assert page.post(f"{path}/undone?just=1").location == f"{cohort.url}#d-{keys[0]}", "five minutes ago"
    assert as_it_stands(cohort, ada)[0] == [(None,) * 4]


def test_the_message_of_a_tick_takes_a_slip_of_the_finger_back_at_once(app, clock):
    clock.set(MONDAY)
    host, ada = (save(factories.person(name, zone="UTC")) for name in ("Ruth", "Ada"))
    cohort = factories.cohort(host, *LINES, starts=MONDAY.date())
    factories.sign_up(cohort, ada)
    db.session.commit()
    clock.set(MONDAY + 5 * DAY)
    page, path = browser(app, ada), f"{cohort.url}/dates/{queries.dates(cohort)[0].key}"
    page.post(f"{path}/done")
    [undo] = re.findall(r'action="([^"]*/undone[^"]*just=1)"', page.get(cohort.url).text)
    clock.set(MONDAY + 5 * DAY + HOUR / 12)
    assert page.post(undo.replace("&amp;", "&")).location.startswith(f"{cohort.url}#d-")
    page.post(f"{path}/done")
    clock.set(MONDAY + 5 * DAY + HOUR)
    assert page.post(undo.replace("&amp;", "&")).location.startswith(f"{path}/undone"), "now it asks"


def test_the_undo_of_taking_back_stands_where_it_happened_for_a_day_and_the_button_says_if_it_asks(
    app, done, clock
):
    """It lived in the message alone: once that was gone, nothing led to it."""
    cohort, ada, page, first = done
    before, host = as_it_stands(cohort, ada), browser(app, cohort.created_by)
    theirs, word = f"{cohort.url}/people/{ada.key}", "Undo taking it back"
    save(Organisation(id=1, name="Northwind"))
    page.get(cohort.url)
    with statements() as sent:
        shown = page.get(cohort.url).text
    assert len(sent) <= 12
    assert (shown.count("Take back…"), shown.count(word)) == (2, 0), "of both the certificate would go"
    page.post(f"{cohort.url}/dates/{first}/undone", data={"sure": "1"})
    page.get(cohort.url)  # the message came, and went
    shown = page.get(cohort.url).text
    assert shown.count(word) == 1
    assert (shown.count("Take back<"), shown.count("Take back…")) == (0, 1), "the other would be overdue"
    assert word not in host.get(theirs).text, "it was not theirs"
    page.post(undo_of(shown))
    assert as_it_stands(cohort, ada) == before
    host.post(f"{theirs}/{first}/undone", data={"sure": "1"})
    host.get(theirs)
    assert word not in page.get(cohort.url).text
    shown = host.get(theirs).text
    assert shown.count(word) == 1
    clock.set(MONDAY + 16 * DAY + HOUR)
    host.sign_in(cohort.created_by)
    assert word not in host.get(theirs).text
    clock.set(MONDAY + 15 * DAY)
    host.post(undo_of(shown))
    assert as_it_stands(cohort, ada) == before


def test_from_home_one_returns_there(app, done):
    cohort, _, page, first = done
    path = f"{cohort.url}/dates/{first}/undone"
    asked = page.post(f"{path}?back=home").location
    assert asked == f"{path}?back=home"
    assert '<a class="btn" href="/">Leave it</a>' in page.get(asked).text
    assert page.post(path, data={"sure": "1", "back": "home"}).location == "/"
    assert page.post(undo_of(page.get("/").text)).location == "/"


def test_what_would_be_missed_says_so(app, done):
    cohort, _, page, first = done
    cohort.strictness = Strictness.HARD
    save(cohort)
    assert (
        "Taken back, it is missed, and only a facilitator can note it again."
        in page.get(f"{cohort.url}/dates/{first}/undone").text
    )


def test_a_facilitator_is_asked_as_well_and_can_put_it_back(app, done):
    cohort, ada, _, first = done
    before, host = as_it_stands(cohort, ada), browser(app, cohort.created_by)
    theirs = f"{cohort.url}/people/{ada.key}"
    path = f"{theirs}/{first}/undone"
    assert host.post(path).location == path
    asked = host.get(path).text
    assert "Ada did it on time on Mon 2 Nov. Taken back, it is overdue; noted again, the" in asked
    assert "Ada’s certificate goes, and its code." in asked
    assert host.post(path, data={"sure": "1"}).location == theirs
    assert host.post(undo_of(host.get(theirs).text)).location == theirs
    assert as_it_stands(cohort, ada) == before


def test_what_a_facilitator_noted_is_put_back_as_theirs(app, clock):
    clock.set(MONDAY)
    host, ada = (save(factories.person(name, zone="UTC")) for name in ("Ruth", "Ada"))
    cohort = factories.cohort(host, *LINES, starts=MONDAY.date())
    factories.sign_up(cohort, ada)
    first = queries.dates(cohort)[0].key
    clock.set(MONDAY + 9 * DAY)
    ticking.tick(host, cohort, first, person=ada, on=date(2026, 11, 5), reason="Handed in by mail.")
    db.session.commit()
    clock.set(MONDAY + 10 * DAY)
    page, before = browser(app, ada), as_it_stands(cohort, ada)
    assert "You did it on time on Thu 5 Nov." in page.get(f"{cohort.url}/dates/{first}/undone").text
    page.post(f"{cohort.url}/dates/{first}/undone", data={"sure": "1"})
    page.post(undo_of(page.get(cohort.url).text))
    assert as_it_stands(cohort, ada) == before
    assert before[0][0][3] == host.id


def test_what_was_taken_back_is_forgotten_with_the_person(done):
    cohort, ada, page, first = done
    page.post(f"{cohort.url}/dates/{first}/undone", data={"sure": "1"})
    db.session.rollback()
    change = db.session.query(Change).filter_by(what="taken back").one()
    assert change.was["completion"]["key"]
    erasing.make_nobody(ada)
    db.session.refresh(change)
    assert change.was == {}
