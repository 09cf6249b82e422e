"""People as pages name them beside what they did: a list has hundreds, and says little of each."""

from datetime import datetime
from typing import Any, NamedTuple

from learnhub.core import words
from learnhub.people.models import Person, Unit


class Named(NamedTuple):
    """Somebody, without all else that is known of them."""

    id: int
    key: str
    name: str
    email: str
    photo: str | None
    left_at: datetime | None
    unit: str | None  # its name

    @property
    def called(self) -> str:
        return words.called(self.name, has_left=self.left_at is not None)


# For a SELECT that joins people with their units.
NAMED: tuple[Any, ...] = (
    Person.id,
    Person.key,
    Person.name,
    Person.email,
    Person.photo,
    Person.left_at,
    Unit.name,
)
