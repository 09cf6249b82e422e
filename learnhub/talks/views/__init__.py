"""Pages under /talks: by whom they are for."""

from learnhub.talks.views import (
    arriving,
    exchange,
    hosting,
    making,
    materials,
    questions,
    requests,
    taking_part,
)
from learnhub.talks.views.blueprint import bp
from learnhub.talks.views.kind import TALK

__all__ = [
    "BLUEPRINTS",
    "TALK",
    "arriving",
    "hosting",
    "making",
    "materials",
    "questions",
    "requests",
    "taking_part",
]
BLUEPRINTS = (bp, exchange.bp)
