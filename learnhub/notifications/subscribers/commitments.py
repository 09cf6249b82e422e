"""What becomes of commitments, and what their partners hear, for messages."""

from sqlalchemy import ColumnElement

from learnhub.commitments.events import (
    CommitmentConfirmed,
    CommitmentDone,
    CommitmentEnded,
    MilestoneNear,
    MilestoneSettled,
    PartnerAnswered,
    PartnerAsked,
    PartnerGone,
    WeekNoteAsked,
    WeekNoted,
)
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices

STAGES = {1: "milestone_soon", 2: "milestone_today", 3: "milestone_late"}  # the fourth is for partners too


def asked(fact: PartnerAsked) -> None:
    _tell("partner_asked", fact.partner_id, fact.commitment_id, rev=fact.rev, by_id=fact.by_id)


def answered(fact: PartnerAnswered) -> None:
    """Who was asked need not be asked any more; who asked hears the answer."""
    _settle("partner_asked", fact.commitment_id, Reminder.person_id == fact.partner_id)
    kind = "partner_agreed" if fact.agreed else "partner_declined"
    _tell(kind, fact.person_id, fact.commitment_id, rev=fact.rev, by_id=fact.partner_id)


def gone(fact: PartnerGone) -> None:
    _settle("partner_asked", fact.commitment_id, Reminder.person_id == fact.partner_id)


def near(fact: MilestoneNear) -> None:
    """The learner is reminded; after three days their partners hear, as was agreed, and no manager ever.

    Who was away on the days before hears with them: nobody is late to others without knowing it.
    """
    ref = Ref("milestone", fact.milestone_id)
    notices.tell(STAGES[min(fact.stage, max(STAGES))], fact.person_id, ref, rev=fact.rev)
    for partner_id in fact.to_partners:
        notices.tell("milestone_waits", partner_id, ref, rev=fact.rev)
    later(jobs.dispatch)


def settled(fact: MilestoneSettled) -> None:
    about = Reminder.subject_kind == "milestone", Reminder.subject_id == fact.milestone_id
    notices.fulfil(*about)


def week_asked(fact: WeekNoteAsked) -> None:
    _tell("week_asked", fact.person_id, fact.commitment_id, rev=fact.week)


def week_noted(fact: WeekNoted) -> None:
    _settle("week_asked", fact.commitment_id)
    for partner_id in fact.partners:
        _tell("week_noted", partner_id, fact.commitment_id, rev=fact.week, by_id=fact.person_id)


def finished(fact: CommitmentDone) -> None:
    _settle("week_asked", fact.commitment_id)
    for partner_id in fact.partners:
        _tell("commitment_done", partner_id, fact.commitment_id, rev=1, by_id=fact.person_id)


def confirmed(fact: CommitmentConfirmed) -> None:
    _settle("commitment_done", fact.commitment_id)
    _tell("commitment_confirmed", fact.person_id, fact.commitment_id, rev=1, by_id=fact.by_id)


def ended(fact: CommitmentEnded) -> None:
    """What was given up asks nobody for anything."""
    about = Reminder.subject_kind == "commitment", Reminder.subject_id == fact.commitment_id
    notices.fulfil(*about)


def _tell(kind: str, person_id: int, commitment_id: int, *, rev: int, by_id: int | None = None) -> None:
    notices.tell(kind, person_id, Ref("commitment", commitment_id), rev=rev, by_id=by_id)
    later(jobs.dispatch)


def _settle(kind: str, commitment_id: int, *which: ColumnElement[bool]) -> None:
    about = Reminder.subject_kind == "commitment", Reminder.subject_id == commitment_id
    notices.fulfil(Reminder.kind == kind, *about, *which)


SUBSCRIPTIONS: Subscriptions = {
    PartnerAsked: [asked],
    PartnerAnswered: [answered],
    PartnerGone: [gone],
    MilestoneNear: [near],
    MilestoneSettled: [settled],
    WeekNoteAsked: [week_asked],
    WeekNoted: [week_noted],
    CommitmentDone: [finished],
    CommitmentConfirmed: [confirmed],
    CommitmentEnded: [ended],
}
