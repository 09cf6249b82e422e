"""Compresses pages and JSON on their way out, by what the browser accepts.

Only whole, short-lived texts above a kilobyte: files, streams and what is already encoded go as they are.
"""

import gzip

import brotli
from flask import Flask, request
from flask.wrappers import Response

from learnhub.web import vary

TYPES = frozenset(
    {
        "text/html",
        "text/plain",
        "text/csv",
        "text/calendar",
        "application/json",
        "image/svg+xml",
        "application/xml",
        "application/atom+xml",
        "application/rss+xml",
    }
)
SMALLEST = 1024  # bytes; below that a header costs more than it saves
BROTLI_QUALITY = 4  # about the cost of gzip 5, and a tenth smaller
GZIP_LEVEL = 5


def init_app(app: Flask) -> None:
    """Register right after `transaction`: what registers later runs earlier, on the plain body."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Encode the body as brotli or gzip, keep validators true, and say on what the answer depends."""
    if response.mimetype not in TYPES or response.is_streamed or response.direct_passthrough:
        return response
    vary.on(response, "Accept-Encoding")
    if response.status_code in {204, 206, 304} or response.content_encoding or request.method == "HEAD":
        return response
    body = response.get_data()
    encoding = _accepted() if len(body) >= SMALLEST else None
    if encoding is None:
        return response
    packed = (
        brotli.compress(body, quality=BROTLI_QUALITY)
        if encoding == "br"
        else gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)
    )
    response.set_data(packed)
    response.content_encoding = encoding
    tag, _ = response.get_etag()
    if tag is not None:  # the bytes differ by encoding, their meaning does not: a weak validator
        response.set_etag(tag, weak=True)
    return response


def _accepted() -> str | None:
    """The best of br and gzip that the client takes; quality 0 means no."""
    accepted = request.accept_encodings
    qualities = {name: accepted[name] for name in ("br", "gzip")}
    best = max(qualities, key=lambda name: qualities[name])
    return best if qualities[best] > 0 else None
