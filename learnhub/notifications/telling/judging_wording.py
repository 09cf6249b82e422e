"""What messages about judging say: subject, lead, button, path. Pure."""

from collections.abc import Callable

from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.notifications.telling.wording_context import Said, Told


def _starts(told: Told) -> Said:
    window = told.program.window(WindowKind.JUDGING) if isinstance(told.program, Hackathon) else None
    until = f" Judging is open until {told.at(window.closes_at)}." if window else ""
    lead = f"You took the part of a judge.{until} Cannot come? Give the part back on its page."
    return f"Judging begins {told.due}: {told.title}", lead, "Open the program", told.path


WORDS: dict[str, Callable[[Told], Said]] = {"judging_starts": _starts}
