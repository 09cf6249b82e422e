"""Resources as something to talk about: everyone of the organisation reads and writes."""

from sqlalchemy import ColumnElement

from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.discussions.subjects import Discussed, Subject
from learnhub.library import queries
from learnhub.library.told import AnyResource
from learnhub.people.models import Kind, Person


def subject(resource: AnyResource) -> Subject:
    """Return a resource as something to talk about; who keeps it hears of new threads."""
    url = f"/library/{resource.key}"
    return Subject(Ref("resource", resource.id), resource.key, resource.title, url, resource.owner_id)


def _by_key(person: Person, key: str) -> Subject:
    return subject(queries.resource(person, key))


def _by_id(person: Person, id_: int) -> Subject:
    found = queries.visible(person, [id_])
    if not found:
        raise NotFound
    return subject(found[0])


def _readers(id_: int) -> ColumnElement[bool]:
    return Person.kind != Kind.GUEST


RESOURCES = Discussed(_by_key, _by_id, _readers)
