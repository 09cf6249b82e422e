"""What of hackathons is due: to people their demo and a team for it, to hosts what the teams lack."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select

from learnhub.core import dates, words
from learnhub.core.walltime import instant
from learnhub.demos import follow_up_queries, host_pages, host_policies, host_queries, my_teams, queries
from learnhub.demos.host_queries import SignUpFigures, TeamRow
from learnhub.demos.models import Demo, FollowUp
from learnhub.demos.my_teams import MyTeam
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.dues import Due, Press
from learnhub.programs.lists import Listed
from learnhub.programs.models import ProgramState

YOURS = "Your demo"


def of_teams(person: Person, mine: Sequence[MyTeam], now: datetime) -> list[Due]:
    """Return the demos that the person's teams have yet to submit, the next due first."""
    found = [
        _demo(each, person, now)
        for each in mine
        if not (each.is_submitted or each.hackathon.quiet) and each.hackathon.snapshot_at > now
    ]
    return sorted(found, key=lambda due: (due.at, due.url))


def _demo(mine: MyTeam, person: Person, now: datetime) -> Due:
    demo, url = mine.demo, f"/teams/{mine.team.key}/demo"
    lacks, times = queries.missing_names(demo), queries.times(mine.hackathon)
    title = f"Submit “{demo.title}”" if demo and demo.title else "Submit a demo"
    missing = f"{_counted(len(lacks), 'thing')} {'is' if len(lacks) == 1 else 'are'} missing."
    whole = "Nothing is missing: press Submit."
    if times.opens_at and times.opens_at > now:
        whole = f"Nothing is missing; submitting opens {dates.moment(times.opens_at, person.tz, now)}."
    told = "Not begun yet." if not demo else missing if lacks else whole
    note = f"{mine.hackathon.title}, with your team “{mine.team.name}”. {told}"
    press = Press(my_teams.press(lacks, times, now), url)
    return Due(mine.hackathon.due_at, title, url, note, press, name=YOURS, lacks=lacks)


def of_the_teamless(
    person: Person, rows: Iterable[Listed], teams: Sequence[MyTeam], now: datetime
) -> list[Due]:
    """Return where the person has a place and no team yet, while teams can change; the next due first."""
    teamed = {each.hackathon.id for each in teams}
    found = [
        _team(person, row.program, now)
        for row in rows
        if row.standing.is_in and isinstance(row.program, Hackathon) and row.program.id not in teamed
        if row.program.state is ProgramState.PUBLISHED and not row.program.quiet
        if row.program.snapshot_at > now
    ]
    return sorted(found, key=lambda due: (due.at, due.url))


def _team(person: Person, hackathon: Hackathon, now: datetime) -> Due:
    url, forming = f"{hackathon.url}/teams", hackathon.opening(WindowKind.FORMING)
    at, note = hackathon.due_at, "You are in no team, and the demo is due then."
    if forming and forming.closes_at > now:
        at, due = forming.closes_at, dates.moment(hackathon.due_at, person.tz, now)
        note = f"You are in no team. Most find one by then; teams can change until the demo is due {due}."
        if forming.opens_at > now:
            note += f" Teams form from {dates.moment(forming.opens_at, person.tz, now)}."
    title = f"Find or make a team for {hackathon.title}"
    return Due(at, title, url, note, Press("Look at the teams", url))


def of_hosts(person: Person, rows: Iterable[Listed], now: datetime) -> dict[int, list[Due]]:
    """Return what the teams lack in the hackathons that the person hosts, by program: one SELECT."""
    hosted = [row for row in rows if row.standing.is_host and _concerns(row.program, now)]
    hackathons = [row.program for row in hosted if isinstance(row.program, Hackathon)]
    teams = host_queries.teams_of(hackathons)
    return {each.id: _lacking(person, each, teams.get(each.id, []), now) for each in hackathons}


def _concerns(program: object, now: datetime) -> bool:
    return (
        isinstance(program, Hackathon)
        and program.state is ProgramState.PUBLISHED
        and not program.quiet
        and program.starts_at - host_policies.DAY <= now < program.gallery_at
    )


def _lacking(person: Person, hackathon: Hackathon, teams: list[TeamRow], now: datetime) -> list[Due]:
    alone = max(hackathon.places_taken - sum(team.size for team in teams), 0)
    figures = SignUpFigures(hackathon.places_taken, 0, 0, 0, without_team=alone, hosts=2, by_unit=[])
    facts = host_pages.facts_of(hackathon, teams, figures, person, now)
    return [
        Due(need.at, need.title, hackathon.url, need.text, Press(need.action, need.url))
        for need in host_policies.of_teams(facts)
    ]


def _counted(number: int, word: str) -> str:
    return words.counted(number, word).capitalize()


def _asked(person: Person, now: datetime) -> dict[str, Any]:
    return {"reader": person.id, "today": dates.local_date(now, person.tz)}


def _to_decide(*, reader: int, today: date) -> Select[Any]:
    """The demos about which the person decides by today."""
    said = columns(key=Demo.key, title=Demo.title, day=FollowUp.decide_on)
    return follow_up_queries.to_decide(reader, today, *said)


def _decision(row: Any, person: Person, _now: datetime) -> Due:
    at = instant(datetime.combine(row.day, time(23, 59)), person.tz, deadline=True)
    url, title = f"/demos/{row.key}", f"What becomes of “{row.title or 'Untitled demo'}”?"
    note = "You decide how it goes on: a pilot, adopted, or shelved with a reason."
    press = Press("Say what becomes of it", f"{url}/follow-up")
    return Due(at, title, url, note, press, name=f"What becomes of “{row.title}”")


DECISIONS = Source(_asked, _to_decide, _decision)
