"""A person at a browser: a context of their own, and the few things that people do on a page."""

import re

from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

PATIENCE = 15_000  # milliseconds, on a machine that does other things too
CHOOSE = """(select, text) => {
    const found = [...select.options].find((option) => option.text.trim() === text);
    return found ? found.value : null;
}"""


def _is_page(answer: Response) -> bool:
    """Whether it is a page at the end of its redirects: what a script does with the address is none."""
    return answer.request.is_navigation_request() and not 300 <= answer.status < 400


class Tab:
    """`page` is the open page. People press, follow and read by words, and type into fields by name."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)

    def go(self, address: str) -> "Tab":
        """Open an address, that of a link in a mail included."""
        self.page.goto(address)
        return self

    def press(self, name: str, *, status: int = 200) -> Response:
        """Press the button of that name, and return the answer to it: a page's, after all redirects."""
        with self.page.expect_event("load"), self.page.expect_response(_is_page) as leads:
            self.button(name).click()
        answer = leads.value
        assert answer.status == status, f"{answer.status} at {self.path}: {self.main.inner_text()}"
        return answer

    def follow(self, name: str) -> "Tab":
        """Follow the first link of that name."""
        with self.page.expect_navigation():
            self.main.get_by_role("link", name=name).first.click()
        return self

    def fill(self, where: str = "", /, **fields: str) -> "Tab":
        """Type into fields, tick boxes by their value, and choose from lists by what they show.

        `where` selects a part of the page with several fields of a name.
        """
        for name, text in fields.items():
            field = self.main.locator(f"{where} [name='{name}']").first
            kind = field.evaluate("(one) => one.type")
            if kind in {"radio", "checkbox"}:
                self.main.locator(f"{where} [name='{name}'][value='{text}']").check(force=True)
            elif kind == "select-one":
                value = field.evaluate(CHOOSE, text)
                assert value is not None, f"{name} offers {field.inner_text().splitlines()}"
                field.select_option(value)
            else:
                field.fill(text)
        return self

    def unfold(self, summary: str) -> "Tab":
        """Open what is folded under these words, if it is."""
        fold = self.main.locator("details", has=self.page.locator("summary", has_text=summary)).last
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
        return self

    def sees(self, *texts: str | re.Pattern[str]) -> "Tab":
        """Fail unless these words stand on the page."""
        for text in texts:
            expect(self.main).to_contain_text(text, timeout=PATIENCE)
        return self

    def sees_not(self, text: str) -> "Tab":
        expect(self.main).not_to_contain_text(text, timeout=PATIENCE)
        return self

    def value(self, name: str) -> str:
        """Return what stands in the field of that name."""
        return self.value_of(f"[name='{name}']")

    def value_of(self, selector: str) -> str:
        return self.main.locator(selector).first.input_value()

    def button(self, name: str) -> Locator:
        return self.main.get_by_role("button", name=name, exact=True).first

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def path(self) -> str:
        """Where the page is, without the host."""
        return re.sub(r"^\w+://[^/]+", "", self.page.url)
