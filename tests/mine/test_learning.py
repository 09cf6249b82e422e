"""My learning: each thing once, with what one did there."""

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.cohorts import queries as cohort_queries
from learnhub.core import clock
from learnhub.core.refs import Ref
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.mine import pages, queries
from learnhub.people.models import Organisation
from learnhub.web.addresses import whole
from tests import factories
from tests.support.rows import save


@pytest.mark.usefixtures("app")
def test_each_thing_stands_once_with_what_one_did_there(browser):
    save(Organisation(id=1, name="Northwind"))
    ada, now = factories.person("Ada"), clock.now()
    hackathon, resource = factories.hackathon(title="Winter Build"), factories.resource(ada, "Attention")
    whole = Ref("hackathon", hackathon.id)
    for number, kind in enumerate((ActKind.SUBMITTED, ActKind.ATTENDED, ActKind.SUBMITTED)):
        at = now - timedelta(days=number)
        activity.record(kind, Ref("demo", 900 + number), [ada.id], within=whole, at=at)
    activity.record(ActKind.TOOK_AWAY, Ref("resource", resource.id), [ada.id], at=now - timedelta(days=1))
    save(ada)
    found, total = queries.things(ada)
    assert total == 2
    assert [(each.title, pages._said(each.did)) for each in found] == [
        ("Winter Build", "Came, handed in 2 times"),
        ("Attention", "Used"),
    ]
    shown = browser(ada).get("/learning").text
    assert "Two things that you took part in." in shown
    assert (">take-away<" in shown, ">used<" in shown) == (True, False)
    assert shown.count(">Winter Build</a>") == 1


@pytest.mark.usefixtures("app")
def test_what_one_takes_along_names_the_deadline_the_zone_and_a_whole_address_and_can_be_of_a_year(browser):
    save(Organisation(id=1, name="Northwind"))
    ada = factories.person("Ada", zone="Asia/Tokyo")
    step = Line(ItemKind.DELIVERABLE, "Step 1", week=1, weekday=0)
    cohort = factories.cohort(factories.person("Host"), step, starts=clock.now().date())
    factories.sign_up(cohort, ada)
    deadline, within = cohort_queries.dates(cohort)[0], Ref("cohort", cohort.id)
    past = datetime(2024, 12, 31, 20, tzinfo=UTC)  # in Tokyo it is 2025
    activity.record(ActKind.ATTENDED, within, [ada.id], at=past)
    activity.record(ActKind.SUBMITTED, Ref("deadline", deadline.id), [ada.id], within=within)
    save(ada)
    page, now = browser(ada), clock.now().astimezone(ada.tz)

    def rows(year=""):
        answer = page.get(f"/learning.csv?year={year}")
        return [*csv.reader(answer.text.lstrip("\ufeff").splitlines())][1:]

    done, came = rows()
    about = whole(cohort.url)
    of_it = ["Step 1", cohort.title, f"{about}#d-{deadline.key}"]
    assert done[1:] == ["Asia/Tokyo", "Handed in", "deadline", *of_it]
    assert about.startswith("http://")
    assert came == ["2025-01-01 05:00", "Asia/Tokyo", "Came", "cohort", cohort.title, "", about]
    assert [rows(2024), rows(2025), rows(now.year)] == [[], [came], [done]]
    assert f'value="{now.year}"' in page.get("/learning").text
    assert [page.get(f"/learning.csv?year={year}").status_code for year in ("x", "0", "99999")] == [404] * 3
    did = json.loads(page.get("/learning.json?year=2025").text)["did"]
    assert [(each["title"], each["within"]) for each in did] == [(cohort.title, "")]
