"""One table: what went wrong → a status and a page in the product's look."""

import errno
import secrets
from urllib.parse import urlsplit, urlunsplit

import structlog
from flask import Flask, make_response, request, url_for
from flask.wrappers import Response
from redis import RedisError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from learnhub.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Unavailable
from learnhub.core.transaction import settle
from learnhub.web.page import page, see, wanted_block

log = structlog.get_logger()

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Invalid: 422,
    Unavailable: 503,
}
TEXT = {
    400: "That request could not be read. Nothing was changed. Go back and try again.",
    401: "You are signed out, so nothing was saved. Sign in in another window, then reload this page: "
    "this browser keeps long texts.",
    404: "There is nothing here, or it is not open to you.",
    405: "This page cannot be used that way. Nothing was changed.",
    409: "Someone else changed this at the same moment. Nothing of yours was saved; look and try again.",
    413: "That is too large to take in. Nothing was changed.",
    415: "That kind of file or text cannot be read here. Nothing was changed.",
    429: "That was a lot at once. Wait a moment and try again.",
    500: "That did not work, and it is our fault. Nothing was changed.",
    503: "LearnHub cannot save right now. Nothing was changed; try again in a minute.",
}

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # where large uploads rest while they are read


class SignInNeeded(Exception):
    """Nobody is signed in, and this page needs somebody."""


def init_app(app: Flask) -> None:
    """Give every error its page. To htmx: a toast, or a redirect to sign in."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StaleDataError, lambda error: _show(409, TEXT[409]))
    # Two people did the same thing at once, and the database let one of them through.
    app.register_error_handler(IntegrityError, lambda error: _show(409, TEXT[409]))
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(OSError, _system)
    app.register_error_handler(Exception, _crash)


def _domain(error: DomainError) -> Response:
    lost = error if isinstance(error, (Conflict, Forbidden)) else None
    return _show(STATUS[type(error)], str(error), lost=lost)


def _sign_in(_error: SignInNeeded) -> Response:
    """Lead to sign-in and back. What htmx sends stays where it was typed: no leaving in mid-sentence."""
    part = wanted_block() is not None
    if part and request.method != "GET":
        return _show(401, TEXT[401])
    wanted = request.full_path.rstrip("?") if request.method == "GET" and not part else _from()
    url = url_for("people.login", next=wanted if wanted != "/" else None)
    if not part:
        return see(url)
    response = make_response("", 401)
    response.headers["HX-Redirect"] = url
    return response


def _from() -> str | None:
    """The path of the page that asked, where it is one of ours."""
    try:
        parts = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    except ValueError:
        return None
    return urlunsplit(("", "", parts.path, parts.query, "")) if parts.netloc == request.host else None


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None and status < 400:
        return make_response(error.response)
    if status == 400 and "CSRF" in (error.description or ""):
        return _show(400, "This page was open for too long or in two sessions. Reload it and send again.")
    response = _show(status, TEXT.get(status, error.description or TEXT[500]))
    for name, value in error.get_headers():
        if name.lower() in {"retry-after", "allow"}:
            response.headers[name] = value
    return response


def _database(error: OperationalError) -> Response:
    """A full disk or a database that is away: reading goes on, writing can be tried again."""
    log.error("database", error=str(error.orig), path=request.path)
    return _show(503, TEXT[503])


def _system(error: OSError) -> Response:
    """A full disk is the same wherever it shows; all else is a crash."""
    if error.errno not in NO_ROOM:
        return _crash(error)
    log.error("disk", error=str(error), path=request.path)
    return _show(503, TEXT[503])


def _crash(error: Exception) -> Response:
    incident = secrets.token_hex(4)
    log.exception("crash", incident=incident, path=request.path, method=request.method, exc_info=error)
    return _show(500, TEXT[500], incident=incident)


def _show(
    status: int, message: str, *, lost: Conflict | Forbidden | None = None, incident: str | None = None
) -> Response:
    """Undo what was begun, and say what happened: a page, or to htmx a toast that leaves the form alone."""
    settle(save=False)
    toast = wanted_block() is not None
    try:
        response = page(
            "ui/error.html",
            status=status,
            block="toast" if toast else None,
            error_status=status,
            message=message,
            theirs=lost.theirs if isinstance(lost, Conflict) else {},
            yours=lost.yours if lost else {},
            onward=lost.onward if isinstance(lost, Forbidden) else None,
            incident=incident,
        )
    except (DBAPIError, RedisError):
        # The page's own frame needs the database; without it the bare words must do.
        response = make_response(f"{message}\n", status, {"Content-Type": "text/plain; charset=utf-8"})
    if toast:
        response.headers["HX-Retarget"] = "#toast"
        response.headers["HX-Reswap"] = "innerHTML"
    return response
