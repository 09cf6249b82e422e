"""Who holds somebody to a commitment: asked, agreed, declined, let go; the week that they read; reminders."""

from datetime import date, datetime, timedelta

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.commitments import policies, queries
from learnhub.commitments.events import (
    MilestoneNear,
    PartnerAnswered,
    PartnerAsked,
    PartnerGone,
    WeekNoteAsked,
    WeekNoted,
)
from learnhub.commitments.models import (
    Commitment,
    CommitmentPartner,
    CommitmentState,
    Milestone,
    PartnerState,
    WeekNote,
)
from learnhub.commitments.queries import Seen, agreed
from learnhub.commitments.services import today_of
from learnhub.core import clock, dates, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.people import management, weekly_hours
from learnhub.people.models import Kind, Person
from learnhub.people.queries import is_away

STANDS = (PartnerState.ASKED, PartnerState.AGREED)


def ask(actor: Person, seen: Seen, person: Person) -> CommitmentPartner:
    """Ask somebody to hold one to it. They can decline, and may be asked again. Raises Invalid, Forbidden."""
    row = seen.commitment
    require(policies.may_change(is_mine=seen.is_mine, is_open=row.state is CommitmentState.OPEN))
    may = policies.may_ask(
        is_self=person.id == actor.id,
        is_guest=person.kind is Kind.GUEST,
        has_left=person.left_at is not None,
        is_manager=person.id in management.managers_among(actor, [person.id]),
        others=sum(each.state in STANDS and each.person_id != person.id for each in row.partners),
    )
    if not may:
        raise Invalid(may.reason, "partner")
    found = next((each for each in row.partners if each.person_id == person.id), None)
    if found is None:
        found = CommitmentPartner(commitment_id=row.id, person_id=person.id)
        db.session.add(found)
    elif found.state in STANDS:
        return found
    else:
        found.state, found.asked_at, found.rev = PartnerState.ASKED, clock.now(), found.rev + 1
    db.session.flush()
    events.publish(PartnerAsked(row.id, person.id, actor.id, found.rev))
    return found


def answer(actor: Person, seen: Seen, *, agrees: bool) -> None:
    """Agree to hold somebody to it, or decline; no reason is asked. Raises NotFound for who was not asked."""
    if seen.partner is None or seen.partner.state is not PartnerState.ASKED:
        raise NotFound
    if agrees and seen.is_manager:
        raise Invalid("You are one of their managers by now. A partner never is.")
    seen.partner.state = PartnerState.AGREED if agrees else PartnerState.DECLINED
    db.session.flush()
    row = seen.commitment
    events.publish(PartnerAnswered(row.id, actor.id, row.person_id, agrees, seen.partner.rev))


def part(actor: Person, seen: Seen, key: str) -> None:
    """Let a partner go, or go as one. Raises NotFound."""
    found = next((each for each in seen.commitment.partners if each.person.key == key), None)
    if found is None or not (seen.is_mine or found.person_id == actor.id):
        raise NotFound
    found.state = PartnerState.LEFT
    db.session.flush()
    events.publish(PartnerGone(seen.commitment.id, found.person_id))


def week_of(day: date) -> date:
    """Return the Monday of its week: a check-in belongs to one."""
    return dates.week_start(day)


def check_in(actor: Person, seen: Seen, *, done: str, to_do: str, hours: str, blocked: str) -> WeekNote:
    """Write the check-in of this week, or write it anew. Raises Invalid where nothing is said."""
    row = seen.commitment
    require(policies.may_change(is_mine=seen.is_mine, is_open=row.state is CommitmentState.OPEN))
    if not (done or to_do or blocked):
        raise Invalid("A sentence is enough: what you did, or what comes next.", "done")
    week = week_of(today_of(actor))
    found = queries.note(row, week)
    is_new = found is None
    note = found or WeekNote(commitment_id=row.id, week=week)
    note.done, note.next, note.blocked, note.at = done, to_do, blocked, clock.now()
    note.hours = weekly_hours.declared(hours)
    db.session.add(note)
    db.session.flush()
    ref, whole = Ref("week-note", note.id), Ref("commitment", row.id)
    activity.record(ActKind.CHECKED_IN, ref, [actor.id], within=whole)
    events.publish(WeekNoted(row.id, actor.id, week.toordinal(), agreed(row) if is_new else ()))
    return note


def remind() -> None:
    """Remind of milestones that are near or late, and on Fridays of the check-in; each stage once."""
    now = clock.now()
    for row in queries.running(now):
        today = now.astimezone(row.person.tz).date()
        if row.is_paused(today) or is_away(row.person, now):
            continue
        for each in row.milestones:
            _remind_of(row, each, today)
        _ask_for_note(row, today, now)
    db.session.flush()


def _remind_of(row: Commitment, milestone: Milestone, today: date) -> None:
    stage = policies.stage(milestone.due_on, today)
    if milestone.done_at is not None or stage <= milestone.told:
        return
    milestone.told = stage
    told = agreed(row) if row.tells_partner and stage == policies.VERY_LATE else ()
    events.publish(MilestoneNear(milestone.id, row.id, row.person_id, milestone.due_rev, stage, told))


def _ask_for_note(row: Commitment, today: date, now: datetime) -> None:
    week = week_of(today)
    if today.weekday() < policies.FRIDAY or row.nudged_on == week or not agreed(row):
        return
    if row.created_at > now - timedelta(days=3):
        return  # there is nothing to say yet
    row.nudged_on = week
    if queries.note(row, week) is None:
        events.publish(WeekNoteAsked(row.id, row.person_id, week.toordinal()))
