"""What imports give the others: their pages. What can be brought in, the packages above give."""

from learnhub.core.features import Feature
from learnhub.imports import views

FEATURE = Feature("imports", blueprints=(views.bp,))
