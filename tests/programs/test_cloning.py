"""Another like it: all that hosts set, at its distance to a new start, and nothing of its people."""

from datetime import datetime, time, timedelta

import pytest

from learnhub.core.db import db
from learnhub.core.errors import Forbidden
from learnhub.core.refs import Ref
from learnhub.goals import services as goals
from learnhub.hackathons import prizes
from learnhub.hackathons import services as hackathons
from learnhub.people.models import Role
from learnhub.programs import admission, cloning, openness, parts, places, queries, services, sign_up_fields
from learnhub.programs.models import Program
from learnhub.talks import services as talks
from learnhub.talks.templates import LUNCH
from tests import factories
from tests.support.rows import fresh, save

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def lead():
    return factories.person("Lena", roles=(Role.LEAD,))


def test_a_hackathon_is_made_anew_at_its_distances_and_without_its_people(browser, lead):
    ada, unit, weeks = factories.person("Ada"), factories.unit("Platform"), timedelta(weeks=8)
    goal = factories.goal(lead, unit)
    old = factories.coming(lead, capacity=9, title="Winter Build")
    prizes.add(lead, old, name="Best demo", description="A mug.")
    factories.sign_up_field(old, label="Food?")
    factories.part(old, after=180)
    goals.tie(lead, goal, Ref("hackathon", old.id), why="It is faster.", may_edit_the_other=True)
    services.add_host(lead, old, factories.person("Omar"))
    admission.change(lead, old, admission.Admission(approves=True, offer_hours=12))
    places.sign_up(lead, old)
    for whom in ({"unit": save(unit)}, {"person": ada}):
        openness.open_to(lead, old, **whom)
    save(old)
    page, desk = browser(lead), old.desk
    assert "Make another like this" in page.get(f"{desk}/set-up").text
    starts = old.starts_wall + weeks
    answer = page.post(f"{desk}/clone", data={"title": "Spring Build", "starts": f"{starts:%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 303
    shown = page.get(answer.location).text
    assert "Taken over from “Winter Build”" in shown
    assert "Nothing of its people" in shown
    made = db.session.query(Program).filter_by(title="Spring Build").one()
    both = zip(hackathons.spans(made), hackathons.spans(old), strict=True)
    assert {new.opens - before.opens for new, before in both} == {weeks}
    assert (made.capacity, made.approves, made.offer_hours, made.taken) == (9, True, 12, 0)
    assert [each.unit.name for each in openness.openings(made)] == ["Platform"]
    assert [each.label for each in sign_up_fields.of(made)] == ["Food?"]
    assert parts.doing(made, lead).parts[0].starts_at == made.starts_at + timedelta(hours=3)
    assert [host.name for host in queries.hosts_of(made)] == ["Lena"]
    with pytest.raises(Forbidden):
        cloning.clone(ada, old, title="Mine", starts=starts)


def test_what_was_open_to_named_people_alone_is_made_anew_open_to_who_made_it(lead):
    old = factories.coming(lead, title="For three")
    openness.open_to(lead, old, person=factories.person("Ada"))
    made = cloning.clone(lead, old, title="For three again", starts=old.starts_wall + timedelta(weeks=8))
    assert made.is_limited
    assert [each.person for each in openness.openings(made)] == [lead]
    assert "for chosen people, Lena alone so far" in made.taken_over


def test_only_a_copy_at_lunch_says_bring_your_lunch(browser, lead):
    talk = save(factories.talk(lead, story=LUNCH.story, place="Canteen 2"))
    kept = {name: getattr(talk, name) for name in ("title", "place", "story", "version")}
    saved = browser(lead).post(
        f"/programs/{talk.key}/edit", data=kept | {"summary": "Again", "reach": "this"}
    )
    assert (saved.status_code, fresh(talk).summary) == (303, "Again")
    noon = datetime.combine(talk.starts_wall.date(), time(12))
    starts = (noon, noon + timedelta(hours=4))
    copies = [cloning.clone(lead, talk, title="Again", starts=at) for at in starts]
    assert [made.story for made in copies] == [LUNCH.story, ""]


def test_the_sign_up_window_of_a_talk_moves_and_is_cloned_with_it(lead):
    talk, week = factories.talk(lead), timedelta(weeks=1)
    opens, closes = talk.starts_wall - timedelta(days=3), talk.starts_wall - timedelta(hours=2)
    admission.change(lead, talk, admission.Admission(opens_wall=opens, closes_wall=closes))
    assert talk.sign_up_opens_at == talk.starts_at - timedelta(days=3)
    with pytest.raises(Forbidden, match="not opened yet"):
        places.sign_up(factories.person("Ada"), talk)
    version = save(talk).version
    talks.move(lead, talk, starts=talk.starts_wall + week, minutes=talk.minutes, version=version)
    assert (talk.opens_wall, talk.closes_wall) == (opens + week, closes + week)
    made = cloning.clone(lead, talk, title="Again", starts=talk.starts_wall + week)
    assert (made.opens_wall, made.sign_up_closes_at) == (
        opens + 2 * week,
        made.starts_at - timedelta(hours=2),
    )
