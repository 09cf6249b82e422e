"""The source tree, as the tests of its shape read it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "learnhub"
TEMPLATES = ROOT / "templates"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> tuple[Path, ...]:
    """Return the product's own modules, migrations left out."""
    return (ROOT / "app.py", *sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "seed").rglob("*.py")))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def name(path: Path) -> str:
    """Return the path as a reader would say it."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    """Yield every function of the module, methods and inner ones included."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, Function):
            yield node


def length(node: Function) -> int:
    """Return how many lines it has, its decorators left out."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted name of whatever is called: `datetime.now`, `session.commit`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def inner_imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the top package of each import inside a function."""
    for function in functions(path):
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, each.name.split(".")[0]) for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.lineno, (node.module or "").split(".")[0]


@cache
def order() -> dict[str, int]:
    """Return each package's line in the declared order, the lowest with the highest number."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each.get("exhaustive"))
    return {name: line for line, layer in enumerate(layers) for name in re.findall(r"\w+", layer)}


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(TEMPLATES.rglob("*.html")))
