"""The HTML of every page: valid, light, and free of what the content policy refuses."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

import pytest

from tests.pages.conftest import LARGE, SMALL
from tests.pages.walk import Visit
from tests.support import nu

pytestmark = pytest.mark.sqlite_only
HTML = 30 * 1024  # bytes, compressed
Tags = list[tuple[str, dict[str, str]]]
# The bookmarklet, whole: it runs on the pages of others, where it is pressed; on ours the policy refuses it.
BOOKMARK = re.compile(
    r"javascript:location\.href='http://[^'/]+/library/add\?url='\+encodeURIComponent\(location\.href\)"
    r"\+'&title='\+encodeURIComponent\(document\.title\)"
)


@dataclass(frozen=True)
class Read:
    """What the tests ask of the tags of a page."""

    inline: tuple[str, ...]
    primary: int
    headings: int


@pytest.fixture
def pages(site) -> list[Visit]:
    return [visit for visit in site(SMALL).visits if visit.is_page]


def test_the_checker_has_no_complaint(pages, tmp_path, request):
    every = request.config.getoption("--every-page")
    kinds: dict[str, str] = {}
    for visit in pages:
        kinds.setdefault(visit.name if every else _shape(visit.html), visit.name)
    html = {visit.name: visit.html for visit in pages if visit.name in kinds.values()}
    found = nu.complaints(html, tmp_path)
    assert not found, "\n".join(found)


def test_the_checker_finds_a_planted_mistake(tmp_path):
    html = '<!doctype html><html lang="en"><title>T</title><p><a href="/"><button>Both</button></a></p>'
    assert len(nu.complaints({"planted": html}, tmp_path)) == 1


def test_pages_are_light(site):
    bodies = {visit.name: visit.html.encode() for visit in site(LARGE).visits}
    weights = {name: len(gzip.compress(body)) for name, body in bodies.items() if len(body) > HTML}
    assert {name: weight for name, weight in weights.items() if weight > HTML} == {}


def test_nothing_stands_inline(pages):
    found = {f"{visit.label}: {wrong}" for visit in pages for wrong in read(visit.html).inline}
    assert sorted(found) == []


def test_a_page_has_one_primary_action(pages):
    crowded = [visit.name for visit in pages if read(visit.html).primary > 1]
    assert [name for name in crowded if not name.startswith("/styleguide")] == []


def test_a_page_has_one_heading_and_a_title(pages):
    without = [visit.name for visit in pages if read(visit.html).headings != 1 or "<title>" not in visit.html]
    assert [name for name in without if not name.startswith("/styleguide")] == []


def test_what_is_edited_carries_its_version(pages):
    """Without it every change would be one too late."""
    edits = [visit for visit in pages if visit.name.split(" ")[0].endswith("/edit")]
    of_ours = {visit.name.split("/")[1] for visit in edits}
    assert of_ours >= {"collections", "comments", "goals", "library", "programs", "teams"}
    version = re.compile(r'<input[^>]* name="version"[^>]* value="\d')
    assert [visit.name for visit in edits if not version.search(visit.html)] == []


@cache
def read(html: str) -> Read:
    """Read a page, once for all tests."""
    found = tags(html)
    primary = sum(_is_primary(tag, values) for tag, values in found)
    return Read(tuple(inline(found)), primary, sum(tag == "h1" for tag, _ in found))


def inline(found: Tags) -> Iterator[str]:
    """Yield what the content policy would refuse, or what would eval."""
    for tag, values in found:
        yield from (f"<{tag} {name}>" for name, value in values.items() if _acts(name, value))
        if tag == "style" or (tag == "script" and "src" not in values):
            yield f"<{tag}>"


def _acts(name: str, value: str) -> bool:
    """Whether the attribute holds style or code."""
    if name == "style" or name.startswith(("on", "hx-", "data-hx-on")):
        return True
    if name == "data-hx-trigger":
        return "[" in value
    return value.strip().startswith(("js:", "javascript:")) and not BOOKMARK.fullmatch(value)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Tags = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def tags(html: str) -> Tags:
    """Return every start tag with its attributes."""
    parser = _Tags()
    parser.feed(html)
    return parser.found


def _is_primary(tag: str, values: dict[str, str]) -> bool:
    return {"btn", "primary"} <= set(values.get("class", "").split())


def _shape(html: str) -> str:
    """Return the page without what differs from reader to reader: alike pages are checked once."""
    return re.sub(r">[^<]+<", "><", re.sub(r'(value|href|content|action|id|datetime)="[^"]*"', "", html))
