"""The photo of a person: one picture, cut to a square. Who sees their page sees it."""

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.files import queries as files
from learnhub.files import services as pictures
from learnhub.files.pictures import Drawing
from learnhub.people.models import Kind, Person
from learnhub.people.named import Named


def put(person: Person, drawing: Drawing) -> None:
    """Show the drawing as the person's photo; the one until now is gone."""
    remove(person)
    person.photo = pictures.attach(_ref(person), [drawing], added_by_id=person.id)[0].key
    db.session.flush()


def remove(person: Person) -> None:
    """Go back to initials; nothing of the photo is kept."""
    if person.photo is not None:
        pictures.drop(files.pictures_of(_ref(person)))
        person.photo = None
        db.session.flush()


def is_shown(person: Person | Named, reader: Person | None) -> bool:
    """Whether `reader` sees the photo, where there is one: a guest their own alone."""
    if person.photo is None or reader is None:
        return False
    return reader.kind is not Kind.GUEST or reader.id == person.id


def _ref(person: Person) -> Ref:
    return Ref("person", person.id)
