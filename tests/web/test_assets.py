"""Static files: joined, hashed, compressed, immutable, and within their budgets."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from learnhub.web import assets
from tests.support.browsers import browser

CSS, JS = 15 * 1024, 25 * 1024  # bytes, compressed


def built(tmp_path: Path) -> assets.Built:
    return assets.build(assets.SOURCE, tmp_path / "assets")


def test_what_is_vendored_is_what_was_chosen():
    folder = assets.SOURCE / "vendor"
    told = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert told == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }


def test_style_and_scripts_keep_their_budgets(tmp_path: Path):
    folder, urls = built(tmp_path).folder, built(tmp_path).urls
    for name, most in (("app.css", CSS), ("app.js", JS)):
        packed = folder / (Path(urls[name]).name + ".gz")
        assert packed.stat().st_size <= most, name


def test_names_change_with_the_content_alone(tmp_path: Path):
    first = built(tmp_path)
    again = assets.build.__wrapped__(assets.SOURCE, tmp_path / "assets")
    assert first.urls == again.urls
    assert re.fullmatch(r"/static/app\.[0-9a-f]{12}\.css", first.urls["app.css"])
    assert len([*(tmp_path / "assets").iterdir()]) == 1


def test_a_folder_that_others_may_write_to_is_refused(tmp_path: Path):
    open_folder = tmp_path / "open"
    open_folder.mkdir()
    open_folder.chmod(0o777)
    with pytest.raises(PermissionError, match="writable by nobody else"):
        assets.build(assets.SOURCE, open_folder)


def test_style_names_the_hashed_font():
    styles = assets.join_styles(assets.SOURCE)
    assert styles.startswith("@layer tokens,base,layout,components,pages;")
    assert "/*" not in styles
    assert styles.count("{") == styles.count("}")


def test_colours_live_in_the_tokens_alone():
    loose = [
        f"{path.name}: {line.strip()[:80]}"
        for path in sorted((assets.SOURCE / "css").glob("*.css"))
        if path.name != "tokens.css"
        for line in path.read_text().splitlines()
        if re.search(r"#[0-9a-f]{3,8}\b(?!-)", line) and "light-dark(" not in line and "@page" not in line
        if "background: #fff" not in line  # paper, in print
    ]
    assert loose == []


def test_scripts_are_one_module_whose_names_do_not_meet():
    scripts = assets.join_scripts(assets.SOURCE)
    ours = scripts.split("\n", 1)[1]
    assert not re.search(r"^(import|export) ", ours, re.MULTILINE)
    sources = [path.read_text() for path in (assets.SOURCE / "js").glob("*.js")]
    declared = r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)"
    names = [name for source in sources for name in re.findall(declared, source, re.MULTILINE)]
    assert sorted(set(names)) == sorted(names)


def test_every_script_is_joined():
    scripts = assets.join_scripts(assets.SOURCE)
    for path in (assets.SOURCE / "js").glob("*.js"):
        first = re.search(r"^(?:export )?((?:async )?function \w+)", path.read_text(), re.MULTILINE)
        assert first is None or first[1] in scripts, path.name


def test_scripts_hold_nothing_that_the_policy_forbids():
    for path in (assets.SOURCE / "js").glob("*.js"):
        text = path.read_text()
        assert not re.search(
            r"\beval\(|new Function|innerHTML|document\.write|setAttribute\(\"style\"", text
        ), path.name


def test_every_icon_that_a_template_names_is_there():
    named = {
        name
        for path in (assets.SOURCE.parent.parent / "templates").rglob("*.html")
        for name in re.findall(r"""\bicon\(["']([a-z0-9-]+)["']""", path.read_text())
    }
    assert named - assets.icon_names() == set()


def fetch(app: Flask, url: str, accept: str = "identity") -> tuple[Headers, bytes]:
    """Get a file, and close it."""
    answer = browser(app).get(url, headers={"Accept-Encoding": accept})
    body = answer.get_data()
    answer.close()
    assert answer.status_code == 200
    return answer.headers, body


class TestServed:
    def test_built_files_may_be_kept_for_ever(self, app: Flask):
        headers, _ = fetch(app, app.extensions["assets"].urls["app.css"])
        assert headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert headers["Content-Type"] == 'text/css; charset="utf-8"'

    def test_browsers_get_what_was_compressed_before(self, app: Flask):
        url = app.extensions["assets"].urls["app.js"]
        _, plain = fetch(app, url)
        headers, packed = fetch(app, url, accept="br")
        assert headers["Content-Encoding"] == "br"
        assert brotli.decompress(packed) == plain
        assert gzip.decompress(fetch(app, url, accept="gzip")[1]) == plain

    def test_the_icon_of_the_tab_is_at_its_old_place(self, app: Flask):
        assert fetch(app, "/favicon.ico")[1].startswith(b"\0\0\1\0")

    def test_unknown_icons_and_files_are_refused(self, app: Flask):
        with pytest.raises(KeyError, match="no icon named 'unicorn'"):
            app.jinja_env.globals["icon"]("unicorn")
        with pytest.raises(KeyError):
            app.jinja_env.globals["asset_url"]("none.css")

    def test_an_icon_with_a_label_is_read_out(self, app: Flask):
        drawn = str(app.jinja_env.globals["icon"]("check", 'Done <"now">'))
        assert 'role="img" aria-label="Done &lt;&#34;now&#34;&gt;"' in drawn
