"""What a bare machine sees. Whole installs are tried by tests/bare/debian12.sh."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from learnhub.ops import bootstrap
from learnhub.ops.bootstrap import Environment
from learnhub.ops.exits import Exit, Stop
from learnhub.settings import ROOT

OPS = sorted((ROOT / "learnhub" / "ops").glob("*.py"))


def test_an_old_python_is_told_which_one_is_needed() -> None:
    with pytest.raises(Stop) as stopped:
        bootstrap.refuse_old((3, 9))
    assert stopped.value.status == Exit.OLD_PYTHON
    assert stopped.value.message == (
        "this is Python 3.9, and LearnHub needs 3.11 or newer: python3.11 app.py up"
    )
    bootstrap.refuse_old((3, 11))


@pytest.mark.parametrize("name", ["app.py", "learnhub/__init__.py", *(f"learnhub/ops/{f.name}" for f in OPS)])
def test_an_old_python_can_read_what_runs_before_the_check(name: str) -> None:
    ast.parse((ROOT / name).read_text(), feature_version=(3, 8))


@pytest.mark.parametrize("file", OPS, ids=lambda file: file.name)
def test_ops_needs_the_standard_library_alone(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [str(node.module)]
        for name in names:
            assert name.split(".")[0] in sys.stdlib_module_names or name.startswith("learnhub.ops"), name


def made(root: Path, lock: Path) -> Environment:
    """An environment that looks as `lock` was installed into it."""
    environment = Environment(root)
    environment.python.parent.mkdir(parents=True)
    environment.python.symlink_to(sys.executable)
    (environment.home / "pyvenv.cfg").write_text("home = /usr/bin\n")
    environment.stamp.write_text(bootstrap.fingerprint(lock) + "\n")
    return environment


def test_an_environment_holds_what_its_stamp_says(tmp_path: Path) -> None:
    lock, other = tmp_path / "a.lock", tmp_path / "b.lock"
    lock.write_text("a==1")
    other.write_text("b==1")
    environment = made(tmp_path, lock)
    assert environment.holds(lock)
    assert not environment.holds(other)
    lock.write_text("a==2")
    assert not environment.holds(lock)


@pytest.mark.parametrize("missing", ["bin/python", "pyvenv.cfg", ".learnhub-installed"])
def test_a_half_made_environment_holds_nothing(tmp_path: Path, missing: str) -> None:
    lock = tmp_path / "a.lock"
    lock.write_text("a==1")
    environment = made(tmp_path, lock)
    (environment.home / missing).unlink()
    assert not environment.holds(lock)


def test_without_pip_and_uv_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: None)
    monkeypatch.setattr(bootstrap, "succeeds", lambda *_command: False)
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1")
    with pytest.raises(Stop) as stopped:
        Environment(tmp_path).prepare(lock)
    assert stopped.value.status == Exit.NO_INSTALLER
    assert stopped.value.message.endswith("apt-get install python3-pip")


def pins(name: str) -> dict[str, str]:
    """The packages of a lock and their versions."""
    text = (ROOT / name).read_text()
    assert "://" not in text, "a lock names no address"
    found = re.findall(
        r"^([a-z0-9._-]+)==([^ ;]+)([^\n]*)(?:\n    --hash=sha256:([0-9a-f]{64}))", text, re.MULTILINE
    )
    assert len(found) == len(re.findall(r"^[a-z0-9._-]+==", text, re.MULTILINE)), "each has a hash"
    return {name: version for name, version, _, _ in found}


def bare(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-")


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {bare(each) for each in project["project"]["dependencies"]} <= run.keys()
    assert {bare(each) for each in project["dependency-groups"]["dev"]} <= dev.keys()
    assert {name: dev.get(name) for name in run} == run


def test_a_wheel_holds_what_the_product_reads() -> None:
    """Built whole and started by hand; here, that no folder has been added beside those that are packed."""
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    packed = {pattern.rstrip("*") for pattern in setuptools["packages"]["find"]["include"]}
    ours = {f.name for f in ROOT.iterdir() if f.is_dir() and any([*f.rglob("*.py"), *f.rglob("*.html")])}
    unpacked = {name for name in ours - packed if not name.startswith(".")}
    assert unpacked <= {"tests", "docs", "benchmarks", "build", "dist", "var"}
    assert packed <= ours
    assert setuptools["package-data"] == {"*": ["*"]}
