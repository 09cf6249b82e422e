"""Pages under /talks: by whom they are for."""

from learnhub.talks.views import arriving, asking, hosting, making, questions, showing, taking_part
from learnhub.talks.views.blueprint import bp
from learnhub.talks.views.kind import TALK

__all__ = ["TALK", "arriving", "asking", "bp", "hosting", "making", "questions", "showing", "taking_part"]
