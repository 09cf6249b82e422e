"""Where to go after signing in: the page that was asked for, and only on this host."""

import re
from urllib.parse import urlsplit

LONGEST = 500
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")


def onward(url: str | None) -> str:
    """Return `url` if it is a path on this host, else "".

    Browsers drop tabs and line ends, read a backslash as a slash, and two slashes as another host.
    """
    if (
        not url
        or len(url) > LONGEST
        or _UNSAFE.search(url)
        or not url.startswith("/")
        or url.startswith("//")
    ):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else url
