"""What the pages of admins give the others."""

from learnhub.admin import health_views, views
from learnhub.core.features import Feature

FEATURE = Feature("admin", blueprints=(health_views.bp, views.bp))
