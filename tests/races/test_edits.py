"""Two hosts save the same hackathon at the same moment: one of them is told, and nothing is lost."""

import pytest

from learnhub.programs.models import Host
from tests import factories
from tests.support.clients import Client, together
from tests.support.rows import fresh, save


@pytest.fixture
def both(app, server):
    """Return the statuses of two hosts who save their own text and places, and what is stored then."""

    def write(variant):
        hackathon = factories.coming()
        url, path = server(variant=f"tests.races.variants:{variant}").url, f"{hackathon.desk}/edit"
        hosts = [factories.person("Ruth"), factories.person("Lena")]
        for host in hosts:
            save(Host(program_id=hackathon.id, person_id=host.id))
        said = {"title": "Winter Build", "version": str(hackathon.version)}
        clients = [Client(app, url, host) for host in hosts]
        typed = [{"place": "Halle 4", "capacity": "40"}, {"place": "Halle 5", "capacity": "50"}]

        def send(client, form):
            return lambda: client.post(path, **said, **form)

        answers = together([send(*each) for each in zip(clients, typed, strict=True)])
        return [answer.status for answer in answers], fresh(hackathon)

    return write


def test_the_second_is_shown_both_texts(both):
    statuses, hackathon = both("slow_capacity")
    assert sorted(statuses) == [303, 409]
    assert (hackathon.place, hackathon.capacity) in {("Halle 4", 40), ("Halle 5", 50)}


@pytest.mark.postgres_only
def test_without_the_lock_the_count_of_versions_still_keeps_both(both):
    """Two guards: the lock before the comparison, and the version that the UPDATE asks for."""
    statuses, hackathon = both("no_edit_lock")
    assert sorted(statuses) == [303, 409]
    assert (hackathon.place, hackathon.capacity) in {("Halle 4", 40), ("Halle 5", 50)}
