"""Pages about commitments."""

from learnhub.commitments.views import keeping, making, partnering
from learnhub.commitments.views.blueprint import bp

__all__ = ["bp", "keeping", "making", "partnering"]
