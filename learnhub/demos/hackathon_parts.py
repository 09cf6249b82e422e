"""What demos put on a hackathon's pages: gallery and host view, the next step, my team and demo."""

from collections.abc import Sequence
from datetime import datetime

from learnhub.demos import my_teams, policies, queries
from learnhub.demos.models import DemoState
from learnhub.demos.my_teams import TeamBlock
from learnhub.demos.pages import checklist
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.hackathons.overview import Addition, Section, Step
from learnhub.people.models import Person
from learnhub.programs.groups import TEAMS, Group
from learnhub.programs.queries import Standing
from learnhub.programs.tabs import Tab
from learnhub.teams import queries as teams
from learnhub.teams.handed_in import Work
from learnhub.teams.models import Membership, Team


def tabs(hackathon: Hackathon, _person: Person, standing: Standing) -> Sequence[Tab]:
    """Return Gallery, and the host view for who runs it."""
    url = f"/hackathons/{hackathon.key}"
    found = [Tab(30, "Gallery", f"{url}/gallery")]
    return [*found, Tab(60, "Host view", f"{url}/host")] if standing.runs_it else found


def overview(hackathon: Hackathon, person: Person, standing: Standing, now: datetime) -> Addition:
    """Return how many demos are in, and for who is in a team what it has and what is missing."""
    times, counts = queries.times(hackathon), queries.counts(hackathon)
    notes = {WindowKind.SUBMITTING: f"{counts.submitted} of {counts.teams} in"} if counts.teams else {}
    step, sections = None, []
    if policies.is_gallery_open(times, now) and counts.submitted:
        step = Step("Look at the demos", f"/hackathons/{hackathon.key}/gallery")
    block = my_teams.in_one(person, hackathon, now) if standing.is_in else None
    if block is not None:
        step = _step(block, now) or step
        values = {"block": block, "checks": checklist(block.lacks), "may_save": now < times.snapshot_at}
        sections.append(Section("demos/_my_team.html", values))
    return Addition(step=step, notes=notes, sections=tuple(sections))


def work(team: Team, now: datetime) -> Work:
    """Return when the team's demo was submitted; else, while it can be, what it lacks."""
    demo, said = queries.written(team)
    if demo is not None and demo.state is DemoState.SUBMITTED:
        return Work(demo.submitted_at)
    if not policies.may_save(is_member=True, times=queries.times(team.hackathon), now=now):
        return Work()
    lacks = policies.lacks(said)
    values = {"demo": demo, "lacks": lacks, "checks": checklist(lacks), "team": team}
    return Work(section=Section("demos/_of_team.html", values))


def groups(hackathon: Hackathon, _person: Person, _standing: Standing, _now: datetime) -> Sequence[Group]:
    """Return who is in a team that has not submitted its demo."""
    open_ = teams.members_now(hackathon, Membership.team_id.not_in(queries.handed_in(hackathon)))
    return [Group("no-demo", "Those whose team has not submitted", open_, heading=TEAMS)]


def _step(block: TeamBlock, now: datetime) -> Step | None:
    if not policies.may_save(is_member=True, times=block.times, now=now):
        return None
    url = f"/teams/{block.key}/demo"
    if block.is_submitted:
        is_open = policies.may_submit(is_member=True, times=block.times, now=now)
        return Step("Change demo", url) if is_open else None
    return Step(my_teams.press(block.lacks, block.times, now), url)
