"""A talk as something to ask about: from when it is published until the end of its local day."""

from datetime import datetime

from learnhub.core.refs import Ref
from learnhub.discussions.questions import Floor
from learnhub.people.models import Person
from learnhub.programs import arrivals
from learnhub.programs.models import ProgramState
from learnhub.programs.queries import Standing
from learnhub.talks import queries
from learnhub.talks.models import Talk


def find(person: Person, key: str) -> tuple[Talk, Standing, Floor]:
    """Return the talk, what the person is to it, and its floor: hosts, speakers and admins lead.

    Raises NotFound for what they may not know of.
    """
    talk, standing = queries.find(person, key)
    return talk, standing, floor(talk, leads=standing.runs_it or standing.is_speaker)


def floor(talk: Talk, *, leads: bool) -> Floor:
    """Return where and until when questions on a talk are asked: as long as its arrival code works.

    They are asked ahead, too: what comes in before is what its speakers can still prepare.
    """
    is_on = talk.state is ProgramState.PUBLISHED
    return Floor(Ref("talk", talk.id), arrivals.span(talk)[1], is_on=is_on, leads=leads)


def is_live(talk: Talk, now: datetime) -> bool:
    """Whether people come to it, or sit in it: what they ask is looked at every few seconds."""
    opens, closes = arrivals.span(talk)
    return talk.state is ProgramState.PUBLISHED and opens <= now < closes
