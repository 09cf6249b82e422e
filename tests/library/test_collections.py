from datetime import timedelta

import pytest

from learnhub.core.errors import Forbidden, Invalid, NotFound
from learnhub.core.refs import Ref
from learnhub.library import collection_services, jobs, merging, reading
from learnhub.library.models import Reading
from learnhub.people.models import Kind, Role
from learnhub.search import queries as search
from tests import factories
from tests.support.rows import fresh, perform, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


@pytest.fixture
def path(ada):
    return save(collection_services.create(ada, title="First month with LLMs", is_path=True))


def refs(of) -> list[Ref]:
    return [step.ref for step in collection_services.steps(of)]


def test_steps_keep_their_order_and_come_once(ada, path):
    one, two, three = (Ref("resource", factories.resource(ada, f"R{n}").id) for n in range(3))
    for ref in (one, two, three, two):
        collection_services.put_in(ada, path, ref)
    assert refs(path) == [one, two, three]
    collection_services.move(ada, path, collection_services.steps(path)[2].id, -1)
    assert refs(path) == [one, three, two]
    collection_services.move(ada, path, collection_services.steps(path)[0].id, -1)
    assert refs(path) == [one, three, two]
    collection_services.take_out(ada, path, collection_services.steps(path)[1].id)
    assert refs(path) == [one, two]


def test_a_collection_is_never_inside_itself(ada, path):
    inner = collection_services.create(ada, title="Inner")
    innermost = collection_services.create(ada, title="Innermost")
    collection_services.put_in(ada, path, Ref("collection", inner.id))
    collection_services.put_in(ada, inner, Ref("collection", innermost.id))
    for outer in (path, inner, innermost):
        with pytest.raises(Invalid, match="inside itself"):
            collection_services.put_in(ada, innermost, Ref("collection", outer.id))


def test_its_keeper_and_program_leads_arrange_it(ada, path):
    ref = Ref("resource", factories.resource(ada).id)
    with pytest.raises(Forbidden, match="Only who keeps it"):
        collection_services.put_in(factories.person("Bob"), path, ref)
    collection_services.put_in(factories.person("Lea", roles=(Role.LEAD,)), path, ref)
    assert refs(path) == [ref]


def test_who_is_overtaken_sees_both_texts_and_may_put_theirs_in_its_place(browser, ada, path):
    mine, stale = browser(ada), path.version
    collection_services.edit(ada, path, version=stale, title="Weeks with LLMs")
    save(path)
    answer = mine.post(f"/collections/{path.key}/edit", data={"title": "My month", "version": stale})
    assert answer.status_code == 409
    shown = answer.text.split("What stands now")[1]
    assert "Weeks with LLMs" in shown
    assert 'value="My month"' in shown
    again = {"title": "My month", "version": fresh(path).version}
    assert mine.post(f"/collections/{path.key}/edit", data=again).status_code == 303
    assert fresh(path).title == "My month"


def test_guests_see_no_collection(path):
    with pytest.raises(NotFound):
        collection_services.collection(factories.person("Gus", kind=Kind.GUEST), path.key)


def test_a_merge_leaves_one_of_two_steps(ada, path):
    kept, gone = factories.resource(ada, "Kept"), factories.resource(ada, "Other")
    other = collection_services.create(ada, title="Other")
    for of, row in ((path, kept), (path, gone), (other, gone)):
        collection_services.put_in(ada, of, Ref("resource", row.id))
    merging.merge(ada, kept, gone)
    assert (refs(path), refs(other)) == ([Ref("resource", kept.id)], [Ref("resource", kept.id)])


def test_a_collection_is_found(ada, path):
    save(path)
    assert [hit.ref.id for hit in search.search(ada, "first month", kind="collection").hits] == [path.id]


def test_a_path_in_the_browser_from_its_beginning_to_where_one_is(browser, ada):
    page = browser(ada)
    made = page.post("/collections/new", data={"title": "First month", "is_path": "y"}).location
    resource = factories.resource(ada, "Attention")
    for address in (f"/library/{resource.key}", "https://example.org/new-page"):
        assert (
            page.post(f"{made}/steps", data={"address": address, "note": "Read page 4."}).status_code == 303
        )
    assert page.post(f"{made}/steps", data={"address": "nothing"}).status_code == 422
    shown = page.get(made).text
    for told in ("Attention", "example.org/new-page", "Read page 4.", "You are at", "of 2"):
        assert told in shown
    reading.mark(ada, fresh(resource), Reading.DONE)
    assert "path, 2 steps, you are at 2" in page.get("/library").text
    assert "Take out" not in browser(factories.person("Bob")).get(made).text


def test_a_hackathon_is_a_step_for_those_who_may_know_of_it(browser, ada, path):
    coming, draft = factories.coming(title="Winter Build"), factories.coming(published=False)
    page = browser(ada)
    for address in (f"/hackathons/{coming.key}", f"http://127.0.0.1:8000/hackathons/{coming.key}?x=1"):
        assert page.post(f"/collections/{path.key}/steps", data={"address": address}).status_code == 303
    hidden = page.post(f"/collections/{path.key}/steps", data={"address": f"/hackathons/{draft.key}"})
    assert hidden.status_code == 404
    assert refs(path) == [Ref("hackathon", coming.id)]
    assert "Winter Build" in page.get(f"/collections/{path.key}").text


def test_the_talk_of_another_site_is_a_page(browser, ada, path):
    form = {"address": "https://example.org/talks/abcdefghij"}
    browser(ada).post(f"/collections/{path.key}/steps", data=form)
    assert [ref.kind for ref in refs(path)] == ["resource"]


def test_a_resource_is_collected_from_its_page(browser, ada, path):
    resource, page = factories.resource(ada), browser(ada)
    assert "First month with LLMs" in page.get(f"/library/{resource.key}/collect").text
    page.post(f"/library/{resource.key}/collect", data={"collection": path.key})
    assert resource.title in page.get(f"/collections/{path.key}").text
    assert page.post(f"/library/{resource.key}/collect", data={"collection": "none"}).status_code == 422


def test_the_bin_and_back(browser, ada, path):
    page = browser(ada)
    page.post(f"/collections/{path.key}/bin")
    assert page.get(f"/collections/{path.key}").status_code == 404
    page.post(f"/collections/{path.key}/restore")
    assert page.get(f"/collections/{path.key}").status_code == 200


def test_few_steps_and_many_cost_the_same_statements(browser, ada, path):
    page = browser(ada)
    collection_services.put_in(ada, path, Ref("resource", factories.resource(ada).id))

    def cost(address: str) -> int:
        page.get(address)
        with statements() as sent:
            page.get(address)
        return len(sent)

    few = cost(f"/collections/{path.key}"), cost("/collections")
    for number in range(20):
        collection_services.put_in(ada, path, Ref("resource", factories.resource(ada, f"R{number}").id))
        collection_services.create(ada, title=f"Collection {number}")
    assert (cost(f"/collections/{path.key}"), cost("/collections")) == few
    assert few[0] <= 12
    assert few[1] <= 9


def test_after_thirty_days_a_collection_is_gone_and_what_it_held_stays(ada, path, clock):
    resource, outer = factories.resource(ada), collection_services.create(ada, title="Outer")
    collection_services.put_in(ada, path, Ref("resource", resource.id))
    collection_services.put_in(ada, outer, Ref("collection", path.id))
    collection_services.discard(ada, path)
    save(path)
    clock.shift(timedelta(days=31))
    perform(jobs.empty_bin)
    assert refs(outer) == []
    assert [row.id for row, _, _ in collection_services.collections(ada)] == [outer.id]
    assert fresh(resource).binned_at is None
