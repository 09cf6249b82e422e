"""Cards of programs, of whatever kind: they share their ids, so one SELECT serves all kinds."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Card
from learnhub.core.statements import kept
from learnhub.people.models import Person
from learnhub.programs import kinds, sights
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.sights import Sight


def cards(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of those programs that the person may see."""
    rows = db.session.execute(*kept(_these, ids, person.id, sight=sights.sight(person)))
    now = clock.now()
    return {
        id_: Card(
            title,
            f"/{kind}s/{key}",
            _state(kind, state, starts_at, ends_at, now),
            starts_at,
            kinds.stage(kind, state, starts_at, ends_at, now),
        )
        for id_, kind, key, title, state, starts_at, ends_at in rows
    }


def _these(
    ids: Sequence[int], reader: int, *, sight: Sight
) -> Select[int, str, str, str, ProgramState, datetime, datetime]:
    """Each id by itself: of a list PostgreSQL expects ten, and plans anew each time that there are few."""
    columns = (Program.id, Program.kind, Program.key, Program.title)
    wanted = select(*columns, Program.state, Program.starts_at, Program.ends_at)
    return wanted.where(Program.id.in_(ids), sights.visible(reader, sight))


def _state(kind: str, state: ProgramState, starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """Say in a word where it stands: what its hosts decided, else what the clock says."""
    if state is not ProgramState.PUBLISHED:
        return state.value.capitalize()
    if now < starts_at:
        return "To come"
    return "Running" if now < ends_at else kinds.over(kind)
