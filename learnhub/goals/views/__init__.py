"""Pages under /goals and /ties."""

from learnhub.goals.views import changing, measuring, reading, tying, updating
from learnhub.goals.views.blueprint import bp

__all__ = ["bp", "changing", "measuring", "reading", "tying", "updating"]
