"""Whom a planned reminder concerns: the SELECTs that planning inserts from and screens count with.

Each selects `person_id`, and `since` when it concerns them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)

from learnhub.cohorts.models import CohortDate, Progress
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.demos.models import Demo, DemoState, FollowUp
from learnhub.notifications.planning import dated, decisions
from learnhub.notifications.planning.dues import ASKED, DUE, EXTENSIONS, IN_FORCE, JUDGING, OVERDUE, UNDONE
from learnhub.notifications.planning.rules import DEFAULTS, STARTS, Occasion
from learnhub.people.models import Person
from learnhub.programs import attendance
from learnhub.programs.asked_models import Part, PartTaken
from learnhub.programs.models import Host, SignUp, SignUpState, Speaker
from learnhub.talks.models import Change, FeedbackGiven
from learnhub.teams.models import Membership

WHOLE = [kind for kind in DEFAULTS if kind not in dated.EACH_OWN]  # of a program as a whole


def people(kind: str, program_id: int, subject: Ref | None = None, zone: str = "") -> Select[int]:
    """Return the ids of those whom this kind of reminder concerns, each once.

    `subject` says of which date, where a program has several; `zone` leaves those who live there.
    """
    who = _who(kind, program_id, subject).subquery()
    return _living_in(zone or None, select(who.c.person_id).distinct())


def at_the_time(kind: str, program_id: int, subject: Ref, fire_at: datetime, zone: str | None) -> Select[int]:
    """Return those who were there when the reminder goes: who joins late gets none from before."""
    who = _who(kind, program_id, subject).subquery()
    return _living_in(zone, select(who.c.person_id).where(who.c.since <= fire_at).distinct())


def _living_in(zone: str | None, chosen: Select[int]) -> Select[int]:
    if zone is None:
        return chosen
    living = Person.id == chosen.selected_columns[0]
    return chosen.where(select(Person.id).where(living, Person.zone == zone).exists())


def _who(
    kind: str, program_id: int, subject: Ref | None = None
) -> Select[int, datetime] | CompoundSelect[int, datetime]:
    if kind in ASKED:
        return _asked(kind, program_id)
    if kind in (DUE, OVERDUE) and subject is not None:
        return _to_do(program_id, subject)
    if kind in decisions.KINDS and subject is not None:
        decides = select(Person.id.label("person_id"), FollowUp.named_at.label("since"))
        return decides.join(FollowUp, FollowUp.owner_id == Person.id).where(FollowUp.demo_id == subject.id)
    state = SignUpState.WAITING if kind == "still_waiting" else SignUpState.IN
    chosen = _listed(program_id).where(SignUp.state == state)
    taken = select(PartTaken.person_id, PartTaken.at.label("since")).join(Part, Part.id == PartTaken.part_id)
    doing = taken.join(PartTaken.person).where(_is_of(program_id))
    if kind in STARTS:
        speaks = select(Speaker.person_id, Speaker.created_at.label("since")).join(Speaker.person)
        return chosen.union(doing, speaks.where(Speaker.program_id == program_id, Person.left_at.is_(None)))
    if kind == JUDGING:
        return doing.where(Part.is_judge())
    member = (
        select(Membership.id)
        .where(
            Membership.hackathon_id == program_id,
            Membership.person_id == SignUp.person_id,
            Membership.left_at.is_(None),
        )
        .correlate(SignUp)
    )
    if kind == "team_due":
        return chosen.where(~member.exists())
    if kind == "demo_due":
        handed_in = member.join(Demo, Demo.team_id == Membership.team_id)
        return chosen.where(~handed_in.where(Demo.state == DemoState.SUBMITTED).exists())
    return chosen


def _to_do(program_id: int, subject: Ref) -> Select[int, datetime]:
    """Who is in the cohort and has that to do: on its own date, or on that of an extension of theirs."""
    on_it = SignUp.program_id == program_id, SignUp.state == SignUpState.IN
    own = select(Progress.id).join(CohortDate, CohortDate.id == Progress.date_id)
    if subject.kind == EXTENSIONS:
        theirs = select(
            Progress.person_id, func.coalesce(Progress.extended_at, SignUp.changed_at).label("since")
        )
        theirs = theirs.join(CohortDate, CohortDate.id == Progress.date_id)
        theirs = theirs.join(SignUp, SignUp.person_id == Progress.person_id)
        return theirs.where(*on_it, Progress.id == subject.id, UNDONE, IN_FORCE)
    settled = own.where(Progress.date_id == subject.id, Progress.person_id == SignUp.person_id)
    return _listed(program_id).where(*on_it, ~settled.where(or_(not_(UNDONE), IN_FORCE)).exists())


def _listed(program_id: int) -> Select[int, datetime]:
    since = SignUp.changed_at.label("since")
    return select(SignUp.person_id, since).where(SignUp.program_id == program_id)


def _is_of(program_id: int) -> ColumnElement[bool]:
    return and_(Part.program_id == program_id, Person.left_at.is_(None))


def _asked(kind: str, program_id: int) -> Select[int, datetime]:
    """Those who were there, are no host or speaker, and have not answered yet."""
    came = _listed(program_id).where(attendance.was_there(program_id))
    for part in (Host, Speaker):
        theirs = select(part.id).where(part.program_id == program_id, part.person_id == SignUp.person_id)
        came = came.where(~theirs.exists())
    if kind == "feedback_asked":
        gave = select(FeedbackGiven.talk_id).where(
            FeedbackGiven.talk_id == program_id, FeedbackGiven.person_id == SignUp.person_id
        )
        return came.where(~gave.exists())
    said = select(Change.talk_id).where(
        Change.talk_id == program_id,
        Change.person_id == SignUp.person_id,
        Change.days == (7 if kind == "changed_7" else 30),
    )
    return came.where(~said.exists())


def among(
    person_ids: Collection[int], kind: str, program_id: int, subject: Ref | None = None
) -> Collection[int]:
    """Return those of these people whom this kind of reminder concerns now: one statement."""
    who = people(kind, program_id, subject).subquery()
    return set(db.session.scalars(select(who.c.person_id).where(who.c.person_id.in_(person_ids))))


def takes_part(person_id: int, program_id: int) -> bool:
    """Whether the person has a place in the program, speaks, or does something that its hosts asked for."""
    return bool(among([person_id], "program_starts", program_id))


def concerns(person_id: int, program_ids: Collection[int]) -> set[tuple[int, str]]:
    """Return which kinds of reminders of these programs concern a person now, in one statement."""
    pairs = [(program_id, kind) for program_id in program_ids for kind in WHOLE]
    if not pairs:
        return set()
    every = [people(kind, id_).subquery() for id_, kind in pairs]
    columns = [exists().where(each.c.person_id == person_id) for each in every]
    found = db.session.execute(select(*columns)).one()
    return {pair for pair, concerned in zip(pairs, found, strict=True) if concerned}


def named(whom: Sequence[tuple[Occasion, int]]) -> list[list[str]]:
    """Return for each of these reminders of a program whom it concerns as things are now, by name: one
    statement.
    """
    found: list[list[str]] = [[] for _ in whom]
    if not whom:
        return found
    each = [
        select(literal(number).label("number"), _concerned(one, program_id).subquery())
        for number, (one, program_id) in enumerate(whom)
    ]
    every = union_all(*each).subquery()
    rows = select(every.c.number, Person.name).join(Person, Person.id == every.c.person_id)
    for number, name in db.session.execute(rows.where(Person.left_at.is_(None)).order_by(Person.name)):
        found[number].append(name)
    return found


def _concerned(one: Occasion, program_id: int) -> Select[int]:
    return people(one.kind, program_id, one.due.subject, one.due.zone)


@dataclass(frozen=True, slots=True)
class GoingOut:
    """What goes out next: to how many, as things are now."""

    kind: str
    offset: str
    fire_at: datetime
    due_at: datetime
    people: int
    teams: int = 0  # of demos that are due: whose demo is not in
    without_team: int = 0  # of the people: those in no team


def _teams_not_in(program_id: int) -> Select[int]:
    """Return how many teams have members with a place, and no submitted demo."""
    submitted = select(Demo.id).where(Demo.team_id == Membership.team_id, Demo.state == DemoState.SUBMITTED)
    return select(func.count(Membership.team_id.distinct())).where(
        Membership.hackathon_id == program_id,
        Membership.left_at.is_(None),
        Membership.person_id.in_(people("demo_due", program_id)),
        ~submitted.correlate(Membership).exists(),
    )


def counts(program_id: int) -> dict[str, int]:
    """Return how many people each kind of reminder concerns now, and how many `teams` have no demo in."""
    columns = [
        select(func.count()).select_from(people(kind, program_id).subquery()).scalar_subquery().label(kind)
        for kind in WHOLE
    ]
    columns.append(_teams_not_in(program_id).scalar_subquery().label("teams"))
    found = db.session.execute(select(*columns)).mappings().one()
    return {kind: int(number) for kind, number in found.items()}
