"""How much the tests run of what decides, reads and acts: the rules, queries and services of the features.

What counts, and how much of it must run, stands in pyproject.toml (`tool.coverage`).
"""

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from learnhub.settings import ROOT

# What they add runs in browsers, in Java, or in other tests as well; SQLite alone tells what is run.
WITHOUT = (
    *("journeys", "faults", "races", "migrations", "ops", "test_mutants.py", "web/test_scripts.py"),
    *("pages/test_browser.py", "pages/test_html.py"),
)
PYTEST = ("-m", "pytest", "-n", "auto", "--database", "sqlite")
ALL = tuple(f"--ignore=tests/{each}" for each in WITHOUT)
KINDS = {"lines": ("covered_lines", "num_statements"), "branches": ("covered_branches", "num_branches")}
Told = Mapping[str, Any]
Counts = Mapping[str, int]


def required() -> float:
    """Return the percentage of the lines, and of the branches, that must run."""
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]
    return float(configured["report"]["fail_under"])


def read(file: Path) -> Told:
    """Return what coverage.py tells of each file, by its path."""
    told: dict[str, Told] = json.loads(file.read_text())
    return told["files"]


def packages(files: Told) -> dict[str, Counter[str]]:
    """Add up the counts of each package, and of all."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path, each in files.items():
        counts = {name: each["summary"][name] for names in KINDS.values() for name in names}
        for name in (Path(path).parts[1], "all"):
            found[name].update(counts)
    return dict(sorted(found.items(), key=lambda each: (each[0] == "all", each[0])))


def percent(counts: Counts, kind: str) -> float:
    """Return how much of them ran; all of nothing did."""
    ran, there = (counts[name] for name in KINDS[kind])
    return 100 * ran / there if there else 100.0


def table(files: Told) -> list[str]:
    """Return a line for each package."""
    lines = [f"{'package':15} {'lines':>8} {'branches':>9}"]
    for name, counts in packages(files).items():
        shares = percent(counts, "lines"), percent(counts, "branches"), counts["num_branches"]
        lines.append("{:15} {:6.1f} % {:7.1f} % of {}".format(name, *shares))
    return lines


def gaps(files: Told, bar: float) -> list[str]:
    """Return the modules below the bar, the most branches first, with what does not run of them."""
    below = []
    for path, each in files.items():
        if min(percent(each["summary"], kind) for kind in KINDS) < bar:
            missed = set(each["missing_lines"])
            jumps = [f"{a}→{b}" for a, b in each["missing_branches"] if not missed & {a, b}]
            places = ", ".join([*map(str, sorted(missed)), *jumps])
            below.append((-each["summary"]["missing_branches"], f"{path}: {places}"))
    return [line for _, line in sorted(below)]


def falls_short(files: Told, bar: float) -> bool:
    """Whether fewer of all the lines, or of all the branches, ran than must."""
    counts = packages(files)["all"]
    return any(percent(counts, kind) < bar for kind in KINDS)
