"""What messages of hosts say: their subject and their text, as they wrote it."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.text import one_line
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.tales import Said, Told
from learnhub.programs.announcement_models import Announcement


def read(rows: Iterable[Reminder]) -> dict[int, tuple[str, str]]:
    """Return what these messages tell of, by the announcement's id: its subject and its text."""
    ids = {row.subject_id for row in rows if row.kind == "announced"}
    wanted = select(Announcement.id, Announcement.title, Announcement.text).where(Announcement.id.in_(ids))
    found = db.session.execute(wanted).all() if ids else []
    return {id_: (title, text) for id_, title, text in found}


def _announced(told: Told) -> Said:
    title, text = told.about.announced.get(told.row.subject_id, ("News", ""))
    return f"{one_line(title)}: {told.title}", f"{told.who} writes: {text}", "Open its page", told.path


WORDS: dict[str, Callable[[Told], Said]] = {"announced": _announced}
