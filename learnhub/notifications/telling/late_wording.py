"""What is said of what others have not done, where a cohort agreed on it: to pods and to facilitators."""

from collections.abc import Callable, Collection, Iterable

from sqlalchemy import select

from learnhub.cohorts import escalating
from learnhub.cohorts.models import CohortDate
from learnhub.cohorts.support_models import Escalation
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.core.words import count, counted
from learnhub.courses.models import OutlineItem
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.wording_context import Late, Said, Told

NAMED = 10
GONE = Late([], "/")


def read(rows: Iterable[Reminder], person_id: int | None) -> dict[Ref, Late]:
    """Return what these messages tell of; of a list what is still to be done, as its reader may have it."""
    found = {}
    for row in rows:
        if row.kind == "late_list":
            lines = escalating.listed(person_id or 0, row.subject_id)
            path = f"{lines[0][2].url}/host" if lines else "/"
            told = [
                f"{name}: “{one_line(title)}”, {count((clock.now() - due_at).days, 'day')} late "
                f"({one_line(cohort.title)})"
                for name, title, cohort, due_at in lines
            ]
            found[Ref("late-list", row.subject_id)] = Late(told, path)
    mates = {row.subject_id for row in rows if row.kind == "pod_mate_late"}
    return found | (_mates(mates) if mates else {})


def _mates(ids: Collection[int]) -> dict[Ref, Late]:
    titles = (
        select(Escalation.id, OutlineItem.title)
        .join(CohortDate, CohortDate.id == Escalation.date_id)
        .join(OutlineItem, OutlineItem.id == CohortDate.item_id)
        .where(Escalation.id.in_(ids))
    )
    return {Ref("escalation", id_): Late([one_line(title)], "") for id_, title in db.session.execute(titles)}


def _late(told: Told) -> Late:
    return told.about.late.get(Ref(told.row.subject_kind, told.row.subject_id), GONE)


def _mate(told: Told) -> Said:
    what = "".join(f" with “{title}”" for title in _late(told).lines)
    lead = (
        "It was due two days ago, and you share a pod. Ask how it goes: that is often all it takes. "
        "Who joined agreed that their pod hears."
    )
    return f"{told.who} is late{what}: {told.title}", lead, "See your pod", f"{told.path}/check-in"


def _list(told: Told) -> Said:
    lines, path = _late(told).lines, _late(told).path
    if not lines:
        return "Nothing is overdue for four days any more", "What stood here is done.", "Open Home", path
    more = [f"And {counted(len(lines) - NAMED, 'other')}"] if len(lines) > NAMED else []
    verb = "is" if len(lines) == 1 else "are"
    subject = f"{counted(len(lines), 'deadline').capitalize()} {verb} overdue for four days or more"
    return subject, f"{'. '.join([*lines[:NAMED], *more])}.", "Open the roster", path


WORDS: dict[str, Callable[[Told], Said]] = {"pod_mate_late": _mate, "late_list": _list}
