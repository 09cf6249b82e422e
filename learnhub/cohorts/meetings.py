"""A time to meet one's pod: suggested, answered, fixed, moved, cancelled. No calendar of anybody is shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnhub.cohorts import meeting_queries, meeting_rules, pod_notes, policies
from learnhub.cohorts.events import (
    PodMeetingAnswered,
    PodMeetingCancelled,
    PodMeetingEnded,
    PodMeetingFixed,
    PodMeetingJoined,
    PodMeetingLeft,
    PodMeetingMoved,
    PodMeetingSuggested,
)
from learnhub.cohorts.meeting_models import MeetingState, PodMeeting, PodMeetingPerson
from learnhub.cohorts.meeting_rules import AHEAD, MOST, USUAL
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pods import FEWEST
from learnhub.core import clock, dates, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.policy import require
from learnhub.core.text import one_line, web_address
from learnhub.core.walltime import instant
from learnhub.core.words import joined
from learnhub.people import conflicts
from learnhub.people.models import Person
from learnhub.programs import queries as programs

FIRST = "Somebody of your pod was first: it has a time to meet, or is asked about some."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is suggested: wall times of who suggests, and what one can leave open."""

    times: Sequence[datetime]
    minutes: int = USUAL
    place: str = ""
    call_url: str = ""


def suggest(actor: Person, cohort: Cohort, wanted: Wanted) -> PodMeeting:
    """Ask the actor's pod which of up to three times fit.

    Raises Forbidden without a pod and where the cohort is over, Conflict with both where one stands already,
    Invalid for times that are over or too far off.
    """
    now = clock.now()
    programs.lock(cohort)
    mates = pod_notes.mates(cohort, actor)
    if (held := meeting_queries.current(cohort, actor)) is not None:
        raise Conflict(FIRST, theirs=_in_words(held, actor), yours=_typed(wanted, actor))
    over = now >= cohort.ends_at
    require(policies.may_suggest(has_pod=bool(mates), state=cohort.state, is_over=over, stands=False))
    moments = _moments(actor, wanted, MOST)
    made = PodMeeting(cohort_id=cohort.id, by_id=actor.id, at=now, changed_at=now, minutes=wanted.minutes)
    made.times = [each.isoformat() for each in moments]
    _put_place(made, wanted)
    asked = [PodMeetingPerson(person_id=each.id) for each in mates]
    made.people = [PodMeetingPerson(person_id=actor.id, fits=[*range(len(moments))], is_asked=False), *asked]
    db.session.add(made)
    db.session.flush()
    events.publish(PodMeetingSuggested(made.id, cohort.id, actor.id, made.rev))
    return made


def answer(actor: Person, meeting: PodMeeting, places: Sequence[int], *, rev: int | None = None) -> None:
    """Say which of the times fit the actor, none of them where `places` is empty; said again it is changed.

    Raises Conflict where it changed since `rev`, Forbidden once one was fixed.
    """
    _hold(actor, meeting, rev)
    require(policies.may_say_what_fits(is_by=meeting.by_id == actor.id, state=meeting.state))
    mine = next(each for each in meeting.people if each.person_id == actor.id)
    mine.fits = sorted({place for place in places if 0 <= place < len(meeting.times)})
    mine.is_asked = False
    db.session.flush()
    told = [each.person_id for each in meeting.people if each.person_id != actor.id]
    told = [meeting.by_id] if meeting.by_id in told else told
    events.publish(PodMeetingAnswered(meeting.id, meeting.cohort_id, actor.id, tuple(told), rev=meeting.rev))


def fix(actor: Person, meeting: PodMeeting, place: int, *, rev: int | None = None) -> None:
    """Fix one of the times.

    Raises Forbidden for who did not suggest it, while who did is of the pod; Conflict where it changed since
    `rev`, Invalid for a time that is over.
    """
    _hold(actor, meeting, rev)
    require(policies.may_fix(is_by=meeting.is_for(actor.id), state=meeting.state))
    if not 0 <= place < len(meeting.times) or meeting.moments[place] <= clock.now():
        raise Invalid("That time is over. Suggest others.")
    meeting.state, meeting.starts_at = MeetingState.FIXED, meeting.moments[place]
    _change(actor, meeting)
    events.publish(PodMeetingFixed(meeting.id, meeting.cohort_id, actor.id, meeting.rev))


def move(actor: Person, meeting: PodMeeting, wanted: Wanted, *, rev: int) -> set[datetime]:
    """Meet at another time or place; where none is fixed, ask which of the new times fit: what was said of
    times that stay stands, unless it takes longer now. Returns those times.

    Raises Forbidden for what is over or cancelled, Conflict with both where it changed since `rev`, Invalid
    as `suggest` does.
    """
    _hold(actor, meeting, rev, wanted)
    is_over = not meeting_queries.stands(meeting, clock.now())
    require(policies.may_move_meeting(state=meeting.state, is_over=is_over), yours=_typed(wanted, actor))
    is_fixed = meeting.state is MeetingState.FIXED
    moments = _moments(actor, wanted, 1 if is_fixed else MOST)
    was = [] if is_fixed or wanted.minutes > meeting.minutes else meeting.moments
    if is_fixed:
        meeting.starts_at = moments[0]
    else:
        _put_times(actor, meeting, was, moments)
    meeting.minutes = wanted.minutes
    _put_place(meeting, wanted)
    _change(actor, meeting)
    events.publish(PodMeetingMoved(meeting.id, meeting.cohort_id, actor.id, meeting.rev))
    return {*was} & {*moments}


def cancel(actor: Person, meeting: PodMeeting, *, rev: int | None = None) -> None:
    """Call it off for all of the pod: suggested or fixed. Raises Conflict where it changed since `rev`."""
    _hold(actor, meeting, rev)
    require(policies.may_cancel_meeting(state=meeting.state))
    meeting.state = MeetingState.CANCELLED
    _change(actor, meeting)
    events.publish(PodMeetingCancelled(meeting.id, meeting.cohort_id, actor.id, meeting.rev))


def left(cohort_id: int, people: Collection[int]) -> None:
    """Go on without who is of the pod no more; fewer than two do not meet. Needs the cohort's lock."""
    for meeting in meeting_queries.standing_of(cohort_id, people, clock.now()):
        gone = tuple(each.person_id for each in meeting.people if each.person_id in people)
        if len(meeting.people) - len(gone) < FEWEST:
            meeting.state = MeetingState.CANCELLED
            _change(None, meeting)
            by = gone[0] if len(gone) == 1 else None
            events.publish(PodMeetingEnded(meeting.id, cohort_id, by, meeting.rev))
            continue
        for each in [each for each in meeting.people if each.person_id in gone]:
            db.session.delete(each)
        db.session.flush()
        if meeting.starts_at is not None:
            events.publish(PodMeetingLeft(meeting.id, cohort_id, gone, meeting.rev))


def joined_by(cohort_id: int, person_id: int, mates: Collection[int]) -> None:
    """Let who came to these take part in what they are asked or have fixed. Needs the cohort's lock."""
    for meeting in meeting_queries.standing_of(cohort_id, mates, clock.now()):
        db.session.add(PodMeetingPerson(meeting_id=meeting.id, person_id=person_id))
        meeting.rev += 1  # the times are the same, but not for whom
        db.session.flush()
        events.publish(PodMeetingJoined(meeting.id, cohort_id, person_id, meeting.rev))


def _moments(actor: Person, wanted: Wanted, most: int) -> list[datetime]:
    moments, now = sorted({instant(each, actor.tz) for each in wanted.times}), clock.now()
    if not 0 < len(moments) <= most:
        raise Invalid("Suggest one to three times." if most > 1 else "Choose one time.", "one")
    if not all(now < each <= now + AHEAD for each in moments):
        raise Invalid("Choose times to come, within four weeks.", "one")
    return moments


def _put_times(
    actor: Person, meeting: PodMeeting, was: Sequence[datetime], moments: Sequence[datetime]
) -> None:
    """Suggest these; what others said of those that stay stands, and of the others they are asked."""
    for each in meeting.people:
        if each.person_id == actor.id:
            each.fits, each.is_asked = [*range(len(moments))], False
        else:
            each.fits = meeting_rules.carried(each.fits, was, moments)
            each.is_asked = each.is_asked or not set(moments) <= set(was)
    meeting.times, meeting.by_id = [each.isoformat() for each in moments], actor.id


def _put_place(meeting: PodMeeting, wanted: Wanted) -> None:
    meeting.place = one_line(wanted.place)[:200]
    meeting.call_url = web_address(one_line(wanted.call_url)) if wanted.call_url.strip() else ""


def _hold(actor: Person, meeting: PodMeeting, rev: int | None, wanted: Wanted | None = None) -> None:
    programs.lock(meeting.cohort)
    db.session.refresh(meeting)
    if all(each.person_id != actor.id for each in meeting.people):
        raise NotFound  # they left the pod since it was found for them
    if rev is not None and rev != meeting.rev:
        said = conflicts.said(actor, "when your pod meets", meeting.changed_by, meeting.changed_at)
        yours = _typed(wanted, actor) if wanted else None
        raise Conflict(said, theirs=_in_words(meeting, actor) if yours else None, yours=yours)


def _change(actor: Person | None, meeting: PodMeeting) -> None:
    meeting.rev, meeting.changed_at = meeting.rev + 1, clock.now()
    meeting.changed_by_id = actor.id if actor else None
    db.session.flush()


def _in_words(meeting: PodMeeting, reader: Person) -> dict[str, str]:
    times = [meeting.starts_at] if meeting.starts_at else meeting.moments
    return _said(times, meeting.minutes, meeting.place, meeting.call_url, reader)


def _typed(wanted: Wanted, reader: Person) -> dict[str, str]:
    times = [instant(each, reader.tz) for each in wanted.times]
    return _said(times, wanted.minutes, wanted.place, wanted.call_url, reader)


def _said(
    times: Sequence[datetime], minutes: int, place: str, call_url: str, reader: Person
) -> dict[str, str]:
    """Return it by the fields of the form, for who is to compare two."""
    when = joined((dates.moment(each, reader.tz, clock.now()) for each in times), "or")
    return {"one": when, "minutes": str(minutes), "place": place, "call_url": call_url}
