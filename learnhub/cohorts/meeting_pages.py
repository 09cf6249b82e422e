"""What somebody reads of when their pod meets: the times, and whom each fits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learnhub.cohorts import meeting_proposals, meeting_queries, pod_notes, policies
from learnhub.cohorts.meeting_models import MeetingState, PodMeeting
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_notes import Around
from learnhub.core import words
from learnhub.core.walltime import wall
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Time:
    """One of the times: whom it fits, and whether it does the reader."""

    place: int
    at: datetime
    said: str
    is_mine: bool
    is_over: bool


def pod(person: Person, cohort: Cohort, now: datetime) -> dict[str, Any]:
    """Return the person's pod with the notes to them, and when it meets: one statement."""
    found = pod_notes.around(cohort, person, now)
    return {
        "mates": found.mates,
        "notes": found.notes,
        "written": found.written,
        "may_write": pod_notes.may_write(cohort, now),
        "meets": of_pod(person, cohort, found, now),
    }


def of_pod(person: Person, cohort: Cohort, pod: Around, now: datetime) -> dict[str, Any]:
    """Return what stands about meeting beside the pod: what is asked or fixed, and what the reader may do."""
    last = pod.meeting if pod.meeting and meeting_queries.stands(pod.meeting, now) else None
    found = last if last and last.state is not MeetingState.CANCELLED else None
    may = policies.may_suggest(
        has_pod=bool(pod.mates), state=cohort.state, is_over=now >= cohort.ends_at, stands=found is not None
    )
    people = [person, *pod.mates]
    names = {each.id: "You" if each.id == person.id else each.called for each in people}
    if found is None:
        by = names.get(last.changed_by_id or 0, "") if last else ""
        return {"meeting": None, "may_suggest": may, "cancelled": last if by else None, "by": by}
    mine, is_asked = pod.fits.get(person.id), person.id in pod.asked
    return {
        "meeting": found,
        "may_suggest": may,
        "is_fixed": found.state is MeetingState.FIXED,
        "is_by": found.by_id == person.id,
        "may_fix": found.by_id == person.id or found.by_id not in names,
        "by": names.get(found.by_id, ""),
        "set_by": names.get(found.changed_by_id or 0, ""),
        "times": _times(found, people, pod, mine or [], now),
        "said": not is_asked,
        "said_some": is_asked and mine is not None,
        "none_fits": mine == [] and not is_asked,
        "silent": _silent(people, pod, person),
        "settles": _settles(names.get(found.by_id, "")),
    }


def walls(person: Person, cohort: Cohort) -> list[datetime]:
    """Return the times that a form begins with, as the reader's clock has them."""
    return [wall(each, person.tz) for each in meeting_proposals.proposals(person, cohort)]


def walls_of(meeting: PodMeeting, person: Person, now: datetime) -> list[datetime]:
    """Return what of its times is to come, else what fits all, as the reader's clock has them."""
    times = [meeting.starts_at] if meeting.starts_at else meeting.moments
    return [wall(each, person.tz) for each in times if each > now] or walls(person, meeting.cohort)


def moved(meeting: PodMeeting, kept: Collection[datetime]) -> str:
    """Say what became of it, and of what was said of its times: of those `kept` it stands."""
    if meeting.state is MeetingState.FIXED:
        return "It is moved. Your pod hears, and calendars follow."
    if not kept:
        return "Your pod is asked which of these fit."
    stays = "Answers to times that stay stand"
    if {*meeting.moments} - {*kept}:
        return f"{stays}, and your pod is asked about the others."
    waits = any(each.is_asked for each in meeting.people)
    return f"{stays}. Who has not said yet is asked." if waits else f"{stays}; nobody is asked anew."


def _times(
    meeting: PodMeeting, people: Sequence[Person], pod: Around, mine: Sequence[int], now: datetime
) -> list[Time]:
    found = []
    for place, at in enumerate(meeting.moments):
        names = [each.called for each in people if place in (pod.fits.get(each.id) or [])]
        said = f"Fits {words.joined(names)}." if names else "Fits nobody yet."
        found.append(Time(place, at, said, place in mine, at <= now))
    return found


def _settles(by: str) -> str:
    """Say who settles it, and when."""
    if not by:
        return "Who suggested it is of the pod no more: any of you can fix a time."
    return f"{by} {'fix' if by == 'You' else 'fixes'} one of them, at best once all have said."


def _silent(people: Sequence[Person], pod: Around, person: Person) -> str:
    """ "Nadia and Priya have not said yet. You have not said yet of all times."."""
    waits = [each for each in people if each.id in pod.asked]
    some = [each for each in waits if pod.fits.get(each.id) is not None]
    none = [each for each in waits if each not in some]
    said = (_not_said(none, person, "yet"), _not_said(some, person, "yet of all times"))
    return " ".join(filter(None, said))


def _not_said(people: Sequence[Person], reader: Person, how: str) -> str:
    names = ["you" if each.id == reader.id else each.called for each in people]
    have = "has" if len(names) == 1 and names != ["you"] else "have"
    return words.sentence(f"{words.joined(names)} {have} not said {how}.") if names else ""
