"""What people write: cleaned when it comes in, rendered when it goes out."""

import re
import unicodedata

import nh3
from email_validator import EmailNotValidError, validate_email
from markdown_it import MarkdownIt
from markupsafe import Markup

from learnhub.core.memory import for_an_hour

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_TAGS = {
    *("p", "br", "hr", "h3", "h4", "h5", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("strong", "em", "s", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
_renderer = MarkdownIt("js-default", {"linkify": True, "html": False, "breaks": True})
_HEADING = re.compile(r"<(/?)h([1-6])>")
_BARE_ADDRESS = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+(:\d+)?([/?#]\S*)?", re.IGNORECASE)


def one_line(value: str | None) -> str:
    """Return `value` on one line, without control characters, trimmed: for names, titles and headers."""
    flat = unicodedata.normalize("NFC", value or "").replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return " ".join(_CONTROL.sub("", flat).split())


def many_lines(value: str | None) -> str:
    """Return `value` with Unix line ends and without other control characters, trimmed."""
    text = unicodedata.normalize("NFC", value or "").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


def whole_number(value: str | None) -> int | None:
    """Return a whole number as people type it, of nine digits at most; None for all else.

    `int` reads other digits than these, `isdigit` lets more pass than `int` reads, and neither ends well with
    five thousand of them.
    """
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def lines(value: str) -> Markup:
    """Return a text of several lines as HTML that keeps them apart, in mail programs too."""
    return Markup("<br>").join(value.split("\n"))


def normal_email(value: str | None) -> str:
    """Return the one spelling under which an address is stored: trimmed, case-folded, NFKC."""
    return unicodedata.normalize("NFKC", value or "").strip().casefold()


@for_an_hour(500)  # the same texts are read again and again
def markdown(value: str | None) -> Markup:
    """Render Markdown as safe HTML: no raw HTML, no pictures; the largest heading is an h3 of the page."""
    html = _renderer.render(value or "")
    shift = 3 - min((int(level) for _, level in _HEADING.findall(html)), default=1)
    html = _HEADING.sub(lambda m: f"<{m[1]}h{min(int(m[2]) + shift, 5)}>", html)
    return Markup(
        nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    )


def is_email(value: str) -> bool:
    """Whether `value` reads as an address that every mail server takes: ASCII before the @.

    Addresses inside a company (ada@mail.corp) count, and domains in any script.
    """
    try:
        _read_address(value)
    except EmailNotValidError:
        return False
    return len(value) <= 254


def ascii_email(value: str) -> str:
    """Return an address as mail servers read it, its domain by IDNA. Raises ValueError if none can."""
    return value if value.isascii() else _read_address(value)


def _read_address(value: str) -> str:
    read = validate_email(
        value, check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
    ).ascii_email
    if read is None:
        raise EmailNotValidError("It has no spelling in ASCII.")
    return read


def web_address(text: str) -> str:
    """Return what was typed as an address, with https:// before it where it has a host and no scheme."""
    return f"https://{text}" if _BARE_ADDRESS.fullmatch(text) else text
