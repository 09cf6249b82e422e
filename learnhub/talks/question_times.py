"""A talk as something to ask about: from two hours before it begins until the end of its local day."""

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
    """Return where and when questions on a talk are asked: like its arrival code."""
    opens, closes = arrivals.span(talk)
    is_on = talk.state is ProgramState.PUBLISHED
    return Floor(Ref("talk", talk.id), opens, closes, is_on=is_on, leads=leads)
