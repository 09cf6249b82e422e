"""Feeds and files: what stands in them for whom, byte for byte the same until something changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from learnhub.calendars import feeds, sources
from learnhub.core import clock as core_clock
from learnhub.core.db import db
from learnhub.hackathons.models import WindowKind
from learnhub.people import feed_tokens, services
from learnhub.people.models import Kind, Organisation
from learnhub.programs import places, queries, texts
from learnhub.programs import services as programs
from learnhub.programs.models import Program, SignUpState
from learnhub.talks import services as talks
from tests import factories
from tests.support.rows import save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def house(app):
    return save(Organisation(id=1, name="Example", zone="Europe/Stockholm", instance="inst4nce00"))


@pytest.fixture
def ada():
    return factories.person("Ada", zone="Europe/Stockholm")


def path(person, kind="", key=""):
    made = feeds.make(person, feeds.subject(person, kind, key))
    return made.partition("://")[2].partition("/")[2].join(("/", ""))


def events(body):
    return {str(each["summary"]): each for each in Calendar.from_ical(body).walk("VEVENT")}


def edit(talk, **over):
    text = {"title": talk.title, "place": talk.place, "call_url": talk.call_url}
    host = queries.hosts_of(talk)[0]
    made = talks.Text(**text | over)
    limits = texts.Limits(talk.capacity, talk.online_capacity)
    texts.edit(host, talk, made, limits=limits, version=talk.version)


def test_a_feed_holds_what_is_mine_and_is_read_without_signing_in(browser, ada):
    mine = factories.talk(title="Evals", zone="Europe/Stockholm")
    signup = factories.sign_up(mine, ada)
    hosted = factories.talk(ada, title="Hosted")
    factories.talk(title="Not mine")
    factories.signup(ada, factories.talk(title="Waiting"), SignUpState.WAITING)
    factories.talk(ada, title="Draft", published=False)
    found = events(browser().get(path(ada)).data)
    assert set(found) == {"Evals", "Hosted"}
    one = found["Evals"]
    assert one["uid"] == f"talk-{mine.id}@inst4nce00"
    assert (one["sequence"], one["status"]) == (0, "CONFIRMED")
    assert one["dtstart"].dt == mine.starts_at
    assert one["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert one["last-modified"].dt == one["dtstamp"].dt == signup.changed_at.replace(microsecond=0)
    assert found["Hosted"]["url"].endswith(f"/talks/{hosted.key}")


def test_a_feed_names_nobody_and_no_call(browser, ada):
    talk = factories.talk(place="Canteen 2", call_url="https://meet.example.org/secret")
    factories.sign_up(talk, ada)
    body = browser().get(path(ada)).text
    assert "METHOD" not in body
    assert "ATTENDEE" not in body
    assert "ORGANIZER" not in body
    assert "meet.example.org" not in body
    assert "LOCATION:Canteen 2\r\n" in body


def test_a_feed_is_the_same_bytes_and_answers_304_until_something_changes(browser, ada, clock):
    talk = factories.talk(title="Evals")
    factories.sign_up(talk, ada)
    reader, address = browser(), path(ada)
    first = reader.get(address, headers={"Accept-Encoding": "gzip"})
    clock.shift(timedelta(hours=5))
    again = reader.get(address)
    assert (again.data, again.mimetype) == (reader.get(address).data, "text/calendar")
    unchanged = reader.get(
        address, headers={"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"}
    )
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    edit(talk, title="Evals, better")
    changed = reader.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "Evals\\, better" in changed.text


def test_the_sequence_rises_with_time_place_and_cancellation_and_with_no_title(browser, ada, clock):
    talk = factories.talk(title="Evals")
    factories.sign_up(talk, ada)
    host, address, reader = queries.hosts_of(talk)[0], path(ada), browser()

    def sequence():
        return [
            (str(each["summary"]), each["sequence"]) for each in events(reader.get(address).data).values()
        ]

    edit(talk, title="Evals again", summary="New.")
    assert sequence() == [("Evals again", 0)]
    edit(talk, place="Canteen 3")
    assert sequence() == [("Evals again", 1)]
    talks.move(host, talk, starts=talk.starts_wall + DAY, minutes=45, version=talk.version)
    assert sequence() == [("Evals again", 2)]
    programs.cancel(host, talk, reason="No room.")
    assert sequence() == [("Cancelled: Evals again", 3)]
    assert events(reader.get(address).data)["Cancelled: Evals again"]["status"] == "CANCELLED"
    clock.shift(31 * DAY)
    assert sequence() == []


def test_who_gives_a_place_back_and_takes_it_again_never_falls_behind(ada):
    talk = factories.talk()
    seen = []
    for _ in range(2):
        places.sign_up(ada, talk)
        seen += [each.sequence for each in feeds.mine(ada, core_clock.now())]
        places.withdraw(ada, talk)
        assert feeds.mine(ada, core_clock.now()) == []
    assert seen == [0, 2]


def test_deadlines_stand_in_the_feed_until_they_are_done(browser, ada):
    hackathon = factories.hackathon(title="Winter Build")
    factories.signup(ada, hackathon)
    address, reader = path(ada), browser()
    assert set(events(reader.get(address).data)) == {
        "Winter Build",
        "Find a team by now: Winter Build",
        "Demo due: Winter Build",
    }
    team = factories.team(ada, hackathon)
    due = events(reader.get(address).data)["Demo due: Winter Build"]
    window = hackathon.window(WindowKind.SUBMITTING)
    assert (due["uid"], due["dtstart"].dt) == (
        f"window-{window.id}@inst4nce00",
        window.closes_at.replace(microsecond=0),
    )
    assert due["url"].endswith(f"/teams/{team.key}/demo")
    assert "dtend" not in due
    factories.demo(team)
    assert set(events(reader.get(address).data)) == {"Winter Build"}


def test_who_takes_a_hackathon_into_their_calendar_has_its_deadline_too(browser, ada):
    hackathon = factories.hackathon(title="Winter Build", zone="Europe/Stockholm")
    found = events(browser(ada).get(f"/calendar/{hackathon.key}.ics").data)
    assert set(found) == {"Winter Build", "Demo due: Winter Build"}
    entry, window = found["Demo due: Winter Build"], hackathon.window(WindowKind.SUBMITTING)
    assert entry["dtstart"].dt == hackathon.due_at.replace(microsecond=0)
    assert entry["uid"] == f"program-window-{window.id}@inst4nce00"  # not the one of a person's feed
    assert entry["url"].endswith(hackathon.url)
    due = hackathon.due_at.astimezone(hackathon.tz)
    assert f"Demo due {due:%a} {due.day} {due:%b}, {due:%H:%M} CE" in str(
        found["Winter Build"]["description"]
    )


def test_a_hackathon_of_whole_days_ends_on_the_day_after(browser, ada):
    wall = datetime(2030, 3, 30)
    hackathon = factories.hackathon(
        zone="Europe/Stockholm",
        starts_wall=wall,
        ends_wall=wall + 2 * DAY - timedelta(minutes=1),
        starts_at=datetime(2030, 3, 29, 23, tzinfo=UTC),
        ends_at=datetime(2030, 3, 31, 21, 59, tzinfo=UTC),
    )
    body = browser(ada).get(f"/calendar/{hackathon.key}.ics").data
    one = next(iter(events(body).values()))
    assert (one["dtstart"].dt, one["dtend"].dt) == (date(2030, 3, 30), date(2030, 4, 1))


def test_an_address_answers_404_once_it_is_made_anew_ended_or_its_person_has_left(browser, ada):
    reader, first = browser(), path(ada)
    assert reader.get(first).status_code == 200
    second = path(ada)
    assert (reader.get(first).status_code, reader.get(second).status_code) == (404, 200)
    feed_tokens.end(ada, feed_tokens.of(ada)[0].key)
    assert reader.get(second).status_code == 404
    third = path(ada)
    services.leave(ada)
    assert reader.get(third).status_code == 404
    assert reader.get("/calendar/feeds/unknown.ics").status_code == 404


def test_a_program_has_a_feed_of_its_own_and_a_guest_one_of_what_they_may_know(browser, ada):
    talk, other = factories.talk(title="Evals"), factories.talk(title="Other")
    assert set(events(browser().get(path(ada, "program", talk.key)).data)) == {"Evals"}
    guest = factories.person("Gus", kind=Kind.GUEST)
    assert browser(guest).get(f"/settings/calendar?kind=program&key={other.key}").status_code == 404
    signup = factories.signup(guest, talk)
    address = path(guest, "program", talk.key)
    assert browser().get(address).status_code == 200
    signup.state = SignUpState.REMOVED
    save(signup)
    assert browser().get(address).status_code == 404


def test_a_series_is_a_list_of_programs_of_which_a_feed_shows_what_one_may_see(browser, monkeypatch):
    """Any feature gives such lists; what stands in the feed is the owner's to see all the same."""
    guest = factories.person("Gus", kind=Kind.GUEST)
    seen, unseen = factories.talk(title="Seen"), factories.talk(title="Unseen")
    factories.signup(guest, seen)

    def programs_of(_id):
        return select(Program.id).where(Program.id.in_([seen.id, unseen.id]))

    def named(_person, ids):
        return {id_: ("Tuesdays", "/talks/series/k") for id_ in ids}

    series = sources.Source("Series", lambda _person, _key: 7, named, programs_of)
    monkeypatch.setitem(sources.SOURCES, "series", series)
    body = browser().get(path(guest, "series", "k")).data
    assert set(events(body)) == {"Seen"}
    assert Calendar.from_ical(body)["x-wr-calname"] == "Tuesdays"


def test_the_page_shows_an_address_once(browser, ada):
    visitor = browser(ada)
    shown = visitor.post("/settings/calendar").text
    secret = shown.partition("/calendar/feeds/")[2].partition(".ics")[0]
    assert browser().get(f"/calendar/feeds/{secret}.ics").status_code == 200
    assert "QR code" in shown
    assert "Here is the address of your dates." in shown
    assert secret not in visitor.get("/settings/calendar").text
    assert secret not in {token.digest for token in feed_tokens.of(ada)}


def test_a_feed_takes_as_many_statements_for_many_dates_as_for_few(app, ada):
    token = feed_tokens.make(ada, feeds.KIND, feeds.MINE, name="x")

    def sent():
        db.session.expire_all()
        with statements() as found:
            feeds.read(token, core_clock.now())
        return len(found)

    def add(number):
        for _ in range(number):
            factories.signup(ada, factories.hackathon())

    add(2)
    few = sent()
    add(20)
    assert (sent(), few <= 9) == (few, True)


def test_one_program_is_a_file_for_who_may_see_it(browser, ada):
    talk, draft = factories.talk(title="Evals"), factories.talk(published=False)
    answer = browser(ada).get(f"/calendar/{talk.key}.ics")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{talk.key}.ics"'
    assert set(events(answer.data)) == {"Evals"}
    assert browser(ada).get(f"/calendar/{draft.key}.ics").status_code == 404
    assert browser().get(f"/calendar/{talk.key}.ics").status_code == 303
