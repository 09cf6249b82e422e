"""Pages about demos: writing one, the gallery, the host view."""

from learnhub.demos.views import following, gallery, hosting, writing
from learnhub.demos.views.blueprint import bp

__all__ = ["bp", "following", "gallery", "hosting", "writing"]
