"""Who may come to the page that makes a talk."""

from learnhub.core.policy import Verdict
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.talks.services import may_create


def maker() -> Verdict:
    """Everyone of the organisation; guests take part."""
    member()
    return may_create(actor())
