"""Every SELECT of the rows that figures are made of: programs and things; never a person."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select

from learnhub.core.db import db
from learnhub.core.refs import Card, Ref
from learnhub.dashboards.models import FigurePart
from learnhub.dashboards.periods import Period
from learnhub.dashboards.queries import Numbers
from learnhub.people.models import Person
from learnhub.programs.models import Program
from learnhub.programs.sights import visible_to


def parts(unit_id: int, metric: str, period: Period) -> dict[Ref | None, Numbers]:
    """Return the rows that a figure is made of; None stands for the others together."""
    rows = db.session.execute(
        select(FigurePart.ref_kind, FigurePart.ref_id, FigurePart.numbers).where(
            FigurePart.unit_id == unit_id,
            FigurePart.metric == metric,
            FigurePart.starts == period.starts,
            FigurePart.ends == period.ends,
        )
    )
    return {Ref(kind, id_) if kind else None: numbers for kind, id_, numbers in rows}


def of_things(unit_id: int, metrics: Collection[str], period: Period) -> dict[Ref, dict[str, Numbers]]:
    """Return what is said of single things: thing → metric → numbers."""
    wanted = [FigurePart.unit_id == unit_id, FigurePart.metric.in_(metrics), FigurePart.ref_kind.is_not(None)]
    found: dict[Ref, dict[str, Numbers]] = {}
    for kind, id_, metric, numbers in db.session.execute(
        select(FigurePart.ref_kind, FigurePart.ref_id, FigurePart.metric, FigurePart.numbers).where(
            *wanted, FigurePart.starts == period.starts, FigurePart.ends == period.ends
        )
    ):
        if kind and id_ is not None:
            found.setdefault(Ref(kind, id_), {})[metric] = numbers
    return found


def of_programs(
    person: Person, unit_id: int, metrics: Collection[str], period: Period
) -> dict[Ref, tuple[Card, dict[str, Numbers]]]:
    """Return the same of single programs that the person may open, each with its card."""
    part = FigurePart
    found: dict[Ref, tuple[Card, dict[str, Numbers]]] = {}
    of = Program.kind, Program.id, Program.key, Program.title, Program.starts_at
    for kind, id_, key, title, at, metric, numbers in db.session.execute(
        select(*of, part.metric, part.numbers)
        .join(part, (part.ref_id == Program.id) & (part.ref_kind == Program.kind))
        .where(part.unit_id == unit_id, part.metric.in_(metrics), visible_to(person))
        .where(part.starts == period.starts, part.ends == period.ends)
    ):
        _, told = found.setdefault(Ref(kind, id_), (Card(title, f"/{kind}s/{key}", when=at), {}))
        told[metric] = numbers
    return found


def of_cohorts(unit_id: int, metrics: Collection[str], period: Period) -> dict[int, dict[str, Numbers]]:
    """Return what is said of single cohorts: cohort → metric → numbers."""
    rows = of_things(unit_id, metrics, period)
    return {ref.id: told for ref, told in rows.items() if ref.kind == "cohort"}


def tied_parts(unit_id: int, metric: str, period: Period, serves: ColumnElement[bool]) -> Sequence[Numbers]:
    """Return the rows of a figure that are cohorts, and serve a goal, which `serves` asks of a program."""
    wanted = [FigurePart.unit_id == unit_id, FigurePart.metric == metric, FigurePart.ref_kind == "cohort"]
    return db.session.scalars(
        select(FigurePart.numbers)
        .join(Program, Program.id == FigurePart.ref_id)
        .where(*wanted, FigurePart.starts == period.starts, FigurePart.ends == period.ends, serves)
    ).all()
