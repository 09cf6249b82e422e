"""What each page about teams shows: reads and verdicts, put together for its template."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from learnhub.core import clock, dates, words
from learnhub.core.dates import Block
from learnhub.core.errors import NotFound
from learnhub.core.policy import YES, Verdict, no
from learnhub.hackathons import queries as hackathons
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.people.models import Person
from learnhub.programs import policies as programs
from learnhub.programs import queries as program_queries
from learnhub.programs import tabs, verdicts
from learnhub.programs.models import ON_IT, SignUpState
from learnhub.programs.queries import Standing
from learnhub.teams import hackathon_parts, handed_in, policies, queries
from learnhub.teams.handed_in import Work
from learnhub.teams.models import Team, TeamStanding
from learnhub.web.page import page_number


def index(person: Person, key: str, args: Mapping[str, str]) -> dict[str, Any]:
    """The teams of a hackathon: `q`, `room` and `page` from the address."""
    hackathon, standing = hackathons.find(person, key)
    number = page_number(args)
    search, room = args.get("q", "")[:80], args.get("room") == "1"
    shown_tabs = tab_items(hackathon, person, standing, "Teams")
    glance = hackathon_parts.glance(hackathon, person, standing)
    own = TeamStanding(standing.state, glance.my_team_id)
    may_make = policies.may_make(own, queries.span(hackathon), clock.now())
    return _alone(hackathon, standing) | {
        "hackathon": hackathon,
        "standing": standing,
        "tabs": shown_tabs,
        "title": list_title(glance.teams, glance.with_room, is_over=clock.now() >= hackathon.due_at),
        "found": queries.teams_page(
            hackathon, page=number, search=search, with_room=room, known_total=glance.teams
        ),
        "per_page": queries.PER_PAGE,
        "search": search,
        "room": room,
        "counts": glance,
        "own": own,
        "may_make": may_make,
        "why_not": why_not(may_make, hackathon, standing),
        "my_team": f"/teams/{glance.my_team}" if glance.my_team else None,
        "due": due_block(hackathon.due_at, person.tz),
    }


def _alone(hackathon: Hackathon, standing: Standing) -> dict[str, Any]:
    """Who looks for a team, while that matters; for hosts also who is in none and does not say so."""
    if clock.now() >= hackathon.due_at:
        return {"looking": [], "alone": [], "without_team": 0}
    without = queries.count_alone(hackathon)
    if not standing.is_host:
        return {"looking": queries.looking(hackathon), "alone": [], "without_team": without}
    found = queries.alone(hackathon)
    return {
        "without_team": without,
        "looking": [person for person, looks in found if looks],
        "alone": [person for person, _ in found],
    }


def why_not(verdict: Verdict, hackathon: Hackathon, standing: Standing) -> str:
    """Say why they cannot have a team here: of sign-up as it stands now, and nothing of it to hosts."""
    if verdict or standing.has_signed_up:
        return verdict.reason
    if standing.runs_it:
        return ""
    return verdicts.may_sign_up(hackathon, standing, clock.now()).reason or verdict.reason


def list_title(teams: int, with_room: int, *, is_over: bool) -> str:
    """The answer of the list: "Four teams, two with room."."""
    if not teams:
        return "There were no teams." if is_over else "No teams yet."
    told = words.counted(teams, "team").capitalize()
    if is_over:
        return f"{told} took part."
    if not with_room:
        return f"{told}, {'all full' if teams > 1 else 'and it is full'}."
    if with_room == teams:
        return f"{told}, {'all with room' if teams > 1 else 'with room'}."
    return f"{told}, {words.spelled(with_room)} with room."


def show(person: Person, key: str) -> dict[str, Any]:
    """A team: who is in it, what it wants, the link to join by."""
    team, standing = queries.find(person, key)
    hackathon, now = team.hackathon, clock.now()
    members, span = queries.members(team), queries.span(hackathon)
    is_member = any(member.person_id == person.id for member in members)
    is_host, work = standing.runs_it, handed_in.work(team, now) if is_member else Work()
    own = TeamStanding(standing.state, hackathon_parts.glance(hackathon, person, standing).my_team_id)
    size, most = len(members), hackathon.team_most
    may_join = policies.may_join(own, span, now, team_id=team.id, size=size, most=most)
    steers = policies.may_steer(is_captain=team.captain_id == person.id, is_host=is_host, span=span, now=now)
    return {
        "team": team,
        "hackathon": hackathon,
        "members": members,
        "is_member": is_member,
        "tabs": tab_items(hackathon, person, standing, "My team" if is_member else "Teams"),
        "may_join": may_join,
        "why_not": why_not(may_join, hackathon, standing),
        "may_leave": policies.may_leave(is_member=is_member, span=span, now=now),
        "may_steer": steers,
        "sees_link": policies.may_see_link(is_member=is_member, is_host=is_host, span=span, now=now),
        "is_open_to_all": bool(programs.may_sign_up_for(hackathon, None, now))
        and not (hackathon.is_full or hackathon.approves or hackathon.is_limited),
        "submitted_at": work.submitted_at,
        "work": work.section,
        "due": submitted_block(work.submitted_at, person.tz)
        if work.submitted_at
        else due_block(hackathon.due_at, person.tz),
        "is_due": now < hackathon.due_at,
        "takes_demos": _takes_demos(hackathon, now),
    }


def _takes_demos(hackathon: Hackathon, now: datetime) -> bool:
    """Whether submitting is open, so that what was handed in can be changed."""
    window = hackathon.window(WindowKind.SUBMITTING)
    return now < hackathon.due_at and (window is None or now >= window.opens_at)


def member_of(team: Team, key: str) -> Person:
    """Return the member with that key. Raises NotFound for anybody else."""
    for member in queries.members(team):
        if member.person.key == key:
            return member.person
    raise NotFound


def invitation(person: Person, code: str) -> dict[str, Any]:
    """What someone who opened a team's link sees: the team, and what pressing the button does."""
    team, standing = queries.find_by_code(person, code)
    hackathon, members, now = team.hackathon, queries.members(team), clock.now()
    signed_up = standing.state in ON_IT
    own = queries.standing(person, hackathon) if signed_up else TeamStanding()
    may = _may_accept(hackathon, standing, own, team, len(members), now)
    is_closed_to_them = not (signed_up or may) and programs.is_sign_up_over(hackathon, now)
    return {
        "team": team,
        "hackathon": hackathon,
        "members": members,
        "code": code,
        "signs_up": not signed_up,
        "own_team": own.team_id == team.id,
        "may": may,
        "who_helps": _who_helps(hackathon, team) if is_closed_to_them else "",
        "due": due_block(hackathon.due_at, person.tz),
    }


def _who_helps(hackathon: Hackathon, team: Team) -> str:
    """Say whom to ask once sign-up has closed: hosts can open it again, and the captain knows them."""
    hosts = [host.name for host in program_queries.hosts_of(hackathon) if host.left_at is None]
    captain = team.captain.name if team.captain else None
    asked = f"A host can still let you in: ask {words.joined(hosts, 'or')}." if hosts else ""
    known = f"The captain of the team is {captain}." if captain and captain not in hosts else ""
    return f"{asked} {known}".strip()


def _may_accept(
    hackathon: Hackathon, standing: Standing, own: TeamStanding, team: Team, size: int, now: datetime
) -> Verdict:
    """As `may_join`; for who has no sign-up, as if they had one, where there is a place for them."""
    span, most, signup = queries.span(hackathon), hackathon.team_most, standing.state
    if signup in ON_IT:
        return policies.may_join(own, span, now, team_id=team.id, size=size, most=most)
    as_if = TeamStanding(SignUpState.IN, own.team_id)
    verdict = policies.may_join(as_if, span, now, team_id=team.id, size=size, most=most)
    if not verdict:
        return verdict
    open_now = verdicts.may_sign_up(hackathon, standing, now)
    if not open_now or not (open_now := policies.may_sign_up_at_once(approves=hackathon.approves)):
        return open_now
    return no("The hackathon has no place left. You can join its waitlist.") if hackathon.is_full else YES


def tab_items(
    hackathon: Hackathon, person: Person, standing: Standing, here: str
) -> list[tuple[str, str, int | None, bool]]:
    """Return the hackathon's tabs as `ui/page.html` draws them."""
    return [
        (tab.label, tab.url, tab.count, tab.label == here) for tab in tabs.tabs(hackathon, person, standing)
    ]


def due_block(due_at: datetime, where: tzinfo) -> Block:
    """The date block of the demos' deadline: today the time stands large, on other days the day."""
    now = clock.now()
    day = dates.block(due_at, None, where, dates.local_date(now, where))
    if dates.local_date(due_at, where) != dates.local_date(now, where):
        at = f"{day.bottom}, {dates.clock_time(due_at, where)}"
        return Block(f"Due {day.top}" if due_at > now else f"{day.top}, over", day.big, at)
    told = f"{dates.relative(due_at, now, where)}, {dates.zone_mark(due_at, where)}"
    return Block("Due today" if due_at > now else "Closed today", dates.clock_time(due_at, where), told)


def submitted_block(submitted_at: datetime, where: tzinfo) -> Block:
    """The date block of a team that has handed in: when it did."""
    day = dates.block(submitted_at, None, where, dates.local_date(clock.now(), where))
    return Block("Submitted", day.big, day.bottom)
