"""What the host view shows, put together for its template and its CSV."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from learnhub.core import clock, dates, words
from learnhub.demos import follow_up_pages, host_policies, host_queries, next_messages, policies
from learnhub.demos.host_policies import Facts, Unfinished
from learnhub.demos.host_queries import Progress, SignUpFigures, TeamRow
from learnhub.hackathons import queries as hackathons
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.people import queries as people
from learnhub.people import retention
from learnhub.people.models import Person
from learnhub.programs import program_pages
from learnhub.teams.pages import due_block, tab_items
from learnhub.web.page import page_number

PER_PAGE = 25
STATES = {"submitted": "Submitted", "draft": "Draft", "not_begun": "Not begun"}
HEADERS = ("Team", "Captain", "Members", "Demo", "Title", "Missing", "Last saved")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks of the table."""

    state: str = ""
    search: str = ""
    missing: str = ""
    page: int = 1

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "Wanted":
        number = page_number(args)
        state = args.get("state", "") if args.get("state") in STATES else ""
        known = {*policies.NAMES, "unsure"}
        missing = args.get("missing", "") if args.get("missing") in known else ""
        return cls(state, args.get("q", "")[:80], missing, number)

    def fits(self, row: TeamRow) -> bool:
        """Whether the row is asked for."""
        word = self.search.casefold()
        if self.state and row.progress != self.state:
            return False
        if self.missing == "unsure":
            return row.unsure
        if self.missing and self.missing not in row.missing:
            return False
        return word in row.name.casefold() or word in (row.captain or "").casefold()


def host(person: Person, key: str, args: Mapping[str, str]) -> dict[str, Any]:
    """The host view: `state`, `q`, `missing` and `page` from the address."""
    (hackathon, standing), now, wanted = hackathons.hosted(person, key), clock.now(), Wanted.of(args)
    smallest = retention.smallest(people.organisation())
    rows, figures = host_queries.team_rows(hackathon), host_queries.figures(hackathon, smallest=smallest)
    if not standing.is_host:  # who decides about them; no admin does
        figures = replace(figures, awaiting=0)
    facts = facts_of(hackathon, rows, figures, person, now)
    needs = host_policies.needs(facts)
    found = [row for row in rows if wanted.fits(row)]
    page = min(wanted.page, max(1, -(-len(found) // PER_PAGE)))
    counts = {state: sum(row.progress == state for row in rows) for state in STATES}
    return {
        "hackathon": hackathon,
        "tabs": tab_items(hackathon, person, standing, "Host view"),
        "title": host_policies.title(facts, len(needs)),
        "lead": lead(counts, len(rows)),
        "due": due_block(hackathon.due_at, person.tz),
        "needs": needs,
        "counts": counts,
        "rows": found[(page - 1) * PER_PAGE : page * PER_PAGE],
        "total": len(found),
        "all_teams": len(rows),
        "page_number": page,
        "per_page": PER_PAGE,
        "wanted": wanted,
        "states": STATES,
        "progress": Progress,
        "missing": _missing_choices(rows),
        "figures": figures,
        "smallest": smallest,
        "line": line(hackathon, person, now),
        "board": follow_up_pages.board(hackathon, now.astimezone(person.tz).date()),
    } | program_pages.host_parts(person, hackathon, standing)


def facts_of(
    hackathon: Hackathon, rows: list[TeamRow], figures: SignUpFigures, person: Person, now: datetime
) -> Facts:
    """Gather what the rules of `host_policies` go by."""
    hacking = hackathon.opening(WindowKind.HACKING)
    drafts = [row for row in rows if row.progress is Progress.DRAFT]
    return Facts(
        now=now,
        zone=person.tz,
        url=hackathon.url,
        desk=hackathon.desk,
        state=hackathon.state,
        starts_at=hackathon.starts_at,
        hacking_at=hacking.opens_at if hacking else hackathon.starts_at,
        due_at=hackathon.due_at,
        snapshot_at=hackathon.snapshot_at,
        gallery_at=hackathon.gallery_at,
        gallery_open=hackathon.gallery_open,
        has_place=bool(hackathon.place or hackathon.call_url),
        hosts=figures.hosts,
        waiting=figures.waiting,
        awaiting=figures.awaiting,
        without_team=figures.without_team,
        teams=len(rows),
        submitted=sum(row.progress is Progress.SUBMITTED for row in rows),
        not_begun=[row.name for row in rows if row.progress is Progress.NOT_BEGUN],
        small=sum(0 < row.size < hackathon.team_least for row in rows),
        unsure=sum(row.unsure for row in rows),
        drafts=[Unfinished(row.name, row.key, row.missing_words) for row in drafts],
    )


def _missing_choices(rows: list[TeamRow]) -> list[tuple[str, str]]:
    lacking = {code for row in rows for code in row.missing}
    found = [(code, name) for code, name in policies.NAMES.items() if code in lacking]
    unsure = [("unsure", "Not sure about personal data")] if any(row.unsure for row in rows) else []
    return [("", "Anything or nothing"), *found, *unsure]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One moment of the line of what goes out."""

    at: datetime
    title: str
    note: str
    state: str  # "", past, dues


def line(hackathon: Hackathon, person: Person, now: datetime) -> list[tuple[date, list[Stroke]]]:
    """Return the hackathon's own moments from a day ago on, and what goes out, by the person's days."""
    told = [Stroke(each.at, each.title, each.note, "") for each in next_messages.going_out(hackathon, now)]
    grace = f"Snapshot at {dates.clock_time(hackathon.snapshot_at, person.tz)}, after the grace"
    due = "past" if now >= hackathon.due_at else "dues"
    own = [
        Stroke(hackathon.due_at, "Submitting closes", grace if hackathon.grace_minutes else "", due),
        Stroke(hackathon.gallery_at, "The gallery opens", "To everyone, by itself", ""),
    ]
    if hackathon.gallery_open:
        own.pop()
    days: dict[date, list[Stroke]] = {}
    for each in sorted([*told, *own], key=lambda stroke: stroke.at):
        if each.at > now or dates.local_date(each.at, person.tz) == dates.local_date(now, person.tz):
            state = "past" if each.at <= now else each.state
            shown = Stroke(each.at, each.title, each.note, state)
            days.setdefault(dates.local_date(each.at, person.tz), []).append(shown)
    return [*days.items()]


def csv_rows(hackathon: Hackathon, person: Person) -> Iterator[list[str]]:
    """Yield the rows of the table for a spreadsheet; times are those of the person."""
    for row in host_queries.team_rows(hackathon):
        saved = row.saved_at.astimezone(person.tz).strftime("%Y-%m-%d %H:%M") if row.saved_at else ""
        yield [
            row.name,
            row.captain or "",
            str(row.size),
            STATES[row.progress],
            row.title,
            row.missing_words,
            saved,
        ]


def lead(counts: Mapping[str, int], teams: int) -> str:
    """ "12 of 31 demos are in, 15 are drafts, four teams have not begun."."""
    if not teams:
        return "No team has been made yet."
    parts = [f"{counts['submitted']} of {teams} {'demo is' if teams == 1 else 'demos are'} in"]
    if drafts := counts["draft"]:
        parts.append(f"{drafts} {'is a draft' if drafts == 1 else 'are drafts'}")
    if bare := counts["not_begun"]:
        parts.append(f"{words.counted(bare, 'team')} {'has' if bare == 1 else 'have'} not begun")
    return f"{', '.join(parts)}."
