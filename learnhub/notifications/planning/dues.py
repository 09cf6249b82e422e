"""What people are reminded of: the dates of a program, and in a cohort each of its dates and extensions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.deadlines import Rule, effective
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant, wall
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.notifications.models import Reminder
from learnhub.programs.models import Program, SignUp, SignUpState
from learnhub.talks.models import Talk

ASKED = {"feedback_asked": 7, "changed_7": 14, "changed_30": 37}  # days after the end, by when to answer
DUE, OVERDUE, SESSION = "deadline_due", "deadline_overdue", "session_starts"
JUDGING = "judging_starts"
OF_COHORTS = (DUE, OVERDUE, SESSION)
DEADLINES, SESSIONS, EXTENSIONS = "deadline", "session", "extension"  # what they are about
LATE = timedelta(days=7)  # so long it helps to hear that something is overdue


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a date that people are reminded of."""

    kind: str
    subject: Ref
    wall: datetime
    at: datetime
    rev: int
    since: datetime | None = None  # not before, what goes on the day: it has passed, or was chosen, by then
    zone: str = ""  # whose clock it goes by, and only theirs; empty: the program's
    title: str = ""  # of what it is about, where that is not the program
    whom: int | None = None  # whom alone it concerns
    helps_until: datetime | None = None  # else until its moment

    @property
    def until(self) -> datetime:
        """Until when it helps to hear of it."""
        return self.helps_until or self.at


def dues(program: Program) -> list[Due]:
    """Return what of a program people are reminded of."""
    start = program.starts_wall, program.starts_at, program.starts_rev
    subject = Ref("program", program.id)
    kind = "talk_starts" if isinstance(program, Talk) else "program_starts"
    found = [Due(kind, subject, *start), Due("still_waiting", subject, *start)]
    if isinstance(program, Talk):
        for asked, days in ASKED.items():
            end = program.ends_wall + timedelta(days=days)
            found.append(Due(asked, subject, end, instant(end, program.tz, deadline=True), program.ends_rev))
    if isinstance(program, Hackathon):
        for kind, window_kind in (("team_due", WindowKind.FORMING), ("demo_due", WindowKind.SUBMITTING)):
            if window := program.window(window_kind):
                subject = Ref("window", window.id)
                found.append(Due(kind, subject, window.closes_wall, window.closes_at, window.due_rev))
        if window := program.window(WindowKind.JUDGING):
            subject = Ref("window", window.id)
            found.append(Due(JUDGING, subject, window.opens_wall, window.opens_at, window.due_rev))
    return found


def dated_of(cohorts: Iterable[Cohort]) -> dict[int, list[Due]]:
    """Return by cohort its dates for everyone, and the extensions in force, each for its person: two
    statements.
    """
    known = {each.id: each for each in cohorts}
    found: dict[int, list[Due]] = {id_: [] for id_ in known}
    if not known:
        return found
    mine = CohortDate.cohort_id.in_(known)
    for row in db.session.scalars(select(CohortDate).where(mine, HAS_DAY)):
        found[row.cohort_id] += _of_date(known[row.cohort_id], row)
    longer = db.session.execute(
        select(CohortDate.cohort_id, Progress.id, Progress.extended_to, Progress.due_rev)
        .join(CohortDate, CohortDate.id == Progress.date_id)
        .where(mine, IN_FORCE, UNDONE)
    )
    for cohort_id, id_, to, rev in longer:
        assert to is not None  # the statement asks for those with one
        found[cohort_id] += _deadline(known[cohort_id], Ref(EXTENSIONS, id_), to, rev)
    return found


def ahead(person_id: int, cohorts: Iterable[Cohort]) -> dict[int, list[Due]]:
    """Return by cohort what of its dates is to come for somebody who has a place there: one statement."""
    known = {each.id: each for each in cohorts}
    found: dict[int, list[Due]] = {id_: [] for id_ in known}
    if not known:
        return found
    mine = (Progress.date_id == CohortDate.id) & (Progress.person_id == person_id)
    rows = db.session.execute(
        select(CohortDate, Progress)
        .join(CohortDate.item)
        .options(contains_eager(CohortDate.item))
        .outerjoin(Progress, mine)
        .join(SignUp, (SignUp.program_id == CohortDate.cohort_id) & (SignUp.person_id == person_id))
        .where(CohortDate.cohort_id.in_(known), SignUp.state == SignUpState.IN)
        .where(HAS_DAY, or_(Progress.id.is_(None), UNDONE))
    )
    pairs: Sequence[tuple[CohortDate, Progress | None]] = [(date, own) for date, own in rows]
    for date, own in pairs:
        cohort = known[date.cohort_id]
        if own is not None and date.at and own.extended_to and own.extended_to > date.at:
            dated = _deadline(cohort, Ref(EXTENSIONS, own.id), own.extended_to, own.due_rev)
        else:
            dated = _of_date(cohort, date)
        found[cohort.id] += [replace(due, title=date.item.title) for due in dated if due.kind != OVERDUE]
    return found


HAS_DAY = CohortDate.at.is_not(None)
IN_FORCE = Progress.extended_to > CohortDate.at
UNDONE = and_(Progress.done_at.is_(None), Progress.waived_at.is_(None))


def _of_date(cohort: Cohort, row: CohortDate) -> list[Due]:
    if row.at is None or row.wall is None:
        return []
    if row.step is Step.DEADLINE:
        return _deadline(cohort, Ref(DEADLINES, row.id), row.at, row.due_rev)
    if row.wall.date() == cohort.starts_wall.date():
        return []  # "program starts" says it
    return [Due(SESSION, Ref(SESSIONS, row.id), row.wall, row.at, row.due_rev)]


def _deadline(cohort: Cohort, subject: Ref, at: datetime, rev: int) -> list[Due]:
    """Return what is due, and that it is overdue: told when the due has passed, while it helps."""
    shown = wall(at, cohort.tz)
    found = [Due(DUE, subject, shown, at, rev)]
    if until := helps_until(cohort.rule, at):
        found.append(Due(OVERDUE, subject, shown, until, rev, since=at))
    return found


def helps_until(rule: Rule, due: datetime) -> datetime | None:
    """Return until when it can be said that something is overdue; None where it is missed at once."""
    closes = rule.closes_at(due)
    until = min(due + LATE, closes) if closes else due + LATE
    return until if until > due else None


def revisions(rows: Iterable[Reminder], programs: Mapping[int, Program]) -> dict[int, int | None]:
    """Return by id of the reminder the revision in force of what it tells of, None where there is no such
    date any more: two statements at most, and none but for cohorts.
    """
    revs: dict[tuple[str, Ref], int] = {}
    for program in programs.values():
        revs |= {(due.kind, due.subject): due.rev for due in dues(program)}
    about = {row.id: (row.kind, Ref(row.subject_kind, row.subject_id)) for row in rows}
    of_cohorts = _revisions({subject for kind, subject in about.values() if kind in OF_COHORTS})
    return {
        id_: of_cohorts.get(subject) if kind in OF_COHORTS else revs.get((kind, subject))
        for id_, (kind, subject) in about.items()
    }


def _revisions(about_them: Collection[Ref]) -> dict[Ref, int]:
    longer = [each.id for each in about_them if each.kind == EXTENSIONS]
    dates = [each for each in about_them if each.kind != EXTENSIONS]
    found: dict[Ref, int] = {}
    if longer:
        own = select(Progress.id, Progress.due_rev).join(CohortDate, CohortDate.id == Progress.date_id)
        in_force = db.session.execute(own.where(Progress.id.in_(longer), IN_FORCE))
        found |= {Ref(EXTENSIONS, id_): rev for id_, rev in in_force}
    if dates:
        wanted = select(CohortDate.id, CohortDate.due_rev).where(HAS_DAY)
        rows = db.session.execute(wanted.where(CohortDate.id.in_({each.id for each in dates})))
        revs: dict[int, int] = {id_: rev for id_, rev in rows}
        found |= {each: revs[each.id] for each in dates if each.id in revs}
    return found


def moved_to(row: Reminder, program: Program) -> datetime | None:
    """Return the date in force where a reminder tells of another of the program's."""
    for due in dues(program) if row.rule else ():
        if (due.kind, due.subject.kind, due.subject.id) == (row.kind, row.subject_kind, row.subject_id):
            return due.at if due.at != row.due_at else None
    return None


def stale() -> ColumnElement[bool]:
    """Whether a reminder tells of a date of a cohort, or of an extension, that is in force no more."""
    date = select(CohortDate.id).where(
        CohortDate.id == Reminder.subject_id, CohortDate.due_rev == Reminder.due_rev, HAS_DAY
    )
    longer = (
        select(Progress.id)
        .join(CohortDate, CohortDate.id == Progress.date_id)
        .where(Progress.id == Reminder.subject_id, Progress.due_rev == Reminder.due_rev, IN_FORCE)
    )
    return and_(
        Reminder.kind.in_(OF_COHORTS),
        or_(
            and_(Reminder.subject_kind.in_((DEADLINES, SESSIONS)), ~date.exists()),
            and_(Reminder.subject_kind == EXTENSIONS, ~longer.exists()),
        ),
    )


def about(date_id: int, person_id: int) -> ColumnElement[bool]:
    """Whether a reminder asks a person for a deadline, be it the cohort's date or their own."""
    own = select(Progress.id).where(Progress.date_id == date_id, Progress.person_id == person_id)
    return and_(
        Reminder.kind.in_((DUE, OVERDUE)),
        Reminder.person_id == person_id,
        or_(
            and_(Reminder.subject_kind == DEADLINES, Reminder.subject_id == date_id),
            and_(Reminder.subject_kind == EXTENSIONS, Reminder.subject_id.in_(own)),
        ),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A date of a cohort as a message tells of it: `at` is the due in force for its reader."""

    title: str
    key: str
    at: datetime | None
    done: bool
    place: str = ""  # of its own, and the call link: of a session
    call_url: str = ""


def told(about_them: Collection[Ref], person_id: int | None) -> dict[Ref, Told]:
    """Return what these dates and extensions are now, to the person: one statement, none where none is.

    An extension is told of whoever has it: hosts look ahead for others.
    """
    dates = [each.id for each in about_them if each.kind in (DEADLINES, SESSIONS)]
    longer = [each.id for each in about_them if each.kind == EXTENSIONS]
    if not dates and not longer:
        return {}
    theirs = or_(Progress.person_id == person_id, Progress.id.in_(longer))
    mine = (Progress.date_id == CohortDate.id) & theirs
    rows: Sequence[tuple[CohortDate, Progress | None]] = [
        (date, own)
        for date, own in db.session.execute(
            select(CohortDate, Progress)
            .join(CohortDate.item)
            .outerjoin(Progress, mine)
            .options(contains_eager(CohortDate.item))
            .where(or_(CohortDate.id.in_(dates), Progress.id.in_(longer)))
        )
    ]
    found: dict[Ref, Told] = {}
    for date, own in rows:
        at = effective(date.at, own.extended_to) if date.at and own else date.at
        done = own is not None and (own.done_at is not None or own.waived_at is not None)
        said = Told(date.item.title, date.key, at, done, date.place, date.call_url)
        if own is not None:
            found[Ref(EXTENSIONS, own.id)] = said
        if own is not None and own.person_id != person_id:
            said = replace(said, at=date.at, done=False)
            found.setdefault(Ref(DEADLINES, date.id), said)
        else:
            found[Ref(DEADLINES, date.id)] = found[Ref(SESSIONS, date.id)] = said
    return found
