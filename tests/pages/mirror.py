"""A tab in which axe stays: each page is copied into it, as its own scripts left it, and looked at there.

To load axe with each page costs as much as the page, and what has run for a hundred pages runs faster. A part
of the page is an element within all that it stands in, each with its tag, classes, attributes and colours;
these may differ on a phone, on a desk and in the dark.
"""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.support.chromium import watch

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
EMPTY = "<!doctype html><html><head></head><body></body></html>"
TAKE = """() => {
  const named = element => [...element.attributes].map(each => [each.name, each.value])
  const {documentElement, head, body, activeElement} = document
  return {
    address: location.href, root: named(documentElement), own: named(body), body: body.innerHTML,
    head: [...head.children].map(each => each.outerHTML),
    focused: [...body.querySelectorAll("*")].indexOf(activeElement),
  }
}"""
# Style sheets that both pages have stay: to put them in anew would load them anew.
GIVE = """async ({address, root, own, body, head, focused}) => {
  history.replaceState(null, "", address)
  for (const [element, values] of [[document.documentElement, root], [document.body, own]]) {
    for (const name of element.getAttributeNames()) element.removeAttribute(name)
    for (const [name, value] of values) element.setAttribute(name, value)
  }
  for (const each of [...document.head.children]) if (!head.includes(each.outerHTML)) each.remove()
  let there = document.head.firstElementChild
  for (const each of head) {
    if (there?.outerHTML === each) there = there.nextElementSibling
    else if (there) there.insertAdjacentHTML("beforebegin", each)
    else document.head.insertAdjacentHTML("beforeend", each)
  }
  document.body.innerHTML = body
  document.body.querySelectorAll("*")[focused]?.focus()
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")]
  await Promise.all(sheets.map(each => each.sheet ?? new Promise((come, fail) => {
    each.onload = come
    each.onerror = fail
  })))
  await document.fonts.ready
}"""
PARTS = """() => {
  for (const each of document.querySelectorAll("[data-fresh]")) {
    for (const mark of ["data-fresh", "data-first"]) each.removeAttribute(mark)  // of another face
  }
  window.parts = [...document.body.querySelectorAll("*")]
  const numbers = new Map()
  const painted = ["color", "background-color", "background-image", "opacity", "font-size", "font-weight",
    "display", "visibility", "position", "text-shadow"]
  const spelled = ({name, value}) => {
    if (name === "class") return value.split(/\\s+/).sort().join(".")
    return /^(role|type|aria-)/.test(name) ? name + value : name
  }
  return window.parts.map(element => {
    const said = [...element.childNodes].some(each => each.nodeType === 3 && each.data.trim())
    const style = getComputedStyle(element)
    const looks = painted.map(each => style.getPropertyValue(each))
    const own = [element.localName, said, ...[...element.attributes].map(spelled).sort(), ...looks].join()
    let number = numbers.get(element.parentElement) ?? 0
    for (const letter of own) number = (Math.imul(number, 31) + letter.codePointAt(0)) | 0
    numbers.set(element, number)
    return number
  })
}"""
# What was seen stays in the tab: to hand it over costs more than to compare it. A part bears its colours, so
# those that were judged on a phone are not judged again on a desk.
MARK = (
    "([face, scheme]) => { const numbers = ("
    + PARTS
    + """)()
  const known = name => ((window.seen ??= {})[name] ??= new Set())
  const seen = known(face), judged = known(scheme)
  let first = 0
  numbers.forEach((number, index) => {
    if (!seen.has(number)) window.parts[index].setAttribute("data-fresh", "")
    if (judged.has(number)) return
    judged.add(number)
    window.parts[index].setAttribute("data-first", "")
    first += 1
  })
  for (const number of numbers) seen.add(number)
  return first
}"""
)
# The rules that ask what lies over what take as long as all the others: they are asked of what is marked,
# beside all that the page shows.
COLOURS = ["color-contrast", "link-in-text-block"]
ASKED = [
    {"id": "color-contrast", "selector": "[data-first]"},
    {"id": "link-in-text-block", "selector": "a[href][data-first], [role=link][data-first]"},
    {"id": "target-size", "selector": "[data-fresh]", "enabled": True},
]
RUN = "options => axe.run(document, options).then(found => found.violations)"
QUICK: dict[str, object] = {"resultTypes": ["violations"], "preload": False, "iframes": False}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Mirror:
    """A tab at `url`; it judges one page after the other, and remembers by face which parts it has seen."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.page = context.new_page()
        self.page.route(f"{url}/", lambda route: route.fulfill(body=EMPTY, content_type="text/html"))
        self.page.goto(f"{url}/")
        self.page.unroute(f"{url}/")
        self.page.evaluate(AXE_SCRIPT)
        self.page.evaluate("rules => axe.configure({rules})", ASKED)
        self.witness = watch(self.page, url)

    def wrong(self, page: Page) -> Iterator[str]:
        """Yield what is wrong with what `page` shows: on a phone, on a desk, and in the dark."""
        self.witness.forget()
        self.page.set_viewport_size(PHONE)
        self.page.emulate_media(color_scheme="light")
        self.copy(page)
        yield from self._violations("phone", "light")
        wide = self.page.evaluate(WIDER)
        if wide > 0:
            yield f"phone: {wide} px wider than the window"
        self.page.set_viewport_size(DESK)
        yield from self._violations("desk", "light")
        self.page.emulate_media(color_scheme="dark")
        yield from self._violations("dark", "dark", runOnly=COLOURS)  # nothing else differs
        self.page.evaluate("document.body.replaceChildren()")  # nothing is to be laid out for the next
        yield from self.witness.told()

    def copy(self, page: Page) -> None:
        """Show what `page` shows, to whom it shows it: what it loads may be for them alone."""
        self.page.context.clear_cookies()
        self.page.context.add_cookies(page.context.cookies())
        self.page.evaluate(GIVE, page.evaluate(TAKE))

    def forget(self) -> None:
        """Judge all parts anew."""
        self.page.evaluate("window.seen = {}")

    def _violations(self, face: str, scheme: str, **options: object) -> Iterator[str]:
        # Mark the parts not yet seen on this face, and the first of those alike with colours to judge.
        if not self.page.evaluate(MARK, [face, scheme]) and options:
            return  # what it asks, it asks of what is marked
        for violation in self.page.evaluate(RUN, QUICK | options):
            where = violation["nodes"][0]
            told = f"{where['html'][:160]} {where['failureSummary'][:200]}"
            yield f"{face}: {violation['id']} ({len(violation['nodes'])}) {told}"
