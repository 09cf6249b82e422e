"""Cards of talks and requests, for whoever names one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Card
from learnhub.people.models import Kind, Person
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.queries import visible_to
from learnhub.talks.models import TopicRequest


def cards(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of those talks that the person may see."""
    rows = db.session.execute(
        select(
            Program.id, Program.key, Program.title, Program.state, Program.starts_at, Program.ends_at
        ).where(Program.id.in_(ids), Program.kind == "talk", visible_to(person))
    )
    now = clock.now()
    return {
        id_: Card(title, f"/talks/{key}", _state(state, starts_at, ends_at, now), starts_at)
        for id_, key, title, state, starts_at, ends_at in rows
    }


def requests(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of these requests; none for guests."""
    if person.kind is Kind.GUEST:
        return {}
    rows = db.session.execute(
        select(
            TopicRequest.id, TopicRequest.key, TopicRequest.title, TopicRequest.state, TopicRequest.created_at
        ).where(TopicRequest.id.in_(ids))
    )
    return {
        id_: Card(title, f"/talks/requests?state={state.value}#r-{key}", state.value.capitalize(), created_at)
        for id_, key, title, state, created_at in rows
    }


def _state(state: ProgramState, starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """Say in a word where it stands: what its hosts decided, else what the clock says."""
    if state is not ProgramState.PUBLISHED:
        return state.value.capitalize()
    if now < starts_at:
        return "To come"
    return "Running" if now < ends_at else "Given"
