"""What taking back a tick costs, said before it is done; and how it is put back as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from learnhub.cohorts import completing, policies, queries, ticking
from learnhub.cohorts.deadlines import PASSED, DeadlineState, Mine, progress, state
from learnhub.cohorts.events import DeadlineDone
from learnhub.cohorts.models import Change, Cohort, CohortCompletion, CohortDate, Progress
from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.policy import require
from learnhub.people.models import Person
from learnhub.programs import queries as programs

JUST = timedelta(minutes=10)  # so long a tick counts as a slip of the finger


@dataclass(frozen=True, slots=True)
class Cost:
    """What somebody loses who takes it back: `becomes` overdue or missed, or what completes the cohort."""

    row: Progress
    becomes: DeadlineState
    certificate: bool

    @property
    def is_some(self) -> bool:
        return self.certificate or self.becomes in PASSED


def cost(cohort: Cohort, date: CohortDate, person: Person) -> Cost | None:
    """Return what it costs to take it back; None where it is not ticked off."""
    row = queries.row_of(date, person.id)
    if row is None or row.done_at is None or date.at is None:
        return None
    return Cost(row, _becomes(cohort, date, row.mine), completing.without_this(cohort, person, date))


def on_page(
    reader: Person,
    cohort: Cohort,
    them: Person,
    dated: Sequence[tuple[CohortDate, Mine]],
    completion: CohortCompletion | None,
    changes: Sequence[Change],
) -> dict[str, Any]:
    """Return of which of their deadlines one `is_asked` before it is taken back, as `cost` says, and by the
    same ids the key of what the reader took back and can put back: it outlasts the message that says so.

    `changes` of theirs, the newest first: those of the last day are enough. Pure.
    """
    now = clock.now()
    counted = [(date.at, mine) for date, mine in dated if date.item.counts and date.at]
    found = progress(counted, cohort.rule, now)
    goes = completion is not None and completing.goes_with_one(cohort, completion, found)
    asked = {
        date.id
        for date, mine in dated
        if mine.done_at and (_becomes(cohort, date, mine) in PASSED or (goes and date.item.counts))
    }
    open_ = {date.id for date, mine in dated if not mine.done_at and not mine.waived}
    taken = [each for each in changes if each.date_id in open_ and each.person_id == them.id and each.was]
    back = {
        each.date_id: each.key
        for each in reversed(taken)
        if policies.may_put_back(
            is_by=each.by_id == reader.id, stands=each.undone_at is None, taken_at=each.at, now=now
        )
    }
    return {"is_asked": asked, "put_back": back}


def lately(cohort: Cohort, them: Person) -> Sequence[Change]:
    """Return what was taken back of theirs in the last day, the newest first."""
    about = Change.cohort_id == cohort.id, Change.person_id == them.id, Change.what == ticking.TAKEN
    young = Change.at > clock.now() - policies.MISTAKEN
    taken = select(Change).where(*about, young).order_by(Change.at.desc(), Change.id.desc())
    return db.session.scalars(taken).all()


def _becomes(cohort: Cohort, date: CohortDate, mine: Mine) -> DeadlineState:
    assert date.at  # of a deadline
    return state(date.at, Mine(mine.extended_to, mine.waived), cohort.rule, clock.now())


def asks(cohort: Cohort, date: CohortDate, person: Person, *, just: bool = False) -> Cost | None:
    """Return what it costs where one is asked first. `just`: it is the Undo of the message that says that it
    is ticked off, which for some minutes takes a slip of the finger back at once.
    """
    found = cost(cohort, date, person)
    if found is None or not found.is_some:
        return None
    if not just:
        return found
    about = Change.date_id == date.id, Change.person_id == person.id, Change.what.startswith("ticked off")
    last = db.session.scalar(select(func.max(Change.at)).where(*about))
    return found if clock.now() - (last or found.row.done_at or clock.now()) > JUST else None


def put_back(actor: Person, cohort: Cohort, key: str) -> Change:
    """Put back as it was what the actor took back: when it was done, whether on time, by whom, and what the
    person had completed by it. Return that change.

    Raises NotFound for no such change, Forbidden as `policies.may_put_back` says.
    """
    now = clock.now()
    programs.lock(cohort)
    change = db.session.scalar(select(Change).where(Change.cohort_id == cohort.id, Change.key == key))
    if change is None or not change.was or change.date is None or change.person is None:
        raise NotFound
    date, them = queries.date_of(cohort, change.date.key), change.person
    row = queries.row_of(date, them.id)
    stands = change.undone_at is None and row is not None and row.done_at is None and not row.waived_at
    require(policies.may_put_back(is_by=change.by_id == actor.id, stands=stands, taken_at=change.at, now=now))
    assert row is not None  # the policy asks for it
    change.undone_at = now
    done_at = _restore(row, change.was)
    ticking.note(actor, cohort, date, them, "put back as it was")
    by_id = row.done_by_id or them.id
    events.publish(DeadlineDone(date.id, cohort.id, them.id, by_id, done_at.isoformat()))
    completing.settle(cohort, them, change.was["completion"])
    return change


def _restore(row: Progress, was: dict[str, Any]) -> datetime:
    row.done_at, row.due_at = (datetime.fromisoformat(was[name]) for name in ("done_at", "due_at"))
    row.on_time, row.done_by_id = was["on_time"], was["done_by_id"]
    return row.done_at
