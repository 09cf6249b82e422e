"""The dates of a series, laid out by several jobs while people begin to follow it."""

from collections import Counter

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.programs import jobs
from learnhub.programs.models import Program, SignUp
from tests import factories
from tests.support.clients import Client, together
from tests.support.rows import fresh, save

PEOPLE, DATES = 6, 8


def test_each_date_is_made_once_and_each_who_follows_is_on_it_once(app, server):
    made, url = factories.series(published=False), server().url
    made.published_at = clock.now()
    save(made)
    clients = [Client(app, url, factories.person(f"Person {number}")) for number in range(PEOPLE)]

    def lay_out():
        with app.app_context():
            jobs.lay_out_series()

    path = f"{made.url}/follow"
    acts = [lambda client=client: client.post(path) for client in clients]
    together([lay_out, *acts[:3], lay_out, *acts[3:], lay_out])
    fresh(made)
    dates = [each.id for each in db.session.query(Program).filter_by(series_id=made.id)]
    assert len(dates) == DATES
    on = Counter(each.program_id for each in db.session.query(SignUp))
    assert on == dict.fromkeys(dates, PEOPLE)
