"""A request keeps its changes only if it is a write and it succeeds."""

from functools import lru_cache

import structlog
from flask import Flask, abort, current_app, request, session
from flask.wrappers import Response
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from werkzeug.datastructures import MultiDict

from learnhub.core.db import WRITING, db
from learnhub.core.errors import Unavailable
from learnhub.core.memory import forget_old
from learnhub.core.transaction import settle
from learnhub.web.drawn import DRAWING, TOKEN

log = structlog.get_logger()
NUL = "\0"
UNSURE = (
    "The database went away while this was being saved. "
    "Look whether it is there in a minute, before you send it again."
)
READS = frozenset({"GET", "HEAD", "OPTIONS"})
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Register first: its `before` must be the first to run and its `after` the last."""
    csrf.init_app(app)
    app.jinja_env.globals.update(csrf_token=csrf_token, csrf_field=csrf_field)
    app.context_processor(lambda: {"csrf_token": csrf_token})  # Flask-WTF gives its own in this way, too

    @app.before_request
    def begin() -> None:
        # The body is read to its end before anyone touches the database:
        # an upload that trickles in must hold no lock.
        WRITING.set(False)
        forget_old()
        if NUL in request.path or _holds_nul(request.args):
            abort(404)  # no text in the database holds it, and PostgreSQL refuses to be asked
        if request.method in READS:
            return
        _ = request.form, request.files, request.get_data(cache=True)
        if _holds_nul(request.form):
            abort(400)
        view = app.view_functions.get(request.endpoint or "")
        if not getattr(view, "without_session", False):
            csrf.protect()
        WRITING.set(not getattr(view, "only_reads", False))

    @app.after_request
    def end(response: Response) -> Response:
        if not WRITING.get():
            db.session.expunge_all()  # nobody reads these rows again; to expire each would cost more
        try:
            settle(save=WRITING.get() and response.status_code < 400)
        except SQLAlchemyError as error:
            # A full disk shows only at COMMIT: answered as if the view had raised it.
            WRITING.set(False)
            return app.process_response(app.make_response(app.handle_user_exception(_told(error))))
        WRITING.set(False)
        return response


def csrf_token() -> str:
    """Return the token that the forms of this answer carry: the same for each, and for the session."""
    if DRAWING.get():
        return TOKEN
    session_has: str | None = session.get("csrf_token")
    return _signed(current_app.config["SECRET_KEY"], session_has) if session_has else generate_csrf()


@lru_cache(maxsize=1000)
def _signed(_secret: str, _session_has: str) -> str:
    """What a session has is signed once: it says when, but never expires."""
    token: str = generate_csrf()
    return token


def csrf_field() -> Markup:
    """Return that token as the hidden field of a form."""
    return Markup(f'<input type="hidden" name="csrf_token" value="{csrf_token()}">')  # signed, in base64


def _told(error: SQLAlchemyError) -> Exception:
    """Nobody knows whether a COMMIT without an answer was done: “nothing was changed” could be false."""
    if not isinstance(error, DBAPIError) or not error.connection_invalidated:
        return error
    log.error("database", error=str(error.orig), path=request.path)
    return Unavailable(UNSURE)


def _holds_nul(sent: MultiDict[str, str]) -> bool:
    return any(NUL in name or NUL in value for name, value in sent.items(multi=True))
