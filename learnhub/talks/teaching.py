"""Topics as what is planned for a skill that a goal needs."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, or_, select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Stage
from learnhub.core.statements import kept
from learnhub.goals.teaching import Plan
from learnhub.people.models import Kind, Person
from learnhub.programs import kinds, sights
from learnhub.programs.models import ProgramState
from learnhub.programs.sights import Sight
from learnhub.talks.models import RequestState, Talk, TopicRequest

MOST = 60  # topics over all the skills of a goal


def plans(person: Person, skills: Collection[int]) -> Mapping[int, Sequence[Plan]]:
    """Return open topics that need each skill, and talks that came of such: one SELECT. Guests see none."""
    if person.kind is Kind.GUEST:
        return {}
    found: dict[int, list[Plan]] = {}
    rows = db.session.execute(*kept(_topics, sorted(skills), person.id, sight=sights.sight(person)))
    now = clock.now()
    for skill_id, key, title, state, taken, talk, named, at, ends in rows:
        if skill_id is None:
            continue
        if talk is not None and at is not None:
            stage = kinds.stage("talk", ProgramState.PUBLISHED, at, ends, now)
            said = "Talk, given" if stage is Stage.DONE else "Talk"
            found.setdefault(skill_id, []).append(Plan(named or title, f"/talks/{talk}", said, at))
        elif state is RequestState.OPEN:
            said = "Asked for, and somebody gives it" if taken else "Asked for, and wants a speaker"
            found.setdefault(skill_id, []).append(Plan(title, f"/talks/requests#r-{key}", said))
    return found


def _topics(
    skills: Sequence[int], reader: int, *, sight: Sight
) -> Select[int | None, str, str, RequestState, int | None, str, str, datetime, datetime]:
    came = and_(Talk.request_id == TopicRequest.id, Talk.state == ProgramState.PUBLISHED)
    return (
        select(
            TopicRequest.skill_id,
            TopicRequest.key,
            TopicRequest.title,
            TopicRequest.state,
            TopicRequest.speaker_id,
            Talk.key,
            Talk.title,
            Talk.starts_at,
            Talk.ends_at,
        )
        .outerjoin(Talk, came)
        .where(TopicRequest.skill_id.in_(skills), TopicRequest.state != RequestState.CLOSED)
        .where(or_(Talk.id.is_(None), sights.visible(reader, sight)))
        .order_by(TopicRequest.id.desc())
        .limit(MOST)
    )
