"""Pages under /hackathons: by whom they are for."""

from learnhub.hackathons.views import hosting, making, taking_part
from learnhub.hackathons.views.blueprint import bp

__all__ = ["bp", "hosting", "making", "taking_part"]
