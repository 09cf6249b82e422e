"""Short messages about what was just done, with an Undo where there is one.

They survive the redirect: a page shows them in its corner, and so does the next answer to htmx.
"""

from typing import TypedDict

from flask import Flask, flash, render_template, request, session
from flask.wrappers import Response


class Toast(TypedDict):
    text: str
    undo: str | None
    press: str
    to: str | None


def toast(text: str, *, undo: str | None = None, press: str = "Undo", to: str | None = None) -> None:
    """Say what happened. `undo` is the address of a POST that takes it back, by its `press`, `to` that of
    a page that it leads to instead.
    """
    flash(Toast(text=text, undo=undo, press=press, to=to))  # type: ignore[arg-type]  # Flask keeps any JSON


def init_app(app: Flask) -> None:
    """Send waiting messages along with the next block that htmx gets."""

    @app.after_request
    def deliver(response: Response) -> Response:
        partial = request.headers.get("HX-Request") == "true" and response.mimetype == "text/html"
        if partial and response.status_code < 300 and "_flashes" in session and not response.is_streamed:
            body = response.get_data(as_text=True)
            if "</html>" not in body[-200:]:
                response.set_data(body + render_template("ui/toasts.html"))
        return response
