"""A letter that passed the gate, in the hands of who is about to send it."""

from dataclasses import dataclass

from learnhub.notifications.sending.attempts import Outgoing
from learnhub.notifications.sending.channels.email import Letter
from learnhub.notifications.sending.mailings import Mailing


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be handed to the server, and the row that says so, held by `token`."""

    model: Outgoing
    id: int
    token: str
    attempts: int  # before this one
    mail: Mailing
    letter: Letter
    is_proven: bool  # the address: it took mail before
    rows: tuple[int, ...] = ()  # a digest's reminders

    @property
    def calendar(self) -> str:
        """What it tells calendars."""
        return self.letter.invitation.method if self.letter.invitation else ""
