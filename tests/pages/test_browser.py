"""Every page as every role in a real browser: no axe violation, a silent console, nothing from elsewhere."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

from tests.pages.conftest import SMALL, Site
from tests.pages.faces import faces
from tests.pages.mirror import DESK, PARTS, PHONE, TAKE, Mirror
from tests.support.chromium import Witness, sign_in, watch
from tests.support.logins import FIELD
from tests.support.once import once
from tests.support.servers import Server, cookie

pytestmark = pytest.mark.sqlite_only
SHARES = 2  # of the pages: each may be looked at on a worker of its own
OURS = "http://ours.example"
# One of each mistake: two in words and one in colours wherever one looks, one only in the dark, one only by
# finger, one only as wide as a phone, on the console, and at another host, in the dark too; and of three that
# are alike on a phone, one only on a desk and one only in the dark.
PLANTED = """<!doctype html><html lang="en"><title>T</title><meta name="color-scheme" content="light dark">
<style>body { color: light-dark(#000, #fff); background: light-dark(#fff, #000) } p { margin: 0 }
@media (prefers-color-scheme: dark) {
  .dark, .same:last-child { color: #333 }
  hr { background: url(http://elsewhere.example/dark.png) } }
@media (width > 400px) and (prefers-color-scheme: light) { .same:nth-child(2) { color: #bbb } }
.tiny { padding: 2rem; border: 0 }
@media (width < 400px) { .tiny { padding: 0; font-size: 6px; line-height: 1 } .wide { width: 500px } }</style>
<main><h1>T</h1><button></button><p style="color: #bbb; background: #fff">Pale</p><p class="dark">Dark</p>
<button class="tiny">A</button><button class="tiny">B</button>
<div><p class="same">One</p><p class="same">Two</p><p class="same">Six</p></div>
<p class="wide">Wide</p><hr><img src="http://elsewhere.example/x.png">
<script>console.log("chatter")</script></main>"""
PLANTS = {
    *(f"{face}: {rule} (1)" for face in ("phone", "desk") for rule in ("button-name", "image-alt")),
    *("phone: color-contrast (1)", "desk: color-contrast (1)", "dark: color-contrast (3)"),
    *("phone: target-size (2)", "phone: 118 px"),
    *("log: chatter", "asks http://elsewhere.example/x.png", "asks http://elsewhere.example/dark.png"),
}
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


@pytest.fixture
def chosen(site, run_folder) -> set[str]:
    """The names of the pages that show it all: both shares take theirs of the same."""
    return once(run_folder, "faces", lambda: {visit.name for visit in faces(site(SMALL).visits)})


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_and_silent(site, url, chromium, share, chosen, request):
    found: list[str] = []
    pages = [visit for visit in site(SMALL).visits if visit.is_page]
    all_of_them = request.config.getoption("--every-page")
    looked_at = pages if all_of_them else [visit for visit in pages if visit.name in chosen]
    looked_at.sort(key=lambda visit: visit.endpoint)  # alike pages in one share: what was seen is not again
    mine = slice(share * len(looked_at) // SHARES, (share + 1) * len(looked_at) // SHARES)
    with ExitStack() as stack:
        tabs = {}
        for role, secret in site(SMALL).world.roles.items():
            page = stack.enter_context(_signed_in(chromium, site(SMALL), url, secret)).new_page()
            tabs[role] = page, watch(page, url)
        mirror = stack.enter_context(_mirror(chromium, url))
        for visit in looked_at[mine]:
            if all_of_them:
                mirror.forget()
            wrongs = _wrong(*tabs[visit.role], mirror, url + visit.path)
            found += [f"{visit.name}: {wrong}" for wrong in wrongs]
    assert not found, "\n".join(found)


def test_planted_mistakes_are_found(chromium):
    page = chromium.new_page()
    witness = watch(page, OURS)
    page.route("**/*", lambda route: route.fulfill(body=PLANTED, content_type="text/html"))
    with _mirror(chromium, OURS) as mirror:
        mirror.page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
        found = {" ".join(wrong.split()[:3]) for wrong in _wrong(page, witness, mirror, f"{OURS}/planted")}
    assert found == PLANTS, "\n" + "\n".join(sorted(found))
    page.close()


def test_a_part_is_another_where_it_stands_in_another_or_says_or_shows_another(chromium):
    same = '<p class="b a">Pale</p><p class="a b">Grey</p>'
    page = chromium.new_page()
    page.set_content(
        f"""<style>p:nth-of-type(4) {{ color: red }}</style><main>{same}<p class="a b"></p>
        <p class="a b">Red</p><div>{same}</div><a href="/" aria-current="page">x</a></main>"""
    )
    main, one, two, empty, red, _, inside, _, linked = page.evaluate(PARTS)
    assert one == two
    assert len({main, one, empty, red, inside, linked}) == 6
    page.close()


def test_what_is_new_is_looked_at_beside_what_was_seen(chromium):
    page, found = chromium.new_page(), []
    pale, fine = '<p class="pale" style="color: #bbb">Pale</p>', "<main><h1>T</h1><p>Fine</p></main>"
    with _mirror(chromium, OURS) as mirror:
        page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
        page.goto(OURS)
        for body in (fine, fine, f"{fine}<footer>{pale}</footer>", f"{fine}<footer>{pale}</footer>"):
            page.set_content(f'<html lang="en"><title>T</title><body style="background: #fff">{body}')
            found.append([wrong.split()[:2] for wrong in mirror.wrong(page)])
    assert found == [[], [], [[f"{face}:", "color-contrast"] for face in ("phone", "dark")], []]
    page.close()


def test_the_copy_of_a_page_is_that_page(site, url, chromium):
    """What axe asks and finds is the same in both: of all in the style guide, and by phone in the dark."""
    asked = """() => axe.run().then(all => ["passes", "violations", "incomplete", "inapplicable"].map(kind =>
        [kind, all[kind].map(rule => [rule.id, rule.nodes.map(node => node.html)])]))"""
    with (
        _signed_in(chromium, site(SMALL), url, site(SMALL).world.secrets["captain"]) as context,
        chromium.new_context(viewport=DESK, color_scheme="light", reduced_motion="reduce") as bare,
    ):
        page, mirror = context.new_page(), Mirror(bare, url)
        for path in ("/styleguide", "/", "/settings"):
            page.goto(url + path, wait_until="load")
            mirror.copy(page)
            assert mirror.page.evaluate(TAKE) == page.evaluate(TAKE)
            for each in (page, mirror.page):
                each.evaluate(AXE_SCRIPT)
            assert mirror.page.evaluate(asked) == page.evaluate(asked), path
            for each in (page, mirror.page):
                each.set_viewport_size(PHONE)
                each.emulate_media(color_scheme="dark")


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


def _wrong(page: Page, witness: Witness, mirror: Mirror, address: str) -> Iterator[str]:
    """Load the page, and look at it as on a phone, on a desk, and in the dark."""
    witness.forget()
    page.goto(address, wait_until="load")
    yield from mirror.wrong(page)
    yield from witness.told()


@contextmanager
def _mirror(chromium: Browser, url: str) -> Iterator[Mirror]:
    with chromium.new_context(reduced_motion="reduce") as context:
        yield Mirror(context, url)


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


def test_the_story_of_a_period_prints_on_two_pages(site, url, chromium):
    """It was three, half empty."""
    visits = (each for each in site(SMALL).visits if each.path.startswith("/dashboard/story"))
    visit = next(each for each in visits if each.is_page and "numbers" in each.html)
    with _signed_in(chromium, site(SMALL), url, site(SMALL).world.secrets[visit.role]) as context:
        page = context.new_page()
        page.goto(url + visit.path, wait_until="load")
        printed = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= 2
