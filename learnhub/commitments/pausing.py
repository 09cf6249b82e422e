"""Pause a commitment from a day until another: what is due from the first on slides, and nobody is reminded.

The dates slide as one chooses it, and are seen as they will be; until the first day all else goes on.
"""

from datetime import date

from learnhub.commitments import policies
from learnhub.commitments.models import Commitment
from learnhub.commitments.queries import Seen
from learnhub.commitments.services import put, require_own, settle, today_of, touch
from learnhub.people import rest_days
from learnhub.people.models import Person


def pause(actor: Person, seen: Seen, until: date, *, since: date | None = None) -> None:
    """Rest from today, or `since`, until the end of a day: what is still to be done slides by as many days.

    What is due before `since` stays. A pause that was to come gives way to this one; of one that has begun
    the end moves. Raises Invalid as `rest_days.check` does, and Forbidden.
    """
    require_own(seen)
    row, today = seen.commitment, today_of(actor)
    since = since or today
    rest_days.check(since, until, today=today)
    if row.is_paused(today) and row.paused_until:
        _slide(actor, row, (until - row.paused_until).days)
    else:
        _slide(actor, row, -_left(row, today))
        for each in row.milestones:
            each.slid = 0
        _slide(actor, row, rest_days.number(since, until), since if since > today else None)
        row.paused_from = since
    row.paused_until = until
    touch(row)


def resume(actor: Person, seen: Seen) -> None:
    """Go on today: what slid for the rest of the pause comes back. What was set meanwhile stays."""
    require_own(seen)
    row = seen.commitment
    _slide(actor, row, -_left(row, today_of(actor)))
    row.paused_from = row.paused_until = None
    touch(row)


def _left(row: Commitment, today: date) -> int:
    """How many days of a pause are left, if there is one."""
    if row.paused_from is None or row.paused_until is None:
        return 0
    return rest_days.left(row.paused_from, row.paused_until, today=today)


def _slide(actor: Person, row: Commitment, days: int, since: date | None = None) -> None:
    """Move what is still to be done, due from a day on; back by no more than the pause moved it, and no end
    before the rest.
    """
    waiting = [each for each in row.milestones if each.done_at is None]
    moving = [each for each in waiting if since is None or each.due_on >= since]
    for each in moving if days else ():
        by = max(days, -each.slid)
        each.slid += by
        put(each, policies.slid(each.due_on, by))
    latest = max(each.due_on for each in waiting)
    if row.finish.due_on < latest:
        put(row.finish, latest)
    settle(actor, moving)
