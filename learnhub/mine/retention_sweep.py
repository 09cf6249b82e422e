"""What is kept no longer: emptied, deleted or made nobody's, some rows at a time, and written down."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, delete, exists, func, or_, select, update

from learnhub.activity.models import LearningAct
from learnhub.cohorts.check_in_models import CheckIn
from learnhub.cohorts.meeting_models import PodMeeting
from learnhub.cohorts.pod_models import PodNote
from learnhub.commitments.models import WeekNote
from learnhub.core import audit, clock, dates
from learnhub.core.audit import AuditEntry
from learnhub.core.db import changed, db
from learnhub.core.refs import Ref
from learnhub.core.transaction import transaction
from learnhub.dashboards.models import AwayWeek, PersonWeek
from learnhub.help.models import HelpAnswer, HelpRequest
from learnhub.mine import erasing, privacy_profiles
from learnhub.notifications.models import Delivery, Digest, Reminder
from learnhub.people import queries, retention
from learnhub.people.models import Person
from learnhub.people.retention import KEEPINGS
from learnhub.programs.models import Program
from learnhub.search import services as search

SOME, PEOPLE = 500, 5  # rows in one transaction
MOST = 400  # transactions a night of each kind; the rest follows the next night
EMPTIED = "This is no longer kept."


def sweep() -> dict[str, int]:
    """Do it for every kind, and return how many rows of each. Opens transactions of its own."""
    with transaction():
        months = retention.profile(queries.organisation())
    found = {}
    for keeping in KEEPINGS:
        before = clock.now() - months[keeping.name] * retention.MONTH
        if count := _all(SWEEPS[keeping.name], before):
            found[keeping.name] = count
            with transaction():
                audit.record(
                    None, privacy_profiles.SWEPT, privacy_profiles.HOUSE, after={keeping.name: count}
                )
    return found


def _all(some: Callable[[datetime], int], before: datetime) -> int:
    found = 0
    for _ in range(MOST):
        with transaction():
            count = some(before)
        found += count
        if not count:
            break
    return found


def _ids(table: Any, *which: ColumnElement[bool], most: int = SOME) -> list[Any]:
    return [*db.session.scalars(select(table.id).where(*which).order_by(table.id).limit(most))]


def _weeks(before: datetime) -> int:
    return (
        _empty(CheckIn, before, {"done": "", "planned": "", "hours": "", "blocked": ""})
        or _empty(WeekNote, before, {"done": "", "next": "", "hours": "", "blocked": ""})
        or _empty(PodNote, before, {"text": ""})
        or _empty(PodMeeting, before, {"place": "", "call_url": ""})
    )


def _empty(table: Any, before: datetime, blank: Mapping[str, Any]) -> int:
    filled = (
        column.is_not(None) if value is None else column != value
        for column, value in ((getattr(table, name), value) for name, value in blank.items())
    )
    ids = _ids(table, table.at < before, or_(*filled))
    db.session.execute(update(table).where(table.id.in_(ids)).values(**blank))
    return len(ids)


def _help(before: datetime) -> int:
    ids = _ids(HelpRequest, _help_rests_since(before), HelpRequest.text != EMPTIED)
    db.session.execute(update(HelpRequest).where(HelpRequest.id.in_(ids)).values(text=EMPTIED, topic=""))
    db.session.execute(update(HelpAnswer).where(HelpAnswer.request_id.in_(ids)).values(text=EMPTIED))
    search.changed(*(Ref("help", id_) for id_ in ids))
    return len(ids)


def _help_rests_since(before: datetime) -> ColumnElement[bool]:
    """Whether it was over by then, or nobody asked, answered or meant to look at it again since."""
    moments = HelpRequest.waits_since, HelpRequest.asked_at, HelpRequest.look_at
    answered = exists().where(HelpAnswer.request_id == HelpRequest.id, HelpAnswer.at >= before)
    left = (func.coalesce(moment, HelpRequest.created_at) < before for moment in moments)
    return or_(HelpRequest.ended_at < before, and_(HelpRequest.ended_at.is_(None), *left, ~answered))


def _messages(before: datetime) -> int:
    ids = _ids(Reminder, Reminder.done_at < before, ~_stands_in_calendar())
    db.session.execute(delete(Delivery).where(Delivery.reminder_id.in_(ids)))
    db.session.execute(delete(Reminder).where(Reminder.id.in_(ids)))
    empty = ~exists().where(Reminder.digest_id == Digest.id)
    days = _ids(Digest, Digest.done_at < before, empty)
    db.session.execute(delete(Delivery).where(Delivery.digest_id.in_(days)))
    db.session.execute(delete(Digest).where(Digest.id.in_(days)))
    return len(ids) + len(days)


def _stands_in_calendar() -> ColumnElement[bool]:
    """Whether its mail told a calendar of a program to come: what is taken back later is known by it."""
    told = exists().where(Delivery.reminder_id == Reminder.id, Delivery.calendar != "")
    return and_(told, exists().where(Program.id == Reminder.program_id, Program.ends_at > clock.now()))


def _acts(before: datetime) -> int:
    ids = _ids(LearningAct, LearningAct.at < before)
    db.session.execute(delete(LearningAct).where(LearningAct.id.in_(ids)))
    return len(ids) or _week(PersonWeek, before) or _week(AwayWeek, before)


def _week(table: Any, before: datetime) -> int:
    """Delete the oldest week of those that are over."""
    oldest = db.session.scalar(
        select(func.min(table.week)).where(table.week < dates.week_start(before.date()))
    )
    return changed(delete(table).where(table.week == oldest)) if oldest else 0


def _audit(before: datetime) -> int:
    named = or_(AuditEntry.actor_id.is_not(None), AuditEntry.ref_kind == "person")
    values = (cast(column, String) != "{}" for column in (AuditEntry.before, AuditEntry.after))
    said = or_(AuditEntry.actor_id.is_not(None), *values)
    ids = _ids(AuditEntry, AuditEntry.at < before, named, said)
    rows = update(AuditEntry).where(AuditEntry.id.in_(ids))
    db.session.execute(rows.values(actor_id=None))
    db.session.execute(rows.where(AuditEntry.ref_kind == "person").values(before={}, after={}))
    return len(ids)


def _leavers(before: datetime) -> int:
    erased = Person.email.like(f"%@{erasing.REMOVED}")
    ids = _ids(Person, Person.left_at < before, ~erased, most=PEOPLE)
    for person in db.session.scalars(select(Person).where(Person.id.in_(ids))).all():
        erasing.make_nobody(person)
        audit.record(None, "person.erased", Ref("person", person.id))
    return len(ids)


SWEEPS: Mapping[str, Callable[[datetime], int]] = {
    "check_ins": _weeks,
    "help": _help,
    "messages": _messages,
    "acts": _acts,
    "audit": _audit,
    "leavers": _leavers,
}
