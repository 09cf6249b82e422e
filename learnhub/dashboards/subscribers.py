"""What changes a number: acts, and where people are."""

from datetime import datetime

from learnhub.activity.events import ActsChanged
from learnhub.core import clock
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.dashboards import facts, jobs
from learnhub.dashboards.events import RecountAsked
from learnhub.people.events import AwayChanged, PersonCameBack, PersonLeft, PersonMade, PersonMoved


def on_acts(fact: ActsChanged) -> None:
    facts.mark(fact.person_ids, datetime.fromisoformat(fact.at))


def on_person(fact: AwayChanged | PersonMade | PersonLeft | PersonCameBack) -> None:
    facts.mark([fact.person_id], clock.now())


def on_move(fact: PersonMoved) -> None:
    """Every week since then counts them elsewhere."""
    facts.mark([fact.person_id], datetime.fromisoformat(fact.at))


def on_recount(_: RecountAsked) -> None:
    later(jobs.rebuild)


SUBSCRIPTIONS: Subscriptions = {
    ActsChanged: [on_acts],
    PersonMade: [on_person],
    PersonMoved: [on_move],
    PersonLeft: [on_person],
    PersonCameBack: [on_person],
    AwayChanged: [on_person],
    RecountAsked: [on_recount],
}
