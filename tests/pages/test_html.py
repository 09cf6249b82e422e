"""The HTML of every page: valid, light, and free of what the content policy refuses."""

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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


PLANTED = '<!doctype html><html lang="en"><title>T</title><p><a href="/"><button>Both</button></a></p>'
# Attributes whose value is the reader's, or of which the checker reads no value.
DIFFERS = re.compile(r"""\b(value|href|content|action|id|datetime|data-[\w:-]+)=("[^"]*"|'[^']*')""")


@dataclass(frozen=True)
class Read:
    """What the tests ask of the tags of a page."""

    inline: tuple[str, ...]
    primary: int
    headings: int


@pytest.fixture
def pages(site) -> list[Visit]:
    return [visit for visit in site(SMALL).visits if visit.is_page]


def test_the_checker_complains_of_what_is_planted_only(pages, tmp_path, request):
    checked = pages if request.config.getoption("--every-page") else shapes(pages)
    html = {visit.name: visit.html for visit in checked}
    found = nu.complaints({**html, "planted": PLANTED}, tmp_path)
    assert [each for each in found if not each.endswith(", 1 times, first in planted")] == []
    assert len(found) == 1


def test_no_two_parts_of_a_page_have_one_id(pages):
    """Those of the frame and those of the page within it: the checker sees few frames around a page."""
    assert twice(f"{PLANTED}<p id='x'><b id='y'></b><template><b id='y'></b></template><p id='x'>") == {"x"}
    assert {visit.name: twice(visit.html) for visit in pages if twice(visit.html)} == {}


def test_each_frame_and_each_page_within_one_is_checked_once(pages):
    one = replace(pages[0], html='<body><p id="a">Ada</p><main id="b" data-on="1">5</main></body>')
    alike = replace(one, html='<body><p id="c">Bo</p><main id="d" data-on="2">6</main></body>')
    framed = replace(one, html='<body><b id="c">Bo</b><main id="d" data-on="2">6</main></body>')
    within = replace(one, html='<body><p id="c">Bo</p><main id="d">6</main></body>')
    assert shapes([one, alike, framed, within]) == [one, framed, within]


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


def shapes(visits: Iterable[Visit]) -> list[Visit]:
    """Return pages that have each frame and each content of one that any has, but for what differs from
    reader to reader."""
    seen: set[str] = set()
    kept = []
    for visit in visits:
        top, _, rest = visit.html.partition("<main")
        main, _, foot = rest.partition("</main>")
        halves = {_shape(top + foot), _shape(f"<main{main}</main>")}
        if halves - seen:
            kept.append(visit)
            seen |= halves
    return kept


def twice(html: str) -> set[str]:
    """Return the ids that stand more than once in the page; what a template holds stands in none yet."""
    ids = Counter(re.findall(r"""\sid=["']([^"']*)""", re.sub(r"(?s)<template.*?</template>", "", html)))
    return {name for name, times in ids.items() if times > 1}


def _shape(html: str) -> str:
    return re.sub(r">[^<]+<", "><", DIFFERS.sub(r"\1", html))
