"""The weeks of a cohort: materials from the library, and threads of those who are in it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from learnhub.cohorts import weeks
from learnhub.cohorts.week_models import CohortWeek, WeekMaterial
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.transaction import transaction
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.discussions import services as discussions
from learnhub.discussions import subjects
from learnhub.library import queries as library
from learnhub.library.models import Reading, Resource
from learnhub.people.models import Role
from learnhub.search import services as search
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import save

LINES = [
    Line(ItemKind.DELIVERABLE, "Step 1", week=1, weekday=4, at=time(18), url="https://example.org/outline"),
    Line(ItemKind.DELIVERABLE, "Step 2", week=2, weekday=4, at=time(18)),
    Line(ItemKind.DELIVERABLE, "Step 3", week=3, weekday=4, at=time(18)),
]


def test_a_week_shows_what_to_read_and_who_is_in_it_talks(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 10, 12, tzinfo=ZoneInfo("UTC")))
    host, ada, eve = (factories.person(name) for name in ("Ruth", "Ada", "Eve"))
    cohort = factories.cohort(host, *LINES, starts=date(2026, 11, 2))
    factories.sign_up(cohort, ada)
    known, other = factories.resource(eve, "Judges"), factories.resource(eve, "Cases")
    assert [each.number for each in weeks.of(cohort)] == [1, 2, 3]
    desk, page, stranger = (browser(app, each) for each in (host, ada, eve))
    url, onward = f"/cohorts/{cohort.key}/weeks", f"Open {cohort.title}"
    assert "Week 2 of 3." in page.get(url).text, "the one that goes on"
    assert "The outline links to" in desk.get(f"{url}?week=1").text
    refused = stranger.get(url)
    assert (refused.status_code, page.get(f"{url}?week=9").status_code) == (403, 404)
    assert onward in refused.text
    with transaction():
        search.write([Ref("resource", known.id)])
    assert "Judges" in desk.get(f"{url}?week=1&words=judges").text
    assert "The library has nothing for" in desk.get(f"{url}?week=1&words=zebras").text
    assert "add-h" not in page.get(f"{url}?week=1&words=judges").text
    for path in (f"/library/{known.key}", known.url, "https://example.org/outline"):
        assert desk.post(f"{url}/1/materials", data={"url": path}).status_code == 303
    elsewhere = f"https://elsewhere.example.org/library/{known.key}"
    assert desk.post(f"{url}/2/materials", data={"url": elsewhere}).status_code == 303
    assert elsewhere in {each.resource.url for each in weeks.materials(host, weeks.named(cohort, 2))}
    db.session.query(WeekMaterial).filter_by(week_id=weeks.named(cohort, 2).id).delete()
    assert page.post(f"{url}/1/materials", data={"url": known.url}).status_code == 403
    assert desk.post(f"{url}/1/materials", data={"url": "nonsense"}).status_code == 422
    assert db.session.query(WeekMaterial).count() == 2
    assert "The outline links to" not in desk.get(f"{url}?week=1").text
    assert page.post(f"{url}/1/materials/{known.key}/done", data={"done": "1"}).status_code == 303
    assert library.standing(ada, known).state is Reading.DONE
    assert "One thing to read or watch is left." in page.get(f"{url}?week=1").text
    weeks.merged(known.id, other.id)
    assert {each.resource_id for each in db.session.query(WeekMaterial)} >= {other.id}
    weeks.forget(other.id)
    assert db.session.query(WeekMaterial).count() == 1
    added = db.session.query(Resource).filter_by(url="https://example.org/outline").one()
    assert desk.post(f"{url}/1/materials/{added.key}/remove").status_code == 303
    assert db.session.query(WeekMaterial).count() == 0
    week = db.session.query(CohortWeek).filter_by(number=1).one()
    assert page.post(f"/discussions/week/{week.key}", data={"text": "zebra"}).status_code == 303
    assert "zebra" in desk.get(f"{url}?week=1").text
    assert "zebra" not in page.get(f"{url}?week=2").text
    assert stranger.post(f"/discussions/week/{week.key}", data={"text": "Me too"}).status_code == 404
    admin = factories.person("Ann", roles=(Role.ADMIN,))
    with pytest.raises(NotFound):
        subjects.of(admin, weeks.subject(cohort, week).ref)
    assert save(discussions.begin(host, weeks.subject(cohort, week), "Hello")).author_id == host.id
