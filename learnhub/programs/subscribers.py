"""What it means for programs that someone leaves the organisation, and elsewhere that someone came."""

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.core import clock
from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref
from learnhub.people.events import PersonLeft
from learnhub.programs import places, queries
from learnhub.programs.events import ArrivalTakenBack, Arrived


def on_left(fact: PersonLeft) -> None:
    """Their places go to those who wait."""
    for program, signup in queries.on_it(fact.person_id, clock.now()):
        places.give_back(program, signup)


def on_arrived(fact: Arrived) -> None:
    """Who came took part; noted late, it is still of that day."""
    program = queries.program_by_id(fact.program_id)
    at = min(clock.now(), program.ends_at)
    activity.record(ActKind.ATTENDED, Ref(program.kind, program.id), [fact.person_id], at=at)


def on_arrival_taken_back(fact: ArrivalTakenBack) -> None:
    """Who did not come did not take part."""
    program = queries.program_by_id(fact.program_id)
    activity.take_back(ActKind.ATTENDED, Ref(program.kind, program.id), [fact.person_id])


SUBSCRIPTIONS: Subscriptions = {
    PersonLeft: [on_left],
    Arrived: [on_arrived],
    ArrivalTakenBack: [on_arrival_taken_back],
}
