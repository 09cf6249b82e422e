"""Who may come to the page that makes a cohort."""

from learnhub.cohorts.services import may_create
from learnhub.core.policy import Verdict
from learnhub.people.access import member
from learnhub.people.session import actor


def maker() -> Verdict:
    """Everyone of the organisation; guests take part."""
    member()
    return may_create(actor())
