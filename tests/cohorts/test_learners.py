"""What somebody who is in a cohort is told of themselves: true at each moment."""

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from learnhub.calendars import feeds
from learnhub.cohorts import pages, queries, sentences, ticking
from learnhub.cohorts.deadlines import Progress
from learnhub.cohorts.models import Cohort
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.notifications import jobs
from learnhub.programs import queries as programs
from learnhub.programs import services
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import perform, save

LINES = (
    Line(ItemKind.SESSION, "Together", week=2, weekday=1, at=time(16), minutes=60),
    Line(ItemKind.DELIVERABLE, "First", week=1, weekday=4, at=time(17)),
    Line(ItemKind.DELIVERABLE, "Second", week=2, weekday=0, at=time(17)),
)


@pytest.fixture
def learning(app, clock):
    """A cohort in its first week, Ada who is in it, her browser, and where the cohort's dates are."""
    clock.set(datetime(2026, 11, 2, 8, tzinfo=UTC))
    host, ada = save(factories.person("Ruth")), save(factories.person("Ada", zone="Europe/Berlin"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2), zone="Europe/Berlin", own_days=5)
    factories.sign_up(cohort, ada)
    db.session.commit()
    return cohort, ada, browser(app, ada)


def key_of(cohort, title):
    return next(each.key for each in queries.dates(cohort) if each.item.title == title)


def test_a_completion_that_was_taken_back_stands_nowhere(app, learning, run_jobs):
    cohort, ada, page = learning
    url, keys = f"/cohorts/{cohort.key}", [key_of(cohort, title) for title in ("First", "Second")]
    assert "completes the cohort" not in page.get(url).text
    page.post(f"{url}/dates/{keys[0]}/done")
    page.post(f"{url}/dates/{keys[1]}/done", data={"completes": "1"})
    assert "That completes the cohort, and your certificate is made." in page.get(url).text
    perform(jobs.tick)
    run_jobs()
    assert f"You completed {cohort.title}" in page.get("/inbox").text
    code = queries.completion(cohort, ada.id).key
    db.session.rollback()
    page.post(f"{url}/dates/{keys[1]}/undone?just=1")
    assert "your certificate and its code are gone" in page.get(url).text
    inbox = page.get("/inbox?show=all").text
    assert f"You completed {cohort.title}" not in inbox
    assert f"{cohort.title} is not completed after all" not in inbox, "it was their own act"
    verified = app.test_client().get(f"/certificates/{code}")
    assert (verified.status_code, "No certificate has this code" in verified.text) == (404, True)


def test_where_a_facilitator_takes_back_what_completed_it_the_message_says_so(app, learning, run_jobs):
    cohort, ada, page = learning
    url, keys = f"/cohorts/{cohort.key}", [key_of(cohort, title) for title in ("First", "Second")]
    for key in keys:
        page.post(f"{url}/dates/{key}/done", data={"completes": "1"})
    perform(jobs.tick)
    run_jobs()
    host = browser(app, cohort.created_by)
    host.post(f"{url}/people/{ada.key}/{keys[1]}/undone", data={"sure": "1"})
    assert f"{cohort.title} is not completed after all" in page.get("/inbox?show=all").text


def test_where_several_are_open_any_of_which_completes_the_cohort_that_is_said():
    """“The next that you tick off completes the cohort” was not understood with two still open."""
    cohort = Cohort(completes_at=80)
    found = Progress(done=4, expected=4, of=6, on_time=4, overdue=0)
    said = sentences.completion(cohort, found, completed=False, last=True)
    whole = "Two are open: whichever you tick off first completes the cohort, and makes your certificate."
    assert said == whole
    one = sentences.completion(cohort, replace(found, missed=1), completed=False, last=True)
    assert one == "One is open: ticking it off completes the cohort, and makes your certificate."


def test_the_tick_that_completes_says_so_before_it_is_pressed(learning):
    """One mistaken press, on Home too, completed the cohort and made a certificate at once."""
    cohort, ada, page = learning
    url, keys = f"/cohorts/{cohort.key}", [key_of(cohort, title) for title in ("First", "Second")]
    assert page.get(f"{url}/dates/{keys[0]}/done").location is None
    page.post(f"{url}/dates/{keys[0]}/done")
    shown = page.get(url).text
    assert "One is open: ticking it off completes the cohort, and makes your certificate." in shown
    assert "To complete it: all 2 deadlines; 1 is done." in shown, "the rule beside the chart"
    assert (shown.count("Tick off"), "and complete" in shown, "Pace" in shown) == (2, False, False)
    asked = page.post(f"{url}/dates/{keys[1]}/done", data={"back": "home"}).location
    assert asked == f"{url}/dates/{keys[1]}/done?back=home"
    assert "“Second” completes the cohort." in page.get(asked).text
    assert queries.completion(cohort, ada.id) is None
    sent = {"completes": "1", "back": "home"}
    assert page.post(f"{url}/dates/{keys[1]}/done", data=sent).location == "/"
    home = page.get("/").text
    assert "“Take back” undoes both, here or later on the cohort’s page." in home
    [(back, word)] = re.findall(r'action="([^"]*/undone[^"]*)".*?<button[^>]*>([^<]*)<', home, re.S)
    assert word == "Take back"
    db.session.rollback()
    assert queries.completion(cohort, ada.id) is not None
    assert "It is ticked off already." in page.get(asked).text
    assert page.post(html.unescape(back)).location == "/", "where it was pressed"
    db.session.rollback()
    assert queries.completion(cohort, ada.id) is None


def test_the_page_of_a_course_leads_who_takes_it_to_their_cohort(app, learning):
    """It offered "I completed it" first, and said "Certificate: No", though the cohort gives one."""
    cohort, _, page = learning
    url = f"/courses/{cohort.course_version.course.key}"
    shown, others = page.get(url).text, browser(app, factories.person("Eve")).get(url).text
    assert f'<a class="btn primary" href="{cohort.url}">Open {cohort.title}</a>' in shown
    assert ">I completed it before</a>" in shown
    assert ("Open Cohort" in others, 'primary" href="' + url + '/completed">I completed it<' in others) == (
        False,
        True,
    )
    assert not {text for text in ("No goal", "no goal", "Certificate") if text in shown}


def test_longer_says_until_when_and_can_be_taken_back(learning, clock, run_jobs):
    """One read neither the date that it would give, nor could undo it."""
    cohort, ada, page = learning
    url, key = f"/cohorts/{cohort.key}", key_of(cohort, "First")
    assert page.get(url).text.count("Need longer? Until Wed 11 Nov") == 2, "beside Tick off, too"
    assert "would be due Wed 11 Nov, 17:00 CET" in page.get(f"{url}/dates/{key}/longer").text
    page.post(f"{url}/dates/{key}/longer", data={"reason": "On call."})
    shown = page.get(url).text
    assert f"{url}/dates/{key}/as-before" in shown
    assert ">Undo the extra time<" in shown, "as whoever gives it reads"
    assert page.post(f"{url}/dates/{key}/as-before").status_code == 303
    assert page.get(url).text.count("Need longer? Until Wed 11 Nov") == 2
    clock.set(datetime(2026, 11, 5, 18, tzinfo=UTC))
    perform(jobs.tick)
    run_jobs()
    assert "“First” is due" in page.get("/inbox").text, "what was to remind of the earlier date does so"
    page.post(f"{url}/dates/{key}/longer", data={"reason": "On call."})
    clock.set(datetime(2026, 11, 7, 18, tzinfo=UTC))
    page.sign_in(ada)
    assert page.post(f"{url}/dates/{key}/as-before").status_code == 403, "it would be overdue at once"


def test_a_week_leads_to_where_it_is_swapped(app, learning):
    cohort, _, page = learning
    host = browser(app, cohort.created_by)
    weeks = f"{cohort.url}/weeks?week=2"
    assert f"{cohort.url}/dates?of=2#sw-h" in host.get(weeks).text
    assert "Swap this week" not in page.get(weeks).text
    asked = host.get(f"{cohort.url}/dates?of=2").text
    assert 'value="2026-11-09"' in asked.partition('id="sw-h"')[2]


def test_who_took_longer_finds_their_own_date_in_the_week(learning):
    cohort, ada, page = learning
    ticking.extend_own(ada, cohort, key_of(cohort, "First"), reason="On call.")
    db.session.commit()
    shown = page.get(f"/cohorts/{cohort.key}/weeks?week=1").text
    assert "Wed 11 Nov" in shown
    assert "Your own date; the cohort’s is Fri 6 Nov" in shown


def test_before_the_start_the_first_session_comes_first_and_nothing_is_to_be_ticked_off(app, clock):
    """The first press was to tick off what is due in weeks, and the first session stood nowhere."""
    clock.set(datetime(2026, 11, 9, 8, tzinfo=UTC))
    ada, bob = (save(factories.person(name, zone="UTC")) for name in ("Ada", "Bob"))
    kick_off = Line(ItemKind.SESSION, "Kick-off", week=1, weekday=0, at=time(9), minutes=60)
    essay = Line(ItemKind.DELIVERABLE, "Essay", week=1, weekday=4, at=time(18))
    cohort = factories.cohort(save(factories.person("Ruth")), kick_off, essay, starts=date(2026, 11, 23))
    factories.sign_up(cohort, ada)
    db.session.commit()
    shown = browser(app, ada).get(cohort.url).text
    assert re.search("<h1[^>]*>It begins with “Kick-off” on [^<]+</h1>", shown)
    action = shown.partition('id="action"')[2].partition("</div>")[0]
    assert ("See the first week" in action, "Tick off" in action) == (True, False)
    sheet = shown.partition('<ol class="dues">')[2].partition("</ol>")[0]
    assert sheet.index("Kick-off") < sheet.index("Essay")
    assert 'class="first"' not in sheet
    clock.set(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    mine, others = (browser(app, each).get("/").text.partition('<p class="lead">')[2] for each in (ada, bob))
    assert [cohort.title in each.partition("</p>")[0] for each in (mine, others)] == [True, False]


def test_home_says_from_when_on_deadlines_of_a_cohort_stand_there(app, clock):
    """One in 18 days stood nowhere, and another in 16 did."""
    clock.set(datetime(2026, 11, 2, 8, tzinfo=UTC))
    ada = save(factories.person("Ada", zone="UTC"))
    lines = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in (3, 5)]
    cohort = factories.cohort(save(factories.person("Ruth")), *lines, starts=date(2026, 11, 2))
    factories.sign_up(cohort, ada)
    db.session.commit()
    shown = browser(app, ada).get("/").text
    sheet = shown.partition('<ol class="dues">')[2].partition("</ol>")[0]
    assert ("Step 3" in sheet, "Step 5" in sheet) == (True, False)
    assert "Deadlines of cohorts stand here from three weeks before." in shown


def test_what_is_due_next_stands_in_order_of_time(learning, clock):
    cohort, _, page = learning
    clock.set(datetime(2026, 11, 5, 8, tzinfo=UTC))
    shown = page.get(f"/cohorts/{cohort.key}").text
    listed = shown[shown.index("soon-h") : shown.index("dates-h")]
    places = [listed.index(f">{title}<") for title in ("First", "Second", "Together")]
    assert places == sorted(places), "Friday, Monday, Tuesday"


def test_the_burn_up_says_today_on_today_and_ends_with_the_cohort(learning, clock):
    cohort, ada, _ = learning
    clock.set(datetime(2026, 11, 8, 8, tzinfo=UTC))
    found = pages.show(ada, cohort.key, datetime(2026, 11, 8, 8, tzinfo=UTC))["me"]["burn"]
    done = [
        label for label, value in zip(found["labels"], found["series"][0], strict=True) if value is not None
    ]
    assert done[-1] == "8 Nov"
    assert found["labels"][-1] == "10 Nov"


def test_time_kept_free_for_a_cohort_stands_in_ones_calendar(app, learning):
    """It was kept for commitments alone, and stood in the feed and not on the page."""
    cohort, ada, page = learning
    kept = {"days": ["1", "3"], "at": "08:30", "minutes": "45"}
    assert page.post(f"{cohort.url}/blocks", data=kept | {"minutes": "5"}).status_code == 422
    assert page.post(f"{cohort.url}/blocks", data=kept).location == f"{cohort.url}#bl-h"
    shown = page.get(cohort.url).text
    assert "Tuesday and Thursday at 08:30, for 45 minutes, in" in shown
    assert 'value="08:30"' in shown, "the form has what was chosen"
    month = page.get("/calendar?month=2026-11").text
    assert f"Learning: {cohort.title}" in month
    shown = page.get(cohort.url).text
    assert "your calendar address</a>" in shown, "Outlook shows it by that alone"
    assert "optional" not in shown.partition('id="bl-h"')[2].partition("</section>")[0]
    assert "Time kept free." in page.get("/calendar?month=2026-11&view=agenda").text
    assert f"Learning: {cohort.title}" not in page.get("/calendar?month=2026-11&whose=all").text
    free = [each for each in feeds.mine(ada, clock.now()) if each.title.startswith("Learning")]
    assert [f"{each.starts_at.astimezone(ada.tz):%a %d %H:%M}" for each in free[:2]] == [
        "Tue 03 08:30",
        "Thu 05 08:30",
    ]
    assert "the time that you keep free to learn" in page.get("/settings/calendar").text
    page.post(f"{cohort.url}/blocks", data={"at": "08:30", "minutes": "45"})
    assert f"Learning: {cohort.title}" not in page.get("/calendar?month=2026-11").text


def test_time_kept_free_moves_rests_and_ends_in_calendars_as_it_does_for_the_learner(learning, clock):
    """It ran on through a pause and after completion, and to calendars a moved hour was no change."""
    cohort, ada, page = learning

    def free():
        found = feeds.mine(ada, clock.now())
        return [each for each in found if each.title.startswith("Learning")]

    kept = {"days": ["1", "3"], "at": "08:30", "minutes": "45"}
    page.post(f"{cohort.url}/blocks", data=kept)
    before = free()[0]
    clock.set(datetime(2026, 11, 2, 9, tzinfo=UTC))
    page.post(f"{cohort.url}/blocks", data=kept | {"at": "10:00"})
    after = free()[0]
    assert after.uid == before.uid
    assert (after.sequence > before.sequence, after.changed_at > before.changed_at) == (True, True)
    page.post(f"{cohort.url}/pause", data={"until": "2026-11-05"})
    assert f"{free()[0].starts_at.astimezone(ada.tz):%a %d %H:%M}" == "Tue 10 10:00"
    page.post(f"{cohort.url}/resume")
    assert f"{free()[0].starts_at.astimezone(ada.tz):%a %d %H:%M}" == "Tue 03 10:00"
    for title in ("First", "Second"):
        page.post(f"{cohort.url}/dates/{key_of(cohort, title)}/done", data={"completes": "1"})
    assert free() == []


def test_ones_own_reason_stands_under_what_is_ones_own(app, learning):
    """It stood under "You see what concerns everyone", as though everyone read it."""
    cohort, _, page = learning
    page.post(f"{cohort.url}/dates/{key_of(cohort, 'First')}/longer", data={"reason": "On call."})
    mine, everyone = page.get(f"{cohort.url}/history").text.split('id="all-h"')
    assert ("On call." in mine, "On call." in everyone) == (True, False)
    other = factories.person("Eve")
    factories.signup(other, cohort)
    assert "On call." not in browser(app, other).get(f"{cohort.url}/history").text


def test_who_manages_a_learner_never_reads_the_reasons_that_these_wrote(app, learning):
    """A facilitator who is the manager read them on both pages, against the table of who sees what."""
    cohort, ada, page = learning
    host, (other,) = save(factories.person("Max")), programs.hosts_of(cohort)
    save(services.add_host(other, cohort, host))
    ada.manager_id = host.id
    save(ada)
    page.post(f"{cohort.url}/dates/{key_of(cohort, 'First')}/longer", data={"reason": "On call."})
    until = datetime(2026, 11, 20, 12)
    ticking.extend(other, cohort, key_of(cohort, "Second"), ada, until=until, reason="Was ill.")
    db.session.commit()
    for path in (f"{cohort.url}/history", f"{cohort.url}/people/{ada.key}"):
        theirs, others = (browser(app, each).get(path).text for each in (host, other))
        assert ("extended to" in theirs, "On call." in theirs, "Was ill." in theirs) == (True, False, True)
        assert ("On call." in others, "Was ill." in others) == (True, True)
    assert "On call." in page.get(f"{cohort.url}/history").text


def test_the_page_of_who_sees_what_names_all_that_a_cohort_keeps(app, learning):
    _, _, page = learning
    shown = page.get("/visibility").text
    for what in ("What you ticked off", "More time that you took", "you rest", "you are away", "certificate"):
        assert f"{what}" in shown, what
    assert "Your managers are whoever your organisation’s list of people names as yours" in shown
    rows = re.findall('<th scope="row">(.*?)</th>', shown)
    for about in (("ticked off", "overdue", "What you completed"), ("flag", "stands out")):
        assert len([row for row in rows if any(word in row for word in about)]) == 1, (
            "two rows said different things"
        )
    assert "The time that you keep free for it." in page.get("/privacy").text


def test_more_time_is_offered_only_where_it_ends_after_now(learning, clock):
    """An overdue row offered more time until a day that had long passed."""
    cohort, ada, page = learning
    url, key = f"/cohorts/{cohort.key}", key_of(cohort, "First")
    clock.set(datetime(2026, 11, 9, 8, tzinfo=UTC))
    page.sign_in(ada)
    assert "Need longer? Until Wed 11 Nov" in page.get(url).text
    clock.set(datetime(2026, 11, 12, 8, tzinfo=UTC))
    page.sign_in(ada)
    shown, why = page.get(url).text, "5 days more would be over by now. Ask a facilitator for longer."
    assert (f"{url}/dates/{key}/longer" in shown, why in shown) == (False, True)
    asked = page.get(f"{url}/dates/{key}/longer").text
    assert (why in asked, ">Take longer" in asked) == (True, False)
    assert page.post(f"{url}/dates/{key}/longer", data={"reason": "On call."}).status_code == 403


def test_ahead_behind_or_on_pace_is_said_beside_the_chart(learning, clock):
    """One compared two lines to know."""
    cohort, ada, page = learning
    clock.set(datetime(2026, 11, 7, 8, tzinfo=UTC))
    page.sign_in(ada)
    assert "You are one behind what was due by now." in page.get(cohort.url).text
    ticking.tick(ada, cohort, key_of(cohort, "Second"))
    db.session.commit()
    assert "You are on pace, though not all that was due is done." in page.get(cohort.url).text
    ticking.tick(ada, cohort, key_of(cohort, "First"))
    db.session.commit()
    assert "You are one ahead of what was due by now." in page.get(cohort.url).text


def test_what_managers_learn_is_said_alike_wherever_it_stands(learning, clock):
    """One page said that they are told nothing, another that they see that one took longer."""
    cohort, ada, page = learning
    clock.set(datetime(2026, 11, 7, 8, tzinfo=UTC))
    page.sign_in(ada)
    asked = page.get(f"{cohort.url}/dates/{key_of(cohort, 'First')}/longer").text
    assert "A facilitator who manages you sees that you took longer, and not why" in asked
    shown = page.get(cohort.url).text
    assert "One who manages you sees it only where they facilitate; no admin does." in shown
    assert "facilitators; why you took it, not those who manage you" in page.get("/visibility").text
