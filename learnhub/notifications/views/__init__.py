"""The pages of messages, by whom they are for."""

from learnhub.notifications.views import board, messages, ruling
from learnhub.notifications.views.blueprint import bp

__all__ = ["board", "bp", "messages", "ruling"]
