"""A link to one's work on a deadline: given with the tick or later, and seen by whom it is for."""

from datetime import UTC, datetime, time, timedelta

import pytest

from learnhub.cohorts import check_ins, pods, queries
from learnhub.cohorts.deadlines import Strictness
from learnhub.core.db import db
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.mine import erasing
from learnhub.programs import queries as programs
from learnhub.programs import services
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import save

MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)
LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in (1, 2)]
LINK = "https://git.example.org/ada/step-1"


@pytest.fixture
def learning(app, clock):
    """A cohort in its first week, Ada who is in it, her browser, and where her first deadline is."""
    clock.set(MONDAY)
    host, ada = (save(factories.person(name, zone="UTC")) for name in ("Ruth", "Ada"))
    cohort = factories.cohort(host, *LINES, starts=MONDAY.date())
    factories.sign_up(cohort, ada)
    db.session.commit()
    return cohort, ada, browser(app, ada), f"{cohort.url}/dates/{queries.dates(cohort)[0].key}"


def row(cohort, ada):
    db.session.rollback()
    return queries.row_of(queries.dates(cohort)[0], ada.id)


def test_a_link_goes_with_the_tick_and_is_changed_at_any_time(learning, clock):
    """Where the work lay was told in messages to the facilitators, one by one."""
    cohort, ada, page, path = learning
    assert f'href="{path}/done">With a link to your work' in page.get(cohort.url).text
    assert "Where can it be seen?" in page.get(f"{path}/done").text
    page.post(f"{path}/done", data={"completes": "1", "link": LINK.removeprefix("https://")})
    shown = page.get(cohort.url).text
    assert f'Your work: <a href="{LINK}" rel="noopener noreferrer nofollow">' in shown
    assert "Change the link" in shown
    before = row(cohort, ada).tick
    clock.set(MONDAY + timedelta(days=20))
    page.sign_in(ada)
    assert f'value="{LINK}"' in page.get(f"{path}/link").text
    assert page.post(f"{path}/link", data={"link": f"{LINK}-b"}).status_code == 303
    assert (row(cohort, ada).link, row(cohort, ada).tick) == (f"{LINK}-b", before), "on time as it was"
    page.post(f"{path}/link", data={"link": ""})
    assert row(cohort, ada).link == ""
    assert "Add a link" in page.get(cohort.url).text


BAD = ["javascript:alert(1)", "ftp://a.example.org/b", "https://ada:word@example.org", f"{LINK}/{'x' * 2000}"]


@pytest.mark.parametrize("link", BAD, ids=["script", "ftp", "password", "long"])
def test_what_is_no_address_keeps_what_was_typed_and_ticks_nothing_off(learning, link):
    cohort, ada, page, path = learning
    refused = page.post(f"{path}/done", data={"completes": "1", "link": link})
    assert (refused.status_code, link in refused.text, row(cohort, ada)) == (422, True, None)
    page.post(f"{path}/done")
    refused = page.post(f"{path}/link", data={"link": link})
    assert (refused.status_code, link in refused.text, row(cohort, ada).link) == (422, True, "")


def test_what_is_not_ticked_off_has_no_link_and_others_give_none(app, learning):
    cohort, ada, page, path = learning
    assert page.post(f"{path}/link", data={"link": LINK}).status_code == 403
    assert browser(app, factories.person("Eve")).post(f"{path}/link", data={"link": LINK}).status_code == 403
    assert row(cohort, ada) is None


def test_a_stranger_with_a_wrong_address_is_refused_before_the_address_is(app, learning):
    """A wrong form was answered first, with the name of the deadline."""
    _, _, page, path = learning
    stranger = browser(app, factories.person("Eve"))
    for action in ("done", "link"):
        refused = stranger.post(f"{path}/{action}", data={"completes": "1", "link": "no address"})
        assert (refused.status_code, "Step 1" in refused.text) == (403, False), action
    assert page.post(f"{path}/link", data={"link": "no address"}).status_code == 403, "it is not ticked off"


def test_a_stranger_s_empty_form_for_more_time_or_a_pause_is_refused(app, learning):
    """The form was judged first, and shown with what was wrong."""
    cohort, _, page, path = learning
    stranger = browser(app, factories.person("Eve"))
    for address in (f"{path}/longer", f"{cohort.url}/pause"):
        assert stranger.post(address).status_code == 403, address
        assert page.post(address).status_code == 422, "who is in it hears what is missing"


def test_what_is_ticked_off_with_a_link_and_completes_by_now_asks_first_and_keeps_the_link(learning):
    """The page with the link said that it completes, whether its reader had read so or not."""
    cohort, ada, page, path = learning
    asked = page.get(f"{path}/done").text
    assert ('name="completes"' in asked, "completes the cohort" in asked) == (False, False)
    page.post(f"{cohort.url}/dates/{queries.dates(cohort)[1].key}/done")  # in another window
    shown = page.post(f"{path}/done", data={"link": LINK})
    assert (shown.status_code, row(cohort, ada)) == (422, None)
    assert "“Step 1” completes the cohort." in shown.text
    assert ('name="completes"' in shown.text, f'value="{LINK}"' in shown.text) == (True, True)


def test_what_cannot_be_ticked_off_says_so_before_a_link_is_typed(app, learning, clock):
    cohort, ada, page, path = learning
    page.post(f"{path}/done", data={"link": LINK})
    assert "It is ticked off already." in page.get(f"{path}/done").text
    page.post(f"{path}/undone")
    cohort.strictness = Strictness.HARD
    save(cohort)
    clock.set(MONDAY + timedelta(days=6))
    page.sign_in(ada)
    refused = page.get(f"{path}/done")
    assert (refused.status_code, "Where can it be seen?" in refused.text) == (403, False)


def test_facilitators_see_it_one_who_manages_the_learner_too(app, learning):
    """What was handed in is not among what is hidden from a facilitator who is a manager."""
    cohort, ada, page, path = learning
    page.post(f"{path}/done", data={"completes": "1", "link": LINK})
    manager, (other,) = save(factories.person("Max")), programs.hosts_of(cohort)
    save(services.add_host(other, cohort, manager))
    ada.manager_id = manager.id
    save(ada)
    for each in (manager, other):
        theirs = browser(app, each)
        assert f'href="{LINK}"' in theirs.get(f"{cohort.url}/people/{ada.key}").text
        assert "1 link<" in theirs.get(f"{cohort.url}/host").text


def test_the_pod_sees_it_where_the_learner_agreed(app, learning):
    cohort, ada, page, path = learning
    bob = save(factories.person("Bob", zone="UTC"))
    factories.sign_up(cohort, bob)
    host = cohort.created_by
    pods.make(host, *queries.find(host, cohort.key), [ada.key, bob.key])
    db.session.commit()
    page.post(f"{path}/done", data={"completes": "1", "link": LINK})
    mate = browser(app, bob)
    assert LINK not in mate.get(f"{cohort.url}/check-in").text
    check_ins.choose(ada, *queries.find(ada, cohort.key), shares=True, streak=False)
    db.session.commit()
    assert (
        f'Work: <a href="{LINK}" rel="noopener noreferrer nofollow">Step 1</a>.'
        in mate.get(f"{cohort.url}/check-in").text
    )
    assert LINK not in mate.get(cohort.url).text


def test_it_goes_out_with_what_is_exported_and_is_forgotten_with_the_person(learning):
    cohort, ada, page, path = learning
    page.post(f"{path}/done", data={"completes": "1", "link": LINK})
    assert [each["link"] for each in erasing.everything(ada)["progress.person_id"]] == [LINK]
    db.session.rollback()
    erasing.make_nobody(ada)
    assert queries.row_of(queries.dates(cohort)[0], ada.id).link == ""
