"""Single files of npm packages, taken once into build/ by `npm pack` and held to their checksums."""

import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from tests.support import need
from tests.support.processes import ROOT


def file(package: str, version: str, member: str, checksum: str, *, what: str) -> Path:
    """Return the file `member` of that package; end the test where it cannot be had. `what` says what for."""
    kept = ROOT / "build" / f"{package}-{version}-{Path(member).name}"
    if not kept.exists():
        _fetch(package, version, member, checksum, kept, what)
    return kept


def _fetch(package: str, version: str, member: str, checksum: str, kept: Path, what: str) -> None:
    npm = shutil.which("npm")
    if npm is None:
        need.missing(f"no {what}: install npm")
    kept.parent.mkdir(exist_ok=True)
    half = kept.parent / f"{package}-{os.getpid()}"
    half.mkdir()
    try:
        packed = [npm, "pack", "--silent", f"{package}@{version}"]
        ran = subprocess.run(packed, cwd=half, capture_output=True, text=True)
        if ran.returncode:
            need.missing(f"no {what}: npm said {ran.stderr.strip()[-200:]!r}")
        with tarfile.open(next(half.glob("*.tgz"))) as archive:
            content = archive.extractfile(f"package/{member}")
            found = content.read() if content else b""
        if hashlib.sha256(found).hexdigest() != checksum:
            raise RuntimeError(f"{member} of {package} is not the one that was chosen")
        (half / "file").write_bytes(found)
        (half / "file").replace(kept)
    finally:
        shutil.rmtree(half)
