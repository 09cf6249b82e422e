"""Who may come to the page that makes a talk."""

from learnhub.core.policy import Verdict
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.talks.services import may_create


def maker() -> Verdict:
    """Program leads and admins; every member of the organisation unless it says otherwise."""
    member()
    return may_create(actor())
