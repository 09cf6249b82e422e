"""What files give the others: the route by which what was uploaded is served."""

from learnhub.core.features import Feature
from learnhub.files import views

FEATURE = Feature("files", blueprints=(views.bp,))
