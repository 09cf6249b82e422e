"""What facts mean for calendars: a program changed, or went, or somebody does something else in it."""

from learnhub.calendars import services
from learnhub.calendars.events import PlaceChanged
from learnhub.core import events
from learnhub.core.events import Subscriptions
from learnhub.programs.events import (
    GavePartBack,
    HostAdded,
    ProgramCancelled,
    ProgramChanged,
    ProgramMoved,
    ProgramPublished,
    ProgramTakenBack,
    RoleEnded,
    SeriesRoleEnded,
    SpeakerAdded,
    TookPart,
)


def published(fact: ProgramPublished) -> None:
    services.note(fact.program_id, first=True)


def changed(fact: ProgramChanged) -> None:
    """Its dates did not change, so what calendars must follow is its place."""
    sequence = services.note(fact.program_id)
    if sequence is not None:
        events.publish(PlaceChanged(fact.program_id, sequence, fact.by_id, fact.alone))


def moved(fact: ProgramMoved | ProgramCancelled) -> None:
    services.note(fact.program_id)


def role_changed(fact: HostAdded | SpeakerAdded | TookPart | GavePartBack | RoleEnded) -> None:
    services.note_role(fact.program_id, fact.person_id)


def series_role_ended(fact: SeriesRoleEnded) -> None:
    for program_id in fact.program_ids:
        services.note_role(program_id, fact.person_id)


def taken_back(fact: ProgramTakenBack) -> None:
    services.forget(fact.program_id)


SUBSCRIPTIONS: Subscriptions = {
    ProgramPublished: [published],
    ProgramChanged: [changed],
    ProgramMoved: [moved],
    ProgramCancelled: [moved],
    ProgramTakenBack: [taken_back],
    HostAdded: [role_changed],
    SpeakerAdded: [role_changed],
    TookPart: [role_changed],
    GavePartBack: [role_changed],
    RoleEnded: [role_changed],
    SeriesRoleEnded: [series_role_ended],
}
