"""What becomes of a demo after its day: who decides by when, what was decided, what it took and brought."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from learnhub.core import audit, clock, dates, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.words import figure
from learnhub.demos import card_queries, follow_up_policies, follow_up_queries
from learnhub.demos.events import FollowedUp
from learnhub.demos.follow_up_policies import STATES
from learnhub.demos.models import OPEN_STATES, Demo, DemoState, FollowState, FollowUp, FollowUpChange
from learnhub.demos.queries import Seen
from learnhub.goals import queries as goals
from learnhub.hackathons.models import Hackathon
from learnhub.people import conflicts
from learnhub.people import queries as people
from learnhub.people.models import Person, Role

DECIDED_WITHIN = timedelta(days=30)
FURTHEST = timedelta(days=3 * 366)
MOST = 1_000_000_000  # money
NUMBERS = {
    "people": "People",
    "hours": "Hours each",
    "spent": "Spent",
    "estimated": "Estimated a year",
    "realised": "Realised a year",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a demo's follow-up; `version` is the one that was read, 0 where there was none."""

    state: FollowState
    owner: Person | None
    decide_on: date | None
    reason: str = ""
    people: int | None = None
    hours: int | None = None
    spent: int | None = None
    estimated: int | None = None
    realised: int | None = None
    worth: str = ""
    version: int = 0


def begin(hackathon: Hackathon, demos: Iterable[Demo]) -> None:
    """Give each demo that stands an owner, who leads its team, and a day by which to decide."""
    known = follow_up_queries.begun(hackathon.id)
    day = hackathon.ends_at.astimezone(hackathon.tz).date() + DECIDED_WITHIN
    for demo in demos:
        if demo.id not in known:
            made = FollowUp(demo_id=demo.id, owner_id=demo.team.captain_id, decide_on=day)
            db.session.add(made)
    db.session.flush()


def verdict_on_saying(actor: Person, seen: Seen) -> Verdict:
    """Return whether the actor may say what becomes of the demo."""
    found = seen.demo.follow_up
    return follow_up_policies.may_say(
        stands=stands(seen),
        is_owner=found is not None and found.owner_id == actor.id,
        is_member=seen.is_member,
        runs_it=seen.is_host or actor.has(Role.ADMIN),
    )


def stands(seen: Seen) -> bool:
    """Whether the demo was submitted, and cannot be changed any more."""
    submitted = seen.demo.state is DemoState.SUBMITTED
    return submitted and clock.now() >= seen.hackathon.snapshot_at


def verdict_on_confirming(actor: Person, seen: Seen) -> Verdict:
    """Return whether the actor may confirm what the demo brought."""
    found = seen.demo.follow_up
    about = (Ref("demo", seen.demo.id), Ref("hackathon", seen.hackathon.id))
    wanted = found is not None and found.realised is not None and found.confirmed_at is None
    return follow_up_policies.may_confirm(
        realised=found.realised if found else None,
        confirmed=found is not None and found.confirmed_at is not None,
        owns_goal=wanted and actor.id in goals.owners(about),
        is_member=seen.is_member,
    )


def say(actor: Person, seen: Seen, said: Said) -> FollowUp:
    """Say what becomes of it; each change is kept with who made it.

    Raises Forbidden, Invalid, and Conflict where somebody said something else meanwhile.
    """
    require(verdict_on_saying(actor, seen), yours={"Why": said.reason} if said.reason else None)
    row = follow_up_queries.of_demo(seen.demo.id) or FollowUp(demo_id=seen.demo.id)
    _require_current(actor, row, said.version, yours={"Why": said.reason})
    _check(actor, seen, row, said)
    changed, former = _changes(row, said), row.owner_id
    _write(row, said)
    db.session.add(row)
    db.session.flush()
    if changed or said.reason:
        what = ", ".join(changed) or STATES[row.state]
        db.session.add(
            FollowUpChange(follow_up_id=row.id, by_id=actor.id, what=what[:300], reason=said.reason)
        )
        db.session.flush()
    _publish(actor, seen, row, former)
    return row


def _require_current(actor: Person, row: FollowUp, version: int, yours: dict[str, str]) -> None:
    if version != (row.version if row.id else 0):
        last = follow_up_queries.history(row)[:1]
        by, at = (last[0].by, last[0].at) if last else (None, None)
        raise Conflict(conflicts.said(actor, "this", by, at), yours=yours)


def _publish(actor: Person, seen: Seen, row: FollowUp, former: int | None) -> None:
    is_new = row.owner_id not in (None, former, actor.id)
    events.publish(
        FollowedUp(
            row.id,
            row.demo_id,
            seen.hackathon.id,
            actor.id,
            adopted=row.state is FollowState.ADOPTED,
            new_owner_id=row.owner_id if is_new else None,
            version=row.version,
        )
    )


def _check(actor: Person, seen: Seen, row: FollowUp, said: Said) -> None:
    _check_owner(seen, row, said)
    today = clock.now().astimezone(actor.tz).date()
    if said.state is FollowState.SHELVED and not said.reason and row.state is not FollowState.SHELVED:
        raise Invalid("Say why, so that nobody tries the same again for nothing.", "reason")
    if said.state in OPEN_STATES and said.decide_on is None:
        raise Invalid("Say by when it is decided how it goes on.", "decide_on")
    answers = said.decide_on != row.decide_on or said.state is not row.state
    if said.decide_on is not None and answers:
        if said.decide_on < today and said.state in OPEN_STATES:
            raise Invalid("That day is over. Choose one to come.", "decide_on")
        if said.decide_on > today + FURTHEST:
            raise Invalid("Choose a day within three years.", "decide_on")
    for name, most in (("people", 1000), ("hours", 10_000), *((each, MOST) for each in [*NUMBERS][2:])):
        value = getattr(said, name)
        if value is not None and not 0 <= value <= most:
            raise Invalid(f"Use a whole number up to {most:,}.", name)


def _check_owner(seen: Seen, row: FollowUp, said: Said) -> None:
    """Whoever decides is somebody who sees what it is about."""
    if said.owner is None:
        if said.state in OPEN_STATES:
            raise Invalid("Name who decides.", "owner")
    elif said.owner.id != row.owner_id and not card_queries.visible(said.owner, [seen.demo.id]):
        raise Invalid(f"{said.owner.name} does not see this demo. Name somebody who does.", "owner")


def _changes(row: FollowUp, said: Said) -> list[str]:
    """Return what differs from what stood, in words."""
    found = [] if said.state == (row.state if row.id else None) else [STATES[said.state]]
    owner_id = said.owner.id if said.owner else None
    if owner_id != row.owner_id:
        found.append(f"Owner: {said.owner.name}" if said.owner else "No owner")
    if said.state in OPEN_STATES and said.decide_on and said.decide_on != row.decide_on:
        found.append(f"To be decided by {dates.short_day(said.decide_on, clock.now().date())}")
    for name, label in NUMBERS.items():
        value = getattr(said, name)
        if value != getattr(row, name):
            found.append(f"{label}: {figure(value) if value is not None else 'not said'}")
    return found


def _write(row: FollowUp, said: Said) -> None:
    owner_id = said.owner.id if said.owner else None
    again = said.state in OPEN_STATES and row.state not in OPEN_STATES
    if row.id and (said.decide_on != row.decide_on or owner_id != row.owner_id or again):
        row.due_rev, row.named_at = row.due_rev + 1, clock.now()
    if said.state is not row.state or said.reason:
        row.reason = said.reason
    if said.state is not FollowState.DEMOED and row.decided_at is None:
        row.decided_at = clock.now()
    if said.realised != row.realised:
        row.confirmed_at = row.confirmed_by_id = None
    row.state, row.owner_id = said.state, owner_id
    for name in ("decide_on", "worth", *NUMBERS):
        setattr(row, name, getattr(said, name))


def confirm(actor: Person, seen: Seen, *, version: int) -> None:
    """Confirm what the demo brought, having seen that version, so that it counts.

    Raises Forbidden, and Conflict where somebody said something else meanwhile: another value, perhaps.
    """
    require(verdict_on_confirming(actor, seen))
    row = seen.demo.follow_up
    assert row is not None  # the verdict asked for what it brought
    _require_current(actor, row, version, yours={})
    row.confirmed_by_id, row.confirmed_at = actor.id, clock.now()
    what = f"Confirmed: {figure(row.realised or 0)} {people.organisation().currency} a year"
    db.session.add(FollowUpChange(follow_up_id=row.id, by_id=actor.id, what=what))
    db.session.flush()
    audit.record(actor.id, "value.confirmed", Ref("demo", row.demo_id), after={"realised": row.realised})
