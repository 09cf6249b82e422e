"""What calendars give the others."""

from learnhub.calendars import subscribers, views
from learnhub.core.features import Feature

FEATURE = Feature("calendars", blueprints=(views.bp,), subscriptions=(subscribers.SUBSCRIPTIONS,))
