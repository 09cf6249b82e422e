"""The units and people to whom a program, or a series, is open: what is the same for both."""

from collections.abc import Sequence
from typing import TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.words import count, joined
from learnhub.people.models import Person, Unit
from learnhub.programs.models import Program
from learnhub.programs.openness_models import Opening, SeriesOpening
from learnhub.programs.series_models import Series

EVERYBODY = "It is open to everybody."
Whom = frozenset[tuple[str, int]] | None  # column and id of units and people; None: everybody
Openings = Sequence[Opening] | Sequence[SeriesOpening]
Choice = TypeVar("Choice", Opening, SeriesOpening)


def of_series(series: Series) -> Sequence[SeriesOpening]:
    """Return to whom its dates are open: units, then people, by name; nobody where that is everybody."""
    if not series.is_limited:
        return ()
    named = select(SeriesOpening).where(SeriesOpening.series_id == series.id)
    told = joinedload(SeriesOpening.unit), joinedload(SeriesOpening.person)
    return by_name(db.session.scalars(named.options(*told)).all())


def said(series: Series) -> Whom:
    """Return the same, to compare it and to write it elsewhere; none for everybody."""
    return frozenset(map(whom, of_series(series))) if series.is_limited else None


def by_name(rows: Sequence[Choice]) -> list[Choice]:
    """Return units, then people, by name. Pure."""
    return sorted(rows, key=lambda each: (each.unit is None, _name(each).casefold()))


def whom(opening: Opening | SeriesOpening) -> tuple[str, int]:
    """Return a unit or person as its column and id. Pure."""
    return ("unit_id", opening.unit_id) if opening.unit_id else ("person_id", opening.person_id or 0)


def more(known: Whom, unit: Unit | None, person: Person | None) -> Whom:
    """Return them with a unit or a person. Raises Invalid for neither."""
    if unit is None and person is None:
        raise Invalid("Choose a unit, or write a name.", "unit")
    chosen = {"unit_id": unit, "person_id": person}
    return (known or frozenset()) | {(column, each.id) for column, each in chosen.items() if each}


def fewer(known: Whom, gone: Opening | SeriesOpening) -> Whom:
    """Return them without one. Raises Invalid for the last."""
    left = (known or frozenset()) - {whom(gone)}
    if not left:
        raise Invalid("It would be open to nobody. Add another first, or open it to everybody.", "unit")
    return left


def changed(said: Whom, was: Whom, now: Whom, *, common: Whom) -> Whom:
    """Return to whom what `said` this is open once another changed, maybe to nobody. Pure.

    Who was added there is added, and who was taken away taken away; what is only its own is left to it.
    Where everybody came, or comes, it follows only if it said the same, or what the series had in `common`.
    """
    if was is None:
        return now if said is None else said
    if now is None:
        return None if said in (was, common) else said
    return said if said is None else (said | (now - was)) - (was - now)


def write(model: type[Opening | SeriesOpening], column: str, of: Program | Series, wanted: Whom) -> None:
    """Let the rows of a program or a series be these; those that stay keep their keys."""
    theirs = select(cast(type[Opening], model)).filter_by(**{column: of.id})
    rows = {whom(each): each for each in db.session.scalars(theirs)}
    for gone in rows.keys() - (wanted or ()):
        db.session.delete(rows[gone])
    for name, id_ in sorted((wanted or frozenset()) - rows.keys()):
        db.session.add(model(**{column: of.id, name: id_}))
    of.is_limited = wanted is not None


def told(found: Openings, *, names: bool = False) -> str:
    """Say the same of these. Pure."""
    people = [_name(each) for each in found if each.person]
    units = [f"{_name(each)} (with the units below it)" for each in found if each.unit]
    if people and not names:
        people = [count(len(people), "chosen person")]
    return f"It is open to {joined([*units, *people])}."


def _name(opening: Opening | SeriesOpening) -> str:
    named = opening.unit or opening.person
    return named.name if named else ""
