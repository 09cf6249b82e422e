"""What every answer says to the browser about what it may do."""

from flask import Flask, current_app, request
from flask.wrappers import Response

from learnhub.web import vary
from learnhub.web.access import anyone

POLICY = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "img-src 'self' data:",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SETTINGS = ("/settings", "/admin")


def init_app(app: Flask) -> None:
    """Set the headers on every answer that does not bring its own."""

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if current_app.config["SETTINGS"].secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if not request.path.startswith("/static/"):
            # Kept for Back alone, which restores what was typed, and cleared by signing out.
            kept = "no-store" if _is_secret() or response.status_code >= 400 else "private, no-cache"
            response.headers.setdefault("Cache-Control", kept)
            vary.on(response, "Cookie")
        return response


def _is_secret() -> bool:
    """Whether nothing may be kept: settings, and what is open without signing in (links that sign in).

    Pages that show a secret, and downloads, say so themselves.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "access", anyone) is anyone or request.path.startswith(SETTINGS)
