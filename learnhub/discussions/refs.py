"""Cards of comments, for whoever names one: what they are about says whether the person may see them."""

from collections.abc import Mapping, Sequence

from learnhub.core import refs
from learnhub.core.refs import Card
from learnhub.core.text import one_line
from learnhub.discussions import queries
from learnhub.people.models import Person

EXCERPT = 80  # characters


def comments(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of these comments that the person may see; `state` is what each is about."""
    found = queries.visible(person, ids)
    about = refs.cards({each.ref for each in found}, person)
    return {
        each.id: Card(_excerpt(each.text), f"/comments/{each.key}", about[each.ref].title, each.created_at)
        for each in found
        if each.ref in about
    }


def _excerpt(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + " …"
