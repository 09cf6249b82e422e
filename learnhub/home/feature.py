"""What Home gives the others."""

from learnhub.core.features import Feature
from learnhub.home import views

FEATURE = Feature("home", blueprints=(views.bp,))
