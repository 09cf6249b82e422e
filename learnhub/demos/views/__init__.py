"""Pages about demos: writing one, the gallery, the host view."""

from learnhub.demos.views import gallery, hosting, writing
from learnhub.demos.views.blueprint import bp

__all__ = ["bp", "gallery", "hosting", "writing"]
