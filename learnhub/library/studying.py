"""What one can study at the address of a resource: whoever knows courses says it."""

from collections.abc import Callable

from learnhub.core.points import One
from learnhub.core.refs import Card
from learnhub.library.models import ResourceKind
from learnhub.library.told import AnyResource
from learnhub.people.models import Person

At = Callable[[Person, str], Card | None]  # of an address as it is compared
COURSE: One[At] = One("the course at an address")


def course(person: Person, resource: AnyResource) -> Card | None:
    """Return the course that a resource is the page of, with its outline, cohorts and reviews."""
    if COURSE.given is None or resource.kind is not ResourceKind.COURSE or resource.url_key is None:
        return None
    return COURSE.given(person, resource.url_key)
