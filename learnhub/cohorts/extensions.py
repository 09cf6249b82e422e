"""More time that a facilitator gave by mistake: it is taken back, and what was due before is due again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from learnhub.cohorts import due_history, policies
from learnhub.cohorts.deadlines import effective
from learnhub.cohorts.events import ExtensionTakenBack
from learnhub.cohorts.models import Change, Cohort, CohortDate, Progress
from learnhub.cohorts.ticking import EXTENDED, note
from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.policy import Verdict, require
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.programs.queries import Standing


@dataclass(frozen=True, slots=True)
class Given:
    """An extension of somebody's as the history has it; `before` is what their own due would be without."""

    change: Change
    date: CohortDate
    row: Progress
    before: datetime | None
    stands: bool  # nothing about it has changed since


def of(cohort: Cohort, person: Person, keys: Collection[str] | None = None) -> list[Given]:
    """Return what facilitators gave somebody, the latest for each deadline; with `keys`, of these changes."""
    rows = db.session.execute(
        select(Change, CohortDate, Progress)
        .join(CohortDate, CohortDate.id == Change.date_id)
        .join(Progress, (Progress.date_id == CohortDate.id) & (Progress.person_id == person.id))
        .where(Change.cohort_id == cohort.id, Change.person_id == person.id, CohortDate.at.is_not(None))
        .order_by(Change.id.desc())
        .execution_options(populate_existing=True)
    )
    found: dict[int, Given] = {}
    changed: set[int] = set()  # since, the latest come first
    for change, date, row in rows:
        if change.what.startswith(EXTENDED) and (keys is None or change.key in keys):
            found.setdefault(date.id, _given(change, date, row, stands=date.id not in changed))
        changed.add(date.id)
    return [*found.values()]


def last(cohort: Cohort, person: Person, number: int) -> Sequence[str]:
    """Return the keys of that many extensions of somebody's, the latest: those that one act gave."""
    mine = Change.cohort_id == cohort.id, Change.person_id == person.id, Change.what.startswith(EXTENDED)
    return db.session.scalars(select(Change.key).where(*mine).order_by(Change.id.desc()).limit(number)).all()


def may_take_back(given: Given, standing: Standing, cohort: Cohort, now: datetime) -> Verdict:
    """Return whether a facilitator may take that extension back."""
    assert given.date.at is not None  # `of` asks for those with a date
    return policies.may_take_extension_back(
        may_grant=policies.may_grant(is_host=standing.is_host, published=cohort.state),
        mine=given.row.mine,
        stands=given.stands,
        before=effective(given.date.at, given.before),
        given_at=given.change.at,
        now=now,
    )


def take_back(actor: Person, cohort: Cohort, person: Person, keys: Collection[str]) -> int:
    """Let what these extensions moved be due as before; return how many that are. The person is told.

    Raises Forbidden as `may_take_back` says of any of them, NotFound where there is none of these.
    """
    standing, now = programs.standing(actor, cohort), clock.now()
    programs.lock(cohort)
    found = of(cohort, person, keys)
    if not found:
        raise NotFound
    for each in found:
        require(may_take_back(each, standing, cohort, now))
    for each in found:
        due_history.take_back(each.row, now)
        each.change.undone_at = now
        note(actor, cohort, each.date, person, "extra time undone")
    events.publish(ExtensionTakenBack(tuple(each.date.id for each in found), cohort.id, person.id, actor.id))
    return len(found)


def _given(change: Change, date: CohortDate, row: Progress, *, stands: bool) -> Given:
    own, by_oneself = due_history.given_last(row) or (None, True)
    held = stands and not by_oneself and change.undone_at is None  # whoever took it gives it back
    return Given(change, date, row, own.to if own else None, held)
