"""Who speaks at a program: people, and those without an account."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from learnhub.core import audit, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.people.models import Person
from learnhub.programs import policies, queries, verdicts
from learnhub.programs.events import RoleEnded, SpeakerAdded
from learnhub.programs.models import Program, Speaker
from learnhub.search import services as search


def speakers_of(program: Program) -> Sequence[Speaker]:
    """Return who speaks, in the order in which they were named."""
    return db.session.scalars(*kept(_speakers, program.id)).all()


def _speakers(program_id: int) -> Select[Speaker]:
    speakers = select(Speaker).where(Speaker.program_id == program_id).order_by(Speaker.id)
    return speakers.options(joinedload(Speaker.person))


def speaker(program: Program, key: str) -> Speaker:
    """Return one of its speakers. Raises NotFound."""
    found = db.session.scalar(select(Speaker).where(Speaker.program_id == program.id, Speaker.key == key))
    if found is None:
        raise NotFound
    return found


def add(
    actor: Person, program: Program, person: Person | None = None, *, name: str = "", email: str = ""
) -> Speaker:
    """Name a speaker: a person, or somebody without an account by `name` and, if known, `email`.

    A person twice changes nothing, and is told once. Raises Invalid without a name or for who has left,
    Forbidden unless the actor runs the program.
    """
    standing = queries.standing(actor, program)
    queries.lock(program)
    known = db.session.scalar(select(func.count()).where(Speaker.program_id == program.id)) or 0
    require(policies.may_add_speaker(**verdicts.hosting(program, standing), speakers=known))
    if person is None:
        return _named(actor, program, name, email)
    if not person.is_active:
        raise Invalid(f"{person.name} has left.", "speaker")
    mine = Speaker.program_id == program.id, Speaker.person_id == person.id
    if there := db.session.scalar(select(Speaker).where(*mine)):
        return there
    own = person.id == actor.id
    made = _add(actor, program, Speaker(program_id=program.id, person=person, by_self=own))
    events.publish(SpeakerAdded(program.id, person.id, actor.id))
    return made


def come(program: Program, person: Person) -> None:
    """Name who offered to speak; who speaks already stays. Raises Forbidden where there are ten."""
    there = {each.person_id for each in speakers_of(program)}
    if person.id in there:
        return
    require(policies.may_be_speaker(speakers=len(there)))
    _add(person, program, Speaker(program_id=program.id, person=person, by_self=True))
    events.publish(SpeakerAdded(program.id, person.id, person.id))


def go(program: Program, person: Person) -> None:
    """Take off who offered to speak and does after all not."""
    for each in [each for each in speakers_of(program) if each.person_id == person.id]:
        _remove(person, program, each)


def remove(actor: Person, program: Program, speaker: Speaker) -> None:
    """Take a speaker off. Raises Forbidden unless the actor runs the program."""
    require(verdicts.may_edit(program, queries.standing(actor, program)))
    _remove(actor, program, speaker)


def _remove(actor: Person, program: Program, speaker: Speaker) -> None:
    db.session.delete(speaker)
    db.session.flush()
    before = {"person_id": speaker.person_id}
    audit.record(actor.id, "speaker.removed", Ref(program.kind, program.id), before=before)
    search.changed(Ref(program.kind, program.id))
    if speaker.person_id is not None:
        events.publish(RoleEnded(program.id, speaker.person_id, actor.id))


def _named(actor: Person, program: Program, name: str, email: str) -> Speaker:
    if not name:
        raise Invalid("Write a name.", "speaker")
    return _add(actor, program, Speaker(program_id=program.id, said_name=name, email=email))


def _add(actor: Person, program: Program, speaker: Speaker) -> Speaker:
    db.session.add(speaker)
    db.session.flush()
    after = {"person_id": speaker.person_id}
    audit.record(actor.id, "speaker.added", Ref(program.kind, program.id), after=after)
    search.changed(Ref(program.kind, program.id))
    return speaker
