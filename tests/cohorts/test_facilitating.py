"""What a facilitator meets: all that is overdue at once, whom a message reaches, what somebody asked."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from learnhub.activity.models import LearningAct
from learnhub.cohorts import addressed, check_ins, queries, rosters, shifting, ticking
from learnhub.cohorts import jobs as cohort_jobs
from learnhub.cohorts.check_ins import Said
from learnhub.cohorts.deadlines import Strictness
from learnhub.cohorts.flag_models import RaisedFlag
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.shifting import Wanted
from learnhub.core import clock
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import reminders
from learnhub.programs import announcements
from learnhub.programs.models import Host, ProgramState
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import perform, save

LINES = [
    Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in range(1, 5)
]


@pytest.fixture
def running(app, clock):
    """A cohort in its third week in which Ada has done nothing; and its facilitator's browser."""
    clock.set(datetime(2026, 11, 2, 8, tzinfo=UTC))
    host, ada = (save(factories.person(name, zone="UTC")) for name in ("Ruth", "Ada"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    factories.sign_up(cohort, ada)
    db.session.commit()
    clock.set(datetime(2026, 11, 17, 8, tzinfo=UTC))
    return cohort, ada, browser(app, host)


def test_all_that_is_overdue_gets_longer_in_one_form(running):
    """One form for each deadline was how a week was given to somebody who had been ill."""
    cohort, ada, page = running
    url = f"{cohort.url}/people/{ada.key}"
    assert "Two deadlines are overdue." in page.get(url).text
    assert page.post(f"{url}/overdue", data={"days": "3", "reason": ""}).status_code == 422
    assert page.post(f"{url}/overdue", data={"days": "3", "reason": "Was ill."}).status_code == 303
    db.session.rollback()
    held = queries.progress_of(cohort, [ada.id])[ada.id].values()
    assert [row.extended_to for row in held] == [datetime(2026, 11, 20, 18, tzinfo=UTC)] * 2
    assert "All that is overdue" not in page.get(url).text
    again = page.post(f"{url}/overdue", data={"days": "7", "reason": "More."})
    assert (again.status_code, "Nothing is overdue any more." in again.text) == (422, True)
    assert browser(page.application, ada).post(f"{url}/overdue", data={"reason": "Me"}).status_code == 403


def test_what_was_missed_stands_out_and_is_reopened_by_more_time(running, clock):
    """The roster showed a dash, and had no form, for who had missed all: they were not overdue."""
    cohort, ada, page = running
    cohort.strictness, cohort.grace_days = Strictness.GRACE, 6
    save(cohort)
    perform(cohort_jobs.raise_flags)
    clock.set(datetime(2026, 11, 18, 9, tzinfo=UTC))
    url, roster = f"{cohort.url}/people/{ada.key}", page.get(f"{cohort.url}/host").text
    assert '<td data-l="Overdue" class="r">1<span class="note">1\u00a0missed</span></td>' in roster
    assert "pace below 0.6 and overdue, some missed" in roster
    shown = page.get(url).text
    assert "All that is overdue or missed" in shown
    assert "One deadline is overdue, and one was missed. More time counts from today." in shown
    assert "A week, until Wed 25 Nov, 18:00 UTC" in shown
    assert "Overdue, some missed" in shown[: shown.index("All that is overdue")]
    cohort.strictness = Strictness.HARD
    save(cohort)
    assert "2\u00a0missed" in page.get(f"{cohort.url}/host").text
    assert "Two deadlines were missed." in page.get(url).text
    assert page.post(f"{url}/overdue", data={"days": "7", "reason": "Was ill."}).status_code == 303
    mine = browser(page.application, ada).get(cohort.url).text
    assert mine.count(">Tick off<") == 4, "they can be done again"
    assert "missed" not in page.get(url).text


def test_mark_done_is_offered_only_where_it_is_possible(running):
    """It stood beside what is waived, and in a cohort that was called off, and led to a refusal."""
    cohort, ada, page = running
    first, *_ = queries.dates(cohort)
    host = db.session.get_one(type(ada), cohort.created_by_id)
    url = f"{cohort.url}/people/{ada.key}"
    save(cohort)
    ticking.waive(host, cohort, first.key, ada, reason="Knows it.", waived=True)
    db.session.commit()
    shown = page.get(url).text
    assert (shown.count(">Mark done<"), shown.count(">Extend or waive<")) == (3, 4)
    asked = page.get(f"{url}/{first.key}/done").text
    assert ("It is waived: it need not be done." in asked, '<form class="form"' in asked) == (True, False)
    cohort.state = ProgramState.CANCELLED
    save(cohort)
    shown = page.get(url).text
    assert not [each for each in (">Mark done<", ">Extend or waive<", "All that is overdue") if each in shown]


def test_what_was_handed_in_earlier_is_noted_for_its_day_and_judged_by_the_due_of_then(running):
    """Marked done was done today: late, for who had handed it in and forgot to tick."""
    cohort, ada, page = running
    first, second, third, _ = queries.dates(cohort)
    host = db.session.get_one(type(ada), cohort.created_by_id)
    shifting.shift(host, cohort, Wanted(-3, since=date(2026, 11, 9)), version=cohort.version)
    ticking.extend(host, cohort, first.key, ada, until=datetime(2026, 11, 20, 18), reason="Was ill.")
    db.session.commit()
    url = f"{cohort.url}/people/{ada.key}"
    asked = page.get(f"{url}/{second.key}/done").text
    assert 'value="2026-11-17"' in asked
    assert "On time up to Fri 13 Nov, late after that." in asked, "by the due before the move, on these days"
    asked = page.get(f"{url}/{first.key}/done").text
    assert "On time: Mon 2 Nov to Fri 6 Nov and Tue 17 Nov. Late on any other day" in asked

    def mark(row, on, reason="Forgot to tick."):
        return page.post(f"{url}/{row.key}/done", data={"on": on, "reason": reason})

    for on, reason, said in (
        ("2026-11-13", "", "Say why it is an earlier day."),
        ("2026-11-01", "Early", "The cohort had not begun on that day."),
        ("2026-11-18", "Late", "Choose today or an earlier day."),
        ("", "", "Say on which day."),
    ):
        refused = mark(second, on, reason)
        assert (refused.status_code, said in refused.text) == (422, True)
    assert [mark(*each).status_code for each in ((first, "2026-11-07"), (second, "2026-11-13"))] == [303] * 2
    assert "done on Fri 13 Nov, on time, as it was due Fri 13 Nov." in page.get(url).text
    assert mark(third, "2026-11-17", "").status_code == 303
    db.session.rollback()
    held = queries.progress_of(cohort, [ada.id])[ada.id]
    friday = datetime(2026, 11, 13, 18, tzinfo=UTC)
    # the week more came after the day; the due of the second was a Friday until it moved to a Tuesday
    assert [(held[row.id].on_time, held[row.id].due_at) for row in (first, second)] == [
        (False, datetime(2026, 11, 6, 18, tzinfo=UTC)),
        (True, friday),
    ]
    assert (held[third.id].on_time, held[third.id].done_at.hour) == (True, 8)
    days = re.findall(r'data-l="Done">(.*?)</td>', shown := page.get(url).text)
    assert [re.sub("<[^>]*>", "", day) for day in days[:2]] == ["Sat 7 Nov", "Fri 13 Nov"], "no hour is known"
    assert "<span>Moved 3 days earlier from 9 November on</span>" in shown
    acts = db.session.query(LearningAct.at).filter_by(ref_kind="deadline", person_id=ada.id)
    assert friday in [at for (at,) in acts]
    assert "ticked off for Fri 13 Nov, on time" in (
        said := browser(page.application, ada).get(f"{cohort.url}/history").text
    )
    assert "Forgot to tick." in said
    audited = db.session.query(AuditEntry).filter_by(act="deadline.changed", actor_id=host.id).all()
    assert "ticked off for Fri 13 Nov, on time" in [each.after["what"] for each in audited]


def test_a_day_that_cannot_be_noted_is_refused_and_never_dropped(running):
    """For who facilitates and takes part, and for what was ticked off meanwhile, the page said “Noted”."""
    cohort, ada, page = running
    first, second, *_ = queries.dates(cohort)
    host = db.session.get_one(type(ada), cohort.created_by_id)
    factories.signup(host, cohort)
    own, url = f"{cohort.url}/people/{host.key}", f"{cohort.url}/people/{ada.key}"
    shown = page.get(f"{own}/{first.key}/done").text
    assert ("What you did yourself counts today." in shown, 'type="date"' in shown) == (True, False)

    def mark(where, row, on, reason="Forgot to tick."):
        answer = page.post(f"{where}/{row.key}/done", data={"on": on, "reason": reason})
        return answer.status_code, answer.text

    def toasts():
        return re.findall(r"Noted for [^<]*", page.get(url).text)

    cohort.strictness = Strictness.HARD
    save(cohort)
    missed = page.get(f"{own}/{first.key}/done").text
    assert ("It was missed." in missed, '<form class="form"' in missed) == (True, False)
    cohort.strictness = Strictness.SOFT
    save(cohort)
    status, text = mark(own, first, "2026-11-06")
    assert (status, "Another facilitator can note an earlier day for you." in text) == (422, True)
    assert mark(own, first, "2026-11-17", "")[0] == 303
    judged = "done on Tue 17 Nov, late, as it was due Fri 6 Nov"
    assert toasts() == [f"Noted for Ruth: {judged}. It stands in the history."]
    assert mark(url, first, "2026-11-06")[0] == mark(url, first, "2026-11-06")[0] == 303, "pressed twice"
    save(ticking.tick(ada, cohort, second.key))
    for row, on, noted in ((first, "2026-11-05", "Fri 6 Nov"), (second, "2026-11-17", "Tue 17 Nov")):
        status, text = mark(url, row, on)
        assert (status, f"It is ticked off already, for {noted}." in text) == (422, True)
    asked = page.get(f"{url}/{second.key}/done").text
    assert "is ticked off already." in asked
    assert f'href="{url}"' in asked
    db.session.rollback()
    held = queries.progress_of(cohort, [ada.id, host.id])
    assert [held[ada.id][row.id].done_at.day for row in (first, second)] == [6, 17]
    assert [row.done_at.day for row in held[host.id].values()] == [17]


def test_one_act_for_all_that_is_overdue_is_one_message(running, monkeypatch, run_jobs):
    """It was a message, and all was planned anew, for each deadline."""
    cohort, ada, page = running
    planned, replan = [], reminders.replan
    monkeypatch.setattr(reminders, "replan", lambda *what: (planned.append(1), replan(*what)))
    page.post(f"{cohort.url}/people/{ada.key}/overdue", data={"days": "3", "reason": "Was ill."})
    db.session.rollback()
    assert db.session.query(Reminder).filter_by(kind="deadline_extended").count() == len(planned) == 1
    perform(jobs.tick)
    run_jobs()
    told = browser(page.application, ada).get("/inbox").text
    assert f"You have longer: {cohort.title}" in told
    assert "Ruth gave you more time. Its page has your dates" in told


def test_each_choice_of_a_message_names_whom_it_reaches_and_none_who_has_not_arrived_for_weeks(running):
    cohort, _, page = running
    shown = page.get(f"/programs/{cohort.key}/announcements").text
    assert f'<a href="{cohort.url}/host">Roster</a>' in shown, "back to where one came from"
    assert "All with a place: 1 person" in shown
    assert '<p class="say">To: Ada.</p>' in shown
    assert "arrived" not in shown


def test_who_waits_for_help_is_among_those_who_need_the_facilitator_everywhere(running):
    """The roster counted flags alone; Home spoke of one question and of nobody else."""
    cohort, ada, page = running
    host = db.session.get_one(type(ada), cohort.created_by_id)
    bob, cy = (factories.person(name, zone="UTC") for name in ("Bob", "Cy"))
    eve = factories.person("Eve", manager_id=host.id)
    for each in (bob, cy, eve):
        factories.signup(each, cohort)
    for each in (cy, eve):
        save(factories.stuck(each, within=cohort, text="Nothing works"))
    ago = clock.now() - timedelta(days=3)
    save(RaisedFlag(cohort_id=cohort.id, person_id=ada.id, rule=Flag.OVERDUE, raised_at=ago))
    found = rosters.roster(host, cohort.key, clock.now(), 1)
    assert (found["title"], found["needing"], found["late"]) == ("Two of 4 need you this week.", 2, 1)
    assert [each.person.name for each in found["lines"]] == ["Ada", "Cy", "Bob", "Eve"], "no report of hers"
    of = addressed.groups(cohort, host, queries.find(host, cohort.key)[1], clock.now())
    reach = {name: each.everyone for name, each in announcements.reach(of, host.id).items()}
    assert (reach["flag:any"], reach["flag:late"]) == ("Ada and Cy", "Ada")
    home = page.get("/").text
    assert f"Two of 4 need you in {cohort.title}" in home
    assert f'<a class="btn primary" href="{cohort.url}/host">Open the roster' in home


def test_whom_a_message_reaches_is_named_before_and_after_and_the_choice_stays(running):
    """Five names "and more" was all that one knew; after sending, the choice was everybody again."""
    cohort, _, page = running
    for name in ("Bea", "Cy", "Di", "Eli", "Flo"):
        factories.signup(factories.person(name), cohort)
    db.session.commit()
    url = f"/programs/{cohort.key}/announcements"
    names = "Ada, Bea, Cy, Di, Eli and Flo"
    before = page.get(url).text
    assert f'<p class="say">To: {names}.</p>' in before
    assert "Send to 6 people" in before
    assert f"<dd>{names}</dd>" in before
    sent = page.post(url, data={"whom": "pace:behind", "title": "Hello", "text": "How is it?"})
    assert sent.status_code == 303
    assert 'data-hx-trigger="every 5s"' in page.get(url).text, "it waits a moment, and is asked again"
    assert re.search('<input checked[^>]*value="pace:behind"', page.get(sent.location).text)
    db.session.rollback()
    [row] = announcements.written(cohort, cohort.created_by)
    announcements.send(row.id)
    db.session.commit()
    assert f'Whom it reached</summary><p class="note">{names}</p>' in (after := page.get(url).text)
    assert "every 5s" not in after
    other = factories.person("Olga")
    [same] = announcements.written(cohort, other)
    assert (same.title, same.names) == ("Hello", ""), "a part says something of who is in it"


def test_what_somebody_asked_stands_beside_why_and_stuck_has_the_tabs(running):
    cohort, ada, page = running
    request = factories.stuck(ada, within=cohort, text="Nothing works")
    shown = page.get(f"{cohort.url}/host").text
    assert f'Stuck: <a href="/help/{request.key}">Nothing works</a>' in shown
    waiting = page.get(f"/help/in/cohort/{cohort.key}").text
    assert f'<a href="{cohort.url}/host">Roster' in waiting
    assert f'<a href="/help/in/cohort/{cohort.key}" aria-current="page">Stuck' in waiting


def test_more_time_given_by_mistake_is_taken_back_as_long_as_nobody_relies_on_it(running, clock, run_jobs):
    """The only way back was none: a week given to the wrong person stayed theirs."""
    cohort, ada, page = running
    first, second, third, _ = queries.dates(cohort)
    url, mine = f"{cohort.url}/people/{ada.key}", browser(page.application, ada)

    def back(done):
        said = page.get(done.location).text
        return re.search(rf'action="({url}/as-before[^"]+)"', said.partition("Undo tells them")[2])[1]

    def due():
        db.session.rollback()
        held = queries.progress_of(cohort, [ada.id])[ada.id]
        return [held[row.id].extended_to if row.id in held else None for row in (first, second, third)]

    given = page.post(f"{url}/overdue", data={"days": "7", "reason": "Was ill"})
    undo = back(given).replace("&amp;", "&")
    assert due()[:2] == [datetime(2026, 11, 24, 18, tzinfo=UTC)] * 2
    assert mine.post(undo).status_code == 403
    done = page.get(page.post(undo).location).text
    assert "Two deadlines of Ada’s are due as before. They are told." in done
    assert due() == [None] * 3
    assert page.post(undo).status_code == 403, "once"
    assert "Was ill. Undone" in mine.get(f"{cohort.url}/history").text
    told = db.session.query(Reminder).filter_by(person_id=ada.id, kind="deadline_shortened").one()
    assert (told.subject_kind, told.subject_id) == ("program", cohort.id)
    perform(jobs.tick)
    run_jobs()
    inbox = mine.get("/inbox").text
    assert "Your dates are as before" in inbox
    assert "You have longer" not in inbox, "what was not told yet is told no more"
    page.get(page.post(f"{url}/overdue", data={"days": "7", "reason": "Was ill."}).location)
    asked = {"until": "2026-11-25T18:00", "reason": "Was ill."}
    ahead = back(page.post(f"{url}/{third.key}", data=asked))
    assert page.get(url).text.count(">Undo the extra time<") == 3
    clock.set(datetime(2026, 11, 18, 9, tzinfo=UTC))
    assert page.get(url).text.count(">Undo the extra time<") == 1, "of what was late, for a day"
    clock.set(datetime(2026, 11, 20, 19, tzinfo=UTC))
    refused = page.post(ahead)
    assert (refused.status_code, "The date before has passed" in refused.text) == (403, True)
    assert ">Undo the extra time<" not in page.get(url).text


def test_why_dates_move_is_read_by_whoever_is_told(running, run_jobs):
    """A session that changed had a reason, and a move of all dates had no field for it."""
    cohort, ada, page = running
    asked = {"way": "shift", "since": "2026-11-17", "days": "7", "version": str(cohort.version)}
    seen = page.get(f"{cohort.url}/dates", query_string=asked).text
    assert "<strong>1</strong>, once each: one who is in it." in seen
    assert 'name="reason"' in seen
    page.post(f"{cohort.url}/dates", data=asked | {"reason": "The room floods."})
    perform(jobs.tick)
    run_jobs()
    assert "The reason: The room floods. What you have" in browser(page.application, ada).get("/inbox").text


def test_what_is_in_the_way_is_read_on_the_roster(running):
    """It said that something is, and one had to open each person to read what."""
    cohort, ada, page = running
    check_ins.check_in(
        ada, *queries.find(ada, cohort.key), Said("A page", blocked="No key. " + "More. " * 40)
    )
    db.session.commit()
    said = page.get(f"{cohort.url}/host").text
    assert "Something is in the way" in said
    shown = re.search(r"In the way: <a [^>]*>([^<]*)</a>", said)[1]
    assert (shown[:14], shown[-2:], len(shown) <= 90) == ("No key. More. ", " …", True)
    boss = save(factories.person("Eve"))
    save(Host(program_id=cohort.id, person_id=boss.id))
    ada.manager_id = boss.id
    save(ada)
    assert "No key" not in browser(page.application, boss).get(f"{cohort.url}/host").text


def test_the_choices_of_a_message_stand_under_headings_and_the_chosen_one_is_named(running, clock):
    """There were twenty in one list, two of them of a pace below 0.6; names ended with "and 3 more"."""
    cohort, _, page = running
    perform(cohort_jobs.raise_flags)
    clock.set(datetime(2026, 11, 18, 9, tzinfo=UTC))
    url = f"/programs/{cohort.key}/announcements"
    shown = page.get(url).text
    assert re.findall('<p class="dayname"><strong>([^<]*)', shown) == [
        "Everybody",
        "Who needs you",
        "By pace",
    ]
    assert "or a pace below 0.6: 1 person" in shown
    assert "Pace below 0.6, flagged or not: 1 person" in shown
    assert "waitlist" not in shown, "nobody is on it"
    headers = {"HX-Request": "true", "HX-Target": "reach"}
    asked = page.get(f"{url}?whom=flag:any", headers=headers).text
    assert ("To: Ada." in asked, "Send to 1 person" in asked, "<form" in asked) == (True, True, False)
    asked = page.get(f"{url}?whom=waiting", headers=headers).text
    assert "Nobody is in that group now." in asked


def test_one_writes_to_one_person_from_their_page_and_they_alone_are_chosen(running):
    cohort, ada, page = running
    shown = page.get(f"{cohort.url}/people/{ada.key}").text
    [to] = re.findall(r'href="([^"]*)"[^>]*>(?:<svg.*?</svg>)?Write to Ada</a>', shown)
    form = page.get(to.replace("&amp;", "&")).text
    assert re.search('<input checked[^>]*value="hand"', form)
    assert '<p class="say">To: Ada.</p>' in form


def test_the_roster_says_since_when_and_parts_those_who_need_one_from_the_others(running, clock):
    """Flags said nothing of since when, and who needs one ended without a line."""
    cohort, _, page = running
    perform(cohort_jobs.raise_flags)
    factories.signup(factories.person("Bea"), cohort)
    db.session.commit()
    clock.set(datetime(2026, 11, 18, 9, tzinfo=UTC))
    need, _, others = page.get(f"{cohort.url}/host").text.partition('id="rest-h"')
    assert "and overdue, since Tue 17 Nov" in need
    assert "One of 2 needs you" in need
    assert ["Ada" in need, "Bea" in need, "Bea" in others] == [True, False, True]


def test_a_cohort_that_is_over_offers_what_is_of_use_then_and_nothing_else(running, clock):
    """Nobody needed one "this week", dates could be moved, and a text invited into chat."""
    cohort, ada, page = running
    bea = save(factories.person("Bea"))
    factories.signup(bea, cohort)
    for each in queries.dates(cohort):
        ticking.tick(bea, cohort, each.key)
    db.session.commit()
    next_run = f'href="/cohorts/new?from={cohort.key}"'
    assert next_run not in page.get(cohort.url).text
    clock.set(cohort.ends_at + timedelta(days=2))
    roster, weeks, pods, desk, show = (
        page.get(each).text
        for each in (
            f"{cohort.url}/host",
            f"{cohort.url}/weeks",
            f"{cohort.url}/pods",
            f"/programs/{cohort.key}/set-up",
            cohort.url,
        )
    )
    assert "One of 2 completed it." in roster
    assert f"{cohort.url}/people/{bea.key}/certificate" in roster
    assert ["Move dates" in roster, "this week" in roster, ">Pace<" in roster] == [False] * 3
    assert ["Add to this week" in weeks, "Swap this week" in weeks] == [False] * 2
    assert "By hand" not in pods
    assert ["Text for chat" in desk, "Ask a question" in desk, "The next run" in desk] == [False, False, True]
    assert "See the results" in show
    assert [next_run in each for each in (roster, desk, show)] == [True] * 3
    own = browser(page.application, bea).get(cohort.url).text
    assert "You have completed it." in own
    assert "See your certificate" in own
    assert ada.name in roster
