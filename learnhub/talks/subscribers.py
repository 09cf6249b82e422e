"""What a talk means elsewhere: to who asked for it, for acts of hosts and speakers, for the goals."""

from sqlalchemy import select

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref
from learnhub.discussions import questions
from learnhub.discussions.models import Question
from learnhub.goals import services as goals
from learnhub.goals.events import PeriodMoved, Tied
from learnhub.library.events import ResourceRemoved, ResourcesMerged
from learnhub.people.models import Person
from learnhub.programs import parts, speakers
from learnhub.programs import queries as programs
from learnhub.programs.asked_models import Part
from learnhub.programs.events import (
    GavePartBack,
    OpennessChanged,
    ProgramMoved,
    ProgramPublished,
    ProgramTakenBack,
    TookPart,
)
from learnhub.search import services as search
from learnhub.talks import materials, question_times, requests
from learnhub.talks.events import TalkGiven
from learnhub.talks.models import Talk


def on_given(fact: TalkGiven) -> None:
    """Who hosted, who spoke and who took a part made it happen, and the goals get their evidence."""
    talk = db.session.get_one(Talk, fact.talk_id)
    ref = Ref("talk", talk.id)
    spoke = {each.person_id for each in speakers.speakers_of(talk) if each.person_id is not None}
    hosted = {person.id for person in programs.hosts_of(talk)} - spoke  # one act each, by what they did most
    activity.record(ActKind.SPOKE, ref, spoke, at=talk.ends_at)
    activity.record(ActKind.HOSTED, ref, hosted, at=talk.ends_at)
    activity.record(ActKind.TOOK_PART, ref, parts.taker_ids(talk), at=talk.ends_at)
    goals.add_evidence(ref, came_of=ref, at=talk.ends_at)


def on_tied(fact: Tied) -> None:
    """What is tied afterwards gets its evidence too, and its slides and recording."""
    talk = db.session.get(Talk, fact.ref_id) if fact.ref_kind == "talk" else None
    if talk is not None:
        _prove(talk)
        materials.serve_its_goals(talk.created_by, talk)


def on_period_moved(fact: PeriodMoved) -> None:
    talk = db.session.get(Talk, fact.ref_id) if fact.ref_kind == "talk" else None
    if talk is not None:
        _prove(talk)


def _prove(talk: Talk) -> None:
    """What was given is evidence for the goals that it serves."""
    if talk.given_at is not None:
        ref = Ref("talk", talk.id)
        goals.add_evidence(ref, came_of=ref, at=talk.ends_at)


def on_openness(fact: OpennessChanged) -> None:
    """Its questions are found by who may see it."""
    asked = select(Question.id).where(Question.ref_kind == "talk", Question.ref_id == fact.program_id)
    search.changed(*(Ref("question", id_) for id_ in db.session.scalars(asked)))


def on_moved(fact: ProgramMoved) -> None:
    """What is asked about it is asked until another day."""
    talk = db.session.get(Talk, fact.program_id)
    if talk is not None:
        questions.extend(Ref("talk", talk.id), question_times.floor(talk, leads=False).closes_at)


def on_published(fact: ProgramPublished) -> None:
    """Those who voted for what it answers hear first."""
    talk = db.session.get(Talk, fact.program_id)
    if talk is not None and talk.request is not None:
        requests.schedule(talk.request, talk, by_id=fact.by_id)


def on_took_part(fact: TookPart) -> None:
    """Who takes the part of a speaker speaks at the talk."""
    talk, part = db.session.get(Talk, fact.program_id), db.session.get_one(Part, fact.part_id)
    if talk is not None and part.is_speaker:
        speakers.come(talk, db.session.get_one(Person, fact.person_id))


def on_gave_part_back(fact: GavePartBack) -> None:
    """And does not any more, unless the talk was given."""
    talk, part = db.session.get(Talk, fact.program_id), db.session.get_one(Part, fact.part_id)
    if talk is not None and part.is_speaker and talk.given_at is None:
        speakers.go(talk, db.session.get_one(Person, fact.person_id))


def on_merged(fact: ResourcesMerged) -> None:
    materials.follow(fact.kept_id, fact.gone_id)


def on_removed(fact: ResourceRemoved) -> None:
    materials.forget(fact.resource_id)


def on_taken_back(fact: ProgramTakenBack) -> None:
    """An import is undone: what was asked goes with it."""
    questions.forget(Ref("talk", fact.program_id))


SUBSCRIPTIONS: Subscriptions = {
    TalkGiven: [on_given],
    Tied: [on_tied],
    PeriodMoved: [on_period_moved],
    ProgramMoved: [on_moved],
    ProgramPublished: [on_published],
    OpennessChanged: [on_openness],
    TookPart: [on_took_part],
    GavePartBack: [on_gave_part_back],
    ResourcesMerged: [on_merged],
    ResourceRemoved: [on_removed],
    ProgramTakenBack: [on_taken_back],
}
