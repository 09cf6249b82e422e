"""What the pages on one's own data give the others."""

from learnhub.core.features import Feature
from learnhub.mine import views

FEATURE = Feature("mine", blueprints=(views.bp,))
