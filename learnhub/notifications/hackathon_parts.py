"""What the pages of a hackathon say of messages, before anyone signs up."""

from datetime import datetime

from learnhub.core.words import counted
from learnhub.hackathons.models import Hackathon
from learnhub.hackathons.overview import Addition
from learnhub.notifications import queries
from learnhub.people.models import Person
from learnhub.programs.queries import Standing


def overview(hackathon: Hackathon, _person: Person, standing: Standing, now: datetime) -> Addition:
    """Say how many messages follow for someone who signs up now; who did needs no promise."""
    if standing.is_in or standing.waits:
        return Addition()
    follow = queries.messages_that_follow(hackathon, now)
    if not follow or hackathon.quiet:
        return Addition()
    said = counted(len(follow), "message") + (" follows" if len(follow) == 1 else " follow")
    return Addition(promise=f"At most {said}, and none about what you have done by then.")
