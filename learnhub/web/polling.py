"""Blocks that ask again by themselves: where nothing changed the answer is 304, without a body.

The block carries its tag: data-hx-headers='{"If-None-Match": "\\"{{ tag }}\\""}'. A tag that a script sets
is no business of the browser's cache, so that htmx sees the 304 itself, and swaps nothing.
"""

import hashlib

from flask import make_response, request
from flask.wrappers import Response

from learnhub.web.page import wanted_block


def tag_of(*parts: object) -> str:
    """Return a tag for what a block shows: the same for the same, another for another."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


def unchanged(tag: str) -> Response | None:
    """Return the answer to htmx whose block has this tag already; None where the block must be sent."""
    if wanted_block() is None or not request.if_none_match.contains_weak(tag):
        return None
    return tagged(make_response("", 304), tag)


def tagged(response: Response, tag: str) -> Response:
    """Say to htmx what it got."""
    if wanted_block() is not None:
        response.set_etag(tag, weak=True)
    return response
