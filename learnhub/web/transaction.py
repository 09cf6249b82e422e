"""A request keeps its changes only if it is a write and it succeeds."""

from flask import Flask, request
from flask.wrappers import Response
from flask_wtf.csrf import CSRFProtect

from learnhub.core.db import WRITING
from learnhub.core.transaction import settle

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
        if request.method in READS:
            return
        _ = request.form, request.files, request.get_data(cache=True)
        if not getattr(app.view_functions.get(request.endpoint or ""), "without_session", False):
            csrf.protect()
        WRITING.set(True)

    @app.after_request
    def end(response: Response) -> Response:
        settle(save=WRITING.get() and response.status_code < 400)
        WRITING.set(False)
        return response
