"""A real browser, one per worker."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright

from tests.support import need

# The shell draws pages and has no window around them: a new tab costs it a third of what it costs the others.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--in-process-gpu",
)


def binary() -> str:
    """Return the browser of this machine; end the test where there is none."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    need.missing("no browser: install chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser; it ends with the block."""
    path = binary()
    with sync_playwright() as playwright:
        browser = _launch(playwright, path)
        yield browser
        browser.close()


def _launch(playwright: Playwright, path: str) -> Browser:
    return playwright.chromium.launch(executable_path=path, args=FLAGS, headless=True)


@dataclass
class Witness:
    """What a page did that it should not have: words on the console, and requests to other hosts."""

    said: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def told(self) -> Iterator[str]:
        """Yield what it should not have done."""
        yield from self.said
        yield from (f"asks {stranger}" for stranger in self.strangers)

    def forget(self) -> None:
        """Begin anew, for the next page in the same tab."""
        for told in (self.said, self.strangers, self.requests):
            told.clear()


def watch(page: Page, url: str) -> Witness:
    """Note from here on what `page`, served at `url`, says and asks for."""
    seen = Witness()

    def asked(request: Request) -> None:
        seen.requests.append(request.url)
        if not request.url.startswith((url, "data:", "blob:")):
            seen.strangers.append(request.url)

    page.on("console", lambda message: seen.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: seen.said.append(f"error: {error}"))
    page.on("request", asked)
    return seen


def sign_in(context: BrowserContext, url: str, cookie: str) -> None:
    """Give the browser the session `cookie` ("name=value")."""
    name, _, value = cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": url, "httpOnly": True, "sameSite": "Lax"}])
