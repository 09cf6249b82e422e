"""Static files: joined, hashed and compressed once, then served as immutable.

`asset_url("app.css")` names a built file; a browser may keep it for ever, because its name holds its hash.
"""

import gzip
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from flask import Flask
from markupsafe import Markup, escape
from whitenoise import WhiteNoise

SOURCE = Path(__file__).parent.parent / "static"
STYLES = ("tokens", "base", "layout", "components", "pages")
COPIED = ("fonts/inter.woff2", "img/icons.svg", "img/mark.svg", "img/touch.png")
PREFIX = "/static/"
_HASHED = re.compile(r"^.+\.[0-9a-f]{12}\.[a-z0-9]+$")
_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"\./([a-z_]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class) )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Built:
    """Where the built files are, and the address of each by its plain name ("app.css")."""

    folder: Path
    urls: dict[str, str]


def init_app(app: Flask) -> None:
    """Build what has changed, serve it, and give templates `asset_url` and `icon`."""
    built = build(SOURCE, Path(app.config.get("ASSETS_DIR") or Path(tempfile.gettempdir()) / _private()))
    server = WhiteNoise(app.wsgi_app, max_age=0, immutable_file_test=_is_immutable)
    server.add_files(str(built.folder), prefix=PREFIX)
    server.add_files(str(built.folder / "root"), prefix="/")
    app.wsgi_app = server  # type: ignore[method-assign]  # the documented way to add WSGI middleware
    app.extensions["assets"] = built
    app.jinja_env.globals["asset_url"] = _namer(built)
    app.jinja_env.globals["icon"] = _drawer(built)


@cache
def build(source: Path, target: Path) -> Built:
    """Write the joined, hashed and compressed files below `target`, unless they are there.

    The folder is named by the content, so that processes share it and none ever sees half of it.
    """
    made = dict(_files(source))
    urls = {plain: PREFIX + hashed for plain, (hashed, _) in made.items()}
    digest = hashlib.sha256("".join(sorted(urls.values())).encode()).hexdigest()[:16]
    folder = target / digest
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    _require_own(target)
    if not folder.is_dir():
        fresh = Path(tempfile.mkdtemp(dir=target))
        for hashed, content in made.values():
            _write(fresh / hashed, content)
        (fresh / "root").mkdir()
        shutil.copy(source / "img" / "favicon.ico", fresh / "root" / "favicon.ico")
        fresh.chmod(0o755)
        try:
            fresh.rename(folder)
        except OSError:  # another process was faster
            shutil.rmtree(fresh)
    return Built(folder, urls)


def join_styles(source: Path) -> str:
    """All layers of CSS as one text, without comments and needless space."""
    text = "\n".join((source / "css" / f"{name}.css").read_text() for name in STYLES)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(": ", ":").strip()


def join_scripts(source: Path) -> str:
    """htmx and our modules as one module: each file once, what it imports before it.

    The modules share one scope, so their top-level names must differ; a test sees to that.
    """
    order: list[str] = []
    _follow(source / "js", "app", order)
    htmx = re.sub(r"\n//# sourceMappingURL=.*", "", (source / "vendor" / "htmx.js").read_text())
    ours = (_module(source / "js" / f"{name}.js") for name in order)
    return "\n".join([htmx, *ours])


@cache
def icon_names(source: Path = SOURCE) -> frozenset[str]:
    """The names that `icon()` knows."""
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', (source / "img" / "icons.svg").read_text()))


def _files(source: Path) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Plain name, then hashed name and content."""
    fonts: dict[str, str] = {}
    for path in COPIED:
        content = (source / path).read_bytes()
        plain = Path(path).name
        fonts[f"../{path}"] = _hashed(plain, content)
        yield plain, (fonts[f"../{path}"], content)
    styles = join_styles(source)
    for path, hashed in fonts.items():
        styles = styles.replace(path, hashed)
    for plain, text in (("app.css", styles), ("app.js", join_scripts(source))):
        yield plain, (_hashed(plain, text.encode()), text.encode())


def _hashed(plain: str, content: bytes) -> str:
    stem, dot, ending = plain.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{ending}"


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    if path.suffix in {".css", ".js", ".svg"}:
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=11))
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


def _follow(folder: Path, name: str, order: list[str]) -> None:
    for other in _IMPORT.findall((folder / f"{name}.js").read_text()):
        if other not in order:
            _follow(folder, other, order)
    order.append(name)


def _module(path: Path) -> str:
    text = _EXPORT.sub("", _IMPORT.sub("", path.read_text()))
    text = re.sub(r"^\s*//.*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^\s+", "", text, flags=re.MULTILINE)


def _is_immutable(path: str, url: str) -> bool:
    return _HASHED.match(url.rpartition("/")[2]) is not None


def _require_own(folder: Path) -> None:
    """A folder that somebody else may write to could hold somebody else's scripts."""
    state = folder.stat()
    if state.st_uid != os.getuid() or state.st_mode & 0o022:
        raise PermissionError(f"{folder} must belong to this user and be writable by nobody else")


def _private() -> str:
    return f"learnhub-assets-{os.getuid()}"


def _namer(built: Built) -> Callable[[str], str]:
    def asset_url(plain: str) -> str:
        """The address of a built file; KeyError for one that does not exist."""
        return built.urls[plain]

    return asset_url


def _drawer(built: Built) -> Callable[..., Markup]:
    sprite = built.urls["icons.svg"]
    names = icon_names()

    @cache
    def icon(name: str, label: str = "") -> Markup:
        """A Lucide icon. It is hidden from screen readers, unless it has a label of its own."""
        if name not in names:
            raise KeyError(f"no icon named {name!r}; see learnhub/static/README.md")
        role = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
        return Markup('<svg class="icon" viewBox="0 0 24 24" {}><use href="{}#{}"></use></svg>').format(
            role, sprite, escape(name)
        )

    return icon
