"""Links to the work on a deadline: for those who facilitate, and the pod of who agreed to that."""

from collections.abc import Collection

from sqlalchemy import select

from learnhub.cohorts import policies, queries
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.text import one_line, web_address
from learnhub.courses.models import OutlineItem
from learnhub.library import url_keys
from learnhub.people.models import Person
from learnhub.programs import queries as programs

SHOWN = 3  # to a pod-mate, the latest

Work = tuple[str, str]  # what was due, and the link


def say(actor: Person, cohort: Cohort, key: str, link: str) -> Progress:
    """Say where one's own work can be seen, or no longer; whether it was on time stays as it is.

    Raises Forbidden for what is not ticked off, Invalid for an address that is none.
    """
    programs.lock(cohort)
    row = require_may(actor, cohort, key)
    row.link = address(link)
    db.session.flush()
    return row


def require_may(actor: Person, cohort: Cohort, key: str) -> Progress:
    """Return what the actor ticked off there. Raises Forbidden where they cannot say where it is seen."""
    standing = programs.standing(actor, cohort)
    row = queries.row_of(queries.date_of(cohort, key), actor.id)
    ticked = row is not None and row.done_at is not None
    require(policies.may_link(is_in=standing.is_in, ticked=ticked, linked=bool(row and row.link)))
    assert row is not None  # the policy asks for it
    return row


def address(link: str) -> str:
    """Return the address as it is kept. Raises Invalid."""
    found = web_address(one_line(link)) if link.strip() else ""
    if found and not url_keys.is_address(found):
        raise Invalid("Use the address of a page, as in https://example.org/page.", "link")
    return found


def of_mates(cohort: Cohort, ids: Collection[int]) -> dict[int, list[Work]]:
    """Return by person the links to the latest work of those of a pod who agreed that it reads of them."""
    rows = db.session.execute(
        select(Progress.person_id, OutlineItem.title, Progress.link)
        .join(CohortDate, CohortDate.id == Progress.date_id)
        .join(OutlineItem, OutlineItem.id == CohortDate.item_id)
        .where(CohortDate.cohort_id == cohort.id, Progress.person_id.in_(ids), Progress.link != "")
        .order_by(CohortDate.at.desc(), CohortDate.id.desc())
    )
    found: dict[int, list[Work]] = {}
    for person_id, title, link in rows:
        if len(found.setdefault(person_id, [])) < SHOWN:
            found[person_id].append((title, link))
    return found
