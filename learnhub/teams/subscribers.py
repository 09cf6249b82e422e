"""What leaving a program, or the organisation, means for a team."""

from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.hackathons.models import Hackathon
from learnhub.people.events import PersonLeft
from learnhub.programs.events import Withdrew
from learnhub.teams import services


def on_withdrew(fact: Withdrew) -> None:
    """Who gives a place back leaves the team as well."""
    hackathon = db.session.get(Hackathon, fact.program_id)
    if hackathon is not None:
        services.leave_hackathon(fact.person_id, hackathon)


def on_left(fact: PersonLeft) -> None:
    """Who leaves before demos are due has left their team by now: programs gave the place back.

    After that they stay named as having built it, and another is its captain.
    """
    services.replace_captain(fact.person_id)


SUBSCRIPTIONS: Subscriptions = {Withdrew: [on_withdrew], PersonLeft: [on_left]}
