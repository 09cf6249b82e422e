"""When a part of a hackathon is, where its host does not say: judges come with judging, and move with it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.hackathons.windows import Span
from learnhub.programs.asked_models import JUDGES, SPONSOR, Part
from learnhub.programs.kinds import AT_START, Slot


def usual(hackathon: Hackathon, name: str) -> Slot:
    """Return when somebody with a part of that name is needed: in its window, else at the start."""
    kind = _window_of(name)
    window = hackathon.window(kind) if kind else None
    if window is None:
        return AT_START
    span = Span(window.kind, window.opens_wall, window.closes_wall)
    return Slot(_minutes(span.opens - hackathon.starts_wall), _length(span))


def follow(hackathon: Hackathon, pairs: Sequence[tuple[Span, Span]], began: datetime) -> None:
    """Let parts that lay in their window, as it was, lie in it as it is now; what lies elsewhere stays.

    `began`: when the hackathon started before the move, from which on parts count.
    """
    spans = {old.kind: (old, new) for old, new in pairs}
    for part in db.session.scalars(select(Part).where(Part.program_id == hackathon.id)):
        kind, at = _window_of(part.name), part.starts_wall(began)
        if kind not in spans:
            continue
        old, new = spans[kind]
        if old.opens <= at < max(old.closes, old.opens + timedelta(minutes=1)):
            part.after = _minutes(at - old.opens + new.opens - hackathon.starts_wall)
            part.minutes = _length(new) if part.minutes == _length(old) else part.minutes


def _window_of(name: str) -> WindowKind | None:
    word = name.strip().casefold()
    if word in JUDGES:
        return WindowKind.JUDGING
    return WindowKind.RESULTS if SPONSOR in word else None  # who says what is carried on


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def _length(span: Span) -> int | None:
    return _minutes(span.closes - span.opens) or None
