"""How many things a kept search finds that came since its owner last looked: one statement for all."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.people.models import Person
from learnhub.search import audiences, matching
from learnhub.search.grammar import parse
from learnhub.search.matching import INDEX
from learnhub.search.models import SearchDocument
from learnhub.search.queries import Saved

MOST = 200  # of what came lately, the newest: more is said to be as many


def of(person: Person, searches: Sequence[Saved]) -> Mapping[int, int]:
    """Return how many new things each finds, by its id; those that find none are left out.

    What one may see is settled once, for the newest things since the earliest look; each search is matched
    against these alone.
    """
    if not searches:
        return {}
    since = min(each.looked_at for each in searches)
    lets = audiences.of(person).lets
    lately = select(SearchDocument.id).where(SearchDocument.updated_at > since, lets)
    fresh = lately.order_by(SearchDocument.id.desc()).limit(MOST).cte("fresh")
    parts = [_part(person, each, SearchDocument.id.in_(select(fresh.c.id))) for each in searches]
    found = db.session.execute(union_all(*parts), audiences.values(person, clock.now()))
    return {id_: number for id_, number in found if number}


def _part(person: Person, search: Saved, is_fresh: ColumnElement[bool]) -> Select[int, int]:
    asked = matching.matching(parse(search.text), person)
    conditions = [is_fresh, SearchDocument.updated_at > search.looked_at, *asked.filters]
    if search.kind:
        conditions.append(SearchDocument.kind == search.kind)
    counted = select(literal(search.id), func.count(SearchDocument.id)).select_from(SearchDocument)
    if asked.words.text and matching.is_sqlite():
        counted = counted.join(INDEX, INDEX.c.rowid == SearchDocument.id)
    if asked.words.text:
        conditions.append(matching.matches(asked.words.text))
    return counted.where(*conditions)
