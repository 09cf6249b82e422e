"""Cards of hackathons, for whoever names one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Card, Ref
from learnhub.people.models import Person
from learnhub.programs.audiences import audience
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.queries import visible_to
from learnhub.search.documents import Document


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


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give hackathons to be found: once they are published by everyone, before that by their hosts."""
    columns = (Program.id, Program.title, Program.summary, Program.story, Program.published_at)
    wanted = select(*columns, Program.created_at).where(Program.kind == "hackathon")
    if ids is not None:
        wanted = wanted.where(Program.id.in_(ids))
    for id_, title, summary, story, published_at, created_at in db.session.execute(wanted):
        yield Document(
            Ref("hackathon", id_),
            title=title,
            body="\n\n".join(part for part in (summary, story) if part),
            audience=audience(id_, published_at),
            updated_at=published_at or created_at,
        )


def _state(state: ProgramState, starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """Say in a word where it stands: what its hosts decided, else what the clock says."""
    if state is not ProgramState.PUBLISHED:
        return state.value.capitalize()
    if now < starts_at:
        return "To come"
    return "Running" if now < ends_at else "Over"
