"""What is told of how much the tests run."""

import pytest

from learnhub.cli import covered, suite


def measured(lines: tuple[int, int], branches: tuple[int, int]) -> dict:
    names = ("covered_lines", "num_statements", "covered_branches", "num_branches")
    told = dict(zip(names, (*lines, *branches), strict=True))
    missing = {"missing_lines": [7, 9], "missing_branches": [[3, 7], [4, 6]]}
    return missing | {"summary": told | {"missing_branches": branches[1] - branches[0]}}


FILES = {
    "learnhub/goals/queries.py": measured((96, 100), (10, 10)),
    "learnhub/goals/policies.py": measured((94, 100), (9, 10)),
    "learnhub/teams/services.py": measured((50, 50), (0, 0)),
    "learnhub/teams/pages.py": measured((50, 50), (72, 80)),
}


def test_each_package_and_all_are_told():
    assert covered.table(FILES) == [
        "package                         lines  branches",
        "goals                          95.0 %    95.0 % of 20",
        "teams                         100.0 %    90.0 % of 80",
        "rules, queries and services    96.0 %    95.0 % of 20",
        "all modules                    96.7 %    91.0 % of 100",
    ]


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("goals/policies.py", True),
        ("demos/gallery_queries.py", True),
        ("cohorts/ticking.py", True),  # a service named by a noun
        ("cohorts/pages.py", False),
        ("cohorts/streaks.py", False),
    ],
)
def test_rules_queries_and_services_are_told_by_name_or_by_what_they_do(path, is_one):
    assert covered.decides(f"learnhub/{path}") is is_one


def test_what_is_below_the_bar_is_told_with_what_does_not_run():
    assert covered.gaps(covered.deciding(FILES), 95) == ["learnhub/goals/policies.py: 7, 9, 4→6"]


@pytest.mark.parametrize(("bar", "short"), [(95, False), (95.1, True), (96.1, True)])
def test_lines_and_branches_must_both_run(bar, short):
    assert covered.falls_short(FILES, bar) is short


def test_all_modules_have_a_floor():
    assert covered.falls_short({**FILES, "learnhub/teams/refs.py": measured((1, 1), (0, 20))}, 95)


def test_the_bar_stands_with_the_configuration():
    assert covered.required() >= 95


def test_what_broke_before_it_could_tell_is_told_as_failed(monkeypatch):
    monkeypatch.setattr(suite, "run", lambda check, more=(): suite.Outcome(check, 2, 0))
    assert [outcome.status for outcome in suite.measure(())] == [2, 2, 2]
