"""What facts mean for calendars: a program changed, or went."""

from learnhub.calendars import services
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


def changed(fact: ProgramChanged | ProgramMoved | ProgramCancelled) -> None:
    services.note(fact.program_id)


def taken_back(fact: ProgramTakenBack) -> None:
    services.forget(fact.program_id)


SUBSCRIPTIONS: Subscriptions = {
    ProgramPublished: [published],
    ProgramChanged: [changed],
    ProgramMoved: [changed],
    ProgramCancelled: [changed],
    ProgramTakenBack: [taken_back],
}
