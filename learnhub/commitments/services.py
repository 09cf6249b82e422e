"""Making a commitment, its milestones, its pauses and its end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.cohorts import learning
from learnhub.commitments import policies
from learnhub.commitments.events import (
    CommitmentConfirmed,
    CommitmentDone,
    CommitmentEnded,
    MilestoneSettled,
)
from learnhub.commitments.models import Commitment, CommitmentState, Milestone
from learnhub.commitments.queries import Seen, agreed
from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.text import one_line, web_address
from learnhub.courses import completions
from learnhub.courses import queries as courses
from learnhub.courses.models import Course
from learnhub.library import url_keys
from learnhub.people.models import Kind, Person

FURTHEST = timedelta(days=3 * 366)
MOST_MILESTONES = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """What is committed to: a course of the catalogue, or a title and an address; hours a week; by when."""

    finish_on: date
    hours: int
    course: Course | None = None
    title: str = ""
    url: str = ""
    starts_on: date | None = None
    tells_partner: bool = True
    milestones: Sequence[tuple[str, date]] = field(default_factory=tuple)


def today_of(person: Person) -> date:
    """Return the day that it is where the person is."""
    return clock.now().astimezone(person.tz).date()


def make(actor: Person, terms: Terms) -> Commitment:
    """Commit to a course. Raises Forbidden for guests, Invalid without a course and for impossible days."""
    require(policies.may_make(is_guest=actor.kind is Kind.GUEST))
    course, title, url = _about(terms)
    today = today_of(actor)
    starts = terms.starts_on or today
    if terms.finish_on <= max(starts, today):
        raise Invalid("Choose a day to come, after the first.", "finish_on")
    if terms.finish_on > today + FURTHEST:
        raise Invalid("Choose a day within three years.", "finish_on")
    made = Commitment(person_id=actor.id, title=title, url=url, hours=terms.hours, starts_on=starts)
    made.course_id, made.tells_partner = course.id if course else None, terms.tells_partner
    made.milestones = [Milestone(title=f"Finish ‘{title[:190]}’", due_on=terms.finish_on, is_finish=True)]
    for name, day in terms.milestones:
        made.milestones.append(_milestone(made, name, day))
    db.session.add(made)
    db.session.flush()
    return made


def _about(terms: Terms) -> tuple[Course | None, str, str]:
    """Return course, title and address; an address that the catalogue has is that course."""
    if terms.course is not None:
        return terms.course, terms.course.title, terms.course.url or ""
    url = web_address(one_line(terms.url)) if terms.url.strip() else ""
    if url and not url_keys.is_address(url):
        raise Invalid("Use the address of a page, as in https://example.org/course.", "url")
    known = courses.at_address(url_keys.url_key(url)) if url else None
    if known is not None and known.binned_at is None:
        return known, known.title, url
    title = one_line(terms.title)[:200] or url
    if not title:
        raise Invalid("Choose a course, or give one a title or an address.", "course")
    return None, title, url


def _milestone(of: Commitment, title: str, day: date) -> Milestone:
    if not one_line(title):
        raise Invalid("Say what you will have done by then.", "title")
    if not of.starts_on <= day <= of.finish.due_on:
        raise Invalid("Choose a day between the first and the last.", "due_on")
    if len(of.milestones) > MOST_MILESTONES:
        raise Invalid(f"{MOST_MILESTONES} milestones are enough.", "title")
    return Milestone(title=one_line(title)[:200], due_on=day)


def add_milestone(actor: Person, seen: Seen, *, title: str, due_on: date) -> Milestone:
    """Add something to have done by a day. Raises Forbidden and Invalid."""
    require_own(seen)
    made = _milestone(seen.commitment, title, due_on)
    made.commitment_id = seen.commitment.id
    db.session.add(made)
    touch(seen.commitment)
    return made


def move(actor: Person, seen: Seen, key: str, due_on: date) -> None:
    """Put a milestone on another day; who is reminded of it is planned anew."""
    require_own(seen)
    row = _of(seen, key)
    if due_on < today_of(actor) or due_on > today_of(actor) + FURTHEST:
        raise Invalid("Choose a day to come.", "due_on")
    if not row.is_finish and due_on > seen.commitment.finish.due_on:
        raise Invalid("Choose a day before the last.", "due_on")
    put(row, due_on)
    row.slid = 0
    settle(actor, [row])
    touch(seen.commitment)


def tick(actor: Person, seen: Seen, key: str) -> Milestone:
    """Tick a milestone off; whether it was on time is fixed now. The last is what `finish` is for."""
    require_own(seen)
    row = _of(seen, key)
    if row.is_finish:
        raise Invalid("Say that the course is finished.")
    if row.done_at is None:
        row.done_at, row.on_time = clock.now(), today_of(actor) <= row.due_on
        settle(actor, [row])
        activity.record(
            ActKind.SUBMITTED,
            Ref("milestone", row.id),
            [actor.id],
            within=Ref("commitment", row.commitment_id),
        )
    return row


def take_back(actor: Person, seen: Seen, key: str) -> None:
    """Say that it was not done after all."""
    require_own(seen)
    row = _of(seen, key)
    if not row.is_finish:
        row.done_at = row.on_time = None
        db.session.flush()
        activity.take_back(ActKind.SUBMITTED, Ref("milestone", row.id), [actor.id])


def drop(actor: Person, seen: Seen, key: str) -> None:
    """Take a milestone away."""
    require_own(seen)
    row = _of(seen, key)
    if row.is_finish:
        raise Invalid("A commitment has an end.")
    settle(actor, [row])
    activity.take_back(ActKind.SUBMITTED, Ref("milestone", row.id), [actor.id])
    db.session.delete(row)
    touch(seen.commitment)


def set_blocks(actor: Person, seen: Seen, chosen: learning.Blocks) -> None:
    """Say when one learns: they stand in the person's calendar feed. No days: none."""
    require_own(seen)
    seen.commitment.blocks = [[*each] for each in chosen]
    touch(seen.commitment)


def finish(
    actor: Person,
    seen: Seen,
    *,
    finished_on: date,
    proof_url: str = "",
    proof: str = "",
    pictured: bool = False,
) -> None:
    """Say that it is finished, with a proof: a link, words, or a picture that the caller keeps (`pictured`).

    It completes the course, and counts as an act. Raises Invalid for a day to come and without any proof.
    """
    require_own(seen)
    row, last = seen.commitment, seen.commitment.finish
    address = web_address(one_line(proof_url)) if proof_url.strip() else ""
    if address and not url_keys.is_address(address):
        raise Invalid("Use the address of a page, as in https://example.org/page.", "proof_url")
    if not row.starts_on <= finished_on <= today_of(actor):
        raise Invalid("Choose a day since you began, today at the latest.", "finished_on")
    if not (address or proof.strip() or pictured):
        raise Invalid("Show it: a link, a picture, or a sentence of what you can do now.", "proof")
    row.state, row.finished_on, row.proof_url, row.proof = CommitmentState.DONE, finished_on, address, proof
    last.done_at, last.on_time = clock.now(), finished_on <= last.due_on
    settle(actor, row.milestones)
    touch(row)
    if row.course is not None and row.course.binned_at is None:
        known = courses.completion(actor, row.course)
        if known is None:
            said = completions.Said(finished_on, proof_url=address, proof=proof)
            completions.complete(actor, row.course, said)
    else:
        activity.record(ActKind.COMPLETED, Ref("commitment", row.id), [actor.id])
    events.publish(CommitmentDone(row.id, actor.id, agreed(row)))


def confirm(actor: Person, seen: Seen) -> None:
    """Confirm, as a partner, that it is finished. Raises Forbidden."""
    row = seen.commitment
    require(
        policies.may_confirm(
            is_partner=seen.is_partner,
            is_done=row.state is CommitmentState.DONE,
            confirmed=row.confirmed_at is not None,
        )
    )
    row.confirmed_by_id, row.confirmed_at = actor.id, clock.now()
    db.session.flush()
    events.publish(CommitmentConfirmed(row.id, row.person_id, actor.id))


def end(actor: Person, seen: Seen) -> None:
    """Give it up: nobody is reminded of it any more, and no reason is asked."""
    require_own(seen)
    seen.commitment.state = CommitmentState.ENDED
    touch(seen.commitment)
    events.publish(CommitmentEnded(seen.commitment.id, actor.id))


def require_own(seen: Seen) -> None:
    """Raise Forbidden for whom it is not, and once it is over."""
    is_open = seen.commitment.state is CommitmentState.OPEN
    require(policies.may_change(is_mine=seen.is_mine, is_open=is_open))


def _of(seen: Seen, key: str) -> Milestone:
    for each in seen.commitment.milestones:
        if each.key == key:
            return each
    raise NotFound


def put(row: Milestone, day: date) -> None:
    """Let it be due on that day; reminding begins anew."""
    row.due_on, row.due_rev, row.told = day, row.due_rev + 1, 0


def settle(actor: Person, rows: Iterable[Milestone]) -> None:
    """Say that what was told of these holds no more."""
    db.session.flush()
    for row in rows:
        events.publish(MilestoneSettled(row.id, row.commitment_id, actor.id))


def touch(row: Commitment) -> None:
    """Note that it changed now."""
    row.changed_at = clock.now()
    db.session.flush()
