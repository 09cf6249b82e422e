"""What it means for programs that someone leaves the organisation."""

from learnhub.core import clock
from learnhub.core.events import Subscriptions
from learnhub.people.events import PersonLeft
from learnhub.programs import places, queries


def on_left(fact: PersonLeft) -> None:
    """Their places go to those who wait."""
    for program, signup in queries.on_it(fact.person_id, clock.now()):
        places.give_back(program, signup)


SUBSCRIPTIONS: Subscriptions = {PersonLeft: [on_left]}
