"""What leaving a program means for a team."""

from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.hackathons.models import Hackathon
from learnhub.programs.events import Withdrew
from learnhub.teams import services


def on_withdrew(fact: Withdrew) -> None:
    """Who gives a place back leaves the team as well."""
    hackathon = db.session.get(Hackathon, fact.program_id)
    if hackathon is not None:
        services.leave_hackathon(fact.person_id, hackathon)


SUBSCRIPTIONS: Subscriptions = {Withdrew: [on_withdrew]}
