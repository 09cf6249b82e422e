"""What kind of code a file holds stands in its name, and binds it: `queries`, `gallery_queries`, `views/…`.

The contracts of import-linter name whole modules only; these bind the rest of the names too.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import tree

HTTP = ("flask", "flask_wtf", "wtforms", "learnhub.web")
SQL = ("sqlalchemy", "learnhub.core.db", "learnhub.core.transaction")
FORBIDDEN = {
    **dict.fromkeys(("models", "events", "policies", "queries", "refs", "services"), HTTP),
    **dict.fromkeys(("jobs", "subscribers"), HTTP),
    **dict.fromkeys(("views", "forms"), SQL),
}
# Forms are read by views and other forms; views by `feature.py` of their package, and that by app.py alone.
READERS = {"forms": {"views", "forms"}, "views": {"views", "feature"}, "feature": {"app"}}


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_a_kind_imports_nothing_that_it_must_not_know(kind):
    wrong = [
        f"{tree.name(path)}: {name}"
        for path in tree.modules()
        if kind_of(path) == kind
        for name in imports(path)
        if name.startswith(tuple(f"{each}." for each in FORBIDDEN[kind])) or name in FORBIDDEN[kind]
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", READERS)
def test_who_reads_forms_and_views(kind):
    theirs = {module(path) for path in tree.modules() if kind_of(path) == kind}
    wrong = [
        f"{tree.name(path)}: {name}"
        for path in tree.modules()
        for name in imports(path)
        if name in theirs
        and (kind_of(path) not in READERS[kind] or (kind == "views" and not is_near(path, name)))
    ]
    assert wrong == []


def test_most_kinds_have_files_with_longer_names():
    longer = {kind_of(path) for path in tree.modules() if "_" in path.stem and kind_of(path)}
    assert longer >= {"views", "forms", "queries", "models"}


def kind_of(path: Path) -> str | None:
    """Return the kind in the name of the file or of the folder that it stands in."""
    if path == tree.ROOT / "app.py":
        return "app"
    if tree.PACKAGE not in path.parents:
        return None
    words = path.stem.rpartition("_")[2], path.parent.name
    return next((word for word in words if word in {*FORBIDDEN, *READERS}), None)


def is_near(path: Path, name: str) -> bool:
    """Whether a module reads one of its own package."""
    return module(path).split(".")[:2] == name.split(".")[:2]


def module(path: Path) -> str:
    return ".".join(path.relative_to(tree.ROOT).with_suffix("").parts)


def imports(path: Path) -> Iterator[str]:
    """Yield every module that is imported, and every name from one, as a whole path."""
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
