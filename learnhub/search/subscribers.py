"""What happens to people, and is found. Features above say so themselves."""

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref
from learnhub.people.events import (
    PersonCameBack,
    PersonChanged,
    PersonLeft,
    PersonMade,
    PersonMoved,
    UnitClosed,
    UnitOpened,
    UnitRenamed,
)
from learnhub.people.models import Person
from learnhub.search import services


def on_person(fact: PersonMade | PersonChanged | PersonMoved | PersonCameBack | PersonLeft) -> None:
    """They are found as they are now; who has left is found no more."""
    services.changed(Ref("person", fact.person_id))


def on_unit_renamed(fact: UnitRenamed) -> None:
    """It is found by its new name, and so is whoever is in it."""
    ids = db.session.scalars(select(Person.id).where(Person.unit_id == fact.unit_id))
    services.changed(Ref("unit", fact.unit_id), *(Ref("person", id_) for id_ in ids))


def on_unit(fact: UnitOpened | UnitClosed) -> None:
    """It is found as long as it is open."""
    services.changed(Ref("unit", fact.unit_id))


SUBSCRIPTIONS: Subscriptions = {
    PersonMade: [on_person],
    PersonChanged: [on_person],
    PersonMoved: [on_person],
    PersonLeft: [on_person],
    PersonCameBack: [on_person],
    UnitRenamed: [on_unit_renamed],
    UnitOpened: [on_unit],
    UnitClosed: [on_unit],
}
