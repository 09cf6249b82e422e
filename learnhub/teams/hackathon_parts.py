"""What teams put on a hackathon's pages: two tabs, a figure, the next step of who has no team, and to whom
its hosts can write.
"""

from collections.abc import Sequence
from datetime import datetime

from learnhub.core import words
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.hackathons.overview import Addition, Step
from learnhub.people.models import Person
from learnhub.programs.groups import TEAMS, Group, listed
from learnhub.programs.models import SignUp, SignUpState
from learnhub.programs.queries import Standing
from learnhub.programs.tabs import Tab
from learnhub.teams import policies, queries
from learnhub.teams.models import Membership, TeamStanding


def tabs(hackathon: Hackathon, person: Person, standing: Standing) -> Sequence[Tab]:
    """Return Teams, and My team for who is in one."""
    seen = glance(hackathon, person, standing)
    found = [Tab(20, "Teams", f"/hackathons/{hackathon.key}/teams", seen.teams or None)]
    if seen.my_team:
        found.append(Tab(10, "My team", f"/teams/{seen.my_team}"))
    return found


def overview(hackathon: Hackathon, person: Person, standing: Standing, now: datetime) -> Addition:
    """Return how many teams there are, and "Find a team" for who has a place and none."""
    seen = glance(hackathon, person, standing)
    own = TeamStanding(standing.state, seen.my_team_id)
    url, step = f"/hackathons/{hackathon.key}/teams", None
    if policies.may_make(own, queries.span(hackathon), now):
        step = Step("Find a team", url, "Make one, or join one by its link.")
    figures = ((seen.teams, words.plural("team") if seen.teams != 1 else "team"),) if seen.teams else ()
    notes = {WindowKind.FORMING: words.count(seen.teams, "team")} if seen.teams else {}
    return Addition(step=step, figures=figures, notes=notes)


def groups(hackathon: Hackathon, _person: Person, _standing: Standing, _now: datetime) -> Sequence[Group]:
    """Return who has no team, and each team."""
    inside = queries.members_now(hackathon)
    alone = listed(hackathon, SignUpState.IN).where(SignUp.person_id.not_in(inside))
    each = [
        Group(f"team:{key}", f"Team {name}", members, heading="One team", folds=True)
        for id_, key, name in queries.named(hackathon)
        for members in [queries.members_now(hackathon, Membership.team_id == id_)]
    ]
    return [Group("teamless", "Those in no team", alone, heading=TEAMS), *each]


def glance(hackathon: Hackathon, person: Person, standing: Standing) -> queries.Glance:
    """Ask once a page, whoever comes first."""
    found: queries.Glance = standing.known.get("teams") or queries.glance(person, hackathon)
    standing.known["teams"] = found
    return found
