"""Who is in which cohort, with the deadlines that count and what they did about them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.deadlines import NOTHING, Mine, Rule
from learnhub.cohorts.models import Cohort, CohortCompletion, CohortDate, Progress
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.courses.models import OutlineItem
from learnhub.programs.models import ProgramState, SignUp, SignUpState

LONGEST_GRACE = timedelta(days=31)
NEVER_IN = (SignUpState.WAITING, SignUpState.AWAITING, SignUpState.DECLINED)


@dataclass(frozen=True, slots=True)
class Member:
    """One sign-up to one cohort, with its deadlines that count: the cohort's due, and what was done."""

    person_id: int
    cohort: "Running"
    state: SignUpState
    joined_at: datetime
    changed_at: datetime
    came_at: datetime | None
    dues: Sequence[tuple[datetime, Mine]]
    refs: Sequence[Ref] = ()  # of the deadlines, in the same order
    completed_at: datetime | None = None

    @property
    def begins(self) -> datetime:
        return max(self.joined_at, self.cohort.starts_at)

    def by(self, at: datetime) -> list[tuple[datetime, Mine]]:
        """The deadlines as they stood at that moment."""
        return [
            (due, mine if mine.done_at is None or mine.done_at <= at else _undone(mine))
            for due, mine in self.dues
        ]


@dataclass(frozen=True, slots=True)
class Running:
    """What of a cohort matters here."""

    ref: Ref
    starts_at: datetime
    ends_at: datetime
    rule: Rule

    @property
    def closes_at(self) -> datetime:
        return self.ends_at + self.rule.grace

    def runs(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


def members(since: datetime) -> Iterator[Member]:
    """Yield everyone who joined a cohort that ended after that moment, in five statements."""
    which = [Cohort.state == ProgramState.PUBLISHED, Cohort.ends_at > since - LONGEST_GRACE]
    cohorts, dates, acts = _cohorts(which), _dates(which), _acts(which)
    completed = _completed(which)
    for row in db.session.execute(
        select(
            SignUp.program_id,
            SignUp.person_id,
            SignUp.state,
            SignUp.signed_up_at,
            SignUp.changed_at,
            SignUp.arrived_at,
        )
        .join(Cohort, Cohort.id == SignUp.program_id)
        .where(*which, SignUp.state.not_in(NEVER_IN))
    ):
        own = acts.get(row.person_id, {})
        mine = dates.get(row.program_id, ())
        dues = [(at, own.get(id_, NOTHING)) for id_, at in mine]
        yield Member(
            row.person_id,
            cohorts[row.program_id],
            row.state,
            row.signed_up_at,
            row.changed_at,
            row.arrived_at,
            dues,
            [Ref("deadline", id_) for id_, _ in mine],
            completed.get((row.program_id, row.person_id)),
        )


def _cohorts(which: Sequence[ColumnElement[bool]]) -> dict[int, Running]:
    return {
        row.id: Running(
            Ref("cohort", row.id),
            row.starts_at,
            row.ends_at,
            Rule(row.strictness, timedelta(days=row.grace_days)),
        )
        for row in db.session.execute(
            select(
                Cohort.id,
                Cohort.starts_at,
                Cohort.ends_at,
                Cohort.strictness,
                Cohort.grace_days,
            ).where(*which)
        )
    }


def _dates(which: Sequence[ColumnElement[bool]]) -> dict[int, list[tuple[int, datetime]]]:
    """The deadlines that count, by cohort."""
    dates: dict[int, list[tuple[int, datetime]]] = {}
    for cohort_id, id_, at in db.session.execute(
        select(CohortDate.cohort_id, CohortDate.id, CohortDate.at)
        .join(OutlineItem, OutlineItem.id == CohortDate.item_id)
        .join(Cohort, Cohort.id == CohortDate.cohort_id)
        .where(*which, CohortDate.step == Step.DEADLINE, CohortDate.at.is_not(None), OutlineItem.counts)
        .order_by(CohortDate.at)
    ):
        if at is not None:
            dates.setdefault(cohort_id, []).append((id_, at))
    return dates


def _acts(which: Sequence[ColumnElement[bool]]) -> dict[int, dict[int, Mine]]:
    """What people did about deadlines: person → date → what."""
    found: dict[int, dict[int, Mine]] = {}
    rows = db.session.execute(
        select(
            Progress.person_id,
            Progress.date_id,
            Progress.extended_to,
            Progress.waived_at,
            Progress.done_at,
            Progress.on_time,
        )
        .join(CohortDate, CohortDate.id == Progress.date_id)
        .join(Cohort, Cohort.id == CohortDate.cohort_id)
        .where(*which)
    )
    for person_id, date_id, extended_to, waived_at, done_at, on_time in rows:
        mine = Mine(extended_to, waived_at is not None, done_at, on_time)
        found.setdefault(person_id, {})[date_id] = mine
    return found


def _completed(which: Sequence[ColumnElement[bool]]) -> dict[tuple[int, int], datetime]:
    """When who completed which cohort, by its rule and the outline of then."""
    rows = db.session.execute(
        select(CohortCompletion.cohort_id, CohortCompletion.person_id, CohortCompletion.at)
        .join(Cohort, Cohort.id == CohortCompletion.cohort_id)
        .where(*which)
    )
    return {(cohort_id, person_id): at for cohort_id, person_id, at in rows}


def _undone(mine: Mine) -> Mine:
    return Mine(mine.extended_to, mine.waived)
