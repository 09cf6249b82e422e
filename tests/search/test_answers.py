"""The same answers on both databases, whatever is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.search import queries, ranking
from tests import factories

SHELF = {
    "cpp": ("Modern C++ for robots", "Templates and lifetimes. Not C.", ()),
    "csharp": ("C# in the test bench", "", ()),
    "evals": ("Your evals are lying to you", "A small evaluation set of your own tickets.", ("Evaluation",)),
    "judge": ("Judges that agree with people", "Evaluation by a model; evaluation again.", ("LLM as judge",)),
    "munich": ("Münchner Straße", "Über Größe und Maß.", ("Örtliches",)),
    "hebrew": ("שלום עולם", "טקסט מימין לשמאל", ()),
    "arabic": ("مرحبا بالعالم", "", ()),
    "chinese": ("机器学习入门", "", ()),
    "rocket": ("Launch day 🚀", "We fly.", ()),
    "and": ("Sense and nonsense", "A or B, not C", ()),
    "foo": ("foo bar", "baz", ("bug reports",)),
    "star": ("Five * hotel", "x", ()),
    "quote": ('He said "test set"', "the test of the set", ()),
    "paper": ("Attention", "All you need.", ("agents",)),
}
ALL = set(SHELF)
TABLE: list[tuple[str, set[str]]] = [
    ("C++", {"cpp"}),
    ("c#", {"csharp"}),
    ("C", {"cpp", "and"}),
    ("a AND", {"and"}),
    ("a OR b", {"evals", "judge", "and"}),
    ('"x', {"star"}),
    ("-foo", ALL - {"foo"}),
    ("bar -foo", set()),
    ("foo -baz", set()),
    ("foo -qux", {"foo"}),
    ("*", set()),
    ("foo*", {"foo"}),
    ("", set()),
    ("munchner strasse", {"munich"}),
    ("MÜNCHNER STRASSE", {"munich"}),
    ("größe", {"munich"}),
    ("#ortliches", {"munich"}),
    ("שלום", {"hebrew"}),
    ("‏שלום‎ עולם", {"hebrew"}),
    ("مرحبا", {"arabic"}),
    ("مَرْحَبا", {"arabic"}),
    ("学习", {"chinese"}),
    ("习学", set()),
    ("🚀", {"rocket"}),
    ("evaluation", {"evals", "judge"}),
    ("evaluations", {"evals", "judge"}),
    ("eval", {"evals", "judge"}),
    ('"test set"', {"quote"}),
    ('"set test"', set()),
    ("test set", {"quote"}),
    ("#evaluation", {"evals"}),
    ('#"llm as judge"', {"judge"}),
    ("#llm-as-judge", {"judge"}),
    ("#bug-reports", {"foo"}),
    ("#bug", {"foo"}),
    ("agents or rocket 🚀", set()),
    ("agents or 🚀", {"paper", "rocket"}),
    ("-evaluation or 🚀", ALL - {"evals", "judge"}),
    ("type:note 🚀", {"rocket"}),
    ("type:demo 🚀", set()),
    ("-type:note 🚀", set()),
    ("type:demo or 🚀", {"rocket"}),
    ("type:article", {"paper"}),
    ("type:Articles attention", {"paper"}),
    ("nonsense:x", set()),
    ("is:nonsense foo", {"foo"}),
    ("NEAR(foo bar)", set()),
    ("title_words : foo", set()),
    ("foo'; DROP TABLE search_document; --", set()),
    ("foo ^bar", {"foo"}),
    ("{foo bar}", {"foo"}),
    ("foo & | ! ( ) <-> bar:*", {"foo"}),
    ("\\ ' \" foo", {"foo"}),
]


@pytest.fixture
def shelf(put):
    return {
        put(title, body, tags=tags, type="article" if name == "paper" else ""): name
        for name, (title, body, tags) in SHELF.items()
    }


def test_the_table_of_queries_has_the_same_answers_on_both_databases(shelf):
    ada = factories.person()
    answers = {}
    for typed, _ in TABLE:
        found = queries.search(ada, typed, per_page=50)
        answers[typed] = {shelf[hit.ref] for hit in found.hits} if not found.loose else set()
    assert answers == dict(TABLE)


def test_titles_weigh_more_than_bodies(put):
    ada = factories.person()
    body = put("About something else", "robots robots robots and more robots")
    title = put("Robots", "Something else.")
    tagged = put("A third thing", "Nothing.", tags=("robots",))
    hits = [hit.ref for hit in queries.search(ada, "robot").hits]
    assert (hits[0], set(hits)) == (title, {title, tagged, body})


def test_what_has_only_some_of_the_words_is_shown_where_nothing_has_all(put):
    ada = factories.person()
    both = put("Evaluate agents", "with twenty cases")
    put("Unrelated", "how to cook")
    found = queries.search(ada, "how to evaluate an agent in production")
    assert found.loose
    assert found.hits[0].ref == both


def test_little_words_neither_count_nor_are_marked_unless_there_are_no_others(put):
    ada = factories.person()
    put("That is a cake that we bake", "with a spoon and this and that")
    wanted = put("A test that a model wrote", "What that is worth.")
    found = queries.search(ada, "testing codes that a model wrote this week")
    assert found.loose
    assert [hit.ref for hit in found.hits] == [wanted]
    assert found.hits[0].snippet.title == "A test that a <mark>model</mark> <mark>wrote</mark>"
    assert found.hits[0].snippet.text == "What that is worth."
    assert queries.search(ada, "das Modell und die Maschine").total == 0
    only = queries.search(ada, "what this is about")
    assert only.loose
    assert only.total == 2
    assert "<mark>this</mark>" in "".join(hit.snippet.text for hit in only.hits)


def test_of_a_frequent_word_the_newest_and_titles_are_ranked(put, monkeypatch):
    monkeypatch.setattr(ranking, "NEWEST", 6)
    monkeypatch.setattr(ranking, "IN_TITLE", 2)
    ada = factories.person()
    old = put("The word is frequent", "")
    others = [put(f"Thing {number}", "frequent") for number in range(9)]
    found = queries.search(ada, "frequent")
    assert [hit.ref for hit in found.hits] == [old, *others[:-5:-1]]


def test_what_must_not_be_there_is_not_in_titles_of_a_frequent_word_wherever_it_stands(put, monkeypatch):
    monkeypatch.setattr(ranking, "NEWEST", 4)
    monkeypatch.setattr(ranking, "IN_TITLE", 2)
    ada = factories.person()
    tagged = put("First", "", tags=("frequent",))
    put("It is frequent", "and unwanted")
    put("Frequent, unwanted")
    others = [put(f"Thing {number}", "frequent") for number in range(5)]
    found = queries.search(ada, "frequent -unwanted")
    assert [hit.ref for hit in found.hits] == [tagged, *others[:-3:-1]]


def test_a_frequent_last_word_is_looked_for_as_it_stands_unless_it_is_starred(put, monkeypatch):
    monkeypatch.setattr(ranking, "NEWEST", 4)
    monkeypatch.setattr(ranking, "IN_TITLE", 1)
    ada = factories.person()
    words = [put(f"Thing {number}", "part") for number in range(5)]
    party = put("A party")
    assert [hit.ref for hit in queries.search(ada, "part").hits] == words[:-4:-1]
    assert [hit.ref for hit in queries.search(ada, "part*").hits] == [party, *words[:-3:-1]]
    assert [hit.ref for hit in queries.search(ada, "par").hits] == [party, *words[:-3:-1]]


def test_what_nobody_understands_is_named(put):
    ada = factories.person()
    put("foo")
    assert queries.search(ada, 'is:nonsense is:"other thing" foo').unknown == [
        "is:nonsense",
        'is:"other thing"',
    ]


def test_where_no_word_says_the_newest_come_first(put):
    ada = factories.person()
    first, second = put("One"), put("Two")
    assert [hit.ref for hit in queries.search(ada, "type:note").hits] == [second, first]


TYPED = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ab\"'*+-#:|&!()<>^{}\\~ \tO R", max_size=40),
    st.lists(
        st.sampled_from(
            ["foo", "-foo", "or", '"', "#x", "type:note", "is:x", "goal:y", "C++", "*", "ü", "🚀", "学"]
        ),
        max_size=12,
    ).map(" ".join),
)


def test_nothing_that_can_be_typed_or_kept_is_an_error(put):
    ada = factories.person()

    @settings(max_examples=120)
    @given(typed=TYPED, body=st.text(max_size=80))
    def ask(typed: str, body: str) -> None:
        put(body[:40], body + typed, tags=(typed,))
        found = queries.search(ada, typed)
        assert found.total == sum(found.counts.values()) >= len(found.hits)
        queries.suggestions(ada, typed)

    ask()
