"""Make a cohort from a course and a day, and lay its outline on the calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from learnhub.cohorts import date_rules, due_history, policies, weeks
from learnhub.cohorts.date_rules import Calendar, MeetingDay, Offset, Planned, Step
from learnhub.cohorts.deadlines import Strictness
from learnhub.cohorts.models import Cohort, CohortDate
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.walltime import instant
from learnhub.courses import queries as courses
from learnhub.courses import versions
from learnhub.courses.models import Course, CourseVersion, ItemKind, OutlineItem
from learnhub.people.models import Kind, Person
from learnhub.programs import texts
from learnhub.programs.models import Host
from learnhub.programs.services import add_host, record
from learnhub.programs.texts import Text

PART_MINUTES = 60
EMPTY = "This course has no outline yet, so there is nothing to put on days."


@dataclass(frozen=True, slots=True)
class Terms:
    """What a cohort adds to its course; everything but the start has a default."""

    starts: date
    zone: str
    meetings: Sequence[tuple[int, str]] = ()
    holidays: Sequence[date] = ()
    blackouts: Sequence[date] = ()
    lengths: Mapping[int, int] = field(default_factory=dict)
    strictness: Strictness = Strictness.SOFT
    grace_days: int = 3
    own_days: int = 0
    completes_at: int = 80
    escalates: bool = False

    @property
    def calendar(self) -> Calendar:
        """Return what an outline is laid on."""
        made = Cohort()
        self.write(made)
        return made.calendar

    def write(self, cohort: Cohort) -> None:
        """Put them into the row."""
        cohort.starts_on, cohort.zone = self.starts, self.zone
        cohort.meetings = [[day, at] for day, at in self.meetings]
        cohort.holidays = [day.isoformat() for day in self.holidays]
        cohort.blackouts = [day.isoformat() for day in self.blackouts]
        cohort.lengths = {str(week): number for week, number in self.lengths.items()}
        cohort.strictness, cohort.grace_days = self.strictness, self.grace_days
        cohort.own_days, cohort.completes_at = self.own_days, self.completes_at
        cohort.escalates = self.escalates


@dataclass(frozen=True, slots=True)
class Laid:
    """A line of the outline with its date; `at` is None for what is not held."""

    item: OutlineItem
    planned: Planned
    at: datetime | None


def may_create(actor: Person) -> Verdict:
    """Return whether the actor may make cohorts, with the reason if not."""
    return policies.may_create(is_guest=actor.kind is Kind.GUEST)


def create(
    actor: Person,
    course: Course,
    terms: Terms,
    text: Text,
    *,
    places: int | None = None,
    hosts: Sequence[Person] = (),
) -> Cohort:
    """Make a draft that the actor facilitates, of the course as it is now; its version is kept from here on.

    Raises Forbidden for guests, Invalid for a course without an outline and for dates that cannot be.
    """
    require(may_create(actor))
    text.check()
    version = courses.current(course)
    made = Cohort(created_by_id=actor.id, course_version=version, capacity=places)
    texts.write(made, text)
    terms.write(made)
    laid = lay(version, made.calendar)
    _span(made, [each.planned for each in laid])
    db.session.add(made)
    db.session.flush()
    versions.fix(version.id)
    db.session.add(Host(program_id=made.id, person_id=actor.id))
    db.session.add_all(
        put(CohortDate(cohort_id=made.id, item_id=each.item.id, step=each.planned.step), made, each.planned)
        for each in laid
    )
    db.session.flush()
    weeks.lay(made)
    record(actor, made, "program.created")
    for each in hosts:
        add_host(actor, made, each)
    return made


def lay(version: CourseVersion, calendar: Calendar) -> list[Laid]:
    """Return the outline with its dates. Raises Invalid where there is none, or everything is closed."""
    items = courses.outline(version.id)
    steps = offsets(items)
    if not any(each.held for each in steps):
        raise Invalid(EMPTY, "course")
    try:
        found = date_rules.plan(steps, calendar)
    except ValueError as error:
        raise Invalid("With these holidays and weeks nothing finds a day for a year.", "holidays") from error
    by_id = {item.id: item for item in items}
    return [Laid(by_id[id_], each, each.at(calendar.zone)) for id_, each in found.items()]


def offsets(items: Sequence[OutlineItem]) -> list[Offset]:
    """Return what of an outline has a date: sessions, what is handed in, and parts without either of these.

    A session with a note and without minutes is not held: "Class cancelled for MLK Day".
    """
    held_in = {item.part_id for item in items if item.kind is ItemKind.DELIVERABLE}
    last: dict[int | None, int] = {}
    for item in items:
        last[item.part_id] = max(last.get(item.part_id, 1), item.week or 1)
    found = []
    for item in items:
        if item.kind is ItemKind.PART and item.id in held_in:
            continue
        session = item.kind is ItemKind.SESSION
        found.append(
            Offset(
                item.id,
                Step.SESSION if session else Step.DEADLINE,
                item.week or last.get(item.id, 1),
                item.weekday,
                item.at,
                item.minutes or PART_MINUTES,
                held=not (session and item.note and not item.minutes),
            )
        )
    return found


def put(row: CohortDate, cohort: Cohort, planned: Planned) -> CohortDate:
    """Write the wall times into the row, the moments that they mean, and its own place."""
    row.place, row.call_url = planned.place, planned.call_url
    row.wall, row.ends_wall = planned.wall, planned.ends_wall
    due_history.move(row, planned.at(cohort.tz), clock.now())
    is_due = row.step is Step.DEADLINE
    row.ends_at = instant(row.ends_wall, cohort.tz, deadline=is_due) if row.ends_wall else None
    return row


def span(cohort: Cohort, rows: Sequence[CohortDate]) -> None:
    """Let the cohort begin with its first date and end with its last."""
    _span(cohort, [row.planned for row in rows])


def _span(cohort: Cohort, dates: Sequence[Planned]) -> None:
    first = min(each.wall for each in dates if each.wall)
    last = max(each.ends_wall for each in dates if each.ends_wall)
    opens = min(first, datetime.combine(first.date(), time(9)))
    cohort.starts_wall, cohort.ends_wall = opens, last
    cohort.starts_at = instant(opens, cohort.tz)
    cohort.ends_at = instant(last, cohort.tz, deadline=True)


def meetings(days: Sequence[int], at: time) -> list[tuple[int, str]]:
    """Return meeting days as a cohort keeps them."""
    return [(each.weekday, f"{each.at:%H:%M}") for each in (MeetingDay(day, at) for day in sorted(set(days)))]
