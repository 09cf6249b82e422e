"""A few guards are removed in every run; `python tests/mutants.py` removes all."""

import pytest

from tests import mutants
from tests.support.tree import ROOT

QUICK = [guard for guard in mutants.GUARDS if guard.quick]


def test_every_guard_stands_where_the_table_says():
    counts = {guard.name: (ROOT / guard.file).read_text().count(guard.source) for guard in mutants.GUARDS}
    assert {name: count for name, count in counts.items() if count != 1} == {}


@pytest.mark.mutants
@pytest.mark.parametrize("guard", QUICK, ids=lambda guard: guard.name.replace(" ", "-"))
def test_a_removed_guard_is_noticed(guard):
    assert mutants.outcome(guard) == ""
