"""When a demo is to be found otherwise: by its text, or by who may see it."""

from sqlalchemy import ColumnElement, select

from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref
from learnhub.demos.events import (
    DemoReopened,
    DemoSaved,
    DemosImported,
    DemoSubmitted,
    GalleryReleased,
    SnapshotsTaken,
)
from learnhub.demos.models import Demo
from learnhub.programs.events import (
    OpennessChanged,
    ProgramCancelled,
    ProgramMoved,
    ProgramPublished,
    ProgramTakenBack,
)
from learnhub.search import services as search
from learnhub.teams.events import TeamLeft, TeamRenamed


def on_demo(fact: DemoSaved | DemoSubmitted | DemoReopened) -> None:
    """It says something else, or is seen by others."""
    search.changed(Ref("demo", fact.demo_id))


def on_team(fact: TeamRenamed | TeamLeft) -> None:
    """A demo is found by its team's name, and not at all once the last has left."""
    _changed(Demo.team_id == fact.team_id)


def on_gallery(fact: GalleryReleased | SnapshotsTaken | DemosImported) -> None:
    """Others see them from another moment on."""
    _changed(Demo.hackathon_id == fact.hackathon_id)


def on_program(fact: ProgramMoved | ProgramCancelled | ProgramPublished | OpennessChanged) -> None:
    """When others see the demos, and who, hangs on the hackathon."""
    _changed(Demo.hackathon_id == fact.program_id)


def on_taken_back(fact: ProgramTakenBack) -> None:
    """The hackathon is about to be deleted."""
    search.gone(Ref("hackathon", fact.program_id))


def _changed(which: ColumnElement[bool]) -> None:
    search.changed(*(Ref("demo", id_) for id_ in db.session.scalars(select(Demo.id).where(which))))


SUBSCRIPTIONS: Subscriptions = {
    DemoSaved: [on_demo],
    DemoSubmitted: [on_demo],
    DemoReopened: [on_demo],
    TeamRenamed: [on_team],
    TeamLeft: [on_team],
    GalleryReleased: [on_gallery],
    SnapshotsTaken: [on_gallery],
    DemosImported: [on_gallery],
    ProgramMoved: [on_program],
    ProgramCancelled: [on_program],
    ProgramPublished: [on_program],
    OpennessChanged: [on_program],
    ProgramTakenBack: [on_taken_back],
}
