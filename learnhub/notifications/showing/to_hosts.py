"""What the host view says of messages to come."""

from collections.abc import Sequence
from datetime import datetime

from learnhub.core import dates
from learnhub.core.words import count
from learnhub.demos.next_messages import Going
from learnhub.hackathons.models import Hackathon
from learnhub.notifications import queries
from learnhub.notifications.planning.audiences import GoingOut
from learnhub.notifications.telling.kinds import KINDS

TO = {
    "team_due": "who have no team by then",
    "still_waiting": "who still wait by then",
    "judging_starts": "who judge",
}


def going_out(hackathon: Hackathon, now: datetime) -> Sequence[Going]:
    """Return the reminders that go out next, with how many they concern as things are now."""
    return [Going(each.fire_at, _title(each), _note(each)) for each in queries.going_out(hackathon.id, now)]


def _title(each: GoingOut) -> str:
    return f"“{KINDS[each.kind].label}”, {dates.duration(each.due_at - each.fire_at)} before"


def _note(each: GoingOut) -> str:
    if each.kind == "demo_due":
        return _not_in(each)
    to = TO.get(each.kind)
    return count(each.people, "person") + (f" {to}" if to else "")


def _not_in(each: GoingOut) -> str:
    """ "8 people in 4 teams that have not submitted by then, and 3 in no team"."""
    alone, said = min(each.without_team, each.people), []
    if in_teams := each.people - alone:
        have = "that has" if each.teams == 1 else "that have"
        said.append(
            f"{count(in_teams, 'person')} in {count(each.teams, 'team')} {have} not submitted by then"
        )
    if alone:
        said.append(f"{alone} in no team" if in_teams else f"{count(alone, 'person')} in no team")
    return ", and ".join(said)
