"""The pages of messages, by whom they are for."""

from learnhub.notifications.views import messages, ruling
from learnhub.notifications.views.blueprint import bp

__all__ = ["bp", "messages", "ruling"]
