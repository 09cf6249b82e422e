"""One question, taken by several at the same moment."""

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.help.models import HelpAsk, RequestState
from learnhub.library.models import Resource
from learnhub.notifications.models import Reminder
from tests import factories
from tests.support.clients import Client, together
from tests.support.rows import fresh, save


def test_of_many_who_take_it_at_once_one_does_and_of_two_presses_comes_one_note(app, server):
    ada, url = factories.person("Ada"), server().url
    request = factories.stuck(ada, text="It never ends")
    helpers = [factories.person(f"Helper {number}") for number in range(6)]
    for each in helpers:
        save(HelpAsk(request_id=request.id, person_id=each.id, why="helps", at=clock.now()))
    clients = [Client(app, url, each) for each in helpers]
    path = f"/help/{request.key}"
    answers = together([lambda client=client: client.post(f"{path}/take") for client in clients])
    assert sorted(answer.status for answer in answers) == [303, *[403] * 5]
    assert fresh(request).state is RequestState.TAKEN
    assert db.session.query(Reminder).filter_by(kind="help_taken").count() == 1
    taker = clients[[each.id for each in helpers].index(request.taken_by_id)]
    assert taker.post(f"{path}/answer", text="Stop it.").status == 303
    asker = Client(app, url, ada)
    notes = together([lambda client=client: client.post(f"{path}/note") for client in (taker, asker)])
    assert sorted(answer.status for answer in notes)[0] == 303
    assert sorted(answer.status for answer in notes)[1] in {403, 409}
    fresh(request)
    assert db.session.query(Resource).count() == 1
