import pytest

from learnhub.search.grammar import Filter, Query, Term, Text, parse
from learnhub.search.relaxing import loosened


def text(*words: str, no: bool = False) -> Term:
    return Term(Text(words), no)


def begun(*words: str) -> Term:
    return Term(Text(words, prefix=True))


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("", []),
        ("   ", []),
        ("*", []),
        ('"', []),
        ("-", []),
        ("# :", []),
        ("evaluation sets", [(text("evaluation"),), (begun("set"),)]),
        ("evaluation sets ", [(text("evaluation"),), (text("set"),)]),
        ('"test sets"', [(text("test", "set"),)]),
        ("“test sets”", [(text("test", "set"),)]),
        ('"x', [(text("x"),)]),
        ('"test se', [(begun("test", "se"),)]),
        ("well-known thing", [(text("well", "known"),), (begun("thing"),)]),
        ("C++", [(begun("c++"),)]),
        ("C", [(text("c"),)]),
        ("a AND", [(text("a"),), (begun("and"),)]),
        ("-foo", [(text("foo", no=True),)]),
        ("bar -foo", [(text("bar"),), (text("foo", no=True),)]),
        ('bar -"foo baz"', [(text("bar"),), (text("foo", "baz", no=True),)]),
        ("cat or dog food", [(text("cat"), text("dog")), (begun("food"),)]),
        ("cat OR dog or bird", [(text("cat"), text("dog"), begun("bird"))]),
        ("or", [(begun("or"),)]),
        ("cat or", [(text("cat"),)]),
        ("#Agents", [(begun("#agent"),)]),
        ('#"bug reports" x', [(text("#bug_report"),), (text("x"),)]),
        ("type:paper", [(Term(Filter("type", "paper")),)]),
        ('TYPE:"case study" x', [(Term(Filter("type", "case study")),), (text("x"),)]),
        ("-is:done goal:", [(Term(Filter("is", "done"), True),), (begun("goal"),)]),
        ("eval* x", [(Term(Text(("eval",), prefix=True, starred=True)),), (text("x"),)]),
    ],
)
def test_what_is_typed_is_read(typed, clauses):
    assert parse(typed) == Query(tuple(clauses))


def test_only_so_much_is_read():
    assert len(parse("word " * 100).clauses) == 16
    assert len(parse("x" * 1000).clauses) == 1


def test_a_loose_query_asks_for_any_of_the_telling_words_and_keeps_its_filters():
    loose = loosened(parse("how to test the agents type:paper -vendor x"))
    assert loose == Query(
        (
            (text("test"), text("agent"), text("x")),
            (Term(Filter("type", "paper")),),
            (text("vendor", no=True),),
        )
    )


def test_one_word_cannot_be_asked_more_loosely():
    assert loosened(parse("agents type:paper")) is None
