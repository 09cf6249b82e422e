"""A facilitator moves somebody to another pod, lets two change places, ends a pod, and takes it back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from learnhub.calendars.learning import met
from learnhub.cohorts import check_ins, meeting_queries, meetings, pod_moves, pods, queries
from learnhub.cohorts.check_ins import Said
from learnhub.cohorts.meetings import Wanted
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.notifications.models import Reminder, State
from learnhub.programs import places
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import save

LINES = [
    Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in range(1, 7)
]
TUESDAY = datetime(2026, 12, 1, 9, tzinfo=UTC)
ALL = ("Ada", "Bob", "Cid", "Dan", "Eve")


@pytest.fixture
def two(app, monkeypatch):
    """A cohort in its third week with two pods: of Ada, Bob and Cid, and of Dan and Eve."""
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    host, *people = (factories.person(name) for name in ("Ruth", *ALL))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 16))
    factories.pod(cohort, *people[:3])
    factories.pod(cohort, *people[3:])
    db.session.query(Reminder).delete()
    return cohort, host, people


def together(cohort):
    """Who is with whom, by name."""
    found = ("".join(sorted(each.person.name[0] for each in pod.members)) for pod in pods.of_cohort(cohort))
    return sorted(found)


def told():
    """Who hears what still, in whose name."""
    rows = db.session.query(Reminder).filter(Reminder.kind.like("pod%"), Reminder.state == State.PENDING)
    return sorted((row.kind, row.person_id, row.by_id) for row in rows)


def pressed(page, path, **sent):
    """Post, and return what the page says then with the address of its Undo."""
    answer = page.post(path, data=sent)
    assert answer.status_code == 303, answer.text
    text = page.get(answer.location).text
    undo = text.partition('class="toast')[2].partition('action="')[2].partition('"')[0]
    return text, undo.replace("&amp;", "&")


def test_somebody_is_moved_to_a_pod_with_room_told_and_put_back(app, two):
    cohort, host, (ada, bob, cid, dan, eve) = two
    page = browser(app, host)
    at = f"{cohort.url}/pods/people/{ada.key}"
    assert f'href="{at}"' in page.get(f"{cohort.url}/pods").text
    to = pods.pod_of(cohort, dan).key
    shown = page.get(f"{at}?to={to}").text
    assert "Move Ada to Dan and Eve?" in shown
    for follows in ("Bob and Cid go on without Ada.", "shows them to the new one", "Five people, by their"):
        assert follows in shown
    assert together(cohort) == ["ABC", "DE"], "a look changes nothing"
    text, undo = pressed(page, at, to=to)
    assert "Ada is with Dan and Eve now. All of them hear." in text
    assert together(cohort) == ["ADE", "BC"]
    joined = [("pod_joined", each.id, ada.id) for each in (dan, eve)]
    parted = [("pod_parted", each.id, ada.id) for each in (bob, cid)]
    assert told() == sorted([("pod_made", ada.id, host.id), *joined, *parted])
    text, _ = pressed(page, undo)
    assert "Ada is with Bob and Cid again. All of them hear." in text
    assert together(cohort) == ["ABC", "DE"]
    assert told() == sorted(
        [("pod_made", ada.id, host.id)]
        + [("pod_joined", each.id, ada.id) for each in (bob, cid)]
        + [("pod_parted", each.id, ada.id) for each in (dan, eve)]
    ), "what was said of the first move goes no more"


def test_two_of_full_pods_change_places_and_back(app, two):
    cohort, host, (ada, _, _, dan, eve) = two
    fay = factories.person("Fay")
    factories.signup(fay, cohort)
    page = browser(app, host)
    pressed(page, f"{cohort.url}/pods/people/{fay.key}", to=pods.pod_of(cohort, eve).key)
    assert together(cohort) == ["ABC", "DEF"]
    at = f"{cohort.url}/pods/people/{ada.key}"
    assert "Then in a pod with Eve and Fay." in page.get(at).text
    assert "Dan takes the place of Ada there, with Bob and Cid." in page.get(f"{at}?to={dan.key}").text
    text, undo = pressed(page, at, to=dan.key)
    assert "Ada is with Eve and Fay now, and Dan took the former place." in text
    assert together(cohort) == ["AEF", "BCD"]
    pressed(page, undo)
    assert together(cohort) == ["ABC", "DEF"]


def test_a_pod_in_which_one_would_be_alone_ends_and_comes_back_with_the_undo(app, two):
    cohort, host, (ada, bob, cid, dan, eve) = two
    save(places.withdraw(cid, cohort))
    page = browser(app, host)
    at, to = f"{cohort.url}/pods/people/{eve.key}", pods.pod_of(cohort, ada).key
    assert "It ends: Dan would be alone" in page.get(f"{at}?to={to}").text
    text, undo = pressed(page, at, to=to)
    assert together(cohort) == ["ABE"]
    assert "Put into a pod that there is" in text, "Dan"
    assert ("pod_ended", dan.id, host.id) in told()
    pressed(page, undo)
    assert together(cohort) == ["AB", "DE"]
    assert ("pod_ended", dan.id, host.id) not in told()
    assert {each.key for each in pod_moves.around(cohort, bob).places} == {pods.pod_of(cohort, dan).key}


def test_who_was_in_no_pod_is_in_none_again_by_the_undo(app, two):
    cohort, host, (_, _, _, dan, _) = two
    fay = factories.person("Fay")
    factories.signup(fay, cohort)
    page = browser(app, host)
    _, undo = pressed(page, f"{cohort.url}/pods/people/{fay.key}", to=pods.pod_of(cohort, dan).key)
    text, _ = pressed(page, undo)
    assert "Fay is in no pod again." in text
    assert together(cohort) == ["ABC", "DE"]
    assert ("pod_ended", fay.id, host.id) in told()


def test_who_was_out_of_a_pod_before_hears_each_time(app, two):
    """What was said of the same pod once was never said again."""
    cohort, host, (_, _, _, dan, eve) = two
    fay = factories.person("Fay")
    factories.signup(fay, cohort)
    page, pod = browser(app, host), pods.pod_of(cohort, dan).key
    for _ in range(2):
        _, undo = pressed(page, f"{cohort.url}/pods/people/{fay.key}", to=pod)
        pressed(page, undo)
        assert ("pod_ended", fay.id, host.id) in told()
    pressed(page, f"{cohort.url}/pods/people/{fay.key}", to=pod)
    assert ("pod_ended", fay.id, host.id) not in told()
    pressed(page, f"{cohort.url}/pods/{pod}/end")
    assert told() == sorted(("pod_ended", each.id, host.id) for each in (dan, eve, fay))


def test_nobody_is_moved_to_a_manager_a_full_pod_or_by_whom_it_is_not(app, two):
    cohort, host, (ada, bob, cid, dan, eve) = two
    eve.manager_id = ada.id
    save(eve)
    page, at = browser(app, host), f"{cohort.url}/pods/people/{ada.key}"
    theirs = pods.pod_of(cohort, dan).key
    assert "with one who manages them" in page.get(at).text
    assert page.post(at, data={"to": theirs}).status_code == 422
    assert "does not fit. Choose again." in page.get(f"{cohort.url}/pods/people/{bob.key}?to=gone").text
    host_, standing = queries.hosted(host, cohort.key)
    for other in (pods.pod_of(cohort, ada).key, "nothing", ada.key):
        with pytest.raises(Invalid, match="Choose again"):
            pod_moves.move(host, host_, standing, dan, other)
    with pytest.raises(Forbidden):
        pod_moves.move(bob, *queries.find(bob, cohort.key), bob, theirs)
    assert browser(app, bob).get(at).status_code == 403
    pod_moves.move(host, host_, standing, bob, theirs)
    with pytest.raises(Conflict, match="has changed since"):
        pod_moves.put_back(host, host_, standing, bob, [ada.key, cid.key, dan.key])


def test_a_moved_person_meets_with_the_new_pod_and_no_more_with_the_former(two):
    cohort, host, (ada, bob, cid, dan, eve) = two
    span = TUESDAY, TUESDAY + timedelta(days=9)
    former = save(meetings.suggest(bob, cohort, Wanted([datetime(2026, 12, 2, 12)])))
    meetings.fix(bob, former, 0)
    new = save(meetings.suggest(dan, cohort, Wanted([datetime(2026, 12, 3, 12)])))
    hosted = queries.hosted(host, cohort.key)
    save(pod_moves.move(host, *hosted, ada, pods.pod_of(cohort, dan).key)[1].pod)
    assert met(ada, *span) == []
    assert meeting_queries.current(cohort, ada).id == new.id, "and she is asked as the others were"
    meetings.fix(dan, new, 0)
    assert [len(met(each, *span)) for each in (ada, bob, cid, dan, eve)] == [1] * 5
    save(pod_moves.put_back(host, *hosted, ada, [bob.key, cid.key])[0])
    assert [each.starts_at.day for each in met(ada, *span)] == [2], "what her pod fixed stands again"


def test_check_ins_are_read_by_the_pod_that_one_is_in_now(app, two):
    cohort, host, (ada, bob, _, dan, _) = two
    standing = queries.find(ada, cohort.key)[1]
    check_ins.check_in(ada, cohort, standing, Said("Zebra of this week"))
    check_ins.choose(ada, cohort, standing, shares=True, streak=False)
    db.session.flush()
    path = f"{cohort.url}/check-in"
    reads = [browser(app, each) for each in (bob, dan)]
    assert ["Zebra" in each.get(path).text for each in reads] == [True, False]
    save(pod_moves.move(host, *queries.hosted(host, cohort.key), ada, pods.pod_of(cohort, dan).key)[1].pod)
    assert ["Zebra" in each.get(path).text for each in reads] == [False, True]


def test_ending_a_pod_says_what_follows_asks_once_and_can_be_undone(app, two):
    """It asked nothing, and its people heard nothing."""
    cohort, host, (_, _, _, dan, eve) = two
    page, at = browser(app, host), f"{cohort.url}/pods/{pods.pod_of(cohort, dan).key}/end"
    assert f'href="{at}"' in page.get(f"{cohort.url}/pods").text
    shown = page.get(at).text
    assert "End the pod of Dan and Eve?" in shown
    assert "Two people, by their inbox and mail." in shown
    assert browser(app, dan).get(at).status_code == 403
    text, undo = pressed(page, at)
    assert "The pod of Dan and Eve has ended, and they hear." in text
    assert told() == sorted(("pod_ended", each.id, host.id) for each in (dan, eve))
    assert "That pod has ended." in page.get(at).text
    pressed(page, undo)
    assert together(cohort) == ["ABC", "DE"]
    assert told() == sorted(("pod_made", each.id, host.id) for each in (dan, eve))
