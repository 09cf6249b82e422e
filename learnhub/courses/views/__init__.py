"""Pages under /courses: the catalogue, the outlines, and what comes in."""

from learnhub.courses.views import bringing, catalogue, outlines

BLUEPRINTS = (catalogue.bp, outlines.bp, bringing.bp)
