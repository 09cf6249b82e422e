"""What Home shows: what is due, what happens next, my team, what I host."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from learnhub.cohorts import queries as cohorts
from learnhub.core import dates
from learnhub.demos import my_teams
from learnhub.demos.my_teams import Due
from learnhub.hackathons.models import Hackathon
from learnhub.home import sentences
from learnhub.home.sentences import Next
from learnhub.people import organisations
from learnhub.people import queries as people
from learnhub.people.models import Person, Role
from learnhub.programs import agenda, parts, rosters
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.parts import Offer
from learnhub.programs.rosters import Listed

SHOWN = 8
STUDY = 3  # deadlines of cohorts
AHEAD = timedelta(days=14)


def home(person: Person, now: datetime) -> dict[str, Any]:
    """Everything on Home, in at most twelve statements, the same for one team and for many."""
    teams = my_teams.of(person, now)
    dues = my_teams.dues(teams, now)
    rows = rosters.happening(person, now, limit=SHOWN)
    entries = agenda.entries(rows, now, person.tz)[:SHOWN]
    chapters = agenda.chapters(entries, now, person.tz)
    on_today = _on_today(rows, now, person.tz)
    to_set_up = _steps_left(person)
    offered = parts.for_home(person, now)
    first, alone = dues[0] if dues else None, _alone(rows, {each.hackathon.id for each in teams}, now)
    study = cohorts.due_for(person, now, now + AHEAD, STUDY)
    next_due = _due(first, alone, study)
    return {
        "title": sentences.headline(next_due, _coming(rows, offered), now, person.tz, steps=to_set_up),
        "lead": sentences.lead(first.lacks if first else [], is_on=bool(on_today)),
        "on_today": on_today,
        "dues": dues,
        "alone": alone,
        "study": study,
        "chapters": chapters,
        "happening": bool(entries),
        "teams": teams,
        "hosting": [row.program for row in rows if row.standing.is_host],
        "to_set_up": to_set_up,
        "parts": offered,
    }


def _due(due: Due | None, alone: Sequence[Hackathon], study: Sequence[cohorts.Due]) -> Next | None:
    """What is due first: the demo of a team, or of who has none yet, or something of a cohort."""
    found = [Next("Your demo", due.due_at)] if due else []
    found += [Next("Your demo", each.due_at) for each in alone[:1]]
    found += [Next(f"“{each.date.item.title}”", each.due_at) for each in study[:1]]
    return min(found, key=lambda each: each.at, default=None)


def _alone(rows: Sequence[Listed], teamed: set[int], now: datetime) -> list[Hackathon]:
    """Of what is near: where they have a place and no team, while teams can change; the next due first."""
    found = [
        row.program
        for row in rows
        if row.standing.is_in and isinstance(row.program, Hackathon) and row.program.id not in teamed
    ]
    open_now = (each for each in found if not each.quiet and each.snapshot_at > now)
    return sorted(
        (each for each in open_now if each.state is ProgramState.PUBLISHED), key=lambda each: each.due_at
    )


def _coming(rows: Sequence[Listed], offered: Sequence[Offer]) -> Next | None:
    """The next thing that the person is in, hosts or takes a part in: what is on now, else what is first."""
    mine = [
        Next(row.program.title, row.program.starts_at)
        for row in rows
        if (row.standing.is_in or row.standing.is_host) and row.program.state is ProgramState.PUBLISHED
    ]
    mine += [Next(f"{each.part.name}: {each.title}", each.starts_at) for each in offered if each.mine]
    return min(mine, key=lambda each: each.at, default=None)


def _on_today(rows: Sequence[Listed], now: datetime, where: tzinfo) -> list[Program]:
    """What runs, and what begins today; what was called off is not on."""
    today = dates.local_date(now, where)
    return [
        row.program
        for row in rows
        if row.program.state is ProgramState.PUBLISHED
        and (row.program.starts_at <= now or dates.local_date(row.program.starts_at, where) == today)
    ]


def _steps_left(person: Person) -> int:
    """How much of the first day's checklist is left, for admins."""
    if not person.has(Role.ADMIN):
        return 0
    return sum(1 for step in organisations.STEPS if step not in people.organisation().steps)
