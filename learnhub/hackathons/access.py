"""Who may come to the page that makes a hackathon."""

from learnhub.core.policy import Verdict
from learnhub.hackathons.services import may_create
from learnhub.people.access import member
from learnhub.people.session import actor


def maker() -> Verdict:
    """Program leads and admins; every member of the organisation where it says so."""
    member()
    return may_create(actor())
