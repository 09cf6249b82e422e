"""When a part of a hackathon is: judges come when judging opens, and go with it."""

from datetime import timedelta

import pytest

from learnhub.core.db import db
from learnhub.hackathons import services
from learnhub.hackathons.models import WindowKind as K
from learnhub.people.models import Role
from learnhub.programs.asked_models import Part
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def lead():
    return factories.person("Lena", roles=(Role.LEAD,))


def ask(page, program, name, **typed):
    data = {"name": name, "wanted": "1", "minutes": ""} | typed
    assert page.post(f"/programs/{program.key}/parts/new", data=data).status_code == 303
    return db.session.query(Part).filter_by(name=name).one()


def move(lead, hackathon, kind, by, along=False, length=timedelta()):
    window = hackathon.window(kind)
    wanted = {kind: (window.opens_wall + by, window.closes_wall + by + length)}
    services.move(lead, hackathon, wanted, along=along, version=hackathon.version)


def test_a_judge_is_asked_for_when_judging_is_and_a_sponsor_when_the_results_are(browser, lead):
    two_days, page = factories.coming(lead, template="two-day"), browser(lead)
    begins, judging = two_days.starts_wall, two_days.window(K.JUDGING)
    judge = ask(page, two_days, "Judge")
    assert (judge.starts_wall(begins), judge.minutes) == (judging.opens_wall, 120)
    assert ask(page, two_days, "Sponsor").starts_wall(begins) == two_days.window(K.RESULTS).opens_wall
    assert ask(page, two_days, "Mentor").starts_wall(begins) == begins
    typed = ask(page, two_days, "Judges", starts=f"{begins + HOUR:%Y-%m-%dT%H:%M}", minutes="30")
    assert (typed.after, typed.minutes) == (60, 30)
    shown = page.get(f"/programs/{two_days.key}/parts/new").text
    assert "Empty means for a judge when judging opens" in shown


def test_nobody_judges_at_a_demo_day_so_its_judge_comes_at_the_start(browser, lead):
    part = ask(browser(lead), factories.coming(lead, template="demo-day"), "Judge")
    assert (part.after, part.minutes) == (0, None)


def test_a_judge_goes_with_judging_when_it_moves_and_who_comes_at_another_time_stays(browser, lead):
    two_days, page = factories.coming(lead, template="two-day"), browser(lead)
    begins, judging = two_days.starts_wall, two_days.window(K.JUDGING)
    judge, early = (
        ask(page, two_days, "Judge"),
        ask(page, two_days, "Judges", starts=f"{begins:%Y-%m-%dT%H:%M}"),
    )
    move(lead, two_days, K.JUDGING, HOUR / 2, length=HOUR)
    assert (judge.starts_wall(begins), judge.minutes) == (judging.opens_wall, 180)
    assert early.starts_wall(begins) == begins
    move(lead, two_days, K.HACKING, DAY, along=True)
    assert two_days.starts_wall == begins + DAY
    assert judge.starts_wall(two_days.starts_wall) == judging.opens_wall
    assert early.starts_wall(two_days.starts_wall) == two_days.starts_wall


def test_a_judge_stays_with_judging_where_the_start_alone_moves(browser, lead):
    two_days = factories.coming(lead, template="two-day")
    judge, judging = ask(browser(lead), two_days, "Judge"), two_days.window(K.JUDGING).opens_wall
    hacking = two_days.window(K.HACKING)
    wanted = {K.HACKING: (hacking.opens_wall - 2 * HOUR, hacking.closes_wall)}
    services.move(lead, two_days, wanted, along=False, version=two_days.version)
    assert judge.starts_wall(two_days.starts_wall) == two_days.window(K.JUDGING).opens_wall == judging
