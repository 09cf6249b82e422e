"""Every page as every role in a real browser: no axe violation, a silent console, nothing from elsewhere."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.pages.conftest import SMALL, Site
from tests.pages.faces import faces
from tests.support.chromium import Witness, sign_in, watch
from tests.support.logins import FIELD
from tests.support.servers import Server, cookie

pytestmark = pytest.mark.sqlite_only
SHARES = 2  # of the pages: each may be looked at on a worker of its own
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# The parts of the page: a number of each element's tag, classes and attributes within all that it stands in.
PARTS = """() => {
  window.parts = [...document.body.querySelectorAll("*")]
  const numbers = new Map()
  const spelled = ({name, value}) => {
    if (name === "class") return value.split(/\\s+/).sort().join(".")
    return /^(role|type|aria-)/.test(name) ? name + value : name
  }
  return window.parts.map(element => {
    const said = [...element.childNodes].some(each => each.nodeType === 3 && each.data.trim())
    const own = [element.localName, said, ...[...element.attributes].map(spelled).sort()].join()
    let number = numbers.get(element.parentElement) ?? 0
    for (const letter of own) number = (Math.imul(number, 31) + letter.codePointAt(0)) | 0
    numbers.set(element, number)
    return number
  })
}"""
# Leave to see what is new, what stands beside it, and what all of that stands in.
SHOW = """indices => {
  const stay = new Set()
  for (const element of indices.map(each => window.parts[each])) {
    for (const near of [element, element.previousElementSibling, element.nextElementSibling])
      if (near) for (const each of [near, ...near.querySelectorAll("*")]) stay.add(each)
    for (let above = element.parentElement; above; above = above.parentElement) stay.add(above)
  }
  for (const each of window.parts)
    if (!stay.has(each) && stay.has(each.parentElement)) each.style.display = "none"
}"""
RUN = "options => axe.run(document, options).then(found => found.violations)"
QUICK: dict[str, object] = {"resultTypes": ["violations"], "preload": False, "iframes": False}
COLOURS = ["color-contrast", "link-in-text-block"]
SEEN = [*COLOURS, "target-size"]  # they ask what lies over what, which takes as long as all the others
OTHERS = {"rules": {name: {"enabled": False} for name in SEEN}}
PLANTED = """<!doctype html><html lang="en"><title>T</title><main><h1>T</h1><button></button>
<p style="color: #bbb; background: #fff">Pale</p><img src="http://elsewhere.example/x.png">
<script>console.log("chatter")</script></main>"""
REQUESTS, SCRIPT_AND_STYLE = 6, 40 * 1024  # a page's; bytes, as they travel


@pytest.fixture(scope="module")
def _served(home) -> Iterator[dict[str, Server]]:
    served: dict[str, Server] = {}
    yield served
    for server in served.values():
        server.stop()


@pytest.fixture
def url(site, _served, home) -> str:
    if "web" not in _served:
        _served["web"] = Server(site(SMALL).settings, home, workers=1)
    return _served["web"].url


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_and_silent(site, url, chromium, share, request):
    found: list[str] = []
    pages = [visit for visit in site(SMALL).visits if visit.is_page]
    looked_at = pages if request.config.getoption("--every-page") else faces(pages)
    looked_at.sort(key=lambda visit: visit.endpoint)  # alike pages in one share: what was seen is not again
    mine = slice(share * len(looked_at) // SHARES, (share + 1) * len(looked_at) // SHARES)
    with ExitStack() as stack:
        tabs = {}
        for role, secret in site(SMALL).world.roles.items():
            page = stack.enter_context(_signed_in(chromium, site(SMALL), url, secret)).new_page()
            page.add_init_script(AXE_SCRIPT)
            tabs[role] = page, watch(page, url)
        seen: set[int] = set()
        for visit in looked_at[mine]:
            if looked_at is pages:
                seen.clear()
            found += [f"{visit.name}: {wrong}" for wrong in _wrong(*tabs[visit.role], url + visit.path, seen)]
    assert not found, "\n".join(found)


def test_planted_mistakes_are_found(chromium):
    page = chromium.new_page()
    witness = watch(page, "http://ours.example")
    page.route("**/*", lambda route: route.fulfill(body="", content_type="text/plain"))
    page.set_content(PLANTED)
    page.evaluate(AXE_SCRIPT)
    found = {wrong.split()[1] for wrong in (*_violations(page, "desk", **OTHERS), *_looks(page, set()))}
    assert {"image-alt", "color-contrast", "button-name"} <= found
    assert witness.said == ["log: chatter"]
    assert witness.strangers == ["http://elsewhere.example/x.png"]
    page.close()


def test_a_part_is_another_where_it_stands_in_another_or_says_something(chromium):
    page = chromium.new_page()
    same = '<p class="b a">Pale</p><p class="a b">Grey</p>'
    page.set_content(
        f'<main>{same}<p class="a b"></p><div>{same}</div><a href="/" aria-current="page">x</a></main>'
    )
    main, one, two, empty, *_, inside, _, linked = page.evaluate(PARTS)
    assert one == two
    assert len({main, one, empty, inside, linked}) == 5
    page.close()


def test_what_is_new_is_looked_at_beside_what_was_seen(chromium):
    page, seen = chromium.new_page(), set[int]()
    pale, fine = '<p class="pale" style="color: #bbb">Pale</p>', "<main><h1>T</h1><p>Fine</p></main>"
    found = []
    for body in (fine, fine, f"{fine}<footer>{pale}</footer>", f"{fine}<footer>{pale}</footer>"):
        page.set_content(f'<html lang="en"><title>T</title><body style="background: #fff">{body}')
        page.evaluate(AXE_SCRIPT)
        found.append([wrong.split()[:2] for wrong in _looks(page, seen)])
    assert found == [[], [], [[f"{face}:", "color-contrast"] for face in ("phone", "light", "dark")], []]
    page.close()


def test_a_page_asks_for_few_and_light_files(site, url, chromium):
    captain = site(SMALL).world.secrets["captain"]
    visit = next(visit for visit in site(SMALL).visits if visit.role == "captain" and visit.is_page)
    sizes: dict[str, int] = {}
    with _signed_in(chromium, site(SMALL), url, captain) as context:
        page = context.new_page()
        page.on(
            "requestfinished",
            lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}),
        )
        page.goto(url + visit.path, wait_until="networkidle")
    assert len(sizes) <= REQUESTS
    assert sum(size for name, size in sizes.items() if name.endswith((".js", ".css"))) <= SCRIPT_AND_STYLE


def _wrong(page: Page, witness: Witness, address: str, seen: set[int]) -> Iterator[str]:
    """Look at the page as on a desk and on a phone, and at what its parts not yet `seen` look like."""
    witness.forget()
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    page.goto(address, wait_until="load")
    yield from _violations(page, "desk", **OTHERS)
    page.set_viewport_size(PHONE)
    yield from _violations(page, "phone", **OTHERS)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        yield f"phone: {wide} px wider than the window"
    yield from witness.said
    yield from (f"asks {stranger}" for stranger in witness.strangers)
    yield from _looks(page, seen)


def _looks(page: Page, seen: set[int]) -> Iterator[str]:
    """Look at the parts not yet `seen` on a phone, on a desk, and in the dark."""
    parts = page.evaluate(PARTS)
    new = [index for index, part in enumerate(parts) if part not in seen]
    seen.update(parts)
    if not new:
        return
    page.evaluate(SHOW, new)
    yield from _violations(page, "phone", runOnly=SEEN)
    page.set_viewport_size(DESK)
    yield from _violations(page, "light", runOnly=SEEN)
    page.emulate_media(color_scheme="dark")
    yield from _violations(page, "dark", runOnly=COLOURS)  # nothing else differs


def _violations(page: Page, face: str, **options: object) -> Iterator[str]:
    for violation in page.evaluate(RUN, QUICK | options):
        where = violation["nodes"][0]
        told = f"{where['html'][:160]} {where['failureSummary'][:200]}"
        yield f"{face}: {violation['id']} ({len(violation['nodes'])}) {told}"


def _signed_in(chromium: Browser, site: Site, url: str, secret: str | None) -> BrowserContext:
    context = chromium.new_context(viewport=DESK, color_scheme="light", reduced_motion="reduce")
    if secret is not None:
        sign_in(context, url, cookie(site.app, {FIELD: secret}))
    return context


def test_a_part_that_only_one_page_has_is_looked_at(site):
    odd = replace(site(SMALL).visits[0], label="odd", status=200, html=PLANTED)
    few = [
        odd,
        replace(odd, label="alike"),
        replace(odd, label="shorter", html=PLANTED.replace("<button></button>", "")),
    ]
    assert [visit.label for visit in faces(few)] == ["odd"]
