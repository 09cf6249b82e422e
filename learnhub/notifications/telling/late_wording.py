"""What is said of what others have not done, where a cohort agreed on it: to pods and to facilitators."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select

from learnhub.cohorts import escalating
from learnhub.cohorts.models import Cohort, CohortDate
from learnhub.cohorts.support_models import Escalation
from learnhub.core import clock, dates
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.core.words import counted, joined
from learnhub.courses.models import OutlineItem
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.wording_context import Late, Said, Told

NAMED = 10
ONCE = "Each is listed once; the roster has what is overdue for longer."
GONE = Late([], "/")


def read(rows: Iterable[Reminder], person_id: int | None) -> dict[Ref, Late]:
    """Return what these messages tell of; of a list what is still to be done, as its reader may have it."""
    found = {}
    for row in rows:
        if row.kind == "late_list":
            lines = escalating.listed(person_id or 0, row.subject_id)
            path = f"{lines[0][2].url}/host" if lines else "/"
            missed = sum(_is_missed(cohort, due_at, clock.now()) for *_, cohort, due_at in lines)
            found[Ref("late-list", row.subject_id)] = Late(_by_cohort(lines), path, len(lines), missed)
    mates = {row.subject_id for row in rows if row.kind == "pod_mate_late"}
    return found | (_mates(mates) if mates else {})


def _by_cohort(lines: Sequence[tuple[str, str, Cohort, datetime]]) -> list[str]:
    """Return each cohort on a line, and below it one for each person, with how long each is overdue:
    "Ada: “One” (for 10 days) and “Two” (for 4 days)".
    """
    told, now = [], clock.now()
    for cohort, of_it in groupby(lines[:NAMED], key=lambda line: line[2]):
        told.append(f"{one_line(cohort.title)}:")
        for name, of_one in groupby(of_it, key=lambda line: line[0]):
            told.append(f"{one_line(name)}: {joined(_aged(*line[1:], now) for line in of_one)}")
        told.append("")
    return told


def _aged(title: str, cohort: Cohort, due_at: datetime, now: datetime) -> str:
    """Return a deadline with its age; what can no longer be done late was missed."""
    days = dates.whole_days(now - due_at)
    was = f"missed, due {days} ago" if _is_missed(cohort, due_at, now) else f"for {days}"
    return f"“{one_line(title)}” ({was})"


def _is_missed(cohort: Cohort, due_at: datetime, now: datetime) -> bool:
    closes = cohort.rule.closes_at(due_at)
    return closes is not None and closes < now


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
        return "Nothing of this list is overdue any more", "What stood here is done.", "Open Home", path
    number = _late(told).number
    more = [f"And {counted(number - NAMED, 'other')}.", ""] if number > NAMED else []
    missed, one = _late(told).missed, number == 1
    how = f"{'is' if one else 'are'} overdue{' or missed' if missed else ''}"
    if missed == number:
        how = f"{'was' if one else 'were'} missed"
    subject = f"{counted(number, 'deadline').capitalize()} {how}"
    return subject, "\n".join([*lines, *more, ONCE]), "Open the roster", path


WORDS: dict[str, Callable[[Told], Said]] = {"pod_mate_late": _mate, "late_list": _list}
