"""What signing up brings: notifications say it; `app.py` connects them."""

from collections.abc import Callable
from datetime import datetime

from learnhub.programs.models import Program
from learnhub.programs.queries import Standing

Provider = Callable[[Program, Standing, datetime], str]
_providers: list[Provider] = []


def connect(provider: Provider) -> None:
    """Replace what is connected; `app.py` calls it once."""
    _providers[:] = [provider]


def promise(program: Program, standing: Standing, now: datetime) -> str:
    """Return a sentence on how many messages follow, empty for who signed up already."""
    return next((provider(program, standing, now) for provider in _providers), "")
