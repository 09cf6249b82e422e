"""Real files come in: how much of them, a second time nothing, and undone all of it."""

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.transaction import settle
from learnhub.imports import queries, services
from learnhub.imports.models import RowState
from learnhub.library import collection_services, reading, url_keys
from learnhub.library import queries as library
from learnhub.library import services as resources
from learnhub.library.incoming import BINNED
from learnhub.library.models import Collection, Reading, Resource, Step
from learnhub.library.taking_back import STAYS
from learnhub.search.models import SearchDocument
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
FOLDER = Path(__file__).parents[1] / "data" / "library"
NEW, SAME, OUT, ERROR = RowState.NEW, RowState.SAME, RowState.LEFT_OUT, RowState.ERROR
# New, left out as another spelling of one in the file, refused by row.
REAL = {
    "bookmarks_chromium.html": ("bookmarks", 18, 0, 0),
    "bookmarks_delicious.html": ("bookmarks", 5, 0, 0),
    "bookmarks_firefox.html": ("bookmarks", 21, 0, 3),
    "awesome_llm.md": ("awesome", 371, 6, 1),
    "awesome_ml_courses.md": ("awesome", 75, 2, 0),
    "applied_ml_case_studies.md": ("awesome", 742, 33, 0),
    "papers.bib": ("bibtex", 32, 1, 0),
}
MANY = 100


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


def stage(actor, kind, text, mapping=None, name="file"):
    content = text if isinstance(text, bytes) else text.encode()
    sheet = services.read(kind, BytesIO(content), mapping)
    return services.stage(actor, kind, name, sheet, mapping)


def bring(actor, batch, options):
    services.apply(actor, batch, options)
    settle(save=True)


def undo(actor, batch):
    services.undo(actor, batch)
    settle(save=True)


def counted(batch):
    counts = queries.counts(batch)
    return counts[NEW], counts[OUT], counts[ERROR], counts[SAME]


def reasons(batch):
    return {row.title: row.reason for row in queries.all_rows(batch) if row.reason}


def number(of=Resource):
    return db.session.scalar(select(func.count()).select_from(of))


@pytest.mark.parametrize("name", [name for name, row in REAL.items() if row[1] < MANY])
def test_a_real_file_comes_in_once_and_is_undone_whole(ada, name):
    comes_in_once_and_is_undone_whole(ada, name)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", [name for name, row in REAL.items() if row[1] >= MANY])
def test_a_long_real_file_too(ada, name):
    comes_in_once_and_is_undone_whole(ada, name)


def comes_in_once_and_is_undone_whole(ada, name):
    kind, *expected = REAL[name]
    content = (FOLDER / name).read_bytes()
    batch = stage(ada, kind, content, name=name)
    assert counted(batch) == (*expected, 0)
    bring(ada, batch, batch.options | {"tags": "from a file"})
    assert number() == expected[0]
    again = stage(ada, kind, content)
    assert counted(again) == (0, 0, expected[2], expected[0] + expected[1])
    undo(ada, batch)
    assert (number(), number(Collection)) == (0, 0)
    assert counted(stage(ada, kind, content)) == (*expected, 0)


@pytest.mark.sqlite_only
def test_on_all_real_links_no_two_pages_become_one(ada):
    """Every address of the files is kept under its own key: two share one only where they are one page."""
    spelled: dict[str, set[str]] = {}
    for name, (kind, *_) in REAL.items():
        for row in queries.all_rows(stage(ada, kind, (FOLDER / name).read_bytes())):
            if url := row.data.get("url"):
                spelled.setdefault(url_keys.url_key(url), set()).add(url)
    alike = sorted(tuple(sorted(urls)) for urls in spelled.values() if len(urls) > 1)
    assert alike == []
    assert len(spelled) > 1200


def test_what_is_no_page_is_refused_by_row(ada):
    batch = stage(
        ada,
        "bookmarks",
        """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p><DT><H3>Tools</H3>
<DL><p>
<DT><A HREF="javascript:alert(1)">Read later</A>
<DT><A HREF="data:text/html,x">Page</A>
<DT><A HREF="place:sort=8">Most visited</A>
<DT><A HREF="ftp://example.org/x">Archive</A>
<DT><A HREF="https://user:secret@example.org/">Inside</A>
<DT><A>Nothing</A>
<DT><A HREF="https://example.org/a?utm_source=x" ADD_DATE="1466010266000">One</A>
<DD>What it &amp; is
<DT><A HREF="http://example.org/a/" TAGS="Late, c++">Again</A>
</DL><p></DL>""",
    )
    assert counted(batch) == (2, 1, 5, 0)
    assert reasons(batch) == {
        "Read later": "It is a program, not a page (javascript:).",
        "Page": "It holds the thing itself, not where it is (data:).",
        "Most visited": "It is a search inside the browser, not a page (place:).",
        "Archive": "Only pages of the web can be kept, no ftp: addresses.",
        "Inside": "“https://user:secret@example.org/” is no address of the web.",
        "Again": "The same page as in row 10.",
    }
    assert [row.number for row in queries.rows_in(batch, ERROR)] == [4, 5, 6, 7, 8]
    bring(ada, batch, {"collection": "Mine", "type": "tool"})
    one = library.known("https://example.org/a")
    assert (one.title, one.summary, one.kind, one.tag_names) == (
        "One",
        "What it & is",
        "tool",
        ["c++", "late", "tools"],
    )
    assert (one.created_at.year, one.owner_id) == (2016, ada.id)
    nothing = db.session.scalar(select(Resource).where(Resource.url.is_(None)))
    assert nothing.title == "Nothing"


def test_folders_become_collections_whose_identity_is_the_whole_path(ada):
    text = "# List\n\n## A\n\n- [one](https://e.org/1)\n\n### Papers\n\n- [two](https://e.org/2) - What #x\n"
    text += "\n## B\n\n- [one](https://e.org/1)\n\n### Papers\n\n- [three](https://e.org/3) ([Code](https://e.org/c))\n"
    batch = stage(ada, "awesome", text)
    bring(ada, batch, {"collection": "Reading"})
    shelves = {of.id: of.title for of in db.session.scalars(select(Collection))}
    held: dict[str, list[str]] = {}
    for step in db.session.scalars(select(Step).order_by(Step.collection_id, Step.position)):
        of = (
            shelves[step.ref_id]
            if step.ref_kind == "collection"
            else db.session.get(Resource, step.ref_id).title
        )
        held.setdefault(f"{step.collection_id} {shelves[step.collection_id]}", []).append(of)
    assert sorted((key.partition(" ")[2], value) for key, value in held.items()) == [
        ("A", ["Papers", "one"]),
        ("B", ["Papers", "one"]),
        ("Papers", ["three", "three: Code"]),
        ("Papers", ["two"]),
        ("Reading", ["A", "B"]),
    ]
    assert library.known("https://e.org/2").tag_names == ["a", "papers", "x"]
    assert library.known("https://e.org/1").tag_names == ["a", "b"]
    undo(ada, batch)
    assert (number(), number(Collection), number(Step)) == (0, 0, 0)


def test_what_has_been_worked_on_since_stays_and_the_page_says_so(ada, browser):
    bob = factories.person("Bob")
    links = "\n".join(
        f"https://example.org/{name}" for name in ("edited", "saved", "taken", "tagged", "tied")
    )
    batch = stage(ada, "links", f"{links}\nhttps://example.org/free\n")
    bring(ada, batch, {})
    by_name = {
        name: library.known(f"https://example.org/{name}") for name in ("edited", "saved", "taken", "tagged")
    }
    by_name["edited"].title = "Other"
    reading.mark(bob, by_name["saved"], Reading.SAVED)
    reading.take_away(bob, by_name["taken"], text="Used it.")
    resources.tag(bob, by_name["tagged"], ["evals"])
    mine = collection_services.create(bob, title="Bob’s")
    collection_services.put_in(
        bob, mine, resources.Ref("resource", library.known("https://example.org/tied").id)
    )
    db.session.commit()
    page = browser(ada).get(f"/imports/{batch.key}").text
    assert "5 resources will stay: they have been worked on since" in page
    undo(ada, batch)
    assert library.known("https://example.org/free") is None
    assert number() == 5
    kept = queries.rows_in(batch, SAME)
    assert {row.reason for row in kept} == {STAYS}
    assert number(SearchDocument) == 6


def test_what_is_here_or_in_the_bin_stays_as_it_is(ada):
    here, binned = (factories.resource(ada, url=f"https://example.org/{name}") for name in "ab")
    resources.discard(ada, binned)
    factories.resource(ada, title="Six questions", work_key="arxiv:1706.03762")
    text = "https://example.org/a/?utm_source=x\nexample.org/b\nhttps://arxiv.org/pdf/1706.03762v2"
    batch = stage(ada, "links", text)
    assert counted(batch) == (1, 1, 0, 1)
    assert reasons(batch) == {
        "example.org/a": f"In the library as “{here.title}”.",
        "example.org/b": BINNED,
        "arxiv.org/pdf/1706.03762v2": "Perhaps the same work as “Six questions”: merge the two afterwards.",
    }


def test_columns_of_a_spreadsheet_are_matched_and_wrong_cells_are_named(ada):
    text = 'Name,Link,Kind,Minutes,Labels,Works for\nEvals,e.org/x,tool,12,"a, b c",Small sets\n'
    text += "Bad,https://e.org/y,thing,,,\nLong,https://e.org/z,,soon,,\n,,,,,x\n"
    batch = stage(ada, "resources", text)
    services.match(ada, batch, batch.mapping)
    assert counted(batch) == (1, 0, 3, 0)
    assert [row.reason.partition(".")[0] for row in queries.rows_in(batch, ERROR)] == [
        "There is no type “thing”",
        "“soon” is no whole number of minutes",
        "It has neither an address nor a title",
    ]
    bring(ada, batch, {})
    one = library.known("https://e.org/x")
    assert (one.title, one.kind, one.minutes, one.tag_names, one.facts) == (
        "Evals",
        "tool",
        12,
        ["a", "b-c"],
        {"works_for": "Small sets"},
    )


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("bookmarks", "just text", "no file of bookmarks"),
        ("bookmarks", "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p></DL>", "no bookmarks in this file"),
        ("awesome", "# Nothing\n\n- no link", "no links in this list"),
        ("links", "nothing here", "no link in this text"),
        ("feed", "<html>", "no RSS or Atom"),
        ("bibtex", "@article{a,\n title={X},\n}\n\n@book{b,\n title={Y\n\n@book{c, title={Z}}", "line 5"),
        ("bibtex", "no entries", "no entries in this file"),
        ("links", b"a zero \x00 in it", "is no text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(kind, text, says):
    with pytest.raises(Invalid, match=says):
        services.read(kind, BytesIO(text if isinstance(text, bytes) else text.encode()))


def test_what_other_programs_say_of_types_and_days_harms_nothing(ada):
    said = "type={Technical Report}, year={2024}, month={²}"  # a digit that is no number
    bib = f"@misc{{a, title={{Report}}, {said}, url={{https://e.org/r}}}}"
    assert counted(stage(ada, "bibtex", bib)) == (1, 0, 0, 0)
    marks = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT>"
    marks += '<A HREF="https://e.org/m" DATA-TYPE="x" ADD_DATE="9">M</A></DL>'
    assert counted(stage(ada, "bookmarks", marks)) == (1, 0, 0, 0)
    json = '[{"title": "Half \\ud800 a pair", "minutes": 5, "tags": ["a;b", "c"]},'
    json += '{"title": "X", "minutes": "%s"}]'
    batch = stage(ada, "resources", json % ("9" * 5000))
    services.match(ada, batch, batch.mapping)
    assert counted(batch) == (1, 0, 1, 0)
    bring(ada, batch, {})
    made = db.session.scalar(select(Resource).where(Resource.url.is_(None)))
    assert (made.title, made.minutes, made.tag_names) == ("Half a pair", 5, ["a", "b", "c"])
    batch = stage(ada, "resources", "Title,Created\nOld,0001-01-01T00:00:00+05:00\n")
    services.match(ada, batch, batch.mapping)
    assert [row.reason.partition(".")[0] for row in queries.rows_in(batch, ERROR)] == [
        "“0001-01-01T00:00:00+05:00” is no day on which it was kept"
    ]


def test_the_entries_of_a_saved_feed_come_in(ada):
    text = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title>
<entry><title>One &amp;amp; two</title><link href="https://e.org/1"/><updated>2026-10-14T08:00:00Z</updated><summary>Why</summary></entry></feed>"""
    batch = stage(ada, "feed", text)
    bring(ada, batch, {})
    one = library.known("https://e.org/1")
    assert (one.title, one.summary, one.published) == ("One & two", "Why", "2026-10-14")


def test_links_are_pasted_seen_and_brought_in(ada, browser):
    tab = browser(ada)
    assert "Paste at least one link." in tab.post("/imports/new/links", data={"file": ""}).text
    staged = tab.post("/imports/new/links", data={"file": "Look: https://e.org/a, and\nhttps://e.org/b."})
    page = tab.get(staged.location)
    assert "2 resources can come in." in page.text
    assert tab.post(staged.location, data={"tags": "evals", "type": "", "collection": ""}).status_code == 303
    assert library.known("https://e.org/b").tag_names == ["evals"]
    assert "2 resources came in." in tab.get(staged.location).text
