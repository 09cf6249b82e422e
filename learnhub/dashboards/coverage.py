"""The other side of goal coverage: how much of what people learn by serves a goal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select, union

from learnhub.cohorts.models import Cohort
from learnhub.core import words
from learnhub.core.among import among
from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.courses.models import CourseVersion
from learnhub.dashboards import queries, row_queries
from learnhub.dashboards.demo_outcomes import Outcome
from learnhub.dashboards.periods import Period
from learnhub.dashboards.reports import Report, hours
from learnhub.demos.models import Demo
from learnhub.goals import queries as goals
from learnhub.goals.models import Tie
from learnhub.library.models import Resource
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.queries import READER, reads
from learnhub.programs.sights import BARE, Sight, sight, visible

HOURS = "hours_in"
GOALS_RULE = (
    "Open goals of these units that have begun, with a program, a resource, a course or a demo tied to them, "
    "over all of those. Without news are those to which something has been tied for 60 days, and that have "
    "had no evidence in them. Goals are of today, whatever the period."
)


@dataclass(frozen=True, slots=True)
class Side:
    """What there is of one sort, and how much of it serves a goal; in minutes where it is hours."""

    title: str
    noun: str
    note: str
    tied: int
    of: int
    is_hours: bool = False

    @property
    def share(self) -> int:
        return words.in_hundred(self.tied, self.of)

    @property
    def said(self) -> tuple[str, str]:
        """ "12", "40"; "31 h", "40 h"."""
        write = hours if self.is_hours else words.figure
        return write(self.tied), write(self.of)


def counts(person: Person, period: Period, outcome: Outcome, *, funnel: bool = False) -> dict[str, int]:
    """Return how many programs, demos and resources there are that the person may open, and serve a goal;
    with the `funnel` too. One statement.
    """
    handed_in = [row.demo_id for row in outcome.rows]
    shape = {"sight": sight(person), "funnel": funnel}
    statement, given = kept(_counts, period.since, period.until, handed_in, **shape)
    return dict(db.session.execute(statement, given | reads(person)).one()._mapping)


def _counts(since: Any, until: Any, handed_in: Any, *, sight: Sight, funnel: bool) -> Select[Any]:
    demo_tied = or_(goals.is_tied("demo", Demo.id), goals.is_tied("hackathon", Demo.hackathon_id))
    here = select(func.count()).select_from(Resource).where(Resource.binned_at.is_(None))
    tied = select(Tie.ref_id).where(Tie.ref_kind == "resource")
    found = {
        "programs": _ran(since, until, sight),
        "programs_tied": _ran(since, until, sight).where(_serves(BARE.id)),
        "demos_tied": select(func.count(Demo.id)).where(among(Demo.id, handed_in), demo_tied),
        "resources_tied": here.where(Resource.id.in_(tied)),
        "resources": here,
    }
    columns = [each.scalar_subquery().label(name) for name, each in found.items()]
    return select(*queries.funnel(since, until).subquery().c, *columns) if funnel else select(*columns)


def _ran(since: Any, until: Any, sight: Sight) -> Select[int]:
    """How many programs there were: from an index alone, as long as they are open to everybody."""
    ran = BARE.starts_at < until, BARE.ends_at >= since, BARE.state == ProgramState.PUBLISHED
    count = select(func.count()).select_from(Program.__table__)
    return count.where(*ran, visible(READER, sight, BARE))


def sides(outcome: Outcome, counted: Mapping[str, int]) -> list[Side]:
    """Return programs, demos and resources, as far as there are any."""
    programs, resources = counted["programs"], counted["resources"]
    ran = "Of all that you may open, those that ran then."
    handed_in = "Of these units, handed in at hackathons that ended."
    today = "Of the whole library, as it is today."
    found = [
        Side("Programs", "programs that you may open", ran, counted["programs_tied"], programs),
        Side("Demos", "demos of these units", handed_in, counted["demos_tied"], len(outcome.rows)),
        Side("Resources", "resources of the library", today, counted["resources_tied"], resources),
    ]
    return [side for side in found if side.of]


def hours_in(found: Report) -> list[Side]:
    """Return the hours that people said, as far as that may be said at all; none that was not said before."""
    told = found.told[HOURS]
    if not told.numbers or not told.part or found.as_is:
        return []
    parts = row_queries.tied_parts(found.unit.id, HOURS, found.period, _serves(Program.id))
    note = "At least, as check-ins say. Those of cohorts too small to name count as serving none."
    tied = sum(numbers[0] for numbers in parts)
    return [Side("Hours in", "of learning", note, tied, told.part, is_hours=True)]


def _serves(program_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether a program serves a goal: by itself, or as a cohort of a course that does."""
    itself = select(Tie.ref_id).where(Tie.ref_kind.in_(sorted(Program.__mapper__.polymorphic_map)))
    tied = select(Tie.ref_id).where(Tie.ref_kind == "course")
    courses = select(CourseVersion.id).where(CourseVersion.course_id.in_(tied))
    cohorts = Cohort.__table__.c
    return program_id.in_(union(itself, select(cohorts.id).where(cohorts.outline_id.in_(courses))))
