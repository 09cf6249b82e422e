"""What the pages about commitments show."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from learnhub.cohorts import learning
from learnhub.commitments import partners, policies, queries
from learnhub.commitments.models import Commitment, CommitmentState, Milestone, PartnerState
from learnhub.commitments.queries import Seen
from learnhub.commitments.services import today_of
from learnhub.core import clock, dates, words
from learnhub.core.dates import Block
from learnhub.core.refs import Ref
from learnhub.courses import queries as courses
from learnhub.files import queries as files
from learnhub.people import weekly_hours
from learnhub.people.models import Person

ANSWERS = {
    PartnerState.ASKED: ("Was asked", "soft"),
    PartnerState.AGREED: ("Agreed", "good"),
    PartnerState.DECLINED: ("Declined", ""),
    PartnerState.LEFT: ("Not any more", ""),
}


def index(person: Person) -> dict[str, Any]:
    """The person's own commitments, and those of others that they hold them to."""
    mine, today = queries.mine(person), today_of(person)
    running = sum(row.state is CommitmentState.OPEN for row in mine)
    return {
        "title": f"{words.counted(running, 'commitment').capitalize()} {'runs' if running == 1 else 'run'}."
        if running
        else "Nothing is promised.",
        "rows": [(row, standing(row, today)) for row in mine],
        "others": queries.partnered(person),
        "today": today,
    }


def show(person: Person, key: str) -> dict[str, Any]:
    """One commitment, for its person and for whom they asked. Raises NotFound."""
    seen = queries.find(person, key)
    row, today = seen.commitment, today_of(seen.commitment.person)
    may_read = policies.may_read_notes(
        is_mine=seen.is_mine, is_partner=seen.is_partner, is_manager=seen.is_manager
    )
    notes = queries.notes(row) if may_read else []
    week = partners.week_of(today)
    counts = seen.is_mine and row.state is CommitmentState.OPEN and not row.is_paused(today)
    return {
        "seen": seen,
        "row": row,
        "title": f"{row.title}." if seen.is_manager else title(row, today),
        "due": _block(row, today),
        "is_open": row.state is CommitmentState.OPEN,
        "paused": row.is_paused(today),
        "will_rest": row.will_rest(today),
        "milestones": [(each, _state(each, today, to_manager=seen.is_manager)) for each in row.milestones],
        "done": sum(each.done_at is not None for each in row.milestones),
        "answers": ANSWERS,
        "may_read": may_read,
        "may_confirm": policies.may_confirm(
            is_partner=seen.is_partner,
            is_done=row.state is CommitmentState.DONE,
            confirmed=row.confirmed_at is not None,
        ),
        "notes": notes,
        "this_week": next((note for note in notes if note.week == week), None),
        "kept_free": learning.said(row.blocks),
        "warning": weekly_hours.warning(person, 0, clock.now()) if counts else "",
        "to_manager": for_manager(row, today) if seen.is_mine else "",
        "pictures": files.pictures_of(Ref("commitment", row.id)) if row.state is CommitmentState.DONE else [],
        "sees_text": _sees(row),
    }


def _sees(row: Commitment) -> str:
    names = [each.person.name for each in row.partners if each.state in queries.KNOWS]
    if not names:
        return "You alone see this page, and whom you ask to hold you to it. Managers and admins do not."
    return f"{words.joined([row.person.name, *names])} see this page. Managers and admins do not."


def title(row: Commitment, today: date) -> str:
    """Say where it stands, in a sentence."""
    if row.state is CommitmentState.DONE:
        return f"{row.title}: finished."
    if row.state is CommitmentState.ENDED:
        return f"{row.title}: given up."
    if row.is_paused(today) and row.paused_until:
        return f"{row.title} is paused until {dates.short_day(row.paused_until, today)}."
    waiting = [each for each in row.milestones if each.done_at is None]
    late = sum(each.due_on < today for each in waiting)
    if late:
        return (
            f"{words.counted(late, 'thing').capitalize()} {'is' if late == 1 else 'are'} late in {row.title}."
        )
    first = waiting[0]
    return f"“{first.title}” is due {dates.relative_day(first.due_on, today)}."


def standing(row: Commitment, today: date) -> str:
    """Say it in a few words, for a list."""
    if row.state is CommitmentState.DONE:
        return "Finished, confirmed" if row.confirmed_at else "Finished"
    if row.state is CommitmentState.ENDED:
        return "Given up"
    if row.is_paused(today) and row.paused_until:
        return f"Paused until {dates.short_day(row.paused_until, today)}"
    done = sum(each.done_at is not None for each in row.milestones)
    return f"{done} of {len(row.milestones)} done"


def _block(row: Commitment, today: date) -> Block:
    day = row.finished_on or row.finish.due_on
    top = {CommitmentState.DONE: "Finished", CommitmentState.ENDED: "Was due"}.get(row.state, "Finished by")
    return Block(
        top, str(day.day), f"{dates.month(day)} {day.year}" if day.year != today.year else dates.month(day)
    )


def _state(row: Milestone, today: date, *, to_manager: bool) -> tuple[str, str]:
    """Say where it stands; to who manages them, what was handed in and no more."""
    if to_manager:
        return ("Done", "good") if row.done_at else ("", "")
    if row.done_at is not None:
        return ("Done on time", "good") if row.on_time else ("Done late", "soft")
    return ("Late", "bad") if row.due_on < today else ("", "")


def for_manager(row: Commitment, today: date) -> str:
    """A text that only the person sends: what they learn, how long, by when. Nothing of how they get on."""
    at = f" ({row.url})" if row.url else ""
    lines = [
        f"I am taking “{row.title}”{at}, about {words.count(row.hours, 'hour')} a week, "
        f"and want to have finished by {dates.short_day(row.finish.due_on, today)}.",
    ]
    if row.blocks:
        lines.append(f"For it I keep free {learning.said(row.blocks)}.")
    lines.append("Tell me if that does not fit with what you need of me.")
    return "\n".join(lines)


def new(person: Person, hours: int | None) -> dict[str, Any]:
    """What stands beside the form of a new one."""
    return {"warning": weekly_hours.warning(person, hours or 0, clock.now())}


def course_choices(person: Person) -> Sequence[tuple[str, str]]:
    """Return (key, title) of the catalogue."""
    return [("", "None of these"), *((row.key, row.title) for row in courses.all_of(person))]


def in_a_month(person: Person) -> date:
    """Return a day that a form proposes."""
    return today_of(person) + timedelta(days=42)


def blocks_typed(seen: Seen) -> dict[str, Any]:
    """What the form of learning blocks holds."""
    return learning.typed(seen.commitment.blocks)
