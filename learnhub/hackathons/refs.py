"""Cards of hackathons, for whoever names one."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.refs import Card
from learnhub.people.models import Person
from learnhub.programs.models import Program
from learnhub.programs.queries import visible_to


def cards(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of those hackathons that the person may see."""
    rows = db.session.execute(
        select(Program.id, Program.key, Program.title, Program.state, Program.starts_at).where(
            Program.id.in_(ids), Program.kind == "hackathon", visible_to(person)
        )
    )
    return {
        id_: Card(title, f"/hackathons/{key}", state.value, starts_at)
        for id_, key, title, state, starts_at in rows
    }
