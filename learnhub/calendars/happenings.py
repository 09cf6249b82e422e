"""Programs and deadlines as calendars outside show them."""

from datetime import datetime, time, timedelta
from typing import Any

from learnhub.calendars.learning import kept
from learnhub.calendars.queries import Dated, Deadline
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.meeting_models import MeetingState, PodMeeting
from learnhub.cohorts.models import place_of
from learnhub.cohorts.queries import Due
from learnhub.commitments.models import Commitment
from learnhub.core import dates, words
from learnhub.core.ics import Happening
from learnhub.core.walltime import instant
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState, Seat, SignUp, SignUpState
from learnhub.web.addresses import whole

BLOCKS = timedelta(weeks=8)
CANNOT_COME = "Cannot come? Give the place back"


def program(dated: Dated, instance: str, *, leave_url: str = "", joins: bool = False) -> Happening:
    """Return one program. It begins with `leave_url`, where a place is given back; `joins`: for someone who
    takes part, with the call link.

    The sequence counts the program's changes, those of the person's own sign-up and of what else they do in
    it: it only ever rises.
    """
    this, signup, revision, role = dated.program, dated.signup, dated.revision, dated.role
    cancelled, url = this.state is ProgramState.CANCELLED, whole(this.url)
    changed = [revision.changed_at if revision else this.published_at or this.created_at]
    changed += [each.changed_at for each in (signup, role) if each]
    return Happening(
        uid=f"{this.kind}-{this.id}@{instance}",
        title=f"Cancelled: {this.title}" if cancelled else this.title,
        zone=this.tz,
        starts_at=this.starts_at,
        ends_at=this.ends_at,
        url=url,
        changed_at=max(changed),
        sequence=(revision.sequence if revision else 0)
        + (signup.rev - 1 if signup else 0)
        + (role.rev if role else 0),
        place=place(this, signup),
        text=_text(this, url, leave_url, joins=joins),
        cancelled=cancelled,
    )


def deadline(deadline: Deadline, instance: str, *, whose: str = "") -> Happening:
    """Return a deadline: a moment, which leaves the feed once it is done.

    That of a program, for all alike, is another entry than that of a person: `whose` keeps them apart.
    """
    window, hackathon, url = deadline.window, deadline.hackathon, whole(deadline.path)
    changed = deadline.revision.changed_at if deadline.revision else hackathon.published_at
    return Happening(
        uid=f"{whose}window-{window.id}@{instance}",
        title=deadline.title,
        zone=hackathon.tz,
        starts_at=window.closes_at,
        ends_at=window.closes_at,
        url=url,
        changed_at=changed or hackathon.created_at,
        sequence=window.due_rev - 1,
        text=url,
    )


def cohort_date(due: Due, instance: str) -> Happening:
    """Return a session, or a deadline by which the person has something to do, which leaves once done."""
    date, cohort, url = due.date, due.cohort, whole(due.cohort.url)
    session = date.step is Step.SESSION
    return Happening(
        uid=f"cohort-date-{date.id}@{instance}",
        title=date.item.title if session else f"Due: {date.item.title}",
        zone=cohort.tz,
        starts_at=due.due_at,
        ends_at=(date.ends_at or due.due_at) if session else due.due_at,
        url=url,
        changed_at=cohort.published_at or cohort.created_at,
        sequence=date.due_rev - 1,
        place=_meets(due) if session else "",
        text=f"{cohort.title}\n\n{url}",
    )


def meeting(of: PodMeeting, instance: str, *, joins: bool = False) -> Happening:
    """Return when a pod meets; `joins`: for a mail to one of it, with the call link."""
    cohort, url = of.cohort, whole(f"{of.cohort.url}#pod-h")
    cancelled, link = of.state is MeetingState.CANCELLED, f"Join the call: {of.call_url}"
    starts = of.starts_at or of.moments[0]
    return Happening(
        uid=f"pod-meeting-{of.id}@{instance}",
        title=f"{'Cancelled: ' if cancelled else ''}Your pod meets: {cohort.title}",
        zone=cohort.tz,
        starts_at=starts,
        ends_at=of.ends_at or starts,
        url=url,
        changed_at=of.changed_at,
        sequence=of.rev - 1,
        place=of.place or ("Online" if of.call_url else ""),
        text="\n\n".join(part for part in (link if joins and of.call_url else "", url) if part),
        cancelled=cancelled,
    )


def commitment(of: Commitment, person: Person, instance: str) -> list[Happening]:
    """Return what is still to be done by a day."""
    url, found = whole(of.path), []
    about: dict[str, Any] = {"zone": person.tz, "url": url, "changed_at": of.changed_at, "text": url}
    for each in of.milestones:
        if each.done_at is None:
            at = instant(datetime.combine(each.due_on, time(18)), person.tz, deadline=True)
            rev: dict[str, Any] = {"uid": f"milestone-{each.id}@{instance}", "sequence": each.due_rev - 1}
            found.append(Happening(title=f"Due: {each.title}", starts_at=at, ends_at=at, **rev, **about))
    return found


def learning(person: Person, now: datetime, instance: str) -> list[Happening]:
    """Return what the person keeps free in the coming weeks."""
    first = dates.week_start(dates.local_date(now, person.tz))
    return [
        Happening(
            uid=f"{each.name}@{instance}",
            title=each.title,
            zone=person.tz,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            url=whole(each.path),
            changed_at=each.changed_at,
            sequence=int(each.changed_at.timestamp()) // 60,  # it rises with each change, and nobody counts
            text=whole(each.path),
        )
        for each in kept(person, first, first + BLOCKS)
    ]


def place(program: Program, signup: SignUp | None) -> str:
    """Return where it is for this person. Call links stand on its page, never in a feed."""
    is_in = signup is not None and signup.state is SignUpState.IN
    seat = signup.seat if signup and is_in and len(program.seats) > 1 else None
    if program.is_online and (not program.place or seat is Seat.ONLINE):
        return "Online"
    return f"{program.place}, and online" if program.is_online and seat is None else program.place


def _meets(due: Due) -> str:
    """Return where a session is: at its own place, else at the cohort's."""
    own = place_of(due.date, due.cohort)
    if own is due.cohort:
        return place(due.cohort, None)
    online = ", and online" if own.place else "Online"
    return f"{own.place}{online if own.call_url else ''}"


def _text(program: Program, url: str, leave_url: str, *, joins: bool) -> str:
    leave = f"{CANNOT_COME}: {leave_url}" if leave_url else ""
    why = f"Why: {program.cancel_reason}" if program.cancel_reason else ""
    link = f"Join the call: {program.call_url}" if joins and program.call_url else ""
    due = "" if program.state is ProgramState.CANCELLED else _due(program)
    return "\n\n".join(part for part in (leave, program.summary, due, why, link, url) if part)


def _due(program: Program) -> str:
    """Say by when something is due in it, in its own zone; the same text whenever it is read."""
    said = [(each.label, each.at) for each in program.moments if each.due]
    return "\n".join(f"{words.sentence(label)} {dates.moment(at, program.tz, at)}." for label, at in said)
