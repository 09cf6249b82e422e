"""What the faults share: writers, and what they were told."""

from functools import partial

import pytest

from tests import factories
from tests.support.clients import Client
from tests.support.ledger import Ledger
from tests.support.rows import many, settle

WRITERS = 4


@pytest.fixture
def ledger(app):
    """Return `ledger(url)`: people who write to the web processes there."""
    with many():
        people = [factories.person(f"Writer {number}") for number in range(WRITERS)]

    def begin(url):
        clients = [Client(app, url, person) for person in people]
        settle(save=True)
        return Ledger(clients)

    return begin


@pytest.fixture
def counted(record_property, database_name):
    """Return what notes a line of the summary."""
    return partial(_note, record_property, database_name)


def _note(record_property, database_name, what, told):
    record_property("counted", f"{database_name}, {what}: {told}")
