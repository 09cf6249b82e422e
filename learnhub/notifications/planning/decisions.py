"""Demos to decide about: who decides is asked on the day, and twice more while nothing is said."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant
from learnhub.demos import follow_up_queries as follow_ups
from learnhub.demos.models import Demo, FollowUp
from learnhub.hackathons.models import Hackathon
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning.dues import Due
from learnhub.people.models import Person

DECISION, AGAIN = "decision_due", "decision_again"
KINDS = (DECISION, AGAIN)
MORNING, EVENING = time(9), time(23, 59)
TWICE = (timedelta(days=30), timedelta(days=60))  # after the day
HELPS = timedelta(days=7)  # after the second time
LONGEST = TWICE[-1] + HELPS
ABOUT = Reminder.subject_id == FollowUp.demo_id, Reminder.subject_kind == "demo"


def of(hackathons: Iterable[Hackathon], *which: ColumnElement[bool]) -> dict[int, list[Due]]:
    """Return by hackathon the demos about which somebody is to decide: one statement."""
    known = {each.id: each for each in hackathons}
    found: dict[int, list[Due]] = {id_: [] for id_ in known}
    wanted = select(FollowUp, Demo.title, Demo.hackathon_id).select_from(FollowUp)
    wanted = wanted.join(Demo, Demo.id == FollowUp.demo_id).join(FollowUp.owner)
    rows = wanted.where(Demo.hackathon_id.in_(known), *follow_ups.asked(), *which).order_by(FollowUp.id)
    for row, title, hackathon_id in db.session.execute(rows) if known else ():
        found[hackathon_id] += _dues(row, title, known[hackathon_id])
    return found


def ahead(person_id: int, hackathons: Iterable[Hackathon]) -> dict[int, list[Due]]:
    """Return the same of what one person decides."""
    return of(hackathons, FollowUp.owner_id == person_id)


def _dues(row: FollowUp, title: str, hackathon: Hackathon) -> list[Due]:
    assert row.decide_on is not None  # the statement asks for it
    day, again, end = (
        datetime.combine(row.decide_on + days, at)
        for days, at in ((timedelta(0), EVENING), (TWICE[0], MORNING), (LONGEST, MORNING))
    )
    last, first_again, over = (instant(each, hackathon.tz, deadline=True) for each in (day, again, end))
    due = partial(Due, subject=Ref("demo", row.demo_id), rev=row.due_rev, title=title, whom=row.owner_id)
    named = row.named_at if row.named_at <= last else None  # on the day itself: asked at once
    return [
        due(DECISION, wall=day, at=last, since=named, helps_until=first_again),
        due(AGAIN, wall=end, at=over),
    ]


def asked_since(now: datetime) -> date:
    """Return after which day a demo is decided about that somebody may still be asked about."""
    return now.date() - LONGEST - timedelta(days=1)


def open_in(
    hackathon_id: InstrumentedAttribute[int], since: date, *which: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Whether somebody may still be asked about a demo of the hackathon, as `asked_since` says since when."""
    lasts = FollowUp.decide_on > since
    stands = select(FollowUp.id).join(Demo, Demo.id == FollowUp.demo_id).join(FollowUp.owner)
    theirs = stands.where(Demo.hackathon_id == hackathon_id, lasts, *follow_ups.asked(), *which)
    return theirs.correlate_except(FollowUp, Demo, Person).exists()


def revisions(rows: Collection[Reminder]) -> dict[int, int | None]:
    """Return by id of the reminder the revision in force of the decision that it asks for: one statement."""
    wanted = select(FollowUp.demo_id, FollowUp.due_rev)
    found = wanted.where(FollowUp.demo_id.in_({row.subject_id for row in rows}))
    revs: dict[int, int] = {id_: rev for id_, rev in db.session.execute(found)} if rows else {}
    return {row.id: revs.get(row.subject_id) for row in rows}


def stale() -> ColumnElement[bool]:
    """Whether a reminder asks for what was decided, or names another day or another person."""
    stands = select(FollowUp.id).join(Demo, Demo.id == FollowUp.demo_id).join(FollowUp.owner)
    same = FollowUp.due_rev == Reminder.due_rev, FollowUp.owner_id == Reminder.person_id
    in_force = stands.where(*ABOUT, *same, *follow_ups.asked()).correlate(Reminder)
    return and_(Reminder.kind.in_(KINDS), ~in_force.exists())
