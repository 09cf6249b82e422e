"""How long each group of tests took, beside its budget, and what tests counted; also under xdist.

A test tells a count by `record_property("counted", "30 people, 33 messages")`.
"""

import os
from collections import defaultdict
from collections.abc import Iterator

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

# Seconds of work on one core. Two cores share the sum.
BUDGETS = {
    "unit": 240,
    "pages": 240,
    "journeys": 240,
    "races": 120,
    "faults": 120,
    "migrations": 60,
    "mutants": 60,
}


def group(item_path: str, keywords: Iterator[str] | set[str]) -> str:
    """Return the group by folder (`tests/races/…`) or marker; all else is `unit`."""
    words = set(keywords)
    for name in BUDGETS:
        if f"tests/{name}/" in item_path or name in words:
            return name
    return "unit"


class Times:
    """Adds up what the reports tell; the controller hears those of all workers."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.tests: defaultdict[str, int] = defaultdict(int)
        self.counted: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = group(report.nodeid, set(report.keywords))
        self.seconds[name] += report.duration
        self.tests[name] += report.when == "call"
        if report.when == "call":
            self.counted += [str(value) for key, value in report.user_properties if key == "counted"]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("time by group")
        for name, seconds in sorted(self.seconds.items(), key=lambda each: -each[1]):
            over = "  over its budget" if seconds > BUDGETS[name] else ""
            line = f"{name:<12} {self.tests[name]:>5} tests {seconds:>7.1f} s of {BUDGETS[name]} s{over}"
            terminalreporter.write_line(line)
        if self.counted:
            terminalreporter.section("counted")
            for told in self.counted:
                terminalreporter.write_line(told)


# By the path that their names begin with: what one worker does, because it shares what is dear to make.
# The `xdist_group` mark would say it beside the tests; xdist 3.8 cannot read it under pytest 9.2.
TOGETHER = {
    "tests/pages/test_walk.py": "walk",
    "tests/pages/test_html.py": "walk",
    "tests/pages/test_visibility.py": "walk",
    "tests/journeys/test_a_fortnight.py": "fortnight",
    "tests/journeys/": "journeys",
    "tests/cli/test_up.py": "up",
    "tests/cli/test_importing.py": "importing",
    "tests/cli/test_backup.py": "backup",
}


LONG = frozenset({"pages", "journeys", "mutants", "migrations"})


@pytest.hookimpl(trylast=True)  # once pytest has put those together that share a fixture
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: begun last, it keeps one worker while the others have no work."""
    items.sort(key=lambda item: group(item.nodeid, set(item.keywords)) not in LONG)


class Scheduling(LoadGroupScheduling):
    """Hands out tests one by one, and those of a group to the same worker, the largest groups first."""

    def _split_scope(self, nodeid: str) -> str:
        found = (name for path, name in TOGETHER.items() if nodeid.startswith(path))
        return next(found, nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: while a test waits for a process or for mail, another one works."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Times(), "learnhub-times")
