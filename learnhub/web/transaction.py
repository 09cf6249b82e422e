"""A request keeps its changes only if it is a write and it succeeds."""

from flask import Flask, abort, request
from flask.wrappers import Response
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from learnhub.core.db import WRITING, db
from learnhub.core.transaction import settle

NUL = "\0"
READS = frozenset({"GET", "HEAD", "OPTIONS"})
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Register first: its `before` must be the first to run and its `after` the last."""
    csrf.init_app(app)

    @app.before_request
    def begin() -> None:
        # The body is read to its end before anyone touches the database:
        # an upload that trickles in must hold no lock.
        WRITING.set(False)
        if NUL in request.path or _holds_nul(request.args):
            abort(404)  # no text in the database holds it, and PostgreSQL refuses to be asked
        if request.method in READS:
            return
        _ = request.form, request.files, request.get_data(cache=True)
        if _holds_nul(request.form):
            abort(400)
        if not getattr(app.view_functions.get(request.endpoint or ""), "without_session", False):
            csrf.protect()
        WRITING.set(True)

    @app.after_request
    def end(response: Response) -> Response:
        if not WRITING.get():
            db.session.expunge_all()  # nobody reads these rows again; to expire each would cost more
        try:
            settle(save=WRITING.get() and response.status_code < 400)
        except SQLAlchemyError as error:
            # A full disk shows only at COMMIT: answered as if the view had raised it.
            WRITING.set(False)
            return app.process_response(app.make_response(app.handle_user_exception(error)))
        WRITING.set(False)
        return response


def _holds_nul(sent: MultiDict[str, str]) -> bool:
    return any(NUL in name or NUL in value for name, value in sent.items(multi=True))
