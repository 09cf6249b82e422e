"""The pages of talks: made in a minute, signed up to, hosted on a phone, answered afterwards."""

import re
from datetime import timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core.db import db
from learnhub.core.walltime import wall
from learnhub.people.models import Kind
from learnhub.programs import queries, speakers
from learnhub.programs.models import ProgramState, Seat, SignUpState
from learnhub.programs.series_models import Series, SeriesHost
from learnhub.talks.models import Change, Feedback, RequestState, Talk, TopicRequest
from tests import factories
from tests.support.rows import fresh, save

pytestmark = pytest.mark.usefixtures("app")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def ada():
    return factories.person("Ada")


def url(talk, page=""):
    return f"/talks/{talk.key}{page}"


def form(**over):
    start = wall(core_clock.now(), factories.ZoneInfo("UTC")) + 9 * DAY
    return {"title": "Evals", "starts": f"{start:%Y-%m-%dT}12:00", "where": "Canteen 2", "zone": "UTC"} | over


def only():
    return db.session.query(Talk).one()


def host_of(talk):
    return queries.hosts_of(talk)[0]


def test_any_member_makes_a_talk_of_a_title_a_time_and_a_place(browser, ada):
    answer = browser(ada).post("/talks/new", data=form())
    made = only()
    assert (answer.status_code, answer.location) == (303, url(made))
    assert (made.state, made.minutes, made.place, made.call_url) == (ProgramState.DRAFT, 45, "Canteen 2", "")
    assert "Publish talk" in browser(ada).get(url(made)).text
    assert browser(factories.person("Bob")).get(url(made)).status_code == 404


@pytest.mark.parametrize(
    ("where", "place", "call"),
    [
        ("Room B2.14", "Room B2.14", ""),
        ("B2.14", "B2.14", ""),
        ("https://meet.example.org/evals", "", "https://meet.example.org/evals"),
        ("meet.example.org/evals", "", "https://meet.example.org/evals"),
    ],
)
def test_where_takes_a_room_or_a_link(browser, ada, where, place, call):
    browser(ada).post("/talks/new", data=form(where=where))
    assert (only().place, only().call_url) == (place, call)


def test_places_online_without_a_call_link_are_kept_and_the_link_is_asked_for(browser, ada):
    browser(ada).post("/talks/new", data=form(capacity="12", online_capacity="50"))
    made = only()
    shown, set_up = browser(ada).get(url(made)).text, browser(ada).get(f"{made.desk}/set-up").text
    assert "of 12 on site" in shown
    assert "of 50 online" in shown
    assert "Give the call link" in shown
    assert "Canteen 2 and online" in shown
    assert "Online, 50 places; the call link is not given yet." in set_up
    browser(ada).post(f"{made.desk}/publish")
    bob = factories.person("Bob")
    browser(bob).post(f"{made.desk}/sign-up", data={"seat": "online"})
    assert (fresh(made).online_taken, made.places_taken) == (1, 0)
    text = {"title": made.title, "where": made.place, "place": made.place, "version": str(made.version)}
    answer = browser(ada).post(f"{made.desk}/edit", data=text | {"capacity": "12"})
    assert answer.status_code == 422
    assert "People signed up for these. Keep some places, or give the call link." in answer.text


def test_a_room_and_a_link_stand_side_by_side_and_no_second_link_gets_lost(browser, ada):
    link = "https://meet.example.org/e"
    answer = browser(ada).post("/talks/new", data=form(where="https://call.example.org/a", call_url=link))
    assert "This is a link as well." in answer.text
    browser(ada).post("/talks/new", data=form(where="", call_url=link))
    assert (only().place, only().call_url) == ("", link)


@pytest.mark.parametrize(
    ("said", "named"),
    [("", []), ("me", ["Ada"]), ("Ada", ["Ada"]), ("Bob", ["Bob"]), ("BOB@example.org", ["Bob"])],
)
def test_who_speaks_is_whom_the_host_names_and_nobody_unasked(browser, ada, said, named):
    factories.person("Bob", email="bob@example.org")
    browser(ada).post("/talks/new", data=form(speaker=said))
    assert [each.name for each in speakers.speakers_of(only())] == named


def test_of_a_series_who_makes_it_may_speak_and_others_are_named_date_by_date(browser, ada):
    factories.person("Bob")
    weekly = form(way="weekly", every="1", times="3")
    answer = browser(ada).post("/talks/new", data=weekly | {"speaker": "Bob"})
    assert answer.status_code == 422
    assert "others are named date by date" in answer.text
    series = browser(ada).post("/talks/new", data=weekly | {"speaker": "me"})
    assert series.status_code == 303
    assert [each.speaks for each in db.session.query(SeriesHost)] == [True]


def test_every_second_week_is_a_choice_of_its_own_and_stands_in_the_form_of_its_rule(browser, ada):
    answer = browser(ada).post("/talks/new", data=form(way="other", every="1", times="3"))
    assert (answer.status_code, db.session.query(Series).one().rule[:22]) == (303, "FREQ=WEEKLY;INTERVAL=2")
    page = browser(ada).get(f"{answer.location}/rule").text
    assert '<option selected value="other">Every second week</option>' in page


def test_every_second_week_and_every_third_are_not_both_taken(browser, ada):
    typed = form(way="other", every="3", times="3")
    answer = browser(ada).post("/talks/new", data=typed)
    assert (answer.status_code, db.session.query(Series).count()) == (422, 0)
    assert "“Every second week” needs nothing here" in answer.text
    assert re.search(r'<input[^>]*name="every"[^>]*value="3"', answer.text), "what was typed is kept"
    weekly = browser(ada).post("/talks/new", data=typed | {"way": "weekly"})
    assert (weekly.status_code, db.session.query(Series).one().rule[:22]) == (303, "FREQ=WEEKLY;INTERVAL=3")


@pytest.mark.parametrize(
    ("at", "minutes", "begins"),
    [("12:00", "45", "## What you get"), ("15:00", "45", ""), ("12:00", "30", "")],
)
def test_only_a_talk_at_lunch_says_bring_your_lunch(browser, ada, at, minutes, begins):
    start = form()["starts"].replace("12:00", at)
    browser(ada).post("/talks/new", data=form(starts=start, minutes=minutes))
    assert only().story.partition("\n")[0] == begins


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ({"title": ""}, "Give it a title."),
        ({"where": ""}, "Say where: a room, a call link, or both."),
        ({"starts": ""}, "Say when it starts"),
        ({"minutes": "3"}, "Use 5 to 600 minutes."),
        ({"online_capacity": "0"}, "Places start at 1."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_kept(browser, ada, over, message):
    answer = browser(ada).post("/talks/new", data=form(summary="Kept", **over))
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="Kept"' in answer.text


def test_guests_make_no_talks(browser):
    guest = factories.person("Gus", kind=Kind.GUEST)
    assert browser(guest).get("/talks/new").status_code == 403
    assert browser(guest).get("/talks/requests/new").status_code == 403


def test_a_guest_who_speaks_sees_the_talk(browser):
    guest, talk = factories.person("Gus", kind=Kind.GUEST), factories.talk()
    assert browser(guest).get(url(talk)).status_code == 404
    save(speakers.add(host_of(talk), talk, guest))
    assert browser(guest).get(url(talk)).status_code == 200


def test_one_signs_up_on_site_or_online_and_changes_over(browser, ada):
    talk = factories.talk(on_site=1, recorded=True)
    page = browser(ada).get(url(talk)).text
    assert "Sign up, on site" in page
    assert "This talk is recorded." in page
    assert talk.call_url not in page
    browser(ada).post(f"{talk.desk}/sign-up", data={"seat": "on_site"})
    assert talk.call_url in browser(ada).get(url(talk)).text
    browser(ada).post(f"{talk.desk}/seat", data={"seat": "online"})
    mine = queries.signup_of(ada, talk)
    assert (mine.seat, mine.state) == (Seat.ONLINE, SignUpState.IN)
    assert browser(ada).get(f"{talk.desk}/withdraw").status_code == 200
    browser(ada).post(f"{talk.desk}/withdraw")
    assert fresh(mine).state is SignUpState.WITHDRAWN


def test_where_the_room_is_full_online_comes_first(browser, ada):
    talk = factories.talk(on_site=1)
    factories.sign_up(talk, factories.person("Bob"))
    page = browser(ada).get(url(talk)).text
    assert page.index("Sign up, online") < page.index("Join the waitlist on site")
    assert browser(ada).post(f"{talk.desk}/sign-up", data={"seat": "roof"}).status_code == 303


def test_whats_on_and_home_show_a_talk_with_both_kinds_of_place(browser, ada):
    talk = factories.talk(on_site=10, online=20, title="Evals")
    for path in ("/whats-on", "/"):
        page = browser(ada).get(path).text
        assert f"{talk.desk}/sign-up" in page
        assert "Talk. Canteen 2 and online. 0 of 10 on site, 0 of 20 online taken." in page
    assert "Topics people ask for" in browser(ada).get("/whats-on").text


def test_nobody_is_stuck_in_an_hour_of_listening(browser, ada):
    both = factories.talk(), factories.coming()
    for each in both:
        factories.sign_up(each, ada)
    said = [browser(ada).get(each.url).text.count(">I’m stuck</a></p>") for each in both]
    tabs = [f"/help/in/{each.kind}/" in browser(host_of(each)).get(each.url).text for each in both]
    form = browser(ada).get("/help/new").text
    assert (said, tabs) == ([0, 1], [False, True])
    assert [f"{each.kind}:{each.key}" in form for each in both] == [False, True]


def test_hosts_see_who_is_in_and_others_do_not(browser, ada):
    talk = factories.talk(on_site=1)
    factories.sign_up(talk, ada)
    factories.sign_up(talk, factories.person("Bob"))
    page = browser(host_of(talk)).get(url(talk, "/host")).text
    assert "1 on site, 0 online, 1 waiting." in page
    assert ">Bob<" in page
    for path in ("/host", "/arrivals", "/code", "/dates"):
        assert browser(ada).get(url(talk, path)).status_code == 403


def test_a_host_enters_and_takes_off(browser, ada):
    talk = factories.talk()
    host = browser(host_of(talk))
    host.post(f"{talk.desk}/sign-ups/new", data={"person": ada.email, "seat": "online"})
    mine = queries.signup_of(ada, talk)
    assert (mine.seat, mine.state) == (Seat.ONLINE, SignUpState.IN)
    host.post(f"{talk.desk}/sign-ups/remove?person={ada.key}", data={"reason": "Asked us to."})
    assert fresh(mine).state is SignUpState.REMOVED
    assert "Ada" in host.get(f"{talk.desk}/sign-ups.csv").text


def test_the_preview_of_a_move_says_who_will_be_told(browser, ada):
    talk = factories.talk()
    factories.sign_up(talk, ada)
    host, starts = browser(host_of(talk)), talk.starts_wall + DAY
    asked = {"starts": f"{starts:%Y-%m-%dT%H:%M}", "minutes": "45", "version": talk.version}
    page = host.get(url(talk, "/dates"), query_string=asked)
    assert "1 person will be told." in page.text
    assert host.post(url(talk, "/dates"), data=asked).status_code == 303
    assert fresh(talk).starts_wall == starts
    assert "The date has changed since." in host.get(url(talk, "/dates"), query_string=asked).text


def test_a_host_taps_who_is_here_and_taps_again(browser, ada):
    talk = factories.talk(starts_in=HOUR)
    mine = factories.sign_up(talk, ada)
    host = browser(host_of(talk))
    block = {"HX-Request": "true", "HX-Target": "section#roll"}
    assert host.post(url(talk, f"/arrivals/{ada.key}"), headers=block).status_code == 303
    assert fresh(mine).arrived_at is not None
    page = host.get(url(talk, "/arrivals"), headers=block).text
    assert "1 of 1 are here." in page
    assert "<html" not in page
    host.post(url(talk, f"/arrivals/{ada.key}/undo"))
    assert fresh(mine).arrived_at is None


def test_once_it_is_over_the_page_says_who_came_and_shows_the_code_until_its_day_is(
    browser, ada, monkeypatch
):
    talk = factories.talk(starts_in=HOUR)
    factories.sign_up(talk, ada)
    host = browser(host_of(talk))
    for later, works in ((timedelta(), True), (timedelta(days=1), False)):
        monkeypatch.setattr(core_clock, "now", lambda at=talk.ends_at + later: at)
        page = host.get(url(talk, "/arrivals")).text
        assert ">0 of 1 came.</h1>" in page
        assert ("Show the code" in page) is works


def test_a_tap_brings_the_counts_of_the_filter_along(browser, ada):
    talk = factories.talk(starts_in=HOUR)
    for each in (ada, factories.person("Bob")):
        factories.sign_up(talk, each)
    host = browser(host_of(talk))
    host.post(url(talk, f"/arrivals/{ada.key}"))
    htmx = {"HX-Request": "true", "HX-Target": "section#roll"}
    roll = host.get(url(talk, "/arrivals"), headers=htmx).text
    assert re.findall(r'>(All|Missing|Here)<span class="num">(\d)<', roll) == [
        ("All", "2"), ("Missing", "1"), ("Here", "1"),
    ]  # fmt: skip


def test_who_is_noted_after_the_end_is_not_said_to_be_here_since(browser, ada, monkeypatch):
    talk = factories.talk(starts_in=HOUR)
    bob = factories.person("Bob")
    for each in (ada, bob):
        factories.sign_up(talk, each)
    host = browser(host_of(talk))
    host.post(url(talk, f"/arrivals/{ada.key}"))
    monkeypatch.setattr(core_clock, "now", lambda: talk.ends_at + DAY)
    host.post(url(talk, f"/arrivals/{bob.key}"))
    said = re.findall(r'class="note">(Here since|Noted) ([^<]*)<', host.get(url(talk, "/arrivals")).text)
    assert [words for words, _ in said] == ["Here since", "Noted"]
    assert f"{talk.ends_at + DAY:%H:%M}" in said[1][1]


def test_before_they_open_the_page_of_arrivals_names_the_hour(browser):
    talk = factories.talk(starts_in=5 * HOUR)
    shown = browser(host_of(talk)).get(url(talk, "/arrivals")).text
    opens = (talk.starts_at - 2 * HOUR).astimezone(host_of(talk).tz)
    assert re.search(rf"two hours before the start\. Arrivals open [^<]*{opens:%H:%M}", shown)


def test_the_code_on_the_wall_leads_to_one_press(browser, ada):
    talk = factories.talk(starts_in=HOUR)
    wall_page = browser(host_of(talk)).get(url(talk, "/code")).text
    assert f"/talks/here/{talk.code}" in wall_page
    assert "<svg" in wall_page
    assert 'class="tabs"' not in wall_page  # on a phone they pushed the code below the fold
    phone = browser(ada)
    assert "this puts you on the list" in phone.get(f"/talks/here/{talk.code.lower()}").text
    phone.post(f"/talks/here/{talk.code}")
    assert queries.signup_of(ada, talk).arrived_at is not None
    assert "You are here." in phone.get(f"/talks/here/{talk.code}").text
    as_shown = f"{talk.code[:3]} {talk.code[3:]}"  # the page of the code writes it in two halves
    assert as_shown in wall_page
    assert phone.get(f"/talks/here/{as_shown}").status_code == 200
    assert phone.get("/talks/here/ZZZZZZ").status_code == 404


def test_feedback_is_three_questions_once(browser, ada):
    talk = factories.talk(starts_in=-DAY)
    factories.signup(ada, talk, arrived_at=talk.starts_at)
    mine = browser(ada)
    assert "Give feedback" in mine.get(url(talk)).text
    assert mine.post(url(talk, "/feedback"), data={"worth": "4"}).status_code == 422
    mine.post(url(talk, "/feedback"), data={"worth": "4", "use": "yes", "better": "Slower."})
    assert db.session.query(Feedback).one().better == "Slower."
    assert "You gave your feedback." in mine.get(url(talk, "/feedback")).text
    assert "One person has given feedback so far" in browser(host_of(talk)).get(url(talk)).text


def test_speakers_see_sums_from_five_answers_on_and_others_nothing(browser, ada):
    talk = factories.talk(starts_in=-8 * DAY)
    speaker = factories.person("Sam")
    save(speakers.add(host_of(talk), talk, speaker))
    for number in range(5):
        one = factories.person("Bob")
        factories.signup(one, talk, arrived_at=talk.starts_at)
        browser(one).post(url(talk, "/feedback"), data={"worth": "4", "use": "yes", "better": f"T{number}"})
        browser(one).post(url(talk, "/changed"), data={"answer": "changed", "what": "I write an eval first."})
    assert db.session.query(Change).count() == 5
    page = browser(speaker).get(url(talk)).text
    assert "I write an eval first." in page
    assert "changed something" in page
    assert "What people say" not in browser(ada).get(url(talk)).text


def test_a_topic_is_asked_for_voted_for_and_becomes_a_talk(browser, ada):
    bob = factories.person("Bob")
    browser(ada).post("/talks/requests/new", data={"kind": "topic", "title": "Evals", "why": "We guess."})
    asked = db.session.query(TopicRequest).one()
    path = f"/talks/requests/{asked.key}"
    page = browser(bob).get("/talks/requests").text
    assert "One topic wants a speaker." in page
    assert "Wants a speaker" in page
    browser(bob).post(f"{path}/vote", data={"wanted": "1"})
    assert "2 votes" in browser(bob).get("/talks/requests").text
    mine = browser(bob).get("/talks/requests?state=mine").text.split('id="found"')[1]
    assert "Ask for a topic, or offer a talk above." in mine
    assert 'href="/talks/requests/new"' in mine
    browser(bob).post(f"{path}/give")
    assert 'value="Evals"' in browser(bob).get(f"/talks/new?request={asked.key}").text
    browser(bob).post("/talks/new", data=form(request=asked.key))
    browser(bob).post(f"{only().desk}/publish")
    assert fresh(asked).state is RequestState.SCHEDULED
    assert url(only()) in browser(ada).get("/talks/requests?state=scheduled").text


def test_who_asked_closes_it_with_a_reason(browser, ada):
    asked = factories.request(ada)
    path = f"/talks/requests/{asked.key}/close"
    assert browser(factories.person("Bob")).get(path).status_code == 403
    assert browser(ada).post(path, data={"reason": ""}).status_code == 422
    browser(ada).post(path, data={"reason": "I found a video."})
    assert "I found a video." in browser(ada).get("/talks/requests?state=closed").text


def test_hosts_name_speakers_with_and_without_an_account(browser, ada):
    talk = factories.talk()
    host = browser(host_of(talk))
    host.post(url(talk, "/speakers"), data={"speaker": ada.email})
    host.post(url(talk, "/speakers/outside"), data={"name": "Grace Hopper", "email": "grace@example.com"})
    page = browser(ada).get(url(talk)).text
    assert "Grace Hopper" in page
    assert "grace@example.com" not in page
    first = speakers.speakers_of(talk)[0]
    host.post(url(talk, f"/speakers/{first.key}/remove"))
    assert [each.name for each in speakers.speakers_of(talk)] == ["Grace Hopper"]
    assert host.post(url(talk, "/speakers/outside"), data={"name": ""}).status_code == 422


def test_of_a_talk_that_is_over_the_page_says_who_spoke_and_hosted(browser, ada, monkeypatch):
    talk = factories.talk(starts_in=HOUR)
    save(speakers.add(talk.created_by, talk, ada))
    save(speakers.add(talk.created_by, talk, name="Dr. Helena Vos, Sahlgrenska"))

    def notes():
        shown = browser(ada).get(url(talk)).text.split('id="sp-h"')[1].split("</section>")[0]
        assert ">HV</span>" in shown
        return re.findall('class="note">([^<]*)<', shown)

    assert notes() == ["Speaks", "Speaks, from outside", "Hosts"]
    monkeypatch.setattr(core_clock, "now", lambda: talk.ends_at)
    assert notes() == ["Spoke", "Spoke, from outside", "Hosted"]


def test_hosts_tie_a_talk_to_a_goal(browser):
    unit = factories.unit()
    goal, talk = factories.goal(factories.person("Olga", unit=unit), unit), factories.talk()
    host = browser(host_of(talk))
    host.post(f"/ties/talk/{talk.key}", data={"goal": goal.key, "why": "It shows how."})
    assert "It shows how." in browser(factories.person("Ada")).get(url(talk)).text
    assert url(talk) in host.get(f"/goals/{goal.key}").text
    host.post(f"/ties/talk/{talk.key}/{goal.key}/untie")
    assert "It shows how." not in host.get(url(talk)).text


def test_who_edits_what_another_changed_keeps_what_they_wrote(browser):
    talk = factories.talk()
    host, version = browser(host_of(talk)), talk.version
    text = {"title": "Evals, twice", "place": "Canteen 2", "version": version}
    assert host.post(f"{talk.desk}/edit", data=text).status_code == 303
    answer = host.post(f"{talk.desk}/edit", data=text | {"title": "Evals, once"})
    assert answer.status_code == 409
    assert "Evals, twice" in answer.text
    assert 'value="Evals, once"' in answer.text
    assert host.post(f"{talk.desk}/edit", data={"title": "Evals", "version": version + 1}).status_code == 422


def test_a_speaker_reads_that_they_speak_and_signs_up_last(browser, ada):
    talk = factories.talk(starts_in=HOUR)
    save(speakers.add(talk.created_by, talk, ada))
    shown = browser(ada).get(url(talk)).text
    head = shown.split('id="action"')[1].split("</div>")[0]
    assert f'class="btn primary" href="{url(talk)}/questions/present"' in head
    assert "Sign up" not in head
    assert "You speak here." in shown
    assert "You are not signed up." not in shown
    assert "reminders" not in shown.split('id="yours-h"')[1].split("</section>")[0]
    assert "Do you take part too?" in shown
    both = browser(talk.created_by).get(url(talk)).text
    assert "You host" in both
    calendar = browser(ada).get("/calendar?view=agenda").text
    assert "You speak" in calendar
    assert 'class="iam"' in browser(ada).get("/calendar").text
