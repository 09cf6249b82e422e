"""Who was there: where any arrival was noted, those who arrived; where none was, everyone who had a place."""

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from learnhub.core.db import db
from learnhub.programs.models import Program, SignUp, SignUpState


def was_there(program_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The rule, as a condition on the sign-ups of a program, or of each (`SignUp.program_id`)."""
    had_place = SignUp.state == SignUpState.IN
    return or_(SignUp.arrived_at.is_not(None), had_place & ~_noted(program_id))


def is_noted(program: Program) -> bool:
    """Whether any arrival was noted, so that those alone count who came."""
    return db.session.scalar(select(_noted(program.id))) or False


def _noted(program_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    table = SignUp.__table__.alias("noted")
    return exists().where(table.c.program_id == program_id, table.c.arrived_at.is_not(None))
