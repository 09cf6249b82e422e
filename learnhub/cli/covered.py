"""How much the tests run of the features: of their rules, queries and services, and of the rest.

What is measured, and how much of the rules, queries and services must run, stands in pyproject.toml
(`tool.coverage`). A module is one of these by its name, or, unless it is named for another kind, because it
gives or requires a verdict, uses the database or publishes a fact.
"""

import json
import re
import tomllib
from collections import defaultdict
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
NAMED = ("services", "policies", "queries")
OTHERS = ("pages", "sentences", "wording", "refs", "ties", "subscribers", "feature")
DOES = re.compile(r"-> Verdict\b|\bdb\.session\b|\b(require|select|publish)\(")
DECIDING, ALL_MODULES = "rules, queries and services", "all modules"
FLOOR = 90.0  # of all modules: on 23 November 2026 it was 97.5 % of the lines and 90.6 % of the branches
Told = Mapping[str, Any]
Counts = Mapping[str, int]


def required() -> float:
    """Return the percentage of the lines, and of the branches, that must run of these."""
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]
    return float(configured["report"]["fail_under"])


def read(file: Path) -> Told:
    """Return what coverage.py tells of each file, by its path."""
    told: dict[str, Told] = json.loads(file.read_text())
    return told["files"]


def decides(path: str) -> bool:
    """Whether the module is rules, queries or services."""
    kind = Path(path).stem.rpartition("_")[2]
    return kind in NAMED or (kind not in OTHERS and bool(DOES.search((ROOT / path).read_text())))


def deciding(files: Told) -> Told:
    """Return those of rules, queries and services."""
    return {path: each for path, each in files.items() if decides(path)}


def total(files: Told) -> Counts:
    """Add up the counts."""
    names = [name for pair in KINDS.values() for name in pair]
    return {name: sum(each["summary"][name] for each in files.values()) for name in names}


def groups(files: Told) -> dict[str, Counts]:
    """Add up the counts of each package, of all rules, queries and services, and of all modules."""
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for path in sorted(files):
        found[Path(path).parts[1]][path] = files[path]
    found |= {DECIDING: dict(deciding(files)), ALL_MODULES: dict(files)}
    return {name: total(those) for name, those in found.items()}


def percent(counts: Counts, kind: str) -> float:
    """Return how much of them ran; all of nothing did."""
    ran, there = (counts[name] for name in KINDS[kind])
    return 100 * ran / there if there else 100.0


def table(files: Told) -> list[str]:
    """Return a line for each package, and for what is held."""
    lines = [f"{'package':28} {'lines':>8} {'branches':>9}"]
    for name, counts in groups(files).items():
        shares = percent(counts, "lines"), percent(counts, "branches"), counts["num_branches"]
        lines.append("{:28} {:6.1f} % {:7.1f} % of {}".format(name, *shares))
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
    """Whether fewer lines or branches ran than must: of rules, queries and services, or of all modules."""
    held = (total(deciding(files)), bar), (total(files), FLOOR)
    return any(percent(counts, kind) < least for counts, least in held for kind in KINDS)
