"""The shape of the code: what no review should have to look for."""

import hashlib
import re
import statistics
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Integer

from app import FEATURES
from learnhub.core import events, points
from learnhub.core.db import Model
from tests.support import tree

MODULE, FUNCTION, VIEW = 300, 40, 15  # lines
HEAVY = {
    *("PIL", "openpyxl", "numpy", "trafilatura", "feedparser", "fpdf", "httpx", "httpx_secure"),
    *("bibtexparser", "pylatexenc", "recurring_ical_events", "css_inline", "segno"),
}
# Before its libraries are installed, or to start quickly: these import late by design.
LATE = {"app.py", "learnhub/cli", "learnhub/ops"}
CLOCK = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "datetime.datetime.now",
}
DATABASE_CLOCK = {"func.now", "func.current_timestamp", "func.current_date", "func.localtimestamp"}
DRAWERS = {"helpers", "helper", "utils", "util", "common", "manager", "managers", "misc", "shared", "base"}
POINTS = re.compile(r"^([A-Z_]+): (?:One|Several)(?:Each)?\[", re.MULTILINE)
READS_ENVIRONMENT = {"learnhub/settings.py"}
# Facts that nobody needs to hear yet, each with the reason.
UNHEARD: dict[str, str] = {
    "TeamMade": "its captain made it just now",
    "CaptainChanged": "the team page says it",
    "GoalUpdated": "the goal's page says it; the weekly digest will hear it",
    "GoalClosed": "the goal's page says it; the weekly digest will hear it",
}


def test_modules_are_short():
    assert [tree.name(path) for path in tree.modules() if _lines(path) > MODULE] == []


def test_functions_are_short():
    assert _longer(FUNCTION, tree.modules()) == []


def test_views_are_short():
    assert _longer(VIEW, _kind("views")) == []


def test_medians_are_small(record_property):
    lengths = [tree.length(function) for path in tree.modules() for function in tree.functions(path)]
    sizes = [_lines(path) for path in tree.modules() if _lines(path) > 1]
    record_property("median function", statistics.median(lengths))
    record_property("median module", statistics.median(sizes))
    assert statistics.median(lengths) <= 12
    assert statistics.median(sizes) <= 120


def test_every_function_says_what_it_returns():
    assert [
        f"{tree.name(path)}:{function.lineno} {function.name}"
        for path in tree.modules()
        for function in tree.functions(path)
        if function.returns is None
    ] == []


def test_one_file_commits():
    committing = {
        tree.name(path) for path in tree.modules() for _, call in tree.calls(path) if call.endswith(".commit")
    }
    assert committing <= {"learnhub/core/transaction.py"} | _files("learnhub/ops")


def test_one_clock():
    reading = {
        f"{tree.name(path)}:{line} {call}"
        for path in tree.modules()
        for line, call in tree.calls(path)
        if call in CLOCK | DATABASE_CLOCK and tree.name(path) != "learnhub/core/clock.py"
    }
    assert reading == set()


def test_one_reader_of_the_environment():
    reading = {
        tree.name(path) for path in tree.modules() if re.search(r"os\.environ|getenv", path.read_text())
    }
    assert reading <= READS_ENVIRONMENT | _files("learnhub/ops") | {"app.py"}


def test_one_place_builds_whole_addresses():
    """The Host header is what anybody writes; commands print what the settings say."""
    building = {
        tree.name(path)
        for path in tree.modules()
        if re.search(r"\bbase_url|_external=|url_root|host_url", path.read_text())
    }
    assert building - _files("learnhub/cli") == {"learnhub/settings.py", "learnhub/web/addresses.py"}


def test_imports_stand_at_the_top():
    late = {
        f"{tree.name(path)}:{line} {package}"
        for path in tree.modules()
        if not tree.name(path).startswith(tuple(LATE))
        for line, package in tree.inner_imports(path)
        if package not in HEAVY
    }
    assert late == set()


def test_who_catches_everything_says_why():
    broad = re.compile(r"^\s*except(:| (Base)?Exception\b)[^#]*$", re.MULTILINE)
    silent = {tree.name(path): broad.findall(path.read_text()) for path in tree.modules()}
    assert {name: found for name, found in silent.items() if found} == {}


def test_the_product_reads_nothing_from_its_tests():
    naming = [
        tree.name(path) for path in tree.modules() if re.search(r"""["']tests["'/]""", path.read_text())
    ]
    assert naming == []


def test_there_are_no_drawers():
    named = {
        path.relative_to(tree.ROOT).as_posix()
        for folder in ("learnhub", "templates", "tests", "seed", "migrations", "benchmarks")
        for path in (tree.ROOT / folder).rglob("*")
        if path.stem in DRAWERS and path.parent.name != "css"
    }
    assert named == set()


def test_jobs_are_five_lines():
    assert _longer(7, _kind("jobs")) == []  # the line of its name, a docstring, and five


def test_tables_refer_downwards():
    upward = {
        f"{mapper.class_.__name__} → {key.column.table.name}"
        for mapper in Model.registry.mappers
        for table in mapper.tables
        for key in table.foreign_keys
        if _line(mapper.class_) < _line(_owner(key.column.table.name))
    }
    assert upward == set()


def test_no_id_is_used_twice():
    """SQLite would give a deleted row's id to the next one."""
    again = {
        mapper.class_.__name__
        for mapper in Model.registry.mappers
        for table in [mapper.local_table]
        if "id" in table.columns
        and not table.columns["id"].foreign_keys
        and isinstance(table.columns["id"].type, Integer)
        and not table.dialect_options["sqlite"]["autoincrement"]
    }
    assert again <= {"Organisation"}


@pytest.mark.sqlite_only
def test_every_fact_is_heard_or_listed(app: Flask):
    facts = {
        fact.__name__
        for path in _kind("events")
        if path.parent.name != "core"
        for fact in vars(_module(path)).values()
        if isinstance(fact, type) and fact.__module__ == _dotted(path)
    }
    heard = {fact.__name__ for fact in events.heard()}
    assert facts - heard == set(UNHEARD)  # a fact that is heard by now leaves the list


def test_every_package_that_gives_something_is_listed_in_the_order_of_packages():
    names = [feature.name for feature in FEATURES]
    giving = {
        path.relative_to(tree.PACKAGE).parts[0]
        for kind in ("views", "subscribers", "refs", "feature")
        for path in _kind(kind)
        if path.parent != tree.PACKAGE / "core"
    }
    assert set(names) == giving
    assert [
        f"learnhub/{feature.name}/feature.py"
        for feature in FEATURES
        if feature is not vars(_module(tree.PACKAGE / feature.name / "feature.py"))["FEATURE"]
    ] == []
    lines = [tree.order()[name] for name in names]
    assert lines == sorted(lines, reverse=True)


def test_whatever_is_asked_of_the_packages_above_is_given_and_written_down():
    asked = {
        f"{_dotted(path).removeprefix('learnhub.')}.{name}": vars(_module(path))[name]
        for path in tree.modules()
        for name in POINTS.findall(path.read_text())
    }
    given = {gift.point for feature in FEATURES for gift in feature.gives}
    assert given == set(asked.values())
    told = (tree.ROOT / "docs" / "features.md").read_text()
    assert re.findall(r"^\| `(\w+\.\w+\.\w+)` \|", told, re.MULTILINE) == sorted(asked, key=_height)


@pytest.mark.parametrize("point", [points.One("faces"), points.OneEach("faces")])
def test_what_can_be_given_once_is_refused_a_second_time(point):
    with pytest.raises(ValueError, match="faces: given twice"):
        points.connect([point.give({"talk": str}), point.give({"talk": int})])


def test_facts_hold_ids_alone():
    fields = {
        f"{fact.__name__}.{field}: {kind}"
        for path in _kind("events")
        if path.parent.name != "core"
        for fact in vars(_module(path)).values()
        if isinstance(fact, type) and fact.__module__ == _dotted(path)
        for field, kind in fact.__annotations__.items()
        if not re.fullmatch(r"int( \| None)?|tuple\[int, \.\.\.\]|bool|str", _named(kind))
    }
    assert fields == set()


def test_locks_name_no_address():
    locks = list(tree.ROOT.glob("requirements*.lock"))
    assert len(locks) == 2
    assert [lock.name for lock in locks if "://" in lock.read_text()] == []
    assert [*tree.ROOT.glob("uv.lock"), *tree.ROOT.glob("pylock*.toml"), *tree.ROOT.glob("poetry.lock")] == []


def test_what_others_wrote_is_unchanged():
    vendor = tree.PACKAGE / "static" / "vendor"
    lines = (vendor / "SHA256SUMS").read_text().splitlines()
    stated = {file: checksum for checksum, file in (line.split() for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.iterdir()
        if path.name != "SHA256SUMS"
    }
    assert found == stated


def _lines(path: Path) -> int:
    return path.read_text().count("\n")


def _longer(limit: int, paths: tuple[Path, ...]) -> list[str]:
    return [
        f"{tree.name(path)}:{function.lineno} {function.name}: {tree.length(function)} lines"
        for path in paths
        for function in tree.functions(path)
        if tree.length(function) > limit
    ]


def _kind(kind: str) -> tuple[Path, ...]:
    """Return the modules of one kind, however the feature was split: views.py, signup_views.py, views/…"""
    return tuple(path for path in tree.modules() if kind in {path.parent.name, *path.stem.split("_")})


def _files(folder: str) -> set[str]:
    return {tree.name(path) for path in (tree.ROOT / folder).rglob("*.py")}


def _dotted(path: Path) -> str:
    return tree.name(path).removesuffix(".py").replace("/", ".")


def _module(path: Path) -> object:
    return __import__(_dotted(path), fromlist=["*"])


def _named(kind: object) -> str:
    return kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)


def _height(dotted: str) -> tuple[int, str]:
    """What lies lowest comes first."""
    return -tree.order()[dotted.split(".")[0]], dotted


def _line(model: type) -> int:
    """Return the line of the model's package, counted from below: a higher package has a higher number."""
    return len(tree.order()) - tree.order()[model.__module__.split(".")[1]]


def _owner(table: str) -> type:
    return next(mapper.class_ for mapper in Model.registry.mappers if mapper.local_table.name == table)
