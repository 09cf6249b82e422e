"""What is taken along comes in again as it was, and a feed shows what its person may see."""

from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree

import feedparser
import pytest
from sqlalchemy import delete, select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.transaction import settle
from learnhub.goals import services as goals
from learnhub.imports import queries, services
from learnhub.imports.models import RowState
from learnhub.library import collection_services as collections
from learnhub.library import services as resources
from learnhub.library.models import Collection, Level, Resource, ResourceKind
from learnhub.people import feed_tokens
from learnhub.people import services as people
from learnhub.people.models import Kind, Role
from learnhub.search import services as search
from tests import factories

KIND_OF = {"html": "bookmarks", "md": "awesome", "bib": "bibtex", "csv": "resources", "json": "resources"}
# What each format holds besides title, address and tags.
HOLDS = {
    "html": ("summary", "kind", "created_at"),
    "md": ("summary",),
    "bib": ("summary", "kind", "author", "published", "language"),
    "csv": ("summary", "kind", "author", "published", "language", "level", "minutes", "created_at", "facts"),
}
HOLDS["json"] = (*HOLDS["csv"], "expires_on")
HARD = (
    "=SUM(A1) & <b>“quotes”</b>",
    "50 % of {braces} cost $5_000 #1 ~ ^ \\ `code`",
    "[Brackets] (round) *stars* | pipes – dash",
    "Grüße, 日本語 🎉 עברית",
    "-minus: C++ - what's new? #notatag",
)


@pytest.fixture
def ada(app):
    return factories.person("Ada", unit=factories.unit())


@pytest.fixture
def shelf(ada):
    """Six resources with all that makes a format stumble; the last has no address."""
    for number, title in enumerate(HARD, start=1):
        factories.resource(
            ada,
            title,
            url=f"https://example.org/{number}_(x)?a=1&b=%20{number}~",
            summary="" if number == 3 else f"{title}: a summary that says more",
            author="Ada Lovelace, Bob Berg" if number % 2 else "",
            published="2026-03" if number % 2 else "",
            kind=(ResourceKind.TOOL, ResourceKind.PAPER, ResourceKind.BOOK, ResourceKind.CASE)[number % 4],
            level=Level.WORKING,
            minutes=number,
            language="en",
            facts={"works_for": 'Small, "quoted" sets'} if number % 4 == 0 else {},
            expires_on=datetime(2027, 1, number).date() if number % 4 == 0 else None,
            tags=["agents", "c++", f"number-{number}"] if number != 2 else [],
            created_at=datetime(2025, 5, number, 12, tzinfo=UTC),
        )
    note = {"url": None, "url_key": None, "kind": ResourceKind.NOTE, "minutes": None, "summary": ""}
    made = factories.resource(
        ada, "Six questions", tags=["evals"], **(note | {"url": "https://example.org/n"})
    )
    made.url = made.url_key = None
    search.changed(*(Ref("resource", row.id) for row in db.session.scalars(select(Resource))))
    settle(save=True)


def told(*names):
    """Return what is said of everything in the library, by title."""
    rows = db.session.scalars(select(Resource).where(Resource.binned_at.is_(None)))
    return {
        row.title: (row.url, sorted(row.tag_names), *(getattr(row, name) for name in names)) for row in rows
    }


@pytest.mark.parametrize("form", HOLDS)
@pytest.mark.usefixtures("shelf")
def test_what_is_exported_and_brought_in_again_is_equal(ada, browser, form):
    before = told(*HOLDS[form])
    if form in {"html", "md"}:
        del before["Six questions"]
    answer = browser(ada).get(f"/library/take-along.{form}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="library.{form}"'
    again = stage(ada, form, answer.data)
    assert queries.counts(again)[RowState.SAME] == len(before)
    db.session.execute(delete(Resource))
    settle(save=True)
    services.apply(ada, stage(ada, form, answer.data), {})
    settle(save=True)
    assert told(*HOLDS[form]) == before


def stage(actor, form, data):
    kind = KIND_OF[form]
    batch = services.stage(actor, kind, f"library.{form}", services.read(kind, BytesIO(data)))
    if kind == "resources":
        services.match(actor, batch, batch.mapping)
    assert [row.reason for row in queries.rows_in(batch, RowState.ERROR)] == []
    return batch


@pytest.mark.usefixtures("shelf")
def test_a_filter_a_search_and_a_collection_are_taken_along_alone(ada, browser):
    first, *_, last = db.session.scalars(select(Resource).order_by(Resource.created_at))
    outer, inner = (collections.create(ada, title=title) for title in ("Outer", "Inner"))
    collections.put_in(ada, outer, Ref("collection", inner.id))
    collections.put_in(ada, inner, Ref("resource", first.id))
    collections.put_in(ada, outer, Ref("resource", last.id))
    binned = factories.resource(ada, "Binned questions")
    resources.discard(ada, binned)
    tab = browser(ada)

    def titles(path):
        return [each["title"] for each in tab.get(path).json]

    assert titles("/library/take-along.json?tag=number-3") == [HARD[2]]
    assert titles("/library/take-along.json?q=questions") == ["Six questions"]
    assert titles(f"/collections/{outer.key}/take-along.json") == [first.title, last.title]
    assert "Binned questions" not in titles("/library/take-along.json")
    assert tab.get("/library/take-along.exe").status_code == 404
    assert "Export 1 resource." in tab.get("/library/take-along?tag=number-3").text
    guest = browser(factories.person("Eve", kind=Kind.GUEST))
    assert guest.get("/library/take-along.json").status_code == 403


def made(tab, path):
    """Make a feed of what the page `path` shows, and return its path."""
    text = tab.post(path).text
    return "/library/feeds/" + text.partition("/library/feeds/")[2].partition('"')[0]


def test_feeds_show_a_tag_a_goal_a_collection_and_a_saved_search(ada, browser):
    goal = factories.goal(ada, ada.unit)
    plain, tied, listed = (factories.resource(ada, title, tags=[title.lower() * 2]) for title in "ABC")
    goals.tie(ada, goal, Ref("resource", tied.id), why="", may_edit_the_other=True)
    of = collections.create(ada, title="Reading")
    collections.put_in(ada, of, Ref("resource", listed.id))
    saved = search.save_search(ada, name="Mine", text="#aa", kind="resource")
    search.changed(*(Ref("resource", row.id) for row in (plain, tied, listed)))
    tab, stranger = browser(ada), browser()

    def shown(path):
        found = feedparser.parse(stranger.get(made(tab, path)).data)
        assert not found.bozo
        return found.feed.title, [entry.title for entry in found.entries]

    assert shown("/library/take-along") == ("Library", ["C", "B", "A"])
    assert shown("/library/take-along?tag=aa") == ("Library: #aa", ["A"])
    assert shown(f"/library/take-along?goal={goal.key}") == (f"Library: {goal.title}", ["B"])
    assert shown(f"/collections/{of.key}/take-along") == ("Reading", ["C"])
    assert shown(f"/library/take-along?search={saved.key}") == ("Library: Mine", ["A"])
    assert len(feed_tokens.of(ada)) == 5
    assert tab.post("/library/take-along?type=paper").status_code == 404


def test_a_feed_is_the_same_bytes_until_something_changes_and_ends_with_its_person(ada, browser):
    factories.person("Olga", roles=(Role.ADMIN,))
    row = factories.resource(ada, "A \x0c & <b>", summary="Why?", author="Bob", tags=["c++"])
    tab, stranger = browser(ada), browser()
    first = made(tab, "/library/take-along")
    path = made(tab, "/library/take-along")
    assert stranger.get(first).status_code == 404
    answer = stranger.get(path)
    assert answer.mimetype == "application/atom+xml"
    entry = ElementTree.fromstring(answer.data).find("{http://www.w3.org/2005/Atom}entry")
    assert entry.find("{http://www.w3.org/2005/Atom}title").text.split() == ["A", "&", "<b>"]
    assert entry.find("{http://www.w3.org/2005/Atom}category").get("term") == "c++"
    again = stranger.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    resources.discard(ada, row)
    assert stranger.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200
    ada.kind = Kind.GUEST
    assert stranger.get(path).status_code == 404
    ada.kind = Kind.EMPLOYEE
    people.leave(ada)
    assert stranger.get(path).status_code == 404


def test_what_a_feed_was_of_may_be_gone(ada, browser):
    of = collections.create(ada, title="Reading")
    path = made(browser(ada), f"/collections/{of.key}/take-along")
    collections.discard(ada, db.session.get(Collection, of.id))
    assert browser().get(path).status_code == 404
