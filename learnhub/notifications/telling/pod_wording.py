"""What messages about check-ins, pods and flags say: subject, lead, button, path."""

from collections.abc import Callable, Iterable
from datetime import UTC

from sqlalchemy import select

from learnhub.cohorts import sentences
from learnhub.cohorts.flag_models import RaisedFlag
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.pod_models import PodNote
from learnhub.core import words
from learnhub.core.db import db
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.wording_context import Note, Said, Told
from learnhub.people.models import Person

GONE = Note("", "")


def read(rows: Iterable[Reminder]) -> dict[int, Note]:
    """Return what was written to pod-mates in these messages, by the id of the note."""
    ids = {row.subject_id for row in rows if row.kind in ("pod_note", "cohort_note")}
    if not ids:
        return {}
    wanted = select(PodNote.id, PodNote.text, Person.key).join(Person, Person.id == PodNote.by_id)
    found = db.session.execute(wanted.where(PodNote.id.in_(ids)))
    return {id_: Note(text, key) for id_, text, key in found}


def _due(told: Told) -> Said:
    lead = f"What you did, what is next, whether something blocks you: three minutes, until {told.due}."
    return f"How did your week go? {told.title}", lead, "Check in", f"{told.path}/check-in"


def _pod(told: Told) -> Said:
    lead = (
        f"{told.who} put you together with others of {told.title}. See who, and say what they may read: what "
        "you agreed to before holds for them."
    )
    return f"You have a pod: {told.title}", lead, "Meet your pod", f"{told.path}/check-in"


def _joined(told: Told) -> Said:
    lead = "You read their check-ins if they agree, and they read yours if you agree that your pod does."
    return f"{told.who} is of your pod now: {told.title}", lead, "See your pod", f"{told.path}/check-in"


def _parted(told: Told) -> Said:
    lead = "Neither of you reads the other’s check-ins any more. Notes that you wrote to one another stay."
    return f"{told.who} is of your pod no more: {told.title}", lead, "See your pod", f"{told.path}/check-in"


def _ended(told: Told) -> Said:
    lead = (
        f"{told.who} changed the pods. What you wrote stays yours, and nobody else reads your check-ins but "
        "your facilitators, who can put you together with others."
    )
    return f"You are in no pod any more: {told.title}", lead, "See the cohort", f"{told.path}#pod-h"


def _note(told: Told) -> Said:
    gone = "See your pod", f"{told.path}#pod-h"
    return _written(told, f"{told.who} of your pod writes: {told.title}", gone)


def _about_cohort(told: Told) -> Said:
    return _written(told, f"{told.who} writes about {told.title}", ("See the cohort", told.path))


def _written(told: Told, subject: str, gone: tuple[str, str]) -> Said:
    """What somebody wrote; `gone` is the button where that is kept no longer."""
    note = told.about.notes.get(told.row.subject_id, GONE)
    if not note.text:
        return subject, "What was written is kept no longer.", *gone
    return subject, f"{told.who} writes: {note.text}", "Write back", f"{told.path}/pod/{note.by_key}"


def _meeting_asked(told: Told) -> Said:
    lead = f"{told.who} suggests when your pod could meet. Say which of the times fit you."
    return f"When does your pod meet? {told.title}", lead, "Say what fits", f"{told.path}#pod-h"


def _meeting_answered(told: Told) -> Said:
    lead = f"{told.who} said which of the suggested times fit. You can fix one of them."
    return f"{told.who} said which times fit: {told.title}", lead, "See which", f"{told.path}#pod-h"


def _meeting_fixed(told: Told) -> Said:
    lead = f"{_by(told)} set the time. Your calendar has it; where it is stands beside the pod."
    return f"Your pod meets {told.due}: {told.title}", lead, "See your pod", f"{told.path}#pod-h"


def _meeting_moved(told: Told) -> Said:
    lead = f"{_by(told)} changed when or where your pod meets. Your calendar follows."
    return f"Your pod meets {told.due}: {told.title}", lead, "See your pod", f"{told.path}#pod-h"


def _meeting_off(told: Told) -> Said:
    goes = "What stood in your calendar goes." if told.row.due_at else "You can suggest other times."
    lead = f"{_by(told)} cancelled when your pod was to meet. {goes}"
    return f"{_does_not_meet(told)}: {told.title}", lead, "See your pod", f"{told.path}#pod-h"


def _meeting_left(told: Told) -> Said:
    """To who left the pod, and to who would meet alone."""
    if told.row.by_id == told.row.person_id:
        lead = "You are of that pod no more, so what stood in your calendar goes."
        return f"You left the pod: {told.title}", lead, "See the cohort", told.path
    why = f"{told.who} is of it no more" if told.row.by_id else "Its facilitators ended the pod"
    goes = " What stood in your calendar goes." if told.row.due_at else ""
    return f"{_does_not_meet(told)}: {told.title}", f"{why}.{goes}", "See the cohort", told.path


def _does_not_meet(told: Told) -> str:
    return f"Your pod does not meet {told.due}" if told.row.due_at else "Your pod does not meet as suggested"


def _by(told: Told) -> str:
    return "You" if told.row.by_id == told.row.person_id else told.who


def flagged(rows: Iterable[Reminder], person_id: int | None) -> dict[tuple[int, int], str]:
    """Return which flags these messages tell of, in words, by cohort and day as an ordinal."""
    ids = {row.program_id for row in rows if row.kind == "flag_raised"}
    if not ids:
        return {}
    wanted = select(RaisedFlag).where(RaisedFlag.person_id == person_id, RaisedFlag.cohort_id.in_(ids))
    found: dict[tuple[int, int], dict[str, None]] = {}
    for row in db.session.scalars(wanted.where(RaisedFlag.rule != Flag.BLOCKED).order_by(RaisedFlag.id)):
        day = row.cohort_id, row.raised_at.astimezone(UTC).date().toordinal()
        found.setdefault(day, {})[sentences.RULES[row.rule]] = None
    return {day: words.joined(said) for day, said in found.items()}


def _flag(told: Told) -> Said:
    """Which it is stands in the lead alone: others read a subject over one's shoulder."""
    what = told.about.flagged.get((told.row.program_id or 0, told.row.due_rev))
    which = f"It says: {what}." if what else "Its page says which."
    lead = (
        f"{which} A flag says that somebody may need a hand, by published rules that are the same for all. "
        "You see it first, your facilitators a day later. If it is wrong, say so beside it; it goes "
        "by itself once it no longer holds."
    )
    return f"A flag at your name: {told.title}", lead, "See your flags", f"{told.path}#flags-h"


WORDS: dict[str, Callable[[Told], Said]] = {
    "check_in_due": _due,
    "pod_made": _pod,
    "pod_joined": _joined,
    "pod_parted": _parted,
    "pod_ended": _ended,
    "pod_note": _note,
    "cohort_note": _about_cohort,
    "pod_meeting_asked": _meeting_asked,
    "pod_meeting_answered": _meeting_answered,
    "pod_meeting_fixed": _meeting_fixed,
    "pod_meeting_moved": _meeting_moved,
    "pod_meeting_left": _meeting_left,
    "pod_meeting_off": _meeting_off,
    "flag_raised": _flag,
}
