"""Counts beside the list: each is what looking through all of them would find."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.goals import services as goals
from learnhub.library import facets, lists, merging, reading, services
from learnhub.library.lists import MINE, NO_GOAL, Order, Wanted
from learnhub.library.models import Level, LinkState, Reading, Resource, ResourceKind
from tests import factories
from tests.support.rows import many, save

pytestmark = pytest.mark.usefixtures("app")
LONG = timedelta(days=900)
ASKED = [
    Wanted(),
    Wanted(order=Order.NEW),
    Wanted(kinds=(ResourceKind.PAPER,)),
    Wanted(kinds=(ResourceKind.PAPER, ResourceKind.TOOL), levels=(Level.DEEP,)),
    Wanted(tag="odd"),
    Wanted(tag="odd", mine=("unread",), levels=(Level.FIRST, Level.DEEP)),
    Wanted(goals=(NO_GOAL,)),
    Wanted(goals=(NO_GOAL,), mine=("look",)),
    *(Wanted(mine=(name,)) for name in MINE),
]


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


@pytest.fixture
def goal(ada):
    """A goal, and a library in which every two resources differ."""
    made, gone = factories.goal(ada, ada.unit), factories.person("Gone", left_at=clock.now())
    kinds, levels = [*ResourceKind][:4], [None, *Level]
    links = [LinkState.OK, LinkState.REDIRECTED, LinkState.GONE, LinkState.UNCHECKED, LinkState.UNREACHABLE]
    states = [None, *Reading]
    now = clock.now()
    with many():
        for number in range(48):
            one = factories.resource(
                gone if number % 7 == 0 else ada,
                kind=kinds[number % 4],
                level=levels[number // 4 % 4],
                link=links[number % 5] if number % 3 == 0 else LinkState.OK,
                tags=["odd"] if number % 2 else ["even"],
                created_at=now - (LONG if number % 6 == 0 else timedelta(days=number)),
                confirmed_at=now - LONG if number % 11 == 3 else now if number % 12 == 0 else None,
                expires_on=(now + timedelta(days=number - 24)).date() if number % 8 == 2 else None,
                binned_at=now if number % 13 == 5 else None,
            )
            if number % 5 == 0:
                factories.take_away(ada, one)
            if state := states[number // 3 % 4]:
                reading.mark(ada, one, state)
            if number % 9 == 4 and one.binned_at is None:
                goals.tie(ada, made, Ref("resource", one.id), why="", may_edit_the_other=True)
    return made


def found(ada, **asked):
    return len(lists.ids(ada, Wanted(**asked), clock.now().date()))


def test_every_count_is_what_its_filter_finds(ada, goal):
    """Each over the same library: to make it takes longer than to ask."""
    for wanted in ASKED:
        compare(ada, goal, wanted)


def compare(ada, goal, wanted):
    counted = facets.facets(ada, wanted, clock.now(), clock.now().date())
    same = {name: getattr(wanted, name) for name in ("kinds", "levels", "goals", "tag", "mine")}
    assert counted.of("total") == found(ada, **same), wanted
    for kind in ResourceKind:
        assert counted.of("kind", kind) == found(ada, **same | {"kinds": (kind,)}), kind
    for level in Level:
        assert counted.of("level", level) == found(ada, **same | {"levels": (level,)}), level
    for key in (NO_GOAL, goal.key):
        assert counted.of("goal", key) == found(ada, **same | {"goals": (key,)}), key
    for name in MINE:
        assert counted.of("mine", name) == found(ada, **same | {"mine": (name,)}), name
    for state in Reading:
        assert counted.of("yours", state) == found(ada, mine=(state.value,)), state
    assert counted.of("look") == found(ada, mine=("look",))
    assert counted.goals == ({goal.key: goal.title} if counted.of("goal", goal.key) else {})
    used = {row.id for row in db.session.query(Resource).where(Resource.used > 0)}
    assert counted.of("used") == len(used & {*lists.ids(ada, wanted, clock.now().date())})


def test_counts_stay_true_whatever_becomes_of_a_resource(ada, goal):
    def of_deep_books():
        compare(ada, goal, Wanted())
        counted = facets.facets(ada, Wanted(kinds=(ResourceKind.BOOK,), levels=(Level.DEEP,)), *today)
        return counted.of("total"), counted.of("used")

    today = clock.now(), clock.now().date()
    one, before = save(factories.resource(ada, kind=ResourceKind.BOOK, level=Level.DEEP)), of_deep_books()
    said = reading.take_away(ada, one, text="It helped.")
    assert of_deep_books() == (before[0], before[1] + 1)
    services.discard(ada, one)
    assert of_deep_books() == (before[0] - 1, before[1])
    services.restore(ada, one)
    reading.take_back(ada, said)
    assert of_deep_books() == before
    one.kind, one.level = ResourceKind.NOTE, None
    db.session.flush()
    assert of_deep_books() == (before[0] - 1, before[1])
    db.session.execute(delete(Resource).where(Resource.id == one.id))
    assert of_deep_books() == (before[0] - 1, before[1])


def test_a_resource_knows_how_many_take_aways_stand(ada):
    one, other = save(factories.resource(ada)), save(factories.resource(ada))
    first, second = (reading.take_away(ada, one, text=text) for text in ("It helped.", "It helped again."))
    reading.take_away(ada, other, text="So did this.")
    assert (one.used, other.used) == (2, 1)
    reading.take_back(ada, first)
    assert one.used == 1
    reading.put_back(ada, first)
    reading.take_back(ada, second)
    merging.merge(ada, other, one)
    assert other.used == 2


def test_what_was_taken_back_before_a_merge_is_put_back_where_it_went(ada):
    one, other = save(factories.resource(ada)), save(factories.resource(ada))
    said = reading.take_away(ada, one, text="It helped.")
    reading.take_back(ada, said)
    merging.merge(ada, other, one)
    reading.put_back(ada, said)
    assert (said.resource_id, other.used) == (other.id, 1)
