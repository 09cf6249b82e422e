"""How what a statement was compiled to is found."""

import pytest

from learnhub.core import compiled_statements
from learnhub.core.compiled_statements import Compiled


class Parts(tuple):
    """What a statement is made of; it counts how often that is weighed."""

    weighed = 0

    def __hash__(self):
        Parts.weighed += 1
        return tuple.__hash__(self)


def key(parts, *names):
    return "dialect", parts, names, False, False


def test_a_kept_statement_is_found_without_weighing_what_it_is_made_of():
    known, parts = Compiled(), Parts(("select", "goal"))
    known[key(parts, "id")] = "SELECT"
    Parts.weighed = 0
    assert [known.get(key(parts, "id")) for _ in range(3)] == ["SELECT"] * 3
    assert Parts.weighed == 0
    assert known.get(key(Parts(parts), "id")) == "SELECT"  # the same, built anew
    assert [known.get(key(parts, "key")), known.get(key(Parts(["select"]), "id"))] == [None, None]


def test_the_same_parts_with_other_parameters_are_another_statement():
    known, parts = Compiled(), Parts(("select",))
    for name in ("id", "key"):
        known[key(parts, name)] = name
    assert [known.get(key(parts, name)) for name in ("id", "key", "title")] == ["id", "key", None]


@pytest.mark.parametrize("used", [0, 1])
def test_what_was_not_used_for_longest_is_dropped_first(monkeypatch, used):
    monkeypatch.setattr(compiled_statements, "MOST", 2)
    known, parts = Compiled(), [Parts([number]) for number in range(3)]
    for each in parts[:2]:
        known[key(each)] = each
    known.get(key(parts[used]))
    known[key(parts[2])] = parts[2]
    kept = [each if number in (used, 2) else None for number, each in enumerate(parts)]
    assert [known.get(key(each)) for each in parts] == kept


def test_one_row_and_many_are_two_statements():
    known, parts = Compiled(), Parts(["insert"])
    one, many = key(parts, "id"), (*key(parts, "id")[:-1], True)
    known[one], known[many] = "one", "many"
    assert [known.get(one), known.get(many)] == ["one", "many"]
