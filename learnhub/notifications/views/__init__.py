"""The pages of messages, by whom they are for."""

from learnhub.notifications.views import board, inbox, messages, ruling
from learnhub.notifications.views.blueprint import bp

__all__ = ["board", "bp", "inbox", "messages", "ruling"]
