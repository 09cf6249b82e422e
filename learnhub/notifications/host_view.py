"""What the host view says of messages to come."""

from collections.abc import Sequence
from datetime import datetime

from learnhub.core import dates
from learnhub.core.words import count
from learnhub.demos.next_messages import Going
from learnhub.hackathons.models import Hackathon
from learnhub.notifications import queries
from learnhub.notifications.audiences import GoingOut
from learnhub.notifications.kinds import KINDS

TO = {
    "demo_due": "whose team has not submitted by then",
    "team_due": "who have no team by then",
    "still_waiting": "who still wait by then",
}


def going_out(hackathon: Hackathon, now: datetime) -> Sequence[Going]:
    """Return the reminders that go out next, with how many they concern as things are now."""
    return [Going(each.fire_at, _title(each), _note(each)) for each in queries.going_out(hackathon.id, now)]


def _title(each: GoingOut) -> str:
    return f"“{KINDS[each.kind].label}”, {dates.duration(each.due_at - each.fire_at)} before"


def _note(each: GoingOut) -> str:
    to = TO.get(each.kind)
    return count(each.people, "person") + (f" {to}" if to else "")
