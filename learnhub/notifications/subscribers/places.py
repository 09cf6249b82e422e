"""Who has a place in a program, and who follows or hosts a series."""

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices, promotions, reminders
from learnhub.notifications.sending import calendar_notices
from learnhub.notifications.telling.kinds import MEETING_OFF
from learnhub.programs.events import (
    Approved,
    Declined,
    OffersRanOut,
    OffersTakenBack,
    OfferTaken,
    PlacesOffered,
    PlacesReleased,
    Promoted,
    SeriesFollowed,
    SeriesHostAdded,
    SignedUp,
    Waitlisted,
    Withdrew,
)
from learnhub.programs.models import Program, SignUp


def signed_up(fact: SignedUp) -> None:
    kind = "approved" if fact.approved else "signed_up"
    _tell_of_place(kind, fact.signup_id, fact.person_id, fact.program_id, by_id=fact.by_id)


def waitlisted(fact: Waitlisted) -> None:
    kind = "approved_to_wait" if fact.approved else "waitlisted"
    _tell_of_place(kind, fact.signup_id, fact.person_id, fact.program_id, by_id=fact.by_id)


def offered(fact: PlacesOffered) -> None:
    promotions.offer(fact)
    later(jobs.dispatch)


def offer_taken(fact: OfferTaken) -> None:
    """Their place is confirmed, and nothing asks any more whether they want it."""
    notices.fulfil(
        Reminder.kind.in_(promotions.WAITED),
        Reminder.person_id == fact.person_id,
        Reminder.program_id == fact.program_id,
    )
    _tell_of_place("signed_up", fact.signup_id, fact.person_id, fact.program_id)


def ran_out(fact: OffersRanOut) -> None:
    promotions.end("offer_ran_out", fact)
    later(jobs.dispatch)


def taken_back(fact: OffersTakenBack) -> None:
    promotions.take_back(fact)
    later(jobs.dispatch)


def released(fact: PlacesReleased) -> None:
    promotions.end("released", fact)
    later(jobs.dispatch)


def declined(fact: Declined) -> None:
    _tell_of_place("declined", fact.signup_id, fact.person_id, fact.program_id)


def approved(fact: Approved) -> None:
    promotions.approve(fact)
    later(jobs.dispatch)


def promoted(fact: Promoted) -> None:
    promotions.tell(fact)
    later(jobs.dispatch)


def withdrew(fact: Withdrew) -> None:
    """Whoever withdrew knows it, unlike their calendar; whoever was removed is told."""
    mine = Reminder.person_id == fact.person_id, Reminder.program_id == fact.program_id
    notices.cancel(notices.WITHDREW, *mine, Reminder.kind.not_in(MEETING_OFF))
    notices.settle(Reminder.rule != "", *mine)  # what asked; news stays new
    reminders.follow_start(fact.person_id, fact.program_id)
    if fact.removed and fact.person_id != fact.by_id:
        _tell_of_place("removed", fact.signup_id, fact.person_id, fact.program_id)
    else:
        program = db.session.get_one(Program, fact.program_id)
        calendar_notices.release("withdrawn", program, fact.person_id)
        later(jobs.dispatch)


def series_followed(fact: SeriesFollowed) -> None:
    """One message for all dates, in the inbox and the day's digest; each place says nothing by itself."""
    notices.tell("series_followed", fact.person_id, Ref("series", fact.series_id), rev=fact.follower_id)
    later(jobs.dispatch)


def series_host_added(fact: SeriesHostAdded) -> None:
    if fact.person_id != fact.by_id:
        series = Ref("series", fact.series_id)
        act = int(clock.now().timestamp())  # who was taken off may be added again
        notices.tell("series_host_added", fact.person_id, series, rev=act, by_id=fact.by_id)
        later(jobs.dispatch)


def _tell_of_place(
    kind: str, signup_id: int, person_id: int, program_id: int, *, by_id: int | None = None
) -> None:
    program = db.session.get_one(Program, program_id)
    if program.quiet:
        return
    rev = db.session.get_one(SignUp, signup_id).rev
    notices.tell(kind, person_id, Ref("program", program_id), rev=rev, program=program, by_id=by_id)
    if kind not in {"removed", "declined"}:
        reminders.revive(Reminder.person_id == person_id, Reminder.program_id == program_id)
    later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {
    SignedUp: [signed_up],
    Waitlisted: [waitlisted],
    Approved: [approved],
    Declined: [declined],
    Promoted: [promoted],
    PlacesOffered: [offered],
    OfferTaken: [offer_taken],
    OffersRanOut: [ran_out],
    OffersTakenBack: [taken_back],
    PlacesReleased: [released],
    Withdrew: [withdrew],
    SeriesFollowed: [series_followed],
    SeriesHostAdded: [series_host_added],
}
