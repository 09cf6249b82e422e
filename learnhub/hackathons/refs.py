"""Cards of hackathons, for whoever names one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Card
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.queries import visible_to


def cards(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of those hackathons that the person may see."""
    rows = db.session.execute(
        select(
            Program.id, Program.key, Program.title, Program.state, Program.starts_at, Program.ends_at
        ).where(Program.id.in_(ids), Program.kind == "hackathon", visible_to(person))
    )
    now = clock.now()
    return {
        id_: Card(title, f"/hackathons/{key}", _state(state, starts_at, ends_at, now), starts_at)
        for id_, key, title, state, starts_at, ends_at in rows
    }


def _state(state: ProgramState, starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """Say in a word where it stands: what its hosts decided, else what the clock says."""
    if state is not ProgramState.PUBLISHED:
        return state.value.capitalize()
    if now < starts_at:
        return "To come"
    return "Running" if now < ends_at else "Over"
