"""Writers queue: in the order in which they asked, and each until its work is saved."""

from threading import Thread

import pytest
from sqlalchemy import Engine, event

from learnhub.core import db as database
from learnhub.core.db import db
from learnhub.core.transaction import transaction
from learnhub.core.turns import Turn
from tests import factories


def test_whoever_asked_first_has_it_first_and_who_gave_up_holds_nobody_back():
    turn, had = Turn(), []
    assert turn.take(0)
    assert not turn.take(0)

    def work(number: int) -> None:
        assert turn.take(9)
        had.append(number)
        turn.give()

    threads = []
    for number in range(20):
        threads.append(Thread(target=work, args=(number,)))
        threads[-1].start()
        while len(turn._waiting) <= number:
            pass
    turn.give()
    for each in threads:
        each.join()
    assert (had, turn.is_taken) == ([*range(20)], False)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("app")
def test_a_turn_lasts_until_the_work_is_saved():
    seen = []
    turn = database._turns[str(db.engine.url)]

    def note(_connection, _cursor, sql, *_rest):
        if sql == "COMMIT":
            seen.append(turn.is_taken)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with transaction():
            db.session.add(factories.Person(name="Ada", email="ada@example.org"))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert (seen, turn.is_taken) == ([True], False)
