"""What Home shows: what is due, what happens next, my team, what I host."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from learnhub.cohorts import pods_at_home
from learnhub.cohorts.dues import CHECK_INS, DEADLINES
from learnhub.cohorts.meetings_at_home import MEETINGS
from learnhub.cohorts.needing import NEEDED
from learnhub.commitments.dues import MILESTONES, PARTNERS
from learnhub.core import dates
from learnhub.core.db import plan_once
from learnhub.core.refs import Ref
from learnhub.demos import dues as demo_dues
from learnhub.demos import my_teams
from learnhub.demos.dues import DECISIONS
from learnhub.demos.my_teams import MyTeam
from learnhub.discussions import question_queries
from learnhub.home import sentences
from learnhub.home.goal_dues import GOALS
from learnhub.home.help_dues import FEW, HELP, MINE
from learnhub.home.sentences import Next
from learnhub.people import organisations
from learnhub.people import queries as people
from learnhub.people.models import Person, Role
from learnhub.programs import agenda, agenda_entries, kinds, lists, parts_at_home
from learnhub.programs.dated import of_each, soonest
from learnhub.programs.dues import Due
from learnhub.programs.dues import of_hosts as dues_of_hosts
from learnhub.programs.lists import Listed
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.offer_dues import OFFERS
from learnhub.programs.parts_at_home import Offer
from learnhub.talks import request_queries

SOURCES = (DEADLINES, CHECK_INS, MILESTONES, DECISIONS, OFFERS, NEEDED, HELP, PARTNERS, GOALS)
SHOWN = 8
DUES = 10
SOON = timedelta(hours=2)  # before one speaks
HOSTED = 6


def home(person: Person, now: datetime) -> dict[str, Any]:
    """Everything on Home, in at most twelve statements, the same for one team and for many."""
    plan_once()
    rows = lists.happening(person, now, limit=SHOWN)
    on = [row for row in rows if row.program.state is not ProgramState.DRAFT]
    *dated, pods, met, asked, in_teams = of_each(
        (*SOURCES, pods_at_home.PODS, MEETINGS, MINE, my_teams.IN_TEAMS), person, now
    )
    teams = my_teams.of(person, now) if in_teams else []
    dues = _dues(person, teams, rows, soonest(SOURCES, dated), now)
    chapters = _chapters(on, now, person.tz)
    to_set_up = _steps_left(person)
    offered = parts_at_home.for_home(person, now)
    hosting = [row.program for row in rows if row.standing.is_host]
    first = dues[0] if dues else None
    on_today = [each for each in _on_today(on, now, person.tz) if first is None or each.starts_at < first.at]
    next_due = _next(first) if first else None
    speaks = _speaks_soon(on, now)
    headline = sentences.headline(next_due, _coming(on, offered), now, person.tz, steps=to_set_up)
    lead = sentences.lead(next_due, first.lacks if first else (), now, person.tz, is_on=bool(on_today))
    return {
        "title": sentences.speaking(speaks.starts_at, now, person.tz) if speaks else headline,
        "lead": "" if speaks else lead,
        "speaks": speaks,
        "asked_there": question_queries.count(Ref("talk", speaks.id)) if speaks else 0,
        "on_today": on_today,
        "dues": dues[:DUES],
        "more": len(dues[DUES:]),
        "learns": any(row.standing.is_in and kinds.of(row.program).takes_weeks for row in rows),
        "chapters": chapters,
        "happening": any(chapter.lines for chapter in chapters),
        "teams": teams,
        "pods": pods_at_home.grouped(pods, met, person, now),
        "asked": asked[:FEW],
        "hosting": hosting[:HOSTED],
        "hosts_more": len(hosting) > HOSTED,
        "to_set_up": to_set_up,
        "parts": offered,
        "calls": request_queries.calls(person),
    }


def _chapters(rows: Sequence[Listed], now: datetime, where: tzinfo) -> list[agenda.Chapter]:
    said = [agenda_entries.said(row.program, row.standing, now, where) for row in rows]
    return agenda.chapters(agenda.entries(said)[:SHOWN], now, where)


def _dues(
    person: Person, teams: Sequence[MyTeam], rows: Sequence[Listed], dated: Sequence[Due], now: datetime
) -> list[Due]:
    """Return what is due in order of time, whatever its kind: to the person, and to them as host.

    What has a day is first: who merely waits for them stands below it.
    """
    found = (
        *demo_dues.of_teams(person, teams, now),
        *demo_dues.of_the_teamless(person, rows, teams, now),
        *dated,
        *dues_of_hosts(rows, now, demo_dues.of_hosts(person, rows, now)),
    )
    return sorted(found, key=lambda due: (due.since is not None, due.at))


def _next(due: Due) -> Next:
    """What the page's first sentence is about: what is due by its name, else by its title."""
    return Next(due.name, due.at, "" if due.name else due.title, due.since)


def _coming(rows: Sequence[Listed], offered: Sequence[Offer]) -> Next | None:
    """The next thing that the person is in, hosts or takes a part in: what is on now, else what is first."""
    mine = [
        Next(row.program.title, row.program.starts_at)
        for row in rows
        if _is_mine(row) and row.program.state is ProgramState.PUBLISHED
    ]
    mine += [Next(f"{each.name}: {each.title}", each.starts_at) for each in offered if each.mine]
    return min(mine, key=lambda each: each.at, default=None)


def _speaks_soon(rows: Sequence[Listed], now: datetime) -> Program | None:
    """The talk that the person gives now, or within two hours: nothing that is due is more urgent to them."""
    return next(
        (
            row.program
            for row in rows
            if row.standing.is_speaker
            and row.program.kind == "talk"
            and row.program.state is ProgramState.PUBLISHED
            and row.program.starts_at <= now + SOON
        ),
        None,
    )


def _on_today(rows: Sequence[Listed], now: datetime, where: tzinfo) -> list[Program]:
    """What runs, and what begins today; of cohorts one's own. What was called off is not on."""
    today = dates.local_date(now, where)
    return [
        row.program
        for row in rows
        if row.program.state is ProgramState.PUBLISHED
        and (_is_mine(row) or not kinds.of(row.program).takes_weeks)
        and (row.program.starts_at <= now or dates.local_date(row.program.starts_at, where) == today)
    ]


def _is_mine(row: Listed) -> bool:
    return row.standing.is_in or row.standing.is_host


def _steps_left(person: Person) -> int:
    """How much of the first day's checklist is left, for admins."""
    if not person.has(Role.ADMIN):
        return 0
    return sum(1 for step in organisations.STEPS if step not in people.organisation().steps)
