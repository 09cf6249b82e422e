"""When a pod meets: what fits everybody is proposed, one is fixed, and it stands in calendars."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.calendars import feeds
from learnhub.calendars.learning import met
from learnhub.cohorts import meeting_queries, meeting_rules, meetings, pods, queries
from learnhub.cohorts.meeting_rules import Mate
from learnhub.cohorts.meetings import Wanted
from learnhub.core import clock
from learnhub.core.errors import Forbidden, Invalid, NotFound
from learnhub.core.transaction import settle
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.people import quiet
from learnhub.people import services as people_services
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
    factories.pod(cohort, *people)
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
    found = meeting_queries.current(cohort, bob)
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


def pod_of_two(app, pod):
    """Ada and Bob, with the page of each; Cid left."""
    cohort, (ada, bob, cid) = pod
    save(places.withdraw(cid, cohort))
    return cohort, ada, bob, browser(app, ada), browser(app, bob)


def home(page):
    return page.get("/").text.partition('id="pod-h"')[2].partition("</section>")[0]


def test_home_says_when_ones_pod_meets_in_ones_own_zone_and_what_one_is_asked(app, pod):
    cohort, ada, bob, mine, theirs = pod_of_two(app, pod)
    bob.zone = "America/New_York"
    save(bob)
    assert "meet" not in home(mine)
    walls = [datetime(2026, 12, 2, 15), datetime(2026, 12, 4, 15)]
    made = save(meetings.suggest(ada, cohort, Wanted(walls, place="Studio 2")))
    assert "Wed 2 Dec, 15:00 UTC or Fri 4 Dec, 15:00 UTC" in home(mine)
    assert "Not all have said yet which fit" in home(mine)
    assert "Wed 2 Dec, 10:00 EST or Fri 4 Dec, 10:00 EST" in home(theirs)
    assert f'<a href="{cohort.url}#pod-h">Say which fit you</a>' in home(theirs)
    meetings.answer(bob, made, [1])
    assert "All have said which fit: fix one" in home(mine)
    assert "You said which fit" in home(theirs)
    meetings.move(bob, made, Wanted([datetime(2026, 12, 3, 10)]), rev=made.rev)
    assert "Say which fit you" in home(mine), "of other times she has said nothing yet"
    meetings.answer(ada, made, [0])
    meetings.fix(bob, made, 0)
    assert "Thu 3 Dec, 15:00–15:30 UTC" in home(mine)
    assert f'<a href="{cohort.url}#pod-h">You meet</a> Thu 3 Dec, 10:00–10:30 EST' in home(theirs)
    meetings.cancel(ada, made)
    assert "meet" not in home(theirs)


def test_who_would_suggest_where_one_stands_is_led_to_it(app, pod):
    cohort, _, _, mine, theirs = pod_of_two(app, pod)
    sent = {"one": "2026-12-02T12:00", "minutes": "45", "place": "Studio 2"}
    assert mine.post(f"{cohort.url}/meet", data=sent).status_code == 303
    led = theirs.get(f"{cohort.url}/meet")
    assert (led.status_code, led.location) == (303, f"{cohort.url}#pod-h")
    assert "Your pod has this already. Any of you can move or cancel it." in theirs.get(led.location).text
    late = theirs.post(f"{cohort.url}/meet", data=sent | {"one": "2026-12-03T16:00", "place": "Zebra room"})
    assert late.status_code == 409
    assert "Thu 3 Dec, 16:00 UTC" in late.text, "what was typed is kept"
    assert "Zebra room" in late.text
    assert "Wed 2 Dec, 12:00 UTC" in late.text, "beside what stands"


def test_anybody_of_the_pod_moves_or_cancels_it_and_the_page_says_who(app, pod):
    cohort, ada, _, mine, theirs = pod_of_two(app, pod)
    made = save(meetings.suggest(ada, cohort, Wanted([datetime(2026, 12, 2, 12)], place="Studio 2")))
    at = f"{cohort.url}/meet/{made.key}"
    mine.post(f"{at}/fix", data={"time": "0", "rev": made.rev})
    assert "You set the time." in mine.get(cohort.url).text
    form = theirs.get(f"{at}/move").text
    assert 'value="2026-12-02T12:00"' in form
    assert "Studio 2" in form
    sent = {"one": "2026-12-03T16:00", "minutes": "60", "place": "Studio 3", "rev": "2"}
    assert theirs.post(f"{at}/move", data=sent).location == f"{cohort.url}#pod-h"
    shown = mine.get(cohort.url).text
    assert "Thu 3 Dec, 16:00–17:00 UTC, Studio 3" in shown
    assert "Bob set the time." in shown
    [each] = met(ada, TUESDAY, TUESDAY + timedelta(days=9))
    assert (each.starts_at, each.about) == (
        datetime(2026, 12, 3, 16, tzinfo=UTC),
        f"{cohort.title}. Studio 3.",
    )
    late = mine.post(f"{at}/move", data=sent | {"one": "2026-12-04T09:00", "place": "Zebra room"})
    assert late.status_code == 409
    assert "Bob changed when your pod meets" in late.text
    assert [each in late.text for each in ("Thu 3 Dec, 16:00 UTC", "Zebra room")] == [True, True]
    assert mine.post(f"{at}/cancel", data={"rev": "2"}).status_code == 409, "it is another time than was read"
    assert theirs.post(f"{at}/cancel", data={"rev": "3"}).status_code == 303
    assert "Bob cancelled when you were to meet: Thu 3 Dec, 16:00–17:00 UTC." in mine.get(cohort.url).text
    gone = mine.get(f"{at}/move")
    assert (gone.status_code, gone.location) == (303, f"{cohort.url}#pod-h")
    assert "It is cancelled. Suggest another time to meet." in mine.get(cohort.url).text


def test_other_times_for_an_open_suggestion_are_answered_anew(app, pod):
    cohort, ada, _, mine, theirs = pod_of_two(app, pod)
    made = save(meetings.suggest(ada, cohort, Wanted([datetime(2026, 12, 2, 12)])))
    at = f"{cohort.url}/meet/{made.key}"
    sent = {"one": "2026-12-03T16:00", "two": "2026-12-04T09:00", "minutes": "30", "rev": "1"}
    assert theirs.post(f"{at}/move", data=sent).status_code == 303
    assert "Bob suggests to meet" in mine.get(cohort.url).text
    assert mine.post(f"{at}/fix", data={"time": "0", "rev": "1"}).status_code == 409, "times she never saw"
    assert mine.post(f"{at}/fits", data={"time": "0", "rev": "2"}).status_code == 303
    assert "Fits Bob and Ada." in theirs.get(cohort.url).text


def test_answers_to_times_that_stay_are_kept_and_only_the_new_ones_are_asked_about(app, pod):
    """All answers were dropped, to times that were left as they were too."""
    cohort, (ada, bob, cid) = pod
    one, two, three = (datetime(2026, 12, day, 12) for day in (2, 3, 4))
    made = save(meetings.suggest(ada, cohort, Wanted([one, two])))
    meetings.answer(bob, made, [1])
    at = f"{cohort.url}/meet/{made.key}"
    mine, theirs = browser(app, ada), browser(app, bob)
    assert "Answers to times that you leave stand" in mine.get(f"{at}/move").text
    sent = {"one": f"{two:%FT%H:%M}", "two": f"{three:%FT%H:%M}", "minutes": "30", "rev": "1"}
    assert mine.post(f"{at}/move", data=sent).status_code == 303
    assert "stand, and your pod is asked about the others." in (shown := mine.get(cohort.url).text)
    assert "Fits Ada and Bob." in shown, "the second is the first now"
    assert "Cid has not said yet. Bob has not said yet of all times." in shown
    assert "Say which fit you" in home(theirs)
    assert 'name="time" value="0" checked' in theirs.get(cohort.url).text
    meetings.answer(bob, made, [0, 1])
    meetings.answer(cid, made, [0])
    less = {"one": f"{two:%FT%H:%M}", "minutes": "30", "rev": "2"}
    assert mine.post(f"{at}/move", data=less).status_code == 303
    assert "stay stand; nobody is asked anew." in (shown := mine.get(cohort.url).text)
    assert "Fits Ada, Bob and Cid." in shown
    assert "All have said which fit: fix one" in home(mine)
    assert mine.post(f"{at}/move", data=less | {"minutes": "60", "rev": "3"}).status_code == 303
    assert "Your pod is asked which of these fit." in (shown := mine.get(cohort.url).text)
    assert "Fits Ada." in shown, "of an hour they said nothing"


def test_whom_no_time_fits_reads_so_and_is_offered_to_suggest_others(app, pod):
    """It was a dead end: every box was ticked again, and nobody said who settles it."""
    cohort, ada, _, mine, theirs = pod_of_two(app, pod)
    made = save(meetings.suggest(ada, cohort, Wanted([datetime(2026, 12, 2, 12)])))
    fits, move = (f"{cohort.url}/meet/{made.key}/{each}" for each in ("fits", "move"))
    before = theirs.get(cohort.url).text
    assert "Ada fixes one of them, at best once all have said." in before
    assert 'name="time" value="0" checked' not in before
    assert theirs.post(fits, data={"rev": "1"}).status_code == 303
    shown = theirs.get(cohort.url).text
    assert ("Nothing was ticked, so" in shown, "You said that none" in shown) == (True, False)
    assert theirs.post(fits, data={"rev": "1", "none": "1"}).status_code == 303
    for _ in range(2):
        shown = theirs.get(cohort.url).text
        assert "You said that none of these fits." in shown
        assert shown.count(f'href="{move}"') == 1
    assert "You fix one of them, at best once all have said." in mine.get(cohort.url).text


def test_what_who_left_had_suggested_is_for_the_others_to_fix(app, pod):
    cohort, (ada, bob, cid) = pod
    made = save(meetings.suggest(ada, cohort, Wanted([datetime(2026, 12, 2, 12)])))
    save(places.withdraw(ada, cohort))
    page = browser(app, cid)
    shown = page.get(cohort.url).text
    assert "Who suggested it is of the pod no more: any of you can fix a time." in shown
    assert [each in shown for each in ("Meet then", "These fit me")] == [True, True]
    at = f"{cohort.url}/meet/{made.key}"
    assert page.post(f"{at}/fits", data={"time": "0", "rev": "1"}).status_code == 303
    assert "Your pod hears which fit you." in page.get(cohort.url).text
    assert "All have said" not in home(page), "Bob has not"
    assert page.post(f"{at}/fix", data={"time": "0", "rev": "1"}).status_code == 303
    assert browser(app, ada).post(f"{at}/cancel").status_code == 404, "it is theirs no more"
    assert len(met(bob, TUESDAY, TUESDAY + timedelta(days=9))) == 1


def test_who_leaves_while_they_answer_or_cancel_changes_nothing_any_more(app, pod):
    """It was found for them, and then they left: as two requests of theirs in the same moment."""
    cohort, (ada, bob, _) = pod
    save(meetings.suggest(ada, cohort, Wanted([datetime(2026, 12, 2, 12)])))
    found = meeting_queries.current(cohort, bob)
    assert len(found.people) == 3
    save(places.withdraw(bob, cohort))
    later = Wanted([datetime(2026, 12, 3, 12)])
    for act in (
        lambda: meetings.answer(bob, found, [0]),
        lambda: meetings.cancel(bob, found),
        lambda: meetings.move(bob, found, later, rev=1),
    ):
        with pytest.raises(NotFound):
            act()
    assert meeting_queries.current(cohort, ada).rev == 1


@pytest.mark.parametrize("ends", ["the cohort", "the company", "by its host"])
def test_with_fewer_than_two_left_a_pod_does_not_meet(app, pod, ends):
    cohort, ada, bob, mine, _ = pod_of_two(app, pod)
    made = meetings.suggest(ada, cohort, Wanted([datetime(2026, 12, 2, 12)]))
    meetings.fix(ada, made, 0)
    if ends == "the cohort":
        save(places.withdraw(bob, cohort))
    elif ends == "the company":
        people_services.leave(bob)
        save(bob)
    else:
        host, key = cohort.created_by, pods.pod_of(cohort, ada).key
        pods.dissolve(host, cohort, queries.find(host, cohort.key)[1], key)
        settle(save=True)
    assert met(ada, TUESDAY, TUESDAY + timedelta(days=9)) == []
    assert meeting_queries.current(cohort, ada) is None
    assert "Studio" not in mine.get(cohort.url).text


def test_a_time_that_is_no_place_among_those_suggested_is_refused_whatever_it_is(app, pod):
    cohort, (ada, bob, _) = pod
    made = save(meetings.suggest(ada, cohort, Wanted([datetime(2026, 12, 2, 12)])))
    at = f"{cohort.url}/meet/{made.key}"
    for typed in ("1", "-1", "²", "9" * 5000):
        assert browser(app, ada).post(f"{at}/fix", data={"time": typed}).status_code == 422
        assert browser(app, bob).post(f"{at}/fits", data={"time": typed}).status_code == 303
    assert meeting_queries.current(cohort, ada).starts_at is None
