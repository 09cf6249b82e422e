"""The pages of calendars, and the files that calendar programs read."""

from learnhub.calendars.views import reading, subscribing
from learnhub.calendars.views.blueprint import bp as bp

__all__ = ["bp", "reading", "subscribing"]
