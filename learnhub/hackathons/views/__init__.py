"""Pages under /hackathons: by whom they are for."""

from learnhub.hackathons.views import hosting, making, taking_part
from learnhub.hackathons.views.blueprint import bp
from learnhub.hackathons.views.kind import HACKATHON

__all__ = ["HACKATHON", "bp", "hosting", "making", "taking_part"]
