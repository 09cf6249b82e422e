"""The cards of what messages tell of, for whoever gets them."""

from collections.abc import Container, Iterable

from learnhub.core import refs
from learnhub.core.db import db
from learnhub.core.refs import Card, Ref
from learnhub.notifications.models import Reminder
from learnhub.people.models import Person


def told_of(
    rows: Iterable[Reminder], person_id: int | None, kinds: Container[str], as_: str = ""
) -> dict[Ref, Card]:
    """Return the cards of what messages of these kinds tell of; what the person may not see is left out.

    `as_` is another kind under which the same has a fuller card.
    """
    about = {Ref(as_ or row.subject_kind, row.subject_id) for row in rows if row.kind in kinds}
    person = db.session.get(Person, person_id) if about and person_id else None
    return refs.cards(about, person) if person else {}
