"""The talk whose slides or recording a resource is: whoever knows talks says it."""

from collections.abc import Callable

from learnhub.core.points import One
from learnhub.core.refs import Card
from learnhub.library.models import ResourceKind
from learnhub.library.told import AnyResource
from learnhub.people.models import Person

Of = Callable[[Person, int], Card | None]  # of the id of a resource
TALK: One[Of] = One("the talk that shows a resource")
FROM_TALKS = {ResourceKind.SLIDES, ResourceKind.RECORDING}


def talk(person: Person, resource: AnyResource) -> Card | None:
    """Return the talk that a resource comes from, with its title, its page and its day."""
    if TALK.given is None or resource.kind not in FROM_TALKS:
        return None
    return TALK.given(person, resource.id)
