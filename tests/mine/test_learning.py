"""My learning: each thing once, with what one did there."""

from datetime import timedelta

import pytest

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.core import clock
from learnhub.core.refs import Ref
from learnhub.mine import pages, queries
from learnhub.people.models import Organisation
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
