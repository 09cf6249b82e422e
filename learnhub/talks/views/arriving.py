"""Who came: the host's list on a phone, the code on the wall, and the page that the code leads to."""

from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import arrivals as noting
from learnhub.programs import queries as programs
from learnhub.programs.access import read
from learnhub.talks import pages, queries
from learnhub.talks.models import Talk
from learnhub.talks.views.blueprint import bp, hosted, url_of
from learnhub.web import codes
from learnhub.web.access import access
from learnhub.web.addresses import whole
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/talks/<key>/arrivals")
@access(member)
def arrivals(key: str) -> Response:
    context = pages.arrivals_page(actor(), key, clock.now(), request.args)
    return page(context.pop("template"), **context)


@bp.post("/talks/<key>/arrivals/<person>")
@access(member)
def note(key: str, person: str) -> Response:
    talk = _read(key)
    noting.note(actor(), talk, programs.signup_named(talk, person))
    return _back(key)


@bp.post("/talks/<key>/arrivals/<person>/undo")
@access(member)
def undo(key: str, person: str) -> Response:
    talk = _read(key)
    noting.take_back(actor(), talk, programs.signup_named(talk, person))
    return _back(key)


@bp.get("/talks/<key>/code")
@access(member)
def code(key: str) -> Response:
    talk, standing = hosted(key)
    address = whole(url_for(".here", code=talk.code))
    opens, closes = noting.span(talk)
    context = pages.around(actor(), talk, standing, clock.now())
    shown: dict[str, Any] = {
        "address": address,
        "picture": codes.picture(address),
        "opens": opens,
        "closes": closes,
    }
    return page("talks/code.html", **context, **shown)


@bp.get("/talks/here/<code>")
@access(member)
def here(code: str) -> Response:
    talk, standing = queries.by_code(actor(), code)
    may = noting.may_arrive(talk, standing.state, clock.now())
    return page("talks/here.html", talk=talk, standing=standing, may=may, code=talk.code)


@bp.post("/talks/here/<code>")
@access(member)
def arrive(code: str) -> Response:
    talk, _ = queries.by_code(actor(), code)
    noting.arrive(actor(), talk)
    toast("The hosts see that you are here.")
    return see(url_of(talk))


def _read(key: str) -> Talk:
    """Return a talk of which the actor sees who came."""
    talk, _ = hosted(key)
    read(key)
    return talk


def _back(key: str) -> Response:
    kept: dict[str, Any] = {name: request.form.get(name) or None for name in ("q", "who", "page")}
    return see(url_for(".arrivals", key=key, **kept))
