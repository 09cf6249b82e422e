"""What messages say: one sentence of what and when, one of why, one button. Made when it is read or sent."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.demos.models import Demo, DemoState
from learnhub.hackathons.models import Hackathon
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import dues
from learnhub.notifications.telling import (
    account_wording,
    announcement_wording,
    calendar_wording,
    cohort_wording,
    commitment_wording,
    dashboard_wording,
    help_wording,
    host_wording,
    judging_wording,
    late_wording,
    library_wording,
    moved_wording,
    pod_wording,
    series_wording,
    sign_up_wording,
    talk_wording,
    thread_wording,
    wording_cards,
)
from learnhub.notifications.telling.wording_context import Said, Seats, Tale, Told, zone_once
from learnhub.people.models import Person
from learnhub.people.queries import organisation
from learnhub.programs.models import Program
from learnhub.teams.models import Membership, Team


@dataclass(frozen=True, slots=True)
class Words:
    """`path` is where the button leads, within LearnHub."""

    subject: str
    lead: str
    button: str
    path: str


def tale(
    reminders: Iterable[Reminder],
    person_id: int | None,
    programs: Mapping[int, Program] | None = None,
    names: Mapping[int, str] | None = None,
    *,
    seats: Seats | None = None,
    letter: bool = False,
) -> Tale:
    """Read all that these messages of one person tell of: a few statements, however many they are.

    `programs`, with `seats` in them, and `names` of people are those that were read already. A `letter` says
    the figures of dashboards too, which are worked out for it.
    """
    rows = list(reminders)
    people = {row.by_id for row in rows if row.by_id}
    house = organisation().name if any(row.kind == "invitation" for row in rows) else ""
    if programs is None:
        programs, seats = _programs_and_seats(rows, person_id)
    about = Tale(house=house, seats=seats or {})
    about.programs.update(programs)
    if any(isinstance(each, Hackathon) for each in about.programs.values()):
        _read_teams(about, {row.subject_id for row in rows if row.subject_kind == "team"}, person_id)
    about.series.update(series_wording.dates(rows, person_id))
    about.threads.update(wording_cards.told_of(rows, person_id, thread_wording.WORDS))
    about.kept.update(wording_cards.told_of(rows, person_id, CARDED))
    if letter:
        about.kept.update(wording_cards.told_of(rows, person_id, {"dashboard"}, "dashboard-figures"))
    about.dates.update(dues.told({Ref(row.subject_kind, row.subject_id) for row in rows}, person_id))
    moved_wording.read(about, rows, person_id)
    about.announced.update(announcement_wording.read(rows))
    about.notes.update(pod_wording.read(rows))
    about.flagged.update(pod_wording.flagged(rows, person_id))
    about.late.update(late_wording.read(rows, person_id))
    about.completed.update(cohort_wording.standing(rows))
    about.broken.extend(library_wording.broken(rows, person_id))
    if people:
        about.people.update(_names(people) if names is None else names)
    return about


def _names(ids: Collection[int]) -> dict[int, str]:
    wanted = select(Person.id, Person.name).where(Person.id.in_(ids))
    return {id_: name for id_, name in db.session.execute(wanted)}


def programs_of(rows: Iterable[Reminder]) -> dict[int, Program]:
    """Return the programs of messages by id, hackathons with their windows in the same statement."""
    ids = {row.program_id for row in rows if row.program_id}
    wanted = select(Program).where(Program.id.in_(ids)).options(joinedload(Hackathon.windows))
    return {each.id: each for each in db.session.scalars(wanted).unique()} if ids else {}


def _programs_and_seats(rows: Iterable[Reminder], person_id: int | None) -> tuple[dict[int, Program], Seats]:
    """Return the programs of one person's messages, and where the person is to be in them: one statement."""
    ids = {row.program_id for row in rows if row.program_id}
    if not ids:
        return {}, {}
    wanted = select(Program, sign_up_wording.seat_of(person_id)).where(Program.id.in_(ids))
    found = db.session.execute(wanted.options(joinedload(Hackathon.windows))).unique().all()
    return {each.id: each for each, _ in found}, {(each.id, person_id): seat for each, seat in found if seat}


def _read_teams(about: Tale, team_ids: set[int], person_id: int | None) -> None:
    """Add the teams that are told of, and those that the person is in."""
    mine = and_(
        Membership.team_id == Team.id, Membership.person_id == person_id, Membership.left_at.is_(None)
    )
    found = db.session.execute(
        select(Team, Membership.id, Demo.id)
        .outerjoin(Membership, mine)
        .outerjoin(Demo, and_(Demo.team_id == Team.id, Demo.state == DemoState.SUBMITTED))
        .where(Team.hackathon_id.in_([*about.programs]))
        .where(or_(Team.id.in_(team_ids), Membership.id.is_not(None)))
    )
    for team, membership_id, demo_id in found:
        about.teams[team.id] = team
        if demo_id is not None:
            about.submitted.add(team.id)
        if membership_id is not None:
            about.own_teams[team.hackathon_id] = team


def words(row: Reminder, about: Tale, zone: ZoneInfo, now: datetime) -> Words:
    """Return what a message says to a reader in `zone`."""
    told = Told(row, about, zone, now)
    chosen = _OTHERS.get(row.kind)
    said = Words(*chosen(told)) if chosen else _WORDS[row.kind](told)
    lead = said.lead
    if told.moved_to is not None and row.due_at is not None:
        lead = f"Moved to {told.at(told.moved_to)}, from {told.at(row.due_at)}. {lead}"
    subject, lead = zone_once(said.subject, lead)
    return replace(said, subject=subject, lead=lead)


def _demo_due(told: Told) -> Words:
    subject = f"Demo due {told.due}: {told.title}"
    own = told.about.own_teams.get(told.program.id)
    if own is None:
        lead = f"You are in no team of {told.title} yet. Demos can be submitted until {told.due}."
        return Words(subject, lead, "Find a team", f"{told.path}/teams")
    has = "has" if own.id in told.about.submitted else "has not"
    lead = f"{one_line(own.name)} {has} submitted its demo. Submitting closes {told.due}."
    return Words(subject, lead, "Open the demo", f"/teams/{own.key}/demo")


def _team_due(told: Told) -> Words:
    if own := told.about.own_teams.get(told.program.id):
        lead = f"Done: you are in {one_line(own.name)}."
        return Words(f"Find a team by {told.due}: {told.title}", lead, "Open the team", f"/teams/{own.key}")
    lead = f"You have a place in {told.title} and no team. Teams form until {told.due}."
    return Words(f"Find a team by {told.due}: {told.title}", lead, "Find a team", f"{told.path}/teams")


def _cancelled(told: Told) -> Words:
    reason = one_line(told.program.cancel_reason)
    lead = f"{told.title} does not take place." + (f" The reason: {reason}" if reason else "")
    return Words(f"Cancelled: {told.title}, {told.starts}", lead, "Open the program", told.path)


def _team_joined(told: Told) -> Words:
    lead = f"{told.who} is in {told.team} now, at {told.title}."
    team = told.about.teams.get(told.row.subject_id)
    path = f"/teams/{team.key}" if team else told.path
    return Words(f"{told.who} joined {told.team}", lead, "Open the team", path)


def _demo_submitted(told: Told) -> Words:
    team = told.about.teams.get(told.row.subject_id)
    closes = told.closes
    until = f" It can be changed until {told.at(closes)}." if closes and closes > told.now else ""
    lead = f"{told.who} submitted the demo of {told.team}.{until}"
    path = f"/teams/{team.key}/demo" if team else told.path
    return Words(f"Demo submitted: {told.team}, {told.title}", lead, "Open the demo", path)


_OTHERS: dict[str, Callable[[Told], Said]] = {
    **account_wording.WORDS,
    **announcement_wording.WORDS,
    **calendar_wording.WORDS,
    **cohort_wording.WORDS,
    **dashboard_wording.WORDS,
    **help_wording.WORDS,
    **host_wording.WORDS,
    **judging_wording.WORDS,
    **late_wording.WORDS,
    **library_wording.WORDS,
    **moved_wording.WORDS,
    **pod_wording.WORDS,
    **commitment_wording.WORDS,
    **series_wording.WORDS,
    **sign_up_wording.WORDS,
    **talk_wording.WORDS,
    **thread_wording.WORDS,
}
CARDED = {
    "kept_by_other",
    "kept_by_you",
    *commitment_wording.WORDS,
    *dashboard_wording.WORDS,
    *help_wording.WORDS,
}
_WORDS: dict[str, Callable[[Told], Words]] = {
    "demo_due": _demo_due,
    "team_due": _team_due,
    "cancelled": _cancelled,
    "team_joined": _team_joined,
    "demo_submitted": _demo_submitted,
}
