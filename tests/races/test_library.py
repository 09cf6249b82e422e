"""Two merges that cross, and what is written meanwhile: one of the two stays, and nothing is lost."""

from collections import Counter

from learnhub.core.db import db
from learnhub.library.models import Resource, TakeAway
from learnhub.people.models import Role
from tests import factories
from tests.support.clients import Client, together


def test_merges_that_cross_leave_one_with_every_take_away_and_text(app, server):
    ann, eve = (factories.person(name, roles=(Role.LEAD,)) for name in ("Ann", "Eve"))
    pair = [factories.resource(ann, "One"), factories.resource(ann, "Two")]
    one, two = (f"/library/{each.key}" for each in pair)
    url = server().url

    def post(who, path, **form):
        client = Client(app, url, who)
        return lambda: client.post(path, **form)

    crossing = [post(ann, f"{one}/merge", other=two), post(eve, f"{two}/merge", other=one)]
    saying = [
        post(factories.person(f"P{number}"), f"{where}/take-aways", text="It worked.")
        for number, where in enumerate([one, two] * 4)
    ]
    answers = [answer.status for answer in together([*crossing, *saying])]
    assert Counter(answers[:2])[303] == 1
    assert answers[2:] == [303] * len(saying)
    db.session.rollback()
    [stays] = db.session.query(Resource).all()
    assert {each.resource_id for each in db.session.query(TakeAway)} == {stays.id}
    assert db.session.query(TakeAway).count() == len(saying)
