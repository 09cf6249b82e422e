"""What facilitators see of one person in their cohort, and what they read before they give them longer."""

from datetime import datetime
from typing import Any

from learnhub.cohorts import check_ins, deadlines, flags, pages, policies, queries, sentences
from learnhub.cohorts.models import Cohort
from learnhub.core import clock
from learnhub.core.policy import YES, require
from learnhub.core.walltime import wall
from learnhub.people import management
from learnhub.people.models import Person


def of_one(person: Person, key: str, person_key: str, now: datetime) -> dict[str, Any]:
    """Return what a facilitator sees of one person.

    Raises NotFound for who is not in it, Forbidden for those who do not facilitate it.
    """
    cohort, standing = queries.hosted(person, key)
    require(policies.may_see_progress(is_host=standing.is_host))
    signup = queries.member_named(cohort, person_key)
    mine = queries.progress_of(cohort, [signup.person_id]).get(signup.person_id, {})
    rows = pages.rows_of(cohort, queries.dates(cohort), mine, now, is_in=True)
    known = [
        (each.date.at, each.mine) for each in rows if each.date.item.counts and each.state and each.date.at
    ]
    found = deadlines.progress(known, cohort.rule, now)
    managed = management.managed_by(person, [signup.person_id])
    is_host, manages = standing.is_host, bool(managed)
    flagged = policies.may_see_flags(is_host=is_host, is_manager=manages)
    raised = flags.open_flags(cohort, [signup.person_id]) if flagged else []
    said = policies.may_read_check_in(
        is_mine=signup.person_id == person.id, is_host=is_host, is_mate=False, shares=False, manages=manages
    )
    return pages.around(person, cohort, standing, now) | {
        "them": signup.person,
        "raised": pages.raised([row for row in raised if flags.is_shown(row, now)], rows),
        "rows": [each for each in rows if each.state],
        "pace": sentences.pace(found),
        "certificate": (row := queries.completion(cohort, signup.person_id)),
        "completed": sentences.completed_with(cohort, row.done, row.of) if row else "",
        "managed": managed,
        "changes": queries.changes(cohort, person_id=signup.person_id),
        "week": check_ins.last_said(cohort, signup.person_id) if said else None,
    }


def granting(cohort: Cohort, them: Person, key: str) -> dict[str, Any]:
    """Return a deadline as it stands for somebody, to give them longer. Raises NotFound."""
    date = queries.date_of(cohort, key)
    row = queries.row_of(date, them.id)
    due = deadlines.effective(date.at or cohort.ends_at, row.extended_to if row else None)
    waived = row is not None and row.waived_at is not None
    return {"cohort": cohort, "them": them, "date": date, "due": due, "waived": waived}


def marking(reader: Person, cohort: Cohort, them: Person, key: str) -> dict[str, Any]:
    """Return a deadline as it stands for who is in it, to note that it is done; `own`: who facilitates takes
    part, and ticks off as everybody does. Raises NotFound.
    """
    found, mine = granting(cohort, them, key), queries.progress_of(cohort, [them.id]).get(them.id, {})
    [row] = pages.rows_of(cohort, [found["date"]], mine, clock.now(), is_in=True)
    own = them.id == reader.id
    return found | {"is_done": row.is_done, "own": own, "may": row.may_tick if own else YES}


def longer(cohort: Cohort, due: datetime) -> datetime:
    """Return a week more, as a wall time: from the due, or from today where that is over."""
    at, today = wall(due, cohort.tz), wall(clock.now(), cohort.tz)
    return datetime.combine(max(at, today).date() + pages.WEEK, at.time())
