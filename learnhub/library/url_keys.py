"""When two addresses are one page. One function for form, import and feed; its version is stored."""

import hashlib
import re
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

import idna

from learnhub.core.text import one_line

VERSION = 1  # of url_key: raise it with every change, and make the stored keys anew
LONGEST = 2000  # characters of an address
LONGEST_KEY = 1000  # beyond it the key is a digest: an index entry has a limit
PORTS = {"http": 80, "https": 443}
TRACKERS = frozenset(
    {
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid"),
        *("li_fat_id", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "hsctatracking"),
        *("vero_id", "vero_conv", "oly_anon_id", "oly_enc_id", "wickedid", "epik", "_openstat", "s_kwcid"),
        *("_ga", "_gl", "__s", "rb_clickid", "ml_subscriber", "ml_subscriber_hash", "guccounter"),
    }
)
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")


def is_address(url: str) -> bool:
    """Whether `url` is an address of the web that can be kept: http or https, a host, no password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    named = bool(parts.hostname) and "@" not in parts.netloc and port != 0
    return parts.scheme.lower() in PORTS and named and len(url) <= LONGEST and not re.search(r"\s", url)


def url_key(url: str) -> str:
    """Return what two addresses of one page have in common, unique in the library.

    Scheme and host in lower case, http as https, IDNA, the default port, trackers, fragment (unless it
    begins #/ or #!) and a trailing slash dropped, the query sorted by name; one spelling of what may be
    written with or without percent signs. Nothing cleverer: `?id=3` and `?page=2` are pages of their own.
    Raises ValueError for what `is_address` refuses.
    """
    if not is_address(url):
        raise ValueError("not an address of the web")
    parts = urlsplit(url)
    path = _spelled(parts.path)
    path = path.removesuffix("/")
    query = _query(parts.query)
    fragment = _spelled(parts.fragment) if parts.fragment.startswith(("/", "!")) else ""
    key = f"{_host(parts)}{path}{'?' if query else ''}{query}{'#' if fragment else ''}{fragment}"
    if len(key) <= LONGEST_KEY:
        return key
    return f"{_host(parts)}#sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        host = idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        host = host.casefold()  # an IP address, a name with an underscore
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    return host if port in {None, PORTS[parts.scheme.lower()]} else f"{host}:{port}"


def _query(query: str) -> str:
    """Drop trackers and empty parts, and sort by name; the order of equal names is kept."""
    kept = [part for part in query.split("&") if part and not _is_tracker(part.partition("=")[0])]
    return "&".join(_spelled(part) for part in sorted(kept, key=lambda part: part.partition("=")[0]))


def _is_tracker(name: str) -> bool:
    lower = name.lower()
    return lower.startswith("utm_") or lower in TRACKERS


def _spelled(text: str) -> str:
    """Write other scripts with percent signs, plain letters without, and the digits of those in capitals."""
    encoded = quote(text, safe="%/?:@!$&'()*+,;=~#[]|\\^`{}\"<>")

    def one(match: re.Match[str]) -> str:
        plain = chr(int(match[1], 16))
        return plain if _UNRESERVED.fullmatch(plain) else match[0].upper()

    return _PERCENT.sub(one, encoded)


_ARXIV = re.compile(
    r"^/(?:abs|pdf|html|format)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?$"
)
_DOI = re.compile(r"(10\.\d{4,9}/[^?#\s]+)")
_YOUTUBE = re.compile(r"^/(?:shorts|live|embed|v)/([\w-]{11})")
_REPOSITORY = re.compile(r"^/([\w.-]+)/([\w.-]+?)(?:\.git)?/?$")
_ISBN = re.compile(r"/(?:isbn|dp|gp/product)[/:]?((?:97[89])?\d{9}[\dXx])(?:[/?#]|$)")
_NO_OWNERS = frozenset(
    {
        *("about", "apps", "collections", "contact", "customer-stories", "enterprise", "events", "explore"),
        *("features", "login", "marketplace", "notifications", "orgs", "organizations", "pricing", "readme"),
        *(
            "search",
            "security",
            "settings",
            "site",
            "sponsors",
            "stars",
            "team",
            "topics",
            "trending",
            "users",
        ),
    }
)


def work_key(url: str) -> str | None:
    """Return which work the page is about: arXiv, DOI, YouTube, GitHub repository or ISBN; None if unknown.

    It suggests that two are the same, and never decides it.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in {"arxiv.org", "export.arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org"}:
        found = _ARXIV.match(parts.path)
        return f"arxiv:{found[1]}" if found else None
    if host in {"youtube.com", "youtu.be", "youtube-nocookie.com"}:
        return _video(host, parts)
    if host == "github.com":
        found = _REPOSITORY.match(parts.path)
        is_repository = found is not None and found[1].lower() not in _NO_OWNERS
        return f"github:{found[1]}/{found[2]}".lower() if found and is_repository else None
    if host in {"doi.org", "dx.doi.org"} or "/doi/" in parts.path:
        return _doi(parts.path)
    found = _ISBN.search(parts.path)
    return _isbn(found[1]) if found else None


def _video(host: str, parts: SplitResult) -> str | None:
    if host == "youtu.be":
        name = parts.path.strip("/")
    elif parts.path == "/watch":
        name = parse_qs(parts.query).get("v", [""])[0]
    else:
        found = _YOUTUBE.match(parts.path)
        name = found[1] if found else ""
    return f"youtube:{name}" if re.fullmatch(r"[\w-]{11}", name) else None


def _doi(path: str) -> str | None:
    found = _DOI.search(path)
    if not found:
        return None
    doi = found[1].rstrip("/").lower()
    return (
        f"arxiv:{doi.removeprefix('10.48550/arxiv.')}" if doi.startswith("10.48550/arxiv.") else f"doi:{doi}"
    )


def _isbn(text: str) -> str | None:
    """Return ISBN-13, if the check digit is right."""
    digits = text.upper()
    if len(digits) == 10:
        total = sum((10 - place) * (10 if sign == "X" else int(sign)) for place, sign in enumerate(digits))
        if total % 11:
            return None
        digits = f"978{digits[:9]}"
        check = -sum(int(sign) * (3 if place % 2 else 1) for place, sign in enumerate(digits)) % 10
        return f"isbn:{digits}{check}"
    if "X" in digits or sum(int(sign) * (3 if place % 2 else 1) for place, sign in enumerate(digits)) % 10:
        return None
    return f"isbn:{digits}"


def host_of(url: str) -> str:
    """Return the host to show, without www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def placeholder(url: str) -> str:
    """Return what a page is called until its title is known: its host and the end of its path."""
    parts = urlsplit(url)
    path = one_line(unquote(parts.path)).strip("/")
    return f"{host_of(url)}{'/' if path else ''}{path}"[:300]
