"""What messages of hosts say: their subject and their text, as they wrote it."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.text import one_line
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.wording_context import Said, Told, Written
from learnhub.programs.announcement_models import Announcement
from learnhub.programs.announcements import NO_HOST, NO_PART


def read(rows: Iterable[Reminder]) -> dict[int, Written]:
    """Return what these messages tell of, by the announcement's id."""
    ids = {row.subject_id for row in rows if row.subject_kind == "announcement"}
    columns = Announcement.title, Announcement.text, Announcement.stopped_because
    found = (
        db.session.execute(select(Announcement.id, *columns).where(Announcement.id.in_(ids))) if ids else ()
    )
    return {id_: Written(*said) for id_, *said in found}


def _announced(told: Told) -> Said:
    said = told.about.announced.get(told.row.subject_id, GONE)
    return (
        f"{one_line(said.title)}: {told.title}",
        f"{told.who} writes: {said.text}",
        "Open its page",
        told.path,
    )


def _dropped(told: Told) -> Said:
    said = told.about.announced.get(told.row.subject_id, GONE)
    lead = f"{WHY.get(said.stopped_because, 'It was called off first')}, so nobody heard of it."
    button, path = "Open its page", told.path
    if said.stopped_because == NO_PART:
        button, path = "Choose another part", f"/programs/{told.program.key}/announcements"
    return f"Did not go: {one_line(said.title)}, {told.title}", lead, button, path


GONE = Written("News", "", "")
WHY = {NO_HOST: "You host it no more", NO_PART: "The part that you wrote to is no longer there"}
WORDS: dict[str, Callable[[Told], Said]] = {"announced": _announced, "announcement_dropped": _dropped}
