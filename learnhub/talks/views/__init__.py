"""Pages under /talks: by whom they are for."""

from learnhub.talks.views import arriving, asking, exchange, hosting, making, questions, showing, taking_part
from learnhub.talks.views.blueprint import bp
from learnhub.talks.views.kind import TALK

__all__ = [
    "BLUEPRINTS",
    "TALK",
    "arriving",
    "asking",
    "hosting",
    "making",
    "questions",
    "showing",
    "taking_part",
]
BLUEPRINTS = (bp, exchange.bp)
