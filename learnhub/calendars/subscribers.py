"""What facts mean for calendars: a program changed, or went."""

from learnhub.calendars import services
from learnhub.calendars.events import PlaceChanged
from learnhub.core import events
from learnhub.core.events import Subscriptions
from learnhub.programs.events import (
    ProgramCancelled,
    ProgramChanged,
    ProgramMoved,
    ProgramPublished,
    ProgramTakenBack,
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


def taken_back(fact: ProgramTakenBack) -> None:
    services.forget(fact.program_id)


SUBSCRIPTIONS: Subscriptions = {
    ProgramPublished: [published],
    ProgramChanged: [changed],
    ProgramMoved: [moved],
    ProgramCancelled: [moved],
    ProgramTakenBack: [taken_back],
}
