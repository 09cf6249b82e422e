"""The rules that routes declare. Finer ones are policies of the feature."""

from learnhub.core.policy import YES, Verdict, no
from learnhub.people.models import Kind, Person, Role
from learnhub.people.session import viewer
from learnhub.web.errors import SignInNeeded


def member() -> Verdict:
    """Anybody signed in. Raises SignInNeeded for nobody."""
    _person()
    return YES


def employee() -> Verdict:
    """Anybody signed in but guests, who see only the program that they were invited to."""
    if _person().kind is Kind.GUEST:
        return no("This page is for people of the organisation.")
    return YES


def goal_maker() -> Verdict:
    """Org leaders, program leads and admins: those who may say what the organisation wants."""
    return _one_of(
        Role.LEADER, Role.LEAD, Role.ADMIN, reason="Goals are made by org leaders and program leads."
    )


def lead() -> Verdict:
    """Program leads, and admins."""
    return _one_of(Role.LEAD, Role.ADMIN, reason="This page is for program leads.")


def leader() -> Verdict:
    """Org leaders. Admins keep LearnHub running; that alone shows them nobody's numbers."""
    return _one_of(Role.LEADER, reason="Dashboards are for org leaders.")


def admin() -> Verdict:
    """Admins alone."""
    return _one_of(Role.ADMIN, reason="This page is for admins.")


def _one_of(*roles: Role, reason: str) -> Verdict:
    person = _person()
    return YES if any(person.has(role) for role in roles) else no(reason)


def _person() -> Person:
    person = viewer()
    if person is None:
        raise SignInNeeded
    return person
