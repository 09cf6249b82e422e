"""Nobody is told of what they did themselves; everybody else is."""

from datetime import timedelta

import pytest

from learnhub.hackathons import services as hackathons
from learnhub.hackathons.models import WindowKind
from learnhub.notifications.models import State
from learnhub.people.models import Role
from learnhub.people.services import leave
from learnhub.programs import parts, places, services
from learnhub.programs.queries import signup_of
from tests import factories

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def ruth():
    return factories.person("Ruth", roles=(Role.LEAD,))


@pytest.fixture
def hackathon(ruth):
    """Of Ruth, who also takes part; Olga hosts it too, and Ada has a place."""
    made = factories.coming(ruth)
    services.add_host(ruth, made, factories.person("Olga"))
    for person in (ruth, factories.person("Ada")):
        factories.sign_up(made, person)
    return made


@pytest.fixture
def told(tick, clock, reminders):
    """Return who is told, by name, when dates have rested."""

    def names(kind):
        clock.shift(timedelta(minutes=11))
        tick()
        return sorted(row.person.name for row in reminders(kind))

    return names


def test_who_moves_the_dates_is_not_told(ruth, hackathon, told):
    span = hackathon.window(WindowKind.HACKING)
    wanted = {WindowKind.HACKING: (span.opens_wall + timedelta(days=1), span.closes_wall + timedelta(days=1))}
    hackathons.move(ruth, hackathon, wanted, along=True, version=hackathon.version)
    assert told("moved") == ["Ada", "Olga"]


def test_who_cancels_is_not_told(ruth, hackathon, told):
    services.cancel(ruth, hackathon, reason="The hall is flooded.")
    assert told("cancelled") == ["Ada", "Olga"]


def test_who_makes_themself_a_host_is_not_told(hackathon, told):
    root = factories.person("Root", roles=(Role.ADMIN,))
    services.add_host(root, hackathon, root)
    assert told("host_added") == ["Olga"]


def test_a_maker_whom_another_makes_a_host_again_is_told(ruth, hackathon, told, reminders):
    (olga,) = (row.person for row in reminders("host_added"))
    services.remove_host(olga, hackathon, ruth)
    services.add_host(olga, hackathon, ruth)
    assert told("host_added") == ["Olga", "Ruth"]


def test_who_takes_themself_off_the_list_is_not_told(ruth, hackathon, told):
    places.remove(ruth, hackathon, signup_of(ruth, hackathon), reason="I lead the day.")
    assert told("removed") == []


def test_hosts_hear_who_takes_a_part_and_who_gives_it_back(ruth, hackathon, told, reminders):
    part, ada = factories.part(hackathon), factories.person("Adam")
    parts.take(ada, hackathon, part)
    assert told("part_taken") == ["Olga", "Ruth"]
    parts.give_back(ada, hackathon, part)
    assert told("part_given_back") == ["Olga", "Ruth"]


def test_the_part_of_who_leaves_is_told_as_given_back(ruth, hackathon, told, reminders):
    part, off, ada = factories.part(hackathon), factories.coming(ruth), factories.person("Adam")
    for program, each in ((hackathon, part), (off, factories.part(off))):
        parts.take(ada, program, each)
    services.cancel(ruth, off, reason="Flooded.")
    leave(ada)
    assert told("part_given_back") == ["Olga", "Ruth"]
    assert {row.state for row in reminders("part_taken")} == {State.CANCELLED}
