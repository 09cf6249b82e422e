"""What becomes of a talk's questions."""

from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref
from learnhub.discussions import questions
from learnhub.programs.events import ProgramTakenBack


def on_taken_back(fact: ProgramTakenBack) -> None:
    """An import is undone: what was asked goes with it."""
    questions.forget(Ref("talk", fact.program_id))


SUBSCRIPTIONS: Subscriptions = {ProgramTakenBack: [on_taken_back]}
