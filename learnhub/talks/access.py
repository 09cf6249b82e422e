"""Who may come to the pages that make a talk, and that ask for one."""

from learnhub.core.policy import Verdict
from learnhub.people.access import member
from learnhub.people.models import Kind
from learnhub.people.session import actor
from learnhub.talks import policies
from learnhub.talks.services import may_create


def maker() -> Verdict:
    """Program leads and admins; every member of the organisation unless it says otherwise."""
    member()
    return may_create(actor())


def asker() -> Verdict:
    """Everyone of the organisation, whoever makes talks."""
    member()
    return policies.may_ask(is_guest=actor().kind is Kind.GUEST)
