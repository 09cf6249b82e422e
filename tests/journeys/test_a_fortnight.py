"""A fortnight of the demo organisation, by the real schedule, queue, worker and mail server.

Who must hear what is worked out from the rows at its beginning, plainly and without the engine; what came is
read where it came: in inboxes, and in the mail server. People do nothing meanwhile.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

import seed as demo
from learnhub.cli.scheduler import Scheduler
from learnhub.cohorts.check_in_models import CheckIn
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.courses.models import ItemKind
from learnhub.demos.models import Demo, DemoState
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Digest, Mute, Reminder, State
from learnhub.notifications.telling.kinds import CRITICAL
from learnhub.people.models import Person
from learnhub.programs.models import ProgramState, SignUp, SignUpState
from learnhub.schedule import JOBS
from learnhub.talks.models import Talk
from learnhub.teams.models import Membership
from tests.support.rows import perform

pytestmark = pytest.mark.journeys
BEGINS = datetime(2026, 11, 23, 8, tzinfo=UTC)  # a Monday
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
ELSEWHERE = {"look-up", "check-links", "ask-feeds", "read-calendars"}  # ask other machines
COUNTED = {"figures", "compare-figures", "snapshots"}  # tell nobody, and take long
ALL = tuple(each for each in JOBS if each.name not in ELSEWHERE | COUNTED)
KINDS = {"deadline_due", "deadline_overdue", "session_starts", "check_in_due", "talk_starts", "demo_due"}
EVERY = 4  # half hours: a job of the schedule may come late
TICK = tuple(each for each in JOBS if each.name == "tick")


@dataclass(frozen=True)
class Needed:
    """Something that one person must hear of before its moment."""

    person: int
    kind: str
    program: int
    until: datetime
    title: str = ""  # that a mail of it must name; empty: an invitation has it, or the inbox is enough
    since: datetime = BEGINS  # a mail that came before tells of something else


class Came(NamedTuple):
    at: datetime
    mail: EmailMessage

    @property
    def text(self) -> str:
        return " ".join(self.mail.get_body(("plain",)).get_content().split())


def test_everyone_hears_what_they_need_and_nobody_too_much(
    app, clock, run_jobs, mailbox, database_name, size, record_property
):
    clock.set(BEGINS)
    settle(save=True)
    demo.load("correct horse battery staple")
    days = size(14 if database_name == "sqlite" else 5, 14)
    ends = BEGINS + days * DAY
    must = [each for each in needed() if each.since >= BEGINS and BEGINS + DAY < each.until < ends]
    assert {each.kind for each in must} >= (KINDS if days == 14 else {"deadline_due", "session_starts"})
    came = lived(app, clock, run_jobs, mailbox, days)
    people = {each.id: each for each in db.session.query(Person) if each.left_at is None and each.joined_at}
    assert not [each for each in must if not stood_in_inbox(each)]
    assert not [each for each in must if each.title and not was_mailed(each, people[each.person], came)]
    assert len({each.mail["Message-ID"] for each in came}) == len(came)
    digests, others = on_one_day(people)
    assert max(digests.values()) == 1
    assert max(others.values()) <= 2
    mails = Counter(each.mail["X-RcptTo"] for each in came)
    middle = median(mails[each.email] for each in people.values())
    assert middle <= 6
    most = max(mails.values())
    said = f"{days} days: {len(people)} people, {len(must)} things to hear of, {len(came)} mails"
    record_property("counted", f"{database_name}, {said}, {middle:g} in the middle, {most} at most")


def lived(app, clock, run_jobs, mailbox, days):
    """Let the time pass, and return what mail came when. Every two hours all is done, else what is due."""
    whole, between = Scheduler(app, ALL), Scheduler(app, TICK)
    came = []
    for step in range(days * 48):
        moment = clock.set(BEGINS + step * HOUR / 2)
        if step % EVERY == 0 or is_due(moment):
            perform((between if step % EVERY else whole).tick)
            run_jobs()
        came += [Came(moment, each) for each in mailbox.messages[len(came) :]]
    return came


def is_due(now):
    waits = (
        db.session.query(each).filter(each.state == State.PENDING, each.next_at <= now)
        for each in (Reminder, Digest)
    )
    found = any(each.first() for each in waits)
    settle(save=True)
    return found


def needed():
    """Return what people must hear of from now on, by what is planned and not done."""
    here = {each.id for each in db.session.query(Person) if each.left_at is None and each.joined_at}
    muted = {(each.person_id, each.program_id) for each in db.session.query(Mute)}
    on = defaultdict(set)
    for row in db.session.query(SignUp).filter_by(state=SignUpState.IN):
        if row.person_id in here and (row.person_id, row.program_id) not in muted:
            on[row.program_id].add(row.person_id)
    cohorts, talks, hackathons = (
        [each for each in db.session.query(kind).filter_by(state=ProgramState.PUBLISHED) if on[each.id]]
        for kind in (Cohort, Talk, Hackathon)
    )
    for cohort in cohorts:
        yield from of_dates(cohort, on[cohort.id])
        yield from of_weeks(cohort, on[cohort.id])
    for talk in talks:
        yield from (Needed(each, "talk_starts", talk.id, talk.starts_at) for each in on[talk.id])
    for hackathon in hackathons:
        yield from of_hackathon(hackathon, on[hackathon.id])


def of_dates(cohort, members):
    """Its sessions, and its deadlines: before they are due, and once they are over."""
    dates = [each for each in db.session.query(CohortDate).filter_by(cohort_id=cohort.id) if each.at]
    ids = CohortDate.id.in_([each.id for each in dates])
    own = {(each.date_id, each.person_id): each for each in db.session.query(Progress).join(CohortDate, ids)}
    for date in dates:
        for person in members:
            mine = own.get((date.id, person))
            if date.item.kind is ItemKind.SESSION:
                yield Needed(person, "session_starts", cohort.id, date.at)
            elif mine is None or (mine.done_at is None and mine.waived_at is None):
                due = max(date.at, mine.extended_to or date.at) if mine else date.at
                soon = Needed(person, "deadline_due", cohort.id, due, date.item.title)
                yield soon
                yield replace(soon, kind="deadline_overdue", until=due + WEEK, since=due)


def of_weeks(cohort, members):
    """The check-in of each week of which there is none yet, by the clock of who is asked."""
    said = {(each.person_id, each.week) for each in db.session.query(CheckIn).filter_by(cohort_id=cohort.id)}
    for person in db.session.query(Person).filter(Person.id.in_(members)):
        monday = datetime.combine(BEGINS.date(), time(), ZoneInfo(person.zone))
        for week in range(2):
            begins = monday + week * WEEK
            asked, ends = begins + 3 * DAY + 15 * HOUR, begins + 6 * DAY + timedelta(hours=23, minutes=59)
            if cohort.starts_at <= asked < cohort.ends_at and (person.id, begins.date()) not in said:
                yield Needed(person.id, "check_in_due", cohort.id, ends)


def of_hackathon(hackathon, members):
    handed_in = {each.team_id for each in db.session.query(Demo).filter_by(state=DemoState.SUBMITTED)}
    mine = db.session.query(Membership).filter_by(hackathon_id=hackathon.id, left_at=None)
    teams = {each.person_id: each.team_id for each in mine}
    closes = hackathon.window(WindowKind.SUBMITTING)
    for person in members:
        yield Needed(person, "program_starts", hackathon.id, hackathon.starts_at)
        if closes and teams.get(person) not in handed_in:
            yield Needed(person, "demo_due", hackathon.id, closes.closes_at, hackathon.title)


def stood_in_inbox(what):
    shown = db.session.query(Delivery).filter_by(person_id=what.person, channel=Channel.IN_APP)
    rows = [each for each in shown if each.reminder.kind == what.kind]
    return any(is_of(each.reminder, what) and each.at < what.until for each in rows)


def is_of(reminder, what):
    """Whether it tells of that moment; that something is overdue goes when it was due."""
    moment = reminder.fire_at + WEEK if what.kind == "deadline_overdue" else reminder.due_at
    return reminder.program_id == what.program and abs(moment - what.until) < timedelta(minutes=1)


def was_mailed(what, person, came):
    theirs = [each for each in came if each.mail["X-RcptTo"] == person.email]
    return any(what.since <= each.at < what.until and what.title in each.text for each in theirs)


def on_one_day(people):
    """Return the digests, and the other mails, of each person on each of their days.

    What is critical, and what calendars read, is not counted.
    """
    digests, others = Counter(), Counter()
    mailed = db.session.query(Delivery).filter_by(channel=Channel.EMAIL, state=DeliveryState.SENT)
    for row in mailed:
        if row.at >= BEGINS and row.person_id in people:
            day = row.person_id, row.at.astimezone(ZoneInfo(people[row.person_id].zone)).date()
            if row.reminder is None:
                digests[day] += 1
            elif not row.calendar and row.reminder.kind not in CRITICAL:
                others[day] += 1
    return digests, others
