"""Commands run as people run them: in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support import forks

PYTHON_M = [sys.executable, "-m", "learnhub.cli"]


def environment(data: Path, **settings: str) -> dict[str, str]:
    """This process's environment, with only these of our settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEARNHUB_")}
    ours = {"DATA": str(data), **settings}
    return {**kept, **{f"LEARNHUB_{name}": value for name, value in ours.items()}}


def run(data: Path, *words: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return forks.run("learnhub.cli", *words, env=environment(data, **settings))
