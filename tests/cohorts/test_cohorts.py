"""A cohort made, studied, extended and shifted; who sees how people get on."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.activity.models import LearningAct
from learnhub.cohorts import (
    check_ins,
    completing,
    deadlines,
    flag_rules,
    jobs,
    next_runs,
    pages,
    person_pages,
    pods,
    queries,
    rosters,
    shifting,
    summing,
    ticking,
    updating,
    weeks,
)
from learnhub.cohorts.check_ins import Said
from learnhub.cohorts.deadlines import DeadlineState, Strictness
from learnhub.cohorts.dues import DEADLINES
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.shifting import Wanted
from learnhub.core import clock
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid, NotFound
from learnhub.core.transaction import settle
from learnhub.courses import queries as courses
from learnhub.courses import versions
from learnhub.courses.models import Course, ItemKind
from learnhub.courses.outlines import Line
from learnhub.people import holidays
from learnhub.people.models import Person, Role
from learnhub.programs.dated import MOST, of_sources
from learnhub.programs.models import Host
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import fresh, perform, save

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)
STARTS = date(2026, 10, 19)  # a Monday; clocks in Berlin change on the 25th
LINES = (
    Line(ItemKind.PART, "Begin", week=1),
    Line(ItemKind.SESSION, "Together", week=1, weekday=1, at=time(16), minutes=60),
    Line(ItemKind.DELIVERABLE, "First", week=1, weekday=4, at=time(18)),
    Line(ItemKind.SESSION, "No class", week=2, weekday=1, note="A holiday"),
    Line(ItemKind.DELIVERABLE, "Second", week=2, weekday=4, at=time(18)),
    Line(ItemKind.DELIVERABLE, "Third", week=3, weekday=4, at=time(18)),
)


@pytest.fixture
def studying(monkeypatch):
    """A cohort in its first week, its host, and Ada, who is in it; and what sets the clock."""

    def at(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    at(datetime(2026, 10, 20, 8, tzinfo=ZoneInfo("UTC")))
    host, ada = factories.person("Ruth"), factories.person("Ada")
    made = factories.cohort(host, *LINES, starts=STARTS, zone="Europe/Berlin", strictness=Strictness.GRACE)
    factories.sign_up(made, ada)
    return made, host, ada, at


def due(cohort, title):
    return next(each for each in queries.dates(cohort) if each.item.title == title)


def state(cohort, person, title):
    found = due(cohort, title)
    row = queries.row_of(found, person.id)
    return deadlines.state(found.at, row.mine if row else deadlines.NOTHING, cohort.rule, clock.now())


def test_the_dates_keep_their_wall_times_and_the_version_of_the_course(studying):
    cohort, host, _, _ = studying
    shown = {each.item.title: (each.wall, each.at) for each in queries.dates(cohort)}
    assert [shown[name][1].hour for name in ("First", "Second")] == [16, 17], "summer, then winter"
    assert {shown[name][0].time() for name in ("First", "Second", "Third")} == {time(18)}
    assert shown["No class"] == (None, None)
    assert "Begin" not in shown, "what is handed in for it is due, not the part"
    [part] = pages.show(host, cohort.key, clock.now())["groups"]
    assert (part.title, len(part.rows)) == ("Begin", 5)
    course = cohort.course_version.course
    versions.write(host, course, [*versions.lines(cohort.course_version), LINES[2]], version=course.version)
    assert course.current == 2
    assert fresh(cohort).course_version.number == 1


def test_ticking_off_is_one_act_and_goes_with_it(studying):
    cohort, host, ada, at = studying
    key = due(cohort, "First").key
    first, second = ticking.tick(ada, cohort, key), ticking.tick(ada, cohort, key)
    assert first is second
    assert (first.on_time, state(cohort, ada, "First")) == (True, DeadlineState.ON_TIME)
    assert db.session.query(LearningAct).count() == 1
    ticking.take_back(ada, cohort, key)
    assert db.session.query(LearningAct).count() == 0
    at(datetime(2026, 10, 25, 9, tzinfo=ZoneInfo("UTC")))
    assert state(cohort, ada, "First") is DeadlineState.OVERDUE
    assert ticking.tick(ada, cohort, key).on_time is False
    shifting.shift(host, cohort, Wanted(days=14), version=cohort.version)
    assert state(cohort, ada, "First") is DeadlineState.LATE, "what was late stays so"
    with pytest.raises(Forbidden, match="Only those who are in"):
        ticking.tick(host, cohort, due(cohort, "Second").key)


def test_an_extension_is_the_facilitators_or_once_ones_own(studying):
    cohort, host, ada, at = studying
    key = due(cohort, "First").key
    ticking.extend_own(ada, cohort, key, reason="On call.")
    assert (
        queries.row_of(due(cohort, "First"), ada.id).extended_to
        == due(cohort, "First").at + 3 * DAY + DAY / 24
    )
    with pytest.raises(Forbidden, match="moved this deadline once"):
        ticking.extend_own(ada, cohort, key, reason="Again.")
    earlier = datetime(2026, 10, 24, 18)
    with pytest.raises(Invalid, match="after the due in force"):
        ticking.extend(host, cohort, key, ada, until=earlier, reason="Less")
    with pytest.raises(Invalid, match="Say why"):
        ticking.extend(host, cohort, key, ada, until=datetime(2026, 11, 2, 18), reason="")
    at(datetime(2026, 10, 26, 12, tzinfo=ZoneInfo("UTC")))
    assert state(cohort, ada, "First") is DeadlineState.EXTENDED
    at(datetime(2026, 11, 9, 12, tzinfo=ZoneInfo("UTC")))
    assert state(cohort, ada, "First") is DeadlineState.MISSED
    with pytest.raises(Forbidden, match="missed"):
        ticking.tick(ada, cohort, key)
    ticking.tick(host, cohort, key, person=ada)
    ticking.waive(host, cohort, due(cohort, "Second").key, ada, reason="Ill.", waived=True)
    assert state(cohort, ada, "Second") is DeadlineState.WAIVED
    acts = [each.after["what"] for each in db.session.query(AuditEntry).filter_by(act="deadline.changed")]
    assert acts == ["ticked off, late", "waived"]
    said = [each.what for each in queries.changes(cohort, person_id=ada.id)]
    assert said == ["waived", "ticked off, late", "extended to Mon 26 Oct, 18:00 CET"]


def test_what_was_missed_hides_nothing_that_is_due_on_home(studying):
    _, host, ada, _ = studying
    lines = [Line(ItemKind.DELIVERABLE, f"Old {day}", week=1, weekday=day % 5) for day in range(MOST + 1)]
    hard = factories.cohort(host, *lines, starts=STARTS - 2 * 7 * DAY, strictness=Strictness.HARD)
    soft = factories.cohort(host, *lines[:3], starts=STARTS - 10 * 7 * DAY)
    for each in (hard, soft):
        factories.signup(ada, each)
    shown = [due.title for due in of_sources([DEADLINES], ada, clock.now())]
    assert shown == ["First", "Second", "Third"]


def test_a_newer_outline_is_offered_and_leaves_what_stands(app, studying):
    cohort, host, ada, at = studying
    course = cohort.course_version.course
    shifting.shift(host, cohort, Wanted(days=7, since=date(2026, 11, 2)), version=cohort.version)
    ticking.tick(ada, cohort, due(cohort, "First").key)
    at(datetime(2026, 10, 26, 12, tzinfo=ZoneInfo("UTC")))
    before = {each.item.title: each.wall for each in queries.dates(cohort)}
    lines = {line.title: line for line in versions.lines(cohort.course_version)}
    newer = [
        lines["Begin"],
        replace(lines["Together"], title="All together"),
        replace(lines["First"], weekday=3),
        Line(ItemKind.DELIVERABLE, "Late", week=1),
        replace(lines["Third"], weekday=2),
        Line(ItemKind.DELIVERABLE, "Fourth", week=3, weekday=4, at=time(12)),
    ]
    save(versions.write(host, course, newer, version=course.version))
    page = browser(app, host)
    seen = page.get(f"/cohorts/{cohort.key}/update").text
    assert [said in seen for said in ("Falls away", "Does not come", "Take it over")] == [True] * 3
    stale = {"number": "2", "version": "0"}
    assert page.post(f"/cohorts/{cohort.key}/update", data=stale).status_code == 409
    cohort = db.session.get_one(Cohort, cohort.id)
    version = {"number": "2", "version": str(cohort.version)}
    assert page.post(f"/cohorts/{cohort.key}/update", data=version).status_code == 303
    cohort = db.session.get_one(Cohort, cohort.id)
    after = {each.item.title: each.wall for each in queries.dates(cohort)}
    assert after["All together"] == before["Together"]
    assert after["First"] == before["First"], "it was done, so it stays"
    assert after["Third"] == datetime(2026, 11, 11, 18), "on its new day, a week later as was moved"
    assert after["Fourth"] == datetime(2026, 11, 13, 12)
    assert after["Second"] is None
    assert "Late" not in after
    assert cohort.course_version.number == 2
    assert page.get(f"/cohorts/{cohort.key}/update").status_code == 200


def test_a_newer_outline_moves_nothing_into_the_past(studying):
    cohort, host, _, _ = studying
    course = cohort.course_version.course
    lines = [*versions.lines(cohort.course_version)]
    newer = [replace(each, weekday=0) if each.title in ("First", "Second") else each for each in lines]
    save(versions.write(host, course, newer, version=course.version))
    found = updating.offered(cohort, clock.now())
    assert [each.item.title for each in found.dated.values()] == ["Second"], "the first would be yesterday"
    assert (found.late, found.gone) == ([], [])


def test_the_next_run_begins_as_the_last_one_and_knows_the_holidays(app, studying):
    cohort, host, ada, _ = studying
    cohort.capacity, cohort.summary = 12, "Learn it together."
    holidays.keep(
        holidays.read("2026-12-24 to 2026-12-26 Christmas, at last\n2026-01-01 Past"), by=save(host)
    )
    page = browser(app, host)
    begun = page.get(f"/cohorts/new?from={cohort.key}").text
    assert 'value="2026-11-09"' in begun, "the first Monday after its end"
    assert 'value="16:00"' not in begun, "no day was chosen, so no hour"
    save(Host(program_id=cohort.id, person_id=save(factories.person("Rosa", email="rosa@example.org")).id))
    begun = page.get(f"/cohorts/new?from={cohort.key}").text
    assert "Rosa facilitates it with you again" in begun
    assert 'value="Rosa &lt;rosa@example.org&gt;"' in begun
    assert "2026-12-25 Christmas, at last" in begun
    assert "2026-01-01" not in begun
    assert [said in begun for said in ("Learn it together.", 'value="12"')] == [True, True]
    save(weeks.add(host, cohort, 1, "https://example.org/read-this"))
    factories.sign_up_field(cohort)
    typed = {"course": cohort.course_version.course.key, "starts": "2026-11-09", "zone": "UTC"}
    typed |= {"anew": cohort.key, "strictness": cohort.strictness.value, "at": "16:00"}
    same = {name: getattr(cohort, name) for name in next_runs.RULES[1:] if name != "escalates"}
    answer = page.post("/cohorts/new", data=typed | same)
    made = queries.find(host, answer.location.rsplit("/", 1)[1])[0]
    assert "its rules, one thing to read in its weeks and one question" in made.taken_over
    assert "one question" in page.get(answer.location).text
    assert [each.resource.url for each in weeks.materials(host, weeks.of(made)[0])] == [
        "https://example.org/read-this"
    ]
    other = factories.course(host, "Another", *LINES)
    hard = {"strictness": "hard", "course": save(other).key}
    answer = page.post("/cohorts/new", data=typed | same | hard)
    made = queries.find(host, answer.location.rsplit("/", 1)[1])[0]
    assert f"from “{cohort.title}”: one question. Nothing of its people" in made.taken_over
    theirs = browser(app, ada)
    assert theirs.get(f"/cohorts/new?from={cohort.key}").status_code == 403
    refused = theirs.post("/cohorts/new", data=typed | same | {"summary": "What I typed"})
    assert refused.status_code == 422
    assert "You do not run it any more" in refused.text
    assert "What I typed" in refused.text
    assert cohort.key not in refused.text, "sent again, it is made without"


def test_it_is_completed_by_its_rule_with_the_course_and_taken_back(app, studying):
    cohort, host, ada, _ = studying
    course = cohort.course_version.course
    cohort_id, host_id, ada_id, course_id = cohort.id, host.id, ada.id, course.id
    keys = [due(cohort, title).key for title in ("First", "Second", "Third")]
    for key in keys[:2]:
        ticking.tick(ada, cohort, key)
        assert queries.completion(cohort, ada.id) is None, "80 % of three are three"
    ticking.waive(host, cohort, keys[2], ada, reason="Ill.", waived=True)
    row = save(queries.completion(cohort, ada.id))
    assert (row.done, row.of) == (2, 2)
    assert courses.completion(ada, course).proof == f"Completed with the cohort {cohort.title}."
    acts = {(each.kind, each.ref_kind) for each in db.session.query(LearningAct)}
    assert {("completed", "cohort"), ("completed", "course")} <= acts
    url = f"/cohorts/{cohort.key}/people/{ada.key}/certificate"
    eve = save(factories.person("Eve"))
    answers = {each.name: browser(app, each).get(url).status_code for each in (ada, host, eve)}
    assert answers == {"Ada": 200, "Ruth": 200, "Eve": 404}
    made = browser(app, ada).get(f"{url}.pdf")
    assert (made.mimetype, made.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert made.data.startswith(b"%PDF")
    tags = re.findall(rb"/S /(Document|H\d|P)\b", made.data)
    assert b" ".join(tags) == b"Document P H1 P H2 P P P"
    assert b"/Marked true" in made.data
    assert b"/Lang (en)" in made.data
    verified = app.test_client().get(f"/certificates/{row.key}")
    assert "Ada has completed" in verified.text
    assert app.test_client().get("/certificates/aaaaaaaaaa").status_code == 404
    cohort, host, ada, course = (
        db.session.get_one(kind, of)
        for kind, of in ((Cohort, cohort_id), (Person, host_id), (Person, ada_id), (Course, course_id))
    )
    more = [Line(ItemKind.DELIVERABLE, title, week=3, weekday=4) for title in ("Fourth", "Fifth")]
    lines = [*versions.lines(cohort.course_version), *more]
    save(versions.write(host, course, lines, version=course.version))
    page, path = browser(app, host), f"/cohorts/{cohort.key}/update"
    assert "One person completed it already" in page.get(path).text
    version = db.session.get_one(Cohort, cohort_id).version
    assert page.post(path, data={"number": "2", "version": str(version)}).status_code == 303
    cohort, ada = db.session.get_one(Cohort, cohort_id), db.session.get_one(Person, ada_id)
    completing.settle(cohort, ada)
    assert queries.completion(cohort, ada_id).of == 2, "what was given stays"
    settle(save=True)
    assert "Your certificate</a> is ready." in browser(app, ada).get(cohort.url).text
    assert "One person completed it." in browser(app, host).get(f"{cohort.url}/host").text
    browser(app, ada).post(f"/cohorts/{cohort.key}/dates/{keys[0]}/undone", data={"sure": "1"})
    assert (queries.completion(cohort, ada.id), courses.completion(ada, course)) == (None, None)
    assert db.session.query(LearningAct).filter_by(kind="completed").count() == 0


def test_a_certificate_says_what_was_done_after_it_was_given_too(app, monkeypatch):
    """It stayed at five of six for who did all six."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 17, 9, tzinfo=ZoneInfo("UTC")))
    host, ada = factories.person("Ruth"), factories.person("Ada")
    lines = [Line(ItemKind.DELIVERABLE, f"Step {n}", week=n, weekday=4, at=time(18)) for n in range(1, 7)]
    cohort = factories.cohort(host, *lines, starts=date(2026, 11, 16))
    factories.signup(ada, cohort)
    page, path = browser(app, ada), f"/cohorts/{cohort.key}/people/{ada.key}/certificate"
    steps = [each.key for each in queries.dates(cohort) if each.item.counts]
    for key in steps[:5]:
        save(ticking.tick(ada, cohort, key))
    code = queries.completion(cohort, ada.id).key
    assert "5 of 6 deadlines done" in page.get(path).text
    save(ticking.tick(ada, cohort, steps[5]))
    shown = page.get(path).text
    assert ("6 of 6 deadlines done" in shown, code in shown) == (True, True)
    ticking.take_back(ada, cohort, steps[0])
    assert "5 of 6 deadlines done" in page.get(path).text, "taken back, it says so"


def test_a_shift_is_undone_exactly_and_told_once(studying):
    cohort, host, ada, _ = studying
    before = [(each.wall, each.at) for each in queries.dates(cohort)]
    span = cohort.starts_at, cohort.ends_at
    assert shifting.shift(host, cohort, Wanted(days=7, since=date(2026, 10, 26)), version=cohort.version) == 1
    moved = [(each.wall, each.at) for each in queries.dates(cohort)]
    assert moved[:3] == before[:3]
    assert due(cohort, "Second").wall == datetime(2026, 11, 6, 18)
    with pytest.raises(Conflict, match="changed since"):
        shifting.shift(host, cohort, Wanted(days=7), version=0)
    with pytest.raises(Forbidden):
        shifting.shift(ada, cohort, Wanted(days=7), version=cohort.version)
    [change] = [each for each in queries.changes(cohort) if each.moves]
    shifting.undo(host, cohort, change)
    assert [(each.wall, each.at) for each in queries.dates(cohort)] == before
    assert (cohort.starts_at, cohort.ends_at) == span
    with pytest.raises(Conflict):
        shifting.undo(host, cohort, change)


def test_a_shift_is_not_undone_once_a_date_that_it_put_off_would_have_passed(app, studying):
    cohort, host, _, at = studying
    before = [each.wall for each in queries.dates(cohort)]
    shifting.shift(host, cohort, Wanted(days=7), version=cohort.version)
    [change] = [each for each in queries.changes(cohort) if each.moves]
    moved = [each.wall for each in queries.dates(cohort)]
    path = f"/cohorts/{cohort.key}/dates"
    to_come = min(each for each in before if each and each > datetime(2026, 10, 20, 10))
    at((to_come - timedelta(minutes=1)).replace(tzinfo=cohort.tz))
    assert f"{path}/{change.key}/undo" in browser(app, host).get(path).text
    at((to_come + timedelta(minutes=1)).replace(tzinfo=cohort.tz))
    shown = browser(app, host).get(path).text
    assert f"{path}/{change.key}/undo" not in shown
    assert "One of these dates would lie in the past by now. Move what is to come instead." in shown
    with pytest.raises(Forbidden, match="in the past by now"):
        shifting.undo(host, cohort, change)
    assert [each.wall for each in queries.dates(cohort)] == moved


def test_a_shift_of_what_had_passed_already_is_undone(studying):
    cohort, host, _, at = studying
    at(datetime(2026, 10, 30, 8, tzinfo=ZoneInfo("UTC")))
    before = [(each.wall, each.at) for each in queries.dates(cohort)]
    shifting.shift(host, cohort, Wanted(days=28), version=cohort.version)
    [change] = [each for each in queries.changes(cohort) if each.moves]
    shifting.undo(host, cohort, change)
    assert [(each.wall, each.at) for each in queries.dates(cohort)] == before


def test_the_figures_of_a_roster_are_those_of_its_lines(studying):
    cohort, host, ada, at = studying
    for name in ("Bob", "Cy", "Dan", "Eve"):
        factories.sign_up(cohort, factories.person(name))
    bob, cy, dan = (db.session.query(Person).filter_by(name=name).one() for name in ("Bob", "Cy", "Dan"))
    assert summing.of(cohort, clock.now()) is None, "nothing was due"
    first, second = due(cohort, "First").key, due(cohort, "Second").key
    for one, keys in ((ada, (first, second)), (bob, (first,)), (cy, (second,))):
        for key in keys:
            ticking.tick(one, cohort, key)
    ticking.extend(host, cohort, second, dan, until=datetime(2026, 11, 20, 12), reason="Ill")
    ticking.waive(host, cohort, first, cy, reason="Knows it", waived=True)
    at(datetime(2026, 10, 31, 12, tzinfo=ZoneInfo("UTC")))
    found = summing.of(cohort, clock.now())
    lines = rosters.lines_of(host, cohort, queries.find(host, cohort.key)[1], clock.now())
    paces = [each.progress.pace for each in lines]
    assert (found.of, found.on_pace) == (5, sum(pace is None or pace >= 1 for pace in paces))
    assert found.behind == sum(pace is not None and pace < flag_rules.BEHIND for pace in paces)
    assert found.missing == [("First", 2), ("Second", 2)]


def test_the_history_says_for_whom_and_a_flag_since_when_it_is_overdue(app, studying):
    cohort, host, ada, at = studying
    at(datetime(2026, 10, 24, 20, tzinfo=ZoneInfo("UTC")))
    perform(jobs.raise_flags)
    at(datetime(2026, 10, 26, 12, tzinfo=ZoneInfo("UTC")))
    theirs = browser(app, host).get(f"/cohorts/{cohort.key}/people/{ada.key}").text
    assert re.search(r"Since <time[^>]*>Fri 23 Oct, 18:00 CEST</time>|Since <time[^>]*>[^<]*23 Oct", theirs)
    ticking.tick(host, cohort, due(cohort, "First").key, person=ada)
    db.session.commit()
    assert "First: ticked off, late, for Ada" in browser(app, host).get(f"/cohorts/{cohort.key}/history").text


def test_facilitators_see_how_people_get_on_but_no_flags_of_their_reports(studying):
    cohort, host, ada, at = studying
    bob = factories.person("Bob", manager_id=host.id)
    factories.sign_up(cohort, bob)
    at(datetime(2026, 10, 31, 12, tzinfo=ZoneInfo("UTC")))
    perform(jobs.raise_flags)
    said = [each.said for each in pages.show(ada, cohort.key, clock.now())["me"]["flags"]]
    assert said == [
        "nothing ticked off for 7 days",
        "pace below 0.6",
        "overdue, some missed",
    ]
    before = rosters.roster(host, cohort.key, clock.now(), 1)
    assert before["title"] == "Nobody needs you this week.", "who it concerns sees it a day before"
    at(datetime(2026, 11, 1, 12, tzinfo=ZoneInfo("UTC")))
    found = rosters.roster(host, cohort.key, clock.now(), 1)
    seen = [(each.person.name, each.flags is None, each.progress.overdue) for each in found["lines"]]
    assert seen == [("Ada", False, 1), ("Bob", True, 1)]
    assert found["title"] == "One of 2 needs you this week."
    assert (
        found["lines"][0].said
        == "nothing ticked off for 7 days, pace below 0.6 and overdue, some missed, since Sat 31 Oct"
    )
    assert [each.name for each in pages.show(bob, cohort.key, clock.now())["managers"]] == ["Ruth"]
    admin = factories.person("Ann", roles=(Role.ADMIN,))
    with pytest.raises(Forbidden, match="Only its facilitators"):
        rosters.roster(admin, cohort.key, clock.now(), 1)


def test_what_was_said_last_is_read_by_its_rule_until_it_is_emptied(studying):
    cohort, host, ada, _ = studying
    bob = factories.person("Bob", manager_id=host.id)
    factories.sign_up(cohort, bob)
    told = [
        save(check_ins.check_in(each, *queries.find(each, cohort.key), Said("A page"))) for each in (ada, bob)
    ]

    def read(whom):
        week = person_pages.of_one(host, cohort.key, whom.key, clock.now())["week"]
        return week and week.done

    assert (read(ada), read(bob)) == ("A page", None), "who manages them does not"
    told[0].done = ""  # as retention does
    assert read(ada) is None


def test_dates_move_from_today_on_and_say_what_jumps_over_a_closed_day(studying, browser):
    cohort, host, _, at = studying
    at(datetime(2026, 10, 27, 8, tzinfo=ZoneInfo("UTC")))
    page = browser(host)
    assert 'value="2026-10-27"' in page.get(f"{cohort.url}/dates").text, "what has passed stays"
    asked = {"way": "shift", "since": "2026-10-27", "days": "1", "version": str(cohort.version)}
    seen = page.get(f"{cohort.url}/dates", query_string=asked).text
    assert "Two dates would be on a weekend or a closed day, and go to the next open one." in seen


def test_a_move_says_its_end_and_whose_own_dates_stay_and_is_undone_from_the_toast(studying, browser):
    """After an undo it said that the dates had moved; the new end stood nowhere."""
    cohort, host, ada, _ = studying
    ticking.extend(
        host, cohort, due(cohort, "Second").key, ada, until=datetime(2026, 12, 1, 12), reason="Ill"
    )
    db.session.commit()
    page, path = browser(host), f"{cohort.url}/dates"
    assert "Say by how many days, or to which day: one of the two." in page.get(path).text
    asked = {"way": "shift", "days": "7", "to": "", "since": "", "version": str(cohort.version)}
    seen = page.get(path, query_string=asked).text
    assert re.search("It would end on <strong>[^<]*13 Nov[^<]*</strong> instead of [^<]*6 Nov", seen)
    assert "One person has a later date of their own for some of it: that stays" in seen
    refused = page.post(path, data=asked | {"reason": "x" * 301})
    assert (refused.status_code, "x" * 301 in refused.text) == (422, True), "the preview stays, and the text"
    assert "This would move" in refused.text
    done = page.get(page.post(path, data=asked | {"reason": "The room floods"}).location).text
    assert "Undo tells 1 person again." in done.partition("The dates moved")[2]
    assert "Undo tells 1 person again." in done.partition("What moved before")[2], "beside its button as well"
    assert "The room floods" in done.partition("What moved before")[2]
    undo = re.search(rf'action="({path}/[a-z0-9]+/undo)"', done.partition("The dates moved")[2])
    assert undo, "in the toast"
    assert "The dates moved back." in page.get(page.post(undo[1]).location).text
    roster = page.get(f"{cohort.url}/host").text
    assert re.search('data-l="Extended"[^>]*>1<', roster)


def test_a_swap_wants_both_weeks_and_says_so_in_its_own_form(studying, browser):
    cohort, host, _, _ = studying
    page, path = browser(host), f"/cohorts/{cohort.key}/dates"
    for asked, wrong in (
        ("way=swap&week=2026-10-19&other=", "A day of the other: Choose any day of that week."),
        ("way=shift&days=", "Say by how many days, or to which day."),
    ):
        answer = page.get(f"{path}?{asked}&version=1")
        above, swap = answer.text.split("Swap two weeks")
        assert answer.status_code == 422
        assert (wrong in above, wrong in swap) == ("swap" not in asked, "swap" in asked)
    shown = page.get(f"{path}?way=swap&week=2026-10-19&other=2026-10-26&version=1").text
    assert "This would move" in shown
    assert "<summary>Who that is</summary>" in shown


def test_a_cohort_is_made_after_every_date_was_seen(app):
    host = save(factories.person("Ruth"))
    course = factories.course(host, "Agents", *LINES)
    page = browser(app, host)
    asked = f"/cohorts/new?course={course.key}&starts=2026-12-07&zone=Europe/Berlin&holidays=2026-12-08"
    seen = page.get(asked).text
    assert "A holiday" in seen
    assert "Make draft" in seen
    assert "Nothing is saved yet" in seen
    assert db.session.query(queries.Cohort).count() == 0
    sent = {"course": course.key, "starts": "2026-12-07", "zone": "Europe/Berlin", "holidays": "2026-12-08"}
    made = page.post("/cohorts/new", data=sent | {"own_days": "3"})
    assert made.status_code == 303
    [cohort] = db.session.query(queries.Cohort).all()
    assert cohort.title == "Agents, December 2026"
    assert due(cohort, "Together").wall == datetime(2026, 12, 9, 16), "the day after the holiday"
    wrong = page.post("/cohorts/new", data=sent | {"holidays": "soon"})
    assert wrong.status_code == 422


def test_a_calendar_shows_the_sessions_and_what_is_due_and_no_day_between(studying, browser):
    """To who is in it with what they have to do; to others its sessions; as a file each of its dates."""
    cohort, _, ada, _ = studying
    eve = factories.person("Eve")
    names = ("Day 2 of", "Together", "No class", "First", "Second", f"Session of {cohort.title}")
    for person, asked, there in (
        (ada, "", [False, True, False, True, True, True]),
        (eve, "&whose=all", [False, True, False, False, False, True]),
    ):
        shown = browser(person).get(f"/calendar?month=2026-10&view=agenda{asked}").text
        assert [name in shown for name in names] == there
    file = browser(eve).get(f"/calendar/{cohort.key}.ics").text
    assert [file.count(text) for text in ("BEGIN:VEVENT", "SUMMARY:Together", "SUMMARY:Due: ")] == [4, 1, 3]


def test_what_is_impossible_in_a_cohort_is_refused_with_the_reason(studying):
    cohort, host, ada, _ = studying
    first, soon = due(cohort, "First"), datetime(2026, 12, 20, 12)
    standing = queries.find(ada, cohort.key)[1]
    for key in ("", first.key):
        with pytest.raises(NotFound):
            ticking.tick(ada, cohort, f"{key}x")
    ticking.take_back(host, cohort, first.key, person=ada)  # it was not ticked off: nothing happens
    refused = {
        lambda: ticking.waive(host, cohort, first.key, ada, reason="", waived=True): "Say why",
        lambda: ticking.extend(host, cohort, first.key, ada, until=soon, reason=""): "Say why",
        lambda: check_ins.check_in(ada, cohort, standing, Said(" ")): "what you did",
        lambda: check_ins.check_in(ada, cohort, standing, Said("A", hours="many")): "one of the ranges",
        lambda: shifting.plan(cohort, queries.dates(cohort), Wanted(days=0)): "Nothing would move",
    }
    for act, reason in refused.items():
        with pytest.raises(Invalid, match=reason):
            act()
    save(ticking.tick(ada, cohort, first.key))
    with pytest.raises(Invalid, match="It is done"):
        ticking.extend(host, cohort, first.key, ada, until=soon, reason="Ill")
    for nothing in (
        lambda: queries.member_named(cohort, factories.person("Eve").key),
        lambda: pods.dissolve(host, cohort, queries.find(host, cohort.key)[1], "nothing"),
    ):
        with pytest.raises(NotFound):
            nothing()
