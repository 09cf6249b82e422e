"""Whether what messages need still holds for their people: one statement for all that need the same."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from learnhub.cohorts import check_ins, escalating
from learnhub.commitments import queries as commitments
from learnhub.core import clock, refs
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.demos import follow_up_queries as follow_ups
from learnhub.discussions import queries as discussions
from learnhub.help import queries as help_requests
from learnhub.library import queries as library
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import audiences
from learnhub.notifications.planning.dues import JUDGING
from learnhub.notifications.telling.kinds import KINDS, Need
from learnhub.people.models import Person
from learnhub.programs import attendance, involved, offers
from learnhub.programs.models import Host, SignUp, SignUpState, Speaker
from learnhub.programs.series_models import SeriesFollower, SeriesHost
from learnhub.teams.models import Membership

Pairs = Select[int, int]  # a person's id, and that of what they have to do with
ASKED_ELSEWHERE: dict[Need, Callable[[int, int], bool]] = {  # of a person's id, and that of what it is about
    Need.READER: lambda person_id, subject_id: discussions.hears(subject_id, person_id),
    Need.OFFERED: offers.has_one,
    Need.KEEPER: lambda person_id, _subject_id: library.to_look_at(person_id, 1)[1] > 0,
    Need.DECIDES: follow_ups.decides,
    Need.POD_MATE: escalating.concerns,
    Need.LISTED: escalating.is_listed,
    Need.PARTNER: commitments.concerns,
    Need.READS: commitments.reads,
    Need.LEARNS: commitments.waits,
    Need.HOLDS: commitments.hears_of,
    Need.HELPER: help_requests.waits_for,
    Need.STUCK: help_requests.rests,
    Need.LEADS: lambda person_id, mail_id: _is_open_to(person_id, Ref("dashboard-mail", mail_id)),
}
AUDIENCES = {Need.TAKES_PART: "program_starts", Need.JUDGES: JUDGING}  # whom planning asks for them
NOT = {Need.NO_PLACE: Need.SIGNED_UP, Need.UNINVOLVED: Need.INVOLVED}


def _held(role: Any, of: Any, *which: ColumnElement[bool]) -> Callable[[Collection[int]], Pairs]:
    return lambda ids: select(role.person_id, of).where(of.in_(ids), *which)


HAS_PLACE = SignUp.state == SignUpState.IN
IN_A_TEAM = (
    select(Membership.id)
    .where(Membership.person_id == SignUp.person_id, Membership.hackathon_id == SignUp.program_id)
    .where(Membership.left_at.is_(None))
    .exists()
)
HOLDS: dict[Need, Callable[[Collection[int]], Pairs]] = {  # for whom, of these programs, series or teams
    Need.SIGNED_UP: _held(SignUp, SignUp.program_id, HAS_PLACE),
    Need.WAITING: _held(SignUp, SignUp.program_id, SignUp.state == SignUpState.WAITING),
    Need.DECLINED: _held(SignUp, SignUp.program_id, SignUp.state == SignUpState.DECLINED),
    Need.LAPSED: _held(SignUp, SignUp.program_id, SignUp.state == SignUpState.LAPSED),
    Need.RELEASED: _held(SignUp, SignUp.program_id, SignUp.state == SignUpState.RELEASED),
    Need.TEAMLESS: _held(SignUp, SignUp.program_id, HAS_PLACE, ~IN_A_TEAM),
    Need.ATTENDED: _held(SignUp, SignUp.program_id, attendance.was_there(SignUp.program_id)),
    Need.INVOLVED: involved.of_each,
    Need.HOST: _held(Host, Host.program_id),
    Need.SPEAKER: _held(Speaker, Speaker.program_id),
    Need.FOLLOWER: _held(SeriesFollower, SeriesFollower.series_id),
    Need.SERIES_HOST: _held(SeriesHost, SeriesHost.series_id),
    Need.MEMBER: _held(Membership, Membership.team_id, Membership.left_at.is_(None)),
}


def concerned(rows: Iterable[Reminder]) -> set[int]:
    """Return the ids of the messages whose need holds."""
    alike: dict[Need, list[Reminder]] = {}
    for row in rows:
        alike.setdefault(KINDS[row.kind].need, []).append(row)
    return {id_ for need, theirs in alike.items() for id_ in _met(need, theirs)}


def pairs(wanted: Pairs, rows: Iterable[Reminder]) -> set[tuple[int | None, int | None]]:
    """Return those pairs that are of the people of these messages."""
    theirs = wanted.selected_columns[0].in_(_people(rows))
    return {(person_id, about) for person_id, about in db.session.execute(wanted.where(theirs))}


def among(kind: str, rows: Sequence[Reminder]) -> set[int]:
    """Return the ids of the messages whose people a reminder of this kind concerns: a statement for each
    program and date.
    """
    alike: dict[tuple[int, Ref], list[Reminder]] = {}
    for row in rows:
        about = row.program_id or 0, Ref(row.subject_kind, row.subject_id)
        alike.setdefault(about, []).append(row)
    found: set[int] = set()
    for (program_id, subject), theirs in alike.items():
        who = audiences.among(_people(theirs), kind, program_id, subject)
        found |= {row.id for row in theirs if row.person_id in who}
    return found


def _people(rows: Iterable[Reminder]) -> set[int]:
    return {row.person_id for row in rows if row.person_id is not None}


def _met(need: Need, rows: Sequence[Reminder]) -> Collection[int]:
    if need in {Need.NOTHING, Need.DATES}:
        return {row.id for row in rows}
    if need in ASKED_ELSEWHERE:
        ask = ASKED_ELSEWHERE[need]
        return {row.id for row in rows if ask(row.person_id or 0, row.subject_id)}
    if need is Need.CHECKS_IN:
        return {row.id for row in rows if _checks_in(row)}
    if need in AUDIENCES:
        return among(AUDIENCES[need], rows)
    about = {row.id: row.program_id or row.subject_id for row in rows}
    if need is Need.MEMBER:
        about = {row.id: row.subject_id for row in rows}
    holds = pairs(HOLDS[NOT.get(need, need)]({*about.values()}), rows)
    return {row.id for row in rows if ((row.person_id, about[row.id]) in holds) is (need not in NOT)}


def _checks_in(row: Reminder) -> bool:
    week = date.fromordinal(row.due_rev)
    return check_ins.is_due(row.subject_id, row.person_id or 0, week, clock.now())


def _is_open_to(person_id: int, about: Ref) -> bool:
    """Whether what lies above here still shows it to the person."""
    return about in refs.cards([about], db.session.get(Person, person_id))
