"""Where to go after signing in: the page that was asked for, and only on this host."""

import re
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException

from learnhub.core.points import OneEach

LONGEST = 500
# "to join a team". It tells strangers nothing else.
ERRANDS: OneEach[str] = OneEach("what one signs in for, by the endpoint that one goes on to")
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


def errand(url: str) -> str:
    """Return what one signs in for who goes on to `url`, a path on this host; "" where nothing is said."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(urlsplit(url).path or "/", method="GET")
    except HTTPException:
        return ""
    return ERRANDS.given.get(endpoint, "")
