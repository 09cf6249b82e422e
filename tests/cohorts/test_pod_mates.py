"""What somebody reads of their pod, as far as each agreed, and of their own weeks."""

from datetime import UTC, date, datetime, time

import pytest

from learnhub.cohorts import check_ins, pausing, queries
from learnhub.cohorts.check_ins import Said
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import save

LINES = [
    Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in range(1, 7)
]


@pytest.fixture
def pod(app, clock):
    """A cohort in its third week, with a pod of three, and what sets the clock."""
    clock.set(datetime(2026, 12, 1, 9, tzinfo=UTC))
    host, *people = (factories.person(name) for name in ("Ruth", "Ada", "Bob", "Cid"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 16))
    factories.pod(cohort, *people)
    return cohort, people


def say(person, cohort, *, shares=None):
    mine = queries.find(person, cohort.key)
    if shares is not None:
        check_ins.choose(person, *mine, shares=shares, streak=False)
    save(check_ins.check_in(person, *mine, Said("Some")))


def of_pod(page):
    return page.get("/").text.partition('id="pod-h"')[2].partition("</section>")[0]


def test_home_tells_who_is_quiet_from_who_keeps_it_to_themselves(app, pod, clock):
    cohort, (ada, bob, cid) = pod
    page = browser(app, ada)
    say(cid, cohort, shares=False)
    check_ins.choose(bob, *queries.find(bob, cohort.key), shares=True, streak=False)
    held = of_pod(page)
    assert held.count("Keeps check-ins to themselves.") == 1
    assert "No check-in yet.</p>" in held
    say(bob, cohort)
    assert "Checked in this week." in of_pod(page)
    clock.set(datetime(2026, 12, 8, 9, tzinfo=UTC))
    assert "No check-in yet this week; the last was on Tue 1 Dec." in of_pod(page)
    bob.manager_id = ada.id
    save(bob)
    assert of_pod(page).count("Keeps check-ins to themselves.") == 2, "of whom one manages it is not told"


def test_a_note_that_was_sent_today_stands_in_place_of_the_button(app, pod, clock):
    cohort, (ada, bob, _) = pod
    page = browser(app, ada)
    page.post(f"{cohort.url}/pod/{bob.key}", data={"text": "How is it going?"})
    places = "/", cohort.url, f"{cohort.url}/check-in"
    shown = [page.get(path).text for path in places]
    assert [(each.count("Note sent today"), each.count("Write a note")) for each in shown] == [(1, 1)] * 3
    clock.set(datetime(2026, 12, 2, 9, tzinfo=UTC))
    assert [page.get(path).text.count("Write a note") for path in places] == [2] * 3


def test_ones_weeks_before_are_named_as_weeks_and_a_missed_one_is_shown(app, pod, clock):
    cohort, (ada, *_) = pod
    clock.set(datetime(2026, 11, 21, 9, tzinfo=UTC))
    say(ada, cohort)
    pausing.pause(ada, cohort, date(2026, 11, 24))
    clock.set(datetime(2026, 12, 8, 9, tzinfo=UTC))
    shown = browser(app, ada).get(f"{cohort.url}/check-in").text.partition('id="be-h"')[2]
    shown = shown.partition("</section>")[0]
    said = [
        (day, text)
        for day, text in (
            ("2026-11-30", "You did not check in."),
            ("2026-11-23", "You were away or paused it."),
            ("2026-11-16", "Some"),
        )
        if f'<time datetime="{day}">' in shown and text in shown
    ]
    assert len(said) == shown.count("Week of <time") == 3
    assert shown.index("did not check in") < shown.index("away or paused") < shown.index("Some")
