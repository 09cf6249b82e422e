"""What hosts write to a part of those on their list: whom it reaches, when, and that each hears once."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from learnhub.cohorts import jobs as cohort_jobs
from learnhub.cohorts import ticking
from learnhub.cohorts.models import CohortDate
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.transaction import one_by_one
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.demos.models import DemoState
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling import wording
from learnhub.programs import announcements, groups, jobs, places, policies, queries, services, speakers
from learnhub.programs.announcement_models import Announcement
from learnhub.programs.models import ProgramState, SignUpState
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import fresh, perform, save

UTC = ZoneInfo("UTC")
LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=2, at=time(18)) for week in (1, 2, 3)]
SAID = {"title": "Room moved", "text": "We meet in the library.\nBring a cable."}


def reaches(program, host):
    """Return how many each group reaches, by its name."""
    found = groups.of(program, host, queries.standing(host, program), clock.now())
    return {name: each.number for name, each in announcements.reach(found, host.id).items()}


def heard(announcement):
    rows = db.session.query(Reminder).filter_by(kind="announced", subject_id=announcement.id)
    return {row.person_id: row for row in rows}


def test_a_facilitator_writes_to_who_needs_them_and_each_hears_once(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 26, 8, tzinfo=UTC))
    host, ada, bob, eve = (factories.person(name) for name in ("Ruth", "Ada", "Bob", "Eve"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 16))
    for each in (ada, bob, eve, host):
        factories.signup(each, cohort, changed_at=datetime(2026, 11, 16, tzinfo=UTC))
    for row in db.session.query(CohortDate).filter(CohortDate.at < clock.now()):
        save(ticking.tick(bob, cohort, row.key))
    perform(cohort_jobs.raise_flags)
    assert "flag:any" not in reaches(cohort, host), "the person sees a flag a day before"
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 27, 9, tzinfo=UTC))
    places_of = reaches(cohort, host)
    assert (places_of["in"], places_of["flag:any"], places_of["flag:overdue"]) == (3, 2, 2)
    assert (places_of["pace:behind"], places_of["pace:on"]) == (2, 1)
    page = browser(app, host)
    url = f"/programs/{cohort.key}/announcements"
    assert "Something overdue or missed: 2 people" in page.get(f"{url}?to=flag:overdue").text
    assert page.post(url, data=SAID | {"whom": "flag:nobody"}).status_code == 422
    to = page.post(url, data=SAID | {"whom": "flag:overdue"}).location
    assert to == f"{url}?to=flag:overdue#written", "the choice stays"
    row = db.session.query(Announcement).one()
    save(places.withdraw(eve, cohort))
    for _ in range(2):
        perform(jobs.send_announcements)
    assert (fresh(row).reached, set(heard(row))) == (1, {ada.id})
    [message] = heard(row).values()
    told = wording.words(message, wording.tale([message], ada.id), UTC, clock.now())
    assert told.subject == f"Room moved: {cohort.title}"
    assert told.lead == "Ruth writes: We meet in the library.\nBring a cable."
    assert "Reached 1" in page.get(url).text
    assert page.post(f"{url}/{row.key}/cancel").status_code == 409
    assert browser(app, ada).get(url).status_code == 403


def test_by_hand_and_later_it_waits_and_can_be_taken_back(app, monkeypatch):
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: at)
    host, ada, bob, other = (factories.person(name) for name in ("Ruth", "Ada", "Bob", "Other"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 16))
    for each in (ada, bob):
        factories.signup(each, cohort)
    page = browser(app, host)
    url = f"/programs/{cohort.key}/announcements"
    assert "Ada and Bob: by hand" in page.get(url, query_string={"person": [ada.key, bob.key]}).text
    hand = SAID | {"whom": "hand", "goes_at": "2026-11-21T08:00"}
    assert page.post(url, data=hand | {"people": [other.key]}).status_code == 422, "nobody of its list"
    assert page.post(url, data=hand | {"people": [ada.key], "goes_at": "2026-11-19T08:00"}).status_code == 422
    for chosen in ([ada.key, bob.key, other.key], [ada.key]):
        assert page.post(url, data=hand | {"people": chosen}).status_code == 303
    first, second = db.session.query(Announcement).order_by(Announcement.id)
    assert page.post(f"{url}/{second.key}/cancel").status_code == 303
    perform(jobs.send_announcements)
    assert (heard(first), heard(second)) == ({}, {})
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(days=1))
    perform(jobs.send_announcements)
    assert (set(heard(first)), heard(second)) == ({ada.id, bob.id}, {})


def test_who_hosts_a_talk_writes_to_its_speakers_alone(app):
    host, sam = factories.person("Host"), factories.person("Sam")
    talk = factories.talk(host)
    factories.signup(factories.person("Bob"), talk)
    for about in ({"person": sam}, {"person": host}, {"name": "Ines"}):
        speakers.add(host, talk, **about)
    save(talk)
    assert reaches(talk, host) == {"in": 1, "waiting": 0, "speakers": 1}  # Ines has no account
    said = announcements.announce(host, talk, announcements.Wanted(**SAID, whom="speakers"))
    perform(jobs.send_announcements)
    assert [*heard(said)] == [sam.id]


def test_the_people_of_a_program_are_written_to_from_their_own_tab(app):
    host = factories.person("Host")
    talk = factories.talk(host)
    link = f'href="/programs/{talk.key}/announcements"'
    assert link in browser(app, host).get(f"/programs/{talk.key}/people").text
    assert link not in browser(app, factories.person("Bob")).get(f"/programs/{talk.key}/people").text


@pytest.mark.usefixtures("unmailed")
def test_who_writes_reads_that_no_mail_goes_where_none_is_set_up(app):
    host = factories.person("Host")
    talk = factories.talk(host)
    page = browser(app, host).get(f"/programs/{talk.key}/announcements").text
    assert "no mail goes until an admin sets up mail." in page
    assert "digest" not in page.partition("<form")[0]


def test_what_waits_when_the_program_is_called_off_says_why_it_did_not_go(app):
    host, other, ada = (factories.person(name) for name in ("Ruth", "Eve", "Ada"))
    talk = factories.talk(host)
    save(services.add_host(host, talk, other))
    page, url = browser(app, host), f"/programs/{talk.key}/announcements"
    assert "Nobody is in that part now" in page.post(url, data=SAID | {"whom": "in"}).text
    factories.sign_up(talk, ada)
    for each in (page, browser(app, other), browser(app, other)):
        assert each.post(url, data=SAID | {"whom": "in"}).status_code == 303
    services.remove_host(host, talk, other)
    services.cancel(host, talk, reason="The room burns.")
    save(talk)
    perform(jobs.send_announcements)
    for row in db.session.query(Announcement):
        assert (row.gone_at, heard(row)) == (None, {})
    told = db.session.query(Reminder).filter_by(kind="announcement_dropped").all()
    assert [row.person_id for row in told] == [other.id] * 2, "who did it is not told of it"
    said = wording.words(told[0], wording.tale(told[:1], other.id), UTC, clock.now())
    assert said.subject == f"Did not go: Room moved, {talk.title}"
    assert said.lead == "You host it no more, so nobody heard of it."
    shown = page.get(url).text
    assert "It was called off first." in shown
    assert "Taken back" not in shown


@pytest.fixture
def started(app, monkeypatch):
    """A cohort an hour after its start, with its host: `started.at(after)` moves the clock."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 15, 9, tzinfo=UTC))
    host = factories.person("Ruth")
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 16))
    ada = factories.person("Ada")
    factories.signup(ada, cohort)
    start = cohort.starts_at

    def at(after):
        monkeypatch.setattr(clock, "now", lambda: start + after)
        return f"{start + after:%Y-%m-%dT%H:%M}"

    at(timedelta(hours=1))
    return SimpleNamespace(host=host, ada=ada, cohort=cohort, start=start, at=at)


def test_what_is_to_go_when_its_part_is_no_more_is_refused_at_once(app, started):
    page, url = browser(app, started.host), f"/programs/{started.cohort.key}/announcements"
    typed = SAID | {"whom": "not-arrived"}
    late = f"{started.start + timedelta(days=1):%Y-%m-%dT%H:%M}"
    refused = page.post(url, data=typed | {"goes_at": late})
    assert (refused.status_code, db.session.query(Announcement).count()) == (422, 0)
    assert "Choose a moment before Thu 19 Nov" in refused.text
    in_time = f"{started.start + timedelta(hours=23):%Y-%m-%dT%H:%M}"
    assert page.post(url, data=typed | {"goes_at": in_time}).status_code == 303
    assert page.post(url, data=SAID | {"whom": "in", "goes_at": late}).status_code == 303


def test_what_comes_too_late_for_its_part_does_not_go_and_its_author_hears_why(app, started):
    page, url = browser(app, started.host), f"/programs/{started.cohort.key}/announcements"
    in_time = f"{started.start + timedelta(hours=23):%Y-%m-%dT%H:%M}"
    page.post(url, data=SAID | {"whom": "not-arrived", "goes_at": in_time})
    started.at(timedelta(days=1, minutes=5))  # nothing ran meanwhile
    perform(jobs.send_announcements)
    row = db.session.query(Announcement).one()
    assert (row.gone_at, row.reached, heard(row)) == (None, 0, {})
    [told] = db.session.query(Reminder).filter_by(kind="announcement_dropped")
    assert told.person_id == started.host.id
    said = wording.words(told, wording.tale([told], started.host.id), UTC, clock.now())
    assert said.lead == "The part that you wrote to is no longer there, so nobody heard of it."
    assert said.path == url
    assert "The part that it was for is no longer there. Nobody heard of it." in page.get(url).text


def test_one_that_fails_does_not_hold_the_others_back(app, caplog):
    done = []

    def work(id_):
        if id_ == 1:
            raise ValueError("no")
        done.append(id_)

    assert one_by_one(lambda: [1, 2], work) is False
    assert done == [2]
    assert one_by_one(lambda: [2], work) is True
    assert "failed with 1" in caplog.text


def test_the_hosts_of_a_hackathon_reach_who_waits_has_no_team_or_no_demo(app):
    host, ada, bob, eve, joe = (factories.person(name) for name in ("Ruth", "Ada", "Bob", "Eve", "Joe"))
    hackathon = factories.hackathon(host)
    ready, late = factories.team(ada, hackathon), factories.team(bob, hackathon, eve)
    factories.demo(ready, state=DemoState.SUBMITTED)
    factories.signup(joe, hackathon, arrived_at=clock.now())
    factories.signup(factories.person("Late"), hackathon, SignUpState.WAITING)
    assert reaches(hackathon, host) == {
        "in": 4,
        "waiting": 1,
        "arrived": 1,
        "not-arrived": 3,
        "teamless": 1,
        f"team:{ready.key}": 1,
        f"team:{late.key}": 2,
        "no-demo": 2,
    }


@pytest.mark.parametrize(
    ("state", "is_host", "quiet", "reason"),
    [
        (ProgramState.PUBLISHED, True, False, ""),
        (ProgramState.PUBLISHED, False, False, "Only its hosts write to those on its list."),
        (ProgramState.PUBLISHED, True, True, "It came in quietly, so nobody hears of it."),
        (ProgramState.DRAFT, True, False, "Only while it is published."),
        (ProgramState.CANCELLED, True, False, "Only while it is published."),
    ],
)
def test_who_may_write_to_those_on_the_list(state, is_host, quiet, reason):
    assert policies.may_announce(state=state, is_host=is_host, quiet=quiet).reason == reason
